/**
 * Signing in with Microsoft Entra ID, for `@kalends/graph`, `@kalends/ews` and back ends of Outlook add-ins.
 *
 * @module
 */
export { entra } from './entra.ts';
export type { Entra } from './entra.ts';
export type { EntraSettings, SignedIn } from './entra-settings.ts';
export type { EntraCloud } from './clouds.ts';
export type { EntraResource } from './resources/resource.ts';
export type {
  CertificateCheck,
  ClientCertificate,
  FileSource,
  PemClientCertificate,
  PfxClientCertificate,
  SignerClientCertificate,
} from './certificates/client-certificate.ts';
export type {
  AdminConsentCallback,
  AdminConsentUrlOptions,
  ApplicationOptions,
  ConfirmAdminConsentOptions,
  ConfirmedConsent,
  DeviceCodeOptions,
  DeviceCodeSignIn,
  EntraAuthorizationUrlOptions,
  EntraSignIn,
  OnBehalfOfOptions,
  PasswordSignInOptions,
} from './flows/entra-sign-in.ts';
export { tokenPermissions } from './tokens/token-permissions.ts';
export type { TokenPermissions } from './tokens/token-permissions.ts';
export { nestedAppTokenVerifier } from './addin/nested-app-token.ts';
export type { NestedAppCaller, NestedAppTokenSettings, NestedAppTokenVerifier } from './addin/nested-app-token.ts';
export { exchangeIdentityTokenVerifier } from './addin/exchange-identity-token.ts';
export type {
  ExchangeIdentityCaller,
  ExchangeIdentityTokenSettings,
  ExchangeIdentityTokenVerifier,
} from './addin/exchange-identity-token.ts';
export type { VerifierSettings } from './addin/verifier-fetch.ts';
