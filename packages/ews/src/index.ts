/**
 * Calendars of Exchange Server and Exchange Online through Exchange Web Services. Importing this module loads no parser and no
 * schema: those come with the first call.
 *
 * @module
 */
export { testApplicationAccess } from './access-policy/test-application-access.ts';
export type {
  AccessGroup,
  AccessMailbox,
  ApplicationAccessPolicy,
  ApplicationAccessTest,
  TestApplicationAccessOptions,
} from './access-policy/test-application-access.ts';
export type {
  Discovery,
  DiscoveryAttempt,
  DiscoveryMethod,
  DiscoveryOutcome,
  DiscoveryQuestion,
  DiscoverOptions,
  RedirectRule,
} from './autodiscover/discovery.ts';
export type {
  CheckFolderPermissionsOptions,
  DelegateFolder,
  FolderPermissionReport,
  FolderPermissionsReport,
} from './delegation/folder-permissions-report.ts';
export { folderPermissionLevels, folderRights } from './delegation/folder-rights.ts';
export type { FolderPermissionLevelName, FolderRight } from './delegation/folder-rights.ts';
export { discover } from './discover.ts';
export { applicationPermission, delegatedPermission } from './errors/refused-token.ts';
export type { EwsCalendarConnection } from './ews-connection.ts';
export { ews } from './ews-provider.ts';
export type { EwsConnectOptions, EwsOAuthProvider, EwsProvider, EwsTokenProvider } from './ews-provider.ts';
export type { EwsOAuth, EwsSettings, TestedAccess } from './ews-settings.ts';
export type { NameResolver, ServiceRecord } from './network/name-resolver.ts';
export { exchangeOnlineUrl, isExchangeOnlineHost } from './online/exchange-online.ts';
export { passwordAuthorization } from './password-authorization.ts';
export { blankRoomsSettings, readRoomsSettings } from './rooms-settings.ts';
export { roomsSettingKeys } from './rooms-settings/rooms-settings.ts';
export type {
  RoomsRegistration,
  RoomsSettingKey,
  RoomsSettings,
  RoomsSettingsProblem,
  RoomsSettingsResult,
} from './rooms-settings/rooms-settings.ts';
export type { EwsSchemaVersion } from './soap/envelope.ts';
export { ewsSyncedAttributes } from './synced-attributes.ts';
export type {
  EwsUrlCheck,
  EwsUrlProblem,
  OfferedAuthentication,
  VerifyEwsUrlOptions,
} from './url-check/ews-url-check.ts';
export { verifyEwsUrl } from './verify-ews-url.ts';
export { exchangeProductOf } from './versions/exchange-products.ts';
export type { ExchangeProduct } from './versions/exchange-products.ts';
