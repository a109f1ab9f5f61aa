import type { CalendarErrorCode, CalendarErrorReason, Cure } from '@kalends/core';

/** One line of a vendor error mapping. */
export interface ErrorRow {
  /** Google's reason, canonical status or OAuth error. */
  readonly vendorCode: string;
  /** Only with this HTTP status. Default: any. */
  readonly status?: number;
  readonly code: CalendarErrorCode;
  readonly reason?: CalendarErrorReason;
  readonly cure?: Cure;
}

const connectAgain: Cure = { text: 'Connect the Google account again.' };
const grantAgain: Cure = {
  text: 'Connect the Google account again and leave every calendar box on the consent page ticked.',
};
const waitForQuota: Cure = {
  text: "A usage limit of Google Calendar or of the project's daily quota is reached. It lifts by itself after hours or days; the project's quotas can be raised in the Google Cloud console.",
  url: 'https://console.cloud.google.com/iam-admin/quotas',
};
const enableApi: Cure = {
  text: 'Enable the Google Calendar API in the Google Cloud project of this client id.',
  url: 'https://console.cloud.google.com/apis/library/calendar-json.googleapis.com',
};
const turnOnCalendar: Cure = {
  text: 'An administrator of the Google Workspace organization has to turn the Calendar service on for this person.',
  url: 'https://admin.google.com/ac/appslist/core',
};
const rows = (code: CalendarErrorCode, vendorCodes: readonly string[], cure?: Cure): readonly ErrorRow[] =>
  vendorCodes.map((vendorCode) => ({ vendorCode, code, ...(cure === undefined ? {} : { cure }) }));

/** A token that was just issued is refused: Google says no more than that. */
const refused = { code: 'reauthorizationRequired', reason: 'credentialRejected', cure: connectAgain } as const;

/**
 * Reasons of API errors, `error.errors[].reason` or `error.details[].reason`, and the canonical names that say as much.
 *
 * @see {@link https://developers.google.com/workspace/calendar/api/guides/errors | Handle API errors}
 */
export const apiErrorTable: readonly ErrorRow[] = [
  { vendorCode: 'authError', ...refused },
  // "Login Required": the header was missing or no token stood in it. Elsewhere the reason is about a parameter.
  { vendorCode: 'required', status: 401, ...refused },
  ...rows('rateLimited', ['rateLimitExceeded', 'userRateLimitExceeded', 'RATE_LIMIT_EXCEEDED']),
  ...rows('quotaExceeded', ['quotaExceeded', 'calendarUsageLimitsExceeded', 'dailyLimitExceeded'], waitForQuota),
  ...rows('consentRequired', ['insufficientPermissions', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'], grantAgain),
  ...rows('invalidConfiguration', ['accessNotConfigured', 'SERVICE_DISABLED'], enableApi),
  ...rows('serviceDisabled', ['notACalendarUser'], turnOnCalendar),
  ...rows('accessDenied', [
    'forbidden',
    'requiredAccessLevel',
    'forbiddenForNonOrganizer',
    'forbiddenForServiceAccounts',
    'cannotChangeOrganizer',
    'cannotChangeOwnAcl',
    'cannotChangeOwnerAcl',
    'cannotChangeOwnPrimarySubscription',
    'cannotDeletePrimaryCalendar',
  ]),
  // The second DELETE of an event; a read of a deleted one answers 200.
  ...rows('notFound', ['notFound', 'deleted']),
  ...rows('cursorExpired', ['fullSyncRequired', 'updatedMinTooLongAgo', 'EXPIRED_SYNC_TOKEN']),
  ...rows('conflict', ['conditionNotMet', 'duplicate', 'conflict']),
  // The People API's word for a version that is no longer the latest, with status 400.
  ...rows('conflict', ['FAILED_PRECONDITION', 'failedPrecondition']),
  ...rows('serviceUnavailable', ['backendError', 'internalError']),
  ...rows('invalidArgument', [
    'badRequest',
    'cannotChangeOrganizerOfInstance',
    'cannotUseDefaultRemindersAndSpecifyOverride',
    'channelIdNotUnique',
    'eventDurationExceedsLimit',
    'eventRemindersCountExceedsLimit',
    'eventTypeRestriction',
    'invalid',
    'invalidParameter',
    'invalidScopeValue',
    'malformedFocusTimeEvent',
    'malformedOutOfOfficeEvent',
    'malformedWorkingLocationEvent',
    'parseError',
    'participantIsNeitherOrganizerNorAttendee',
    'push.channelTypeNotSupported',
    'push.webhookUrlNotHttps',
    'push.webhookUrlUnauthorized',
    'pushNotSupportedForRequestedResource',
    'required',
    'syncTokenWithRequestRestrictions',
    'timeRangeEmpty',
    'timeRangeTooLong',
  ]),
];

/**
 * What an HTTP status means when no reason is known. Most canonical names (`error.status`) add nothing to it: `PERMISSION_DENIED`
 * stands for quota, scope and permission alike.
 */
export const statusTable: Readonly<Record<number, CalendarErrorCode>> = {
  400: 'invalidArgument',
  401: 'reauthorizationRequired',
  403: 'accessDenied',
  404: 'notFound',
  408: 'serviceUnavailable',
  409: 'conflict',
  410: 'notFound',
  412: 'conflict',
  413: 'invalidArgument',
  414: 'invalidArgument',
  429: 'rateLimited',
};
