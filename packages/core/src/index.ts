/**
 * The model, the provider interface, errors and the surroundings every Kalends provider works in. Nothing here loads a
 * vendor module, zod or Temporal: schemas are in `@kalends/core/schemas`, time zones in `@kalends/core/time`.
 *
 * @module
 */
export { CalendarError, redactCause } from './errors/calendar-error.ts';
export type { CalendarErrorInit, CalendarErrorJson, Cure, RedactedCause } from './errors/calendar-error.ts';
export { calendarErrorCodes, calendarErrorReasons } from './errors/error-code.ts';
export type { CalendarErrorCode, CalendarErrorReason, ReauthorizationReason } from './errors/error-code.ts';

export type { Calendar, CalendarRole } from './model/calendar.ts';
export type { ConferenceLink, ConferenceService } from './model/conference.ts';
export type { Contact } from './model/contact.ts';
export type {
  AttachmentInfo,
  BusyStatus,
  CalendarEvent,
  EventBody,
  EventException,
  EventFields,
  EventInstance,
  EventLocation,
  EventMaster,
  EventOccurrence,
  EventPrivacy,
  EventPurpose,
  EventStatus,
  SingleEvent,
  WorkingLocation,
} from './model/event.ts';
export type {
  ClearableEventContent,
  CreatedConferenceService,
  EventPatch,
  EventProperties,
  LastingEventContent,
  NewAttachment,
  NewAttendee,
  NewConference,
  NewEvent,
  NewEventTime,
  WallTime,
  WritableEventField,
} from './model/event-input.ts';
export type {
  BusyKind,
  BusyPeriod,
  Schedule,
  UnknownScheduleReason,
  WorkingHours,
  WorkingPeriod,
} from './model/free-busy.ts';
export type { Attendee, AttendeeKind, Organizer, ParticipationStatus } from './model/participant.ts';
export type {
  NthWeekday,
  Recurrence,
  RecurrenceEnd,
  RecurrenceFrequency,
  RecurrenceId,
  RecurrenceRule,
  Weekday,
} from './model/recurrence.ts';
export type { Room } from './model/room.ts';
export { syncedAttributes } from './model/synced-attribute.ts';
export type { SyncedAttribute, SyncedAttributeFields } from './model/synced-attribute.ts';
export type { AllDayEventTime, EventTime, TimedEventTime, TimeWindow, ZonedDateTime } from './model/time.ts';

export type {
  AccountIdentity,
  ApplicationCredential,
  BasicCredential,
  Credential,
  OAuthCredential,
  PasswordCredential,
  TokenCredential,
} from './credentials/credential.ts';
export { checkWebhookUrl } from './diagnosis/check-webhook-url.ts';
export type { CheckWebhookUrlOptions } from './diagnosis/check-webhook-url.ts';
export { findingCodes } from './diagnosis/finding.ts';
export type { DiagnoseOptions, Diagnosis, Finding, FindingCode } from './diagnosis/finding.ts';
export { calendarAccessLevels, contactAccessLevels, defaultAccessPolicy } from './policy/access-policy.ts';
export type { AccessPolicy, CalendarAccess, ContactAccess } from './policy/access-policy.ts';
export { comparePolicies } from './policy/compare-policies.ts';
export type { PolicyChange, PolicyComparison } from './policy/compare-policies.ts';
export { requirePermission } from './policy/require-permission.ts';
export { resolvePolicy } from './policy/resolve-policy.ts';
export type {
  PolicyChoice,
  PolicySettings,
  ResolvedPolicy,
  ResolvedSwitch,
  ResolvePolicyOptions,
  UserPolicySettings,
} from './policy/resolve-policy.ts';
export { checkSsoPrerequisites } from './sign-in/check-sso-prerequisites.ts';
export type { SsoPrerequisites } from './sign-in/check-sso-prerequisites.ts';
export { adminConsentRetryMs, decideSsoPrompt } from './sign-in/decide-sso-prompt.ts';
export type {
  DecideSsoPromptOptions,
  SsoEvent,
  SsoNoPromptReason,
  SsoPrompt,
  SsoPromptPolicy,
} from './sign-in/decide-sso-prompt.ts';
export { addinTokenKind, isOfficialAddin, officialAddinAppId } from './authorization/add-in.ts';
export type { AddinEnvironment, AddinIdentity, AddinTokenKind } from './authorization/add-in.ts';
export { chooseAuthorization } from './authorization/choose-authorization.ts';
export type {
  AuthorizationChoice,
  AuthorizationEnvironment,
  AuthorizationQuestion,
  AuthorizationReason,
} from './authorization/choose-authorization.ts';
export type { Deployment, MailboxLocation } from './authorization/environment.ts';
export { ewsOnlineBlockedFromMs, ewsOnlineGoneFromMs, ewsOnlineStatus } from './authorization/ews-retirement.ts';
export type { EwsOnlineStatus } from './authorization/ews-retirement.ts';
export {
  compareExchangeVersions,
  formatExchangeVersion,
  oldestHybridForGraph,
  parseExchangeVersion,
} from './authorization/exchange-version.ts';
export type { ExchangeVersion } from './authorization/exchange-version.ts';
export type {
  ApplicationAccessCommands,
  ApplicationAccessPolicyCommand,
  ApplicationRole,
  MailboxFilter,
} from './commands/application-access-commands.ts';
export { exchangeCommands } from './commands/exchange-commands.ts';
export type { ExchangeCommands } from './commands/exchange-commands.ts';
export type {
  CalendarProcessingCommand,
  DelegateFolderNames,
  DelegateProfile,
  FolderPermissionCommand,
  FolderPermissionLevel,
  MailboxCommands,
  SharingPermissionFlag,
} from './commands/mailbox-commands.ts';
export { powershellQuote } from './commands/powershell-quote.ts';
export type {
  Authorization,
  AuthorizationSource,
  BearerAuthorization,
  GetAuthorizationOptions,
  PasswordAuthorization,
  ReplaceAuthorizationOptions,
  RequiredPermission,
} from './tokens/authorization-source.ts';
export { credentialAuthorization } from './tokens/credential-authorization.ts';
export type { CredentialAuthorizationOptions } from './tokens/credential-authorization.ts';
export { defaultTokenLifetimes } from './tokens/token-issuer.ts';
export type { IssuedTokens, IssueTokensOptions, TokenIssuer, TokenLifetimes } from './tokens/token-issuer.ts';
export {
  defaultRenewBeforeMs,
  grantEndsAtMs,
  lifetimeMs,
  renewAtMs,
  renewedCredential,
} from './tokens/token-lifetime.ts';
export type { Capabilities, PermissionControl } from './provider/capabilities.ts';
export type { EventVerb, EventWriteCapabilities } from './provider/event-write-capabilities.ts';
export type {
  AddAttendeesOptions,
  Attachment,
  AttachmentContent,
  AttachmentGroup,
  CancelEventOptions,
  CreateEventOptions,
  DeleteEventOptions,
  EventReference,
  EventWrites,
  MoveEventOptions,
  NotifyIntent,
  RemoveAttendeesOptions,
  RespondOptions,
  SeriesScope,
  UpdateEventOptions,
} from './provider/event-writes.ts';
export type { FreeBusyAnswer, FreeBusyGroup, FreeBusyOptions } from './provider/free-busy-group.ts';
export type { Building, ListRoomsOptions, RoomGroup } from './provider/room-group.ts';
export type {
  ContactChange,
  ContactChanges,
  ContactChangesOptions,
  ContactContent,
  ContactGroup,
  ContactSource,
  CreateContactOptions,
  FoundContacts,
  ListContactsOptions,
  SearchContactsOptions,
  UpdateContactOptions,
} from './provider/contact-group.ts';
export type {
  CalendarConnection,
  CalendarGroup,
  CallOptions,
  EventGroup,
  EventInclusion,
  EventOmission,
  GetEventOptions,
  GetManyEventsOptions,
  ListCalendarsOptions,
  ListEventsOptions,
  Outcome,
} from './provider/connection.ts';
export { noEventWrites, unsupportedGroups } from './provider/unsupported-groups.ts';
export type { UnsupportedGroups } from './provider/unsupported-groups.ts';
export { createPkcePair, createState } from './provider/pkce.ts';
export type { PkcePair } from './provider/pkce.ts';
export type {
  AuthorizationUrlOptions,
  BasicProvider,
  BasicSignIn,
  CalendarProvider,
  ConnectOptions,
  ConnectWithAuthorization,
  ConnectWithCredential,
  ExchangeCodeOptions,
  OAuthProvider,
  OAuthSignIn,
  SignInPrompt,
  TokenProvider,
  VerifyBasicOptions,
} from './provider/provider.ts';

export { pagedList } from './paging/pages.ts';
export type { Page, PagedList, PagedListOptions } from './paging/pages.ts';

export {
  addCalendarMonths,
  isInsideWindow,
  syncWindow,
  syncWindowMonthsBack,
  syncWindowMonthsForward,
} from './window/sync-window.ts';

export { discardingAudit, resolveRuntime, silentLogger, systemClock, systemRandom } from './runtime/default-runtime.ts';
export type { AuditEntry, AuditSink, Clock, Fetch, LogFields, Logger, Random, Runtime } from './runtime/runtime.ts';
export { Secret } from './runtime/secret.ts';
export { isSecretSource, revealSecret } from './runtime/secret-source.ts';
export type { SecretSource } from './runtime/secret-source.ts';

export { defaultMaxResponseBytes, defaultTimeoutMs, guardedFetch, isLoopbackHost } from './http/guarded-fetch.ts';
export type { GuardedFetchOptions } from './http/guarded-fetch.ts';
export { readJson } from './http/read-json.ts';
export { retryRead, retryWrite } from './http/retry.ts';
export type { RetryOptions, RetryPolicy } from './http/retry.ts';
export { readBack, settledWrite } from './http/settled-write.ts';
export type { Settlement, SettledWrite } from './http/settled-write.ts';
export { trafficLimiter } from './traffic/traffic-limiter.ts';
export type {
  TrafficLimiter,
  TrafficLimiterOptions,
  TrafficLimits,
  TrafficOptions,
} from './traffic/traffic-limiter.ts';
export { parseRetryAfter } from './http/retry-after.ts';
export { decodeCharacterReferences, htmlToText } from './text/html-to-text.ts';
