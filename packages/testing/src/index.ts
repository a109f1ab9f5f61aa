/**
 * Emulators of Entra + Graph, Google and Exchange on loopback, companies to fill them with, a clock to drive them and faults
 * to break them. The conformance suites are in `@kalends/testing/conformance`.
 *
 * @module
 */
export { manualClock } from './clock/manual-clock.ts';
export type { ManualClock } from './clock/manual-clock.ts';

export type {
  Company,
  ExtraCalendar,
  Invitee,
  Meeting,
  MeetingTime,
  Participation,
  Person,
  Room,
  Series,
  SeriesException,
} from './company/company.ts';
export { conformanceCompany, conformanceNow } from './company/conformance-company.ts';
export { demoCompany, demoPassword } from './company/demo-company.ts';

export { demoEntraClient } from './entra/entra-client.ts';
export type { EntraClient, EntraSignInAudience } from './entra/entra-client.ts';
export type { EntraErrorCode } from './entra/aadsts-codes.ts';
export type {
  AdminConsentOptions,
  AdministratorAccount,
  ApplicationChoice,
  EntraAdministration,
  PasswordChangeOptions,
  TenantChoice,
  UserConsentOptions,
} from './entra/entra-administration.ts';
export type { EntraOptions, EntraTenantOptions, EntraTenantSettings } from './entra/entra-options.ts';
export { personalAccountTenantId } from './entra/entra-tenant.ts';
export type { UserConsent } from './entra/entra-tenant.ts';
export type { ConditionalAccess, EntraUserChange } from './entra/entra-user.ts';
export type { IssueAppTokenOptions, IssuedAppToken, IssuedTokens, IssueTokensOptions } from './entra/issue-tokens.ts';
export type { LoopDetection } from './entra/loop-detector.ts';
export type { EntraTokenRequest } from './entra/token-request-log.ts';
export type { TokenSettings } from './entra/token-settings.ts';
export { entraFaults } from './entra/entra-faults.ts';
export type { EntraFaults } from './entra/entra-faults.ts';
export type { GraphAccessOptions, GraphAccessPolicy, GraphRoleAssignment } from './graph/application-access.ts';
export type { GraphEmulator, GraphEmulatorOptions } from './graph/graph-emulator.ts';
export { graphFaults } from './graph/graph-faults.ts';
export type { GraphFaults, GraphFaultScope } from './graph/graph-faults.ts';
export type { GraphMailboxControls, GraphStoredContact, GraphStoredEvent } from './graph/graph-mailbox-controls.ts';
export type { GraphSentMail } from './graph/mail/post-office.ts';
export type { MailboxConcurrency } from './graph/mailbox-gate.ts';
export type {
  FreeBusySharing,
  MailboxHosting,
  MailboxPermission,
  MailboxRight,
  MailboxSeed,
  RoomProcessing,
} from './graph/mailbox-seed.ts';
export { startGraphEmulator } from './graph/start-graph-emulator.ts';

export { demoGoogleClient } from './google/google-client.ts';
export type { GoogleClient } from './google/google-client.ts';
export { startGoogleEmulator } from './google/google-emulator.ts';
export type { GoogleEmulator, GoogleEmulatorOptions } from './google/google-emulator.ts';
export type { GoogleAccountControls } from './google/handle/account-controls.ts';
export type { GoogleCalendarControls, GoogleCalendarShare } from './google/handle/calendar-controls.ts';
export type {
  GoogleDelegation,
  GoogleServiceAccountControls,
  GoogleServiceAccountKey,
  GoogleServiceAccountOptions,
} from './google/handle/service-account-controls.ts';
export type { GoogleTokenControls, GoogleTokenLifetimes, GoogleTokens } from './google/handle/token-controls.ts';
export type { GoogleAppAccess, GoogleReauthentication } from './google/oauth/account-policy.ts';
export type { GoogleTokenRequest } from './google/oauth/token-request-log.ts';
export type {
  GoogleContactControls,
  GoogleContactSeed,
  GoogleStoredContact,
} from './google/handle/contact-controls.ts';
export type { GoogleApi, GoogleGroup, GoogleServiceControls } from './google/handle/service-controls.ts';
export type { GoogleStoredEvent, GoogleWriteControls } from './google/handle/write-controls.ts';
export type { GoogleFreeBusyFailure, GoogleRoomAnswers } from './google/google-state.ts';
export type { GoogleQuota } from './google/api/quota.ts';
export type { GoogleSentMail } from './google/calendar/invitations/sent-mail.ts';
export type { GoogleAccessRole } from './google/calendar/access-control-list.ts';
export { googleFaults } from './google/google-faults.ts';
export type { GoogleFaults, GoogleFaultScope } from './google/google-faults.ts';
export type {
  EventAttendee,
  EventConference,
  EventPerson,
  GoogleEventChange,
  GoogleEventResource,
} from './google/calendar/event-resource.ts';
export type { EventDateTime } from './google/calendar/zoned-time.ts';

export type {
  AutodiscoverBehaviour,
  AutodiscoverEndpoint,
  AutodiscoverHost,
  AutodiscoverSrvRecord,
} from './autodiscover/autodiscover-behaviour.ts';
export { startAutodiscoverEmulator } from './autodiscover/autodiscover-emulator.ts';
export type {
  AutodiscoverEmulator,
  AutodiscoverEmulatorOptions,
  AutodiscoverVisit,
} from './autodiscover/autodiscover-emulator.ts';
export type { ResolvedSrvRecord, SiteNames } from './autodiscover/site-names.ts';
export type { AddInTokenRequest } from './ews/add-in/add-in-tokens.ts';
export type {
  ApplicationAccess,
  ApplicationAccessPolicy,
  ApplicationAccessTest,
  ApplicationRoleAssignment,
} from './ews/auth/application-access.ts';
export type { ExchangeAuthentication } from './ews/auth/challenges.ts';
export type { EffectOptions } from './ews/auth/delayed-value.ts';
export type { ImpersonationRole } from './ews/auth/impersonation-roles.ts';
export type { ExtendedProtection } from './ews/auth/ntlm/ntlm-sign-in.ts';
export type { PasswordLockout } from './ews/auth/password-book.ts';
export type { IssuedToken, IssueTokensRequest } from './ews/auth/token-registry.ts';
export type { TrustedIssuer } from './ews/auth/trusted-issuers.ts';
export type { BlockedAnswerForm, EwsAccess } from './ews/ews-access.ts';
export { startExchangeEmulator } from './ews/exchange-emulator.ts';
export type { ExchangeEmulator } from './ews/exchange-emulator.ts';
export type { ExchangeEmulatorOptions } from './ews/exchange-emulator-options.ts';
export { exchangeFaults } from './ews/exchange-faults.ts';
export type { ExchangeFaults } from './ews/exchange-faults.ts';
export type { ExchangeSentMail } from './ews/meetings/mail-log.ts';
export type { ExchangeServerVersion } from './ews/soap/server-versions.ts';
export type { ServiceAccount } from './ews/store/account.ts';
export type { FolderPermission, SharedFolderName } from './ews/store/folder-permissions.ts';
export type { FolderPermissionLevel, FolderRights } from './ews/store/folder-rights.ts';
export type { MailboxDelegate } from './ews/store/mailbox-delegate.ts';
export type { ExchangeStoredContact, ExchangeStoredEvent } from './ews/stored-items.ts';
export type { ExchangeBudget, ExchangeThrottling } from './ews/throttling.ts';

export type { HeldAnswers } from './server/answer-gate.ts';
export type { Emulator, EmulatorClock, EmulatorOptions } from './server/emulator.ts';
export type { Fault, FaultAction, FaultPlan, FaultResponse } from './server/faults.ts';
export type { RecordedExchange, RecordedRequest, RecordedResponse } from './server/recorded-exchange.ts';
export { throwawayCa } from './server/throwaway-ca.ts';
export type { IssueOptions, ThrowawayCa, ThrowawayCertificate } from './server/throwaway-ca.ts';
