import type { CalendarErrorCode } from '@kalends/core';

/** What a person has to do about a failed sign-in; the texts are in `cures`. */
export type SignInCure =
  | 'signInAgain'
  | 'passwordChanged'
  | 'inactive'
  | 'policy'
  | 'mfa'
  | 'accountDisabled'
  | 'consent'
  | 'adminConsent'
  | 'assignUser'
  | 'registration'
  | 'secret'
  | 'tenant';

/** How one AADSTS number becomes ours. */
export interface SignInErrorRow {
  /** The number in `error_codes`, without `AADSTS`. */
  readonly vendorCode: number;
  /** When a stored refresh token is used, `signInRefused` becomes `reauthorizationRequired`. */
  readonly code: CalendarErrorCode;
  readonly cure: SignInCure;
}

/**
 * Entra's AADSTS numbers.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/reference-error-codes | Microsoft Entra authentication and authorization error codes}
 */
export const signInErrorTable: readonly SignInErrorRow[] = [
  // Consent
  { vendorCode: 65_001, code: 'consentRequired', cure: 'consent' },
  { vendorCode: 65_004, code: 'consentRequired', cure: 'consent' },
  { vendorCode: 90_094, code: 'adminConsentRequired', cure: 'adminConsent' },
  { vendorCode: 90_095, code: 'adminConsentRequired', cure: 'adminConsent' },
  { vendorCode: 650_052, code: 'adminConsentRequired', cure: 'adminConsent' },
  // The application's registration
  { vendorCode: 7_000_215, code: 'invalidConfiguration', cure: 'secret' },
  { vendorCode: 7_000_218, code: 'invalidConfiguration', cure: 'secret' },
  { vendorCode: 7_000_222, code: 'invalidConfiguration', cure: 'secret' },
  { vendorCode: 700_025, code: 'invalidConfiguration', cure: 'secret' },
  { vendorCode: 700_027, code: 'invalidConfiguration', cure: 'secret' },
  { vendorCode: 50_011, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 500_113, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 50_194, code: 'invalidConfiguration', cure: 'tenant' },
  { vendorCode: 650_056, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 650_057, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 70_011, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 700_005, code: 'invalidConfiguration', cure: 'tenant' },
  { vendorCode: 700_016, code: 'invalidConfiguration', cure: 'tenant' },
  { vendorCode: 7_000_112, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 90_002, code: 'invalidConfiguration', cure: 'tenant' },
  { vendorCode: 90_014, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 900_144, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 9_002_325, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 9_002_326, code: 'invalidConfiguration', cure: 'registration' },
  // The account
  { vendorCode: 50_020, code: 'signInRefused', cure: 'tenant' },
  { vendorCode: 50_034, code: 'signInRefused', cure: 'tenant' },
  { vendorCode: 50_053, code: 'signInRefused', cure: 'accountDisabled' },
  { vendorCode: 50_055, code: 'signInRefused', cure: 'passwordChanged' },
  { vendorCode: 50_057, code: 'signInRefused', cure: 'accountDisabled' },
  { vendorCode: 50_058, code: 'signInRefused', cure: 'signInAgain' },
  { vendorCode: 50_105, code: 'signInRefused', cure: 'assignUser' },
  { vendorCode: 50_126, code: 'signInRefused', cure: 'signInAgain' },
  // What the organization demands
  { vendorCode: 50_076, code: 'signInRefused', cure: 'mfa' },
  { vendorCode: 50_078, code: 'signInRefused', cure: 'mfa' },
  { vendorCode: 50_079, code: 'signInRefused', cure: 'mfa' },
  { vendorCode: 50_158, code: 'signInRefused', cure: 'mfa' },
  { vendorCode: 53_000, code: 'signInRefused', cure: 'policy' },
  { vendorCode: 53_001, code: 'signInRefused', cure: 'policy' },
  { vendorCode: 53_003, code: 'signInRefused', cure: 'policy' },
  { vendorCode: 70_043, code: 'signInRefused', cure: 'policy' },
  { vendorCode: 700_003, code: 'signInRefused', cure: 'policy' },
  // The code or refresh token
  { vendorCode: 50_132, code: 'signInRefused', cure: 'passwordChanged' },
  { vendorCode: 50_133, code: 'signInRefused', cure: 'passwordChanged' },
  { vendorCode: 50_173, code: 'signInRefused', cure: 'passwordChanged' },
  { vendorCode: 50_196, code: 'rateLimited', cure: 'signInAgain' },
  { vendorCode: 54_005, code: 'signInRefused', cure: 'signInAgain' },
  { vendorCode: 501_481, code: 'signInRefused', cure: 'signInAgain' },
  { vendorCode: 70_000, code: 'signInRefused', cure: 'signInAgain' },
  { vendorCode: 70_008, code: 'signInRefused', cure: 'inactive' },
  { vendorCode: 700_082, code: 'signInRefused', cure: 'inactive' },
  { vendorCode: 700_084, code: 'signInRefused', cure: 'inactive' },
];

/** What OAuth's `error` means when no AADSTS number says more (RFC 6749, sections 4.1.2.1 and 5.2; Entra v2.0 endpoints). */
export const oauthErrorTable: readonly {
  readonly error: string;
  readonly code: CalendarErrorCode;
  readonly cure: SignInCure;
}[] = [
  { error: 'access_denied', code: 'signInRefused', cure: 'signInAgain' },
  { error: 'consent_required', code: 'consentRequired', cure: 'consent' },
  { error: 'interaction_required', code: 'signInRefused', cure: 'signInAgain' },
  { error: 'login_required', code: 'signInRefused', cure: 'signInAgain' },
  { error: 'invalid_grant', code: 'signInRefused', cure: 'signInAgain' },
  { error: 'invalid_client', code: 'invalidConfiguration', cure: 'secret' },
  { error: 'unauthorized_client', code: 'invalidConfiguration', cure: 'registration' },
  { error: 'invalid_request', code: 'invalidConfiguration', cure: 'registration' },
  { error: 'invalid_scope', code: 'invalidConfiguration', cure: 'registration' },
  { error: 'invalid_resource', code: 'invalidConfiguration', cure: 'registration' },
  { error: 'unsupported_response_type', code: 'invalidConfiguration', cure: 'registration' },
  { error: 'unsupported_grant_type', code: 'invalidConfiguration', cure: 'registration' },
  { error: 'server_error', code: 'serviceUnavailable', cure: 'signInAgain' },
  { error: 'temporarily_unavailable', code: 'serviceUnavailable', cure: 'signInAgain' },
];

/** What to tell the person. */
export const cureTexts: Readonly<Record<SignInCure, string>> = {
  signInAgain: 'Sign in again.',
  passwordChanged: 'The password was changed or all sessions were ended. Sign in again.',
  inactive: 'The sign-in has expired because it was not used for too long. Sign in again.',
  policy:
    'A policy of the organization ended or blocked this sign-in. Sign in again, or ask an administrator about Conditional Access.',
  mfa: 'The organization asks for another proof of identity. Sign in again.',
  accountDisabled: 'The account is disabled or locked. Ask an administrator.',
  consent: 'Sign in again and allow the application to read the calendar.',
  adminConsent: 'An administrator of the organization has to approve this application once.',
  assignUser: 'An administrator has to assign this person to the application in Entra.',
  registration: 'Correct the app registration in Entra: its id, redirect URIs, platform or permissions.',
  secret: 'Correct the client secret: enter its value, not its id, and replace it when it has expired.',
  tenant: 'Use an account of the right organization, or correct the tenant and the client id in the settings.',
};
