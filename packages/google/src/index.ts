/**
 * Google Calendar as a Kalends provider: sign-in with OAuth 2.0, service accounts, calendars and events. Importing it loads no vendor module;
 * those come at the first call.
 *
 * @module
 */
export { google } from './google-provider.ts';
export type {
  GoogleCommonSettings,
  GoogleContactsSettings,
  GoogleEndpoints,
  GoogleServiceAccount,
  GoogleServiceAccountSettings,
  GoogleSettings,
  GoogleSigner,
} from './google-settings.ts';
export type {
  GoogleApplicationOptions,
  GoogleServiceAccountProvider,
} from './service-account/service-account-provider.ts';
export { googleConnectionFromClient } from './google-connection-from-client.ts';
export type { GoogleConnectionFromClientOptions } from './google-connection-from-client.ts';
export type {
  GoogleAnswer,
  GoogleCalendarClient,
  GoogleDeleteEventParams,
  GoogleGetCalendarParams,
  GoogleGetEventParams,
  GoogleInsertEventParams,
  GoogleListCalendarsParams,
  GoogleListEventsParams,
  GoogleListInstancesParams,
  GoogleMoveEventParams,
  GoogleQueryFreeBusyParams,
  GooglePatchEventParams,
  GoogleRequestOptions,
  GoogleSendUpdates,
} from './client/google-calendar-client.ts';
export { googleSyncedAttributes } from './synced-attributes.ts';
