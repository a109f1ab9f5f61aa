import type { CalendarErrorCode, ReauthorizationReason } from '@kalends/core';
import type { EntraCure } from './cures.ts';

/** How one AADSTS number becomes ours. */
export interface AadstsRow {
  /** The number in `error_codes`, without `AADSTS`. */
  readonly vendorCode: number;
  /** While somebody signs in. */
  readonly code: CalendarErrorCode;
  /**
   * When a stored credential is used. Default: `reauthorizationRequired` for what would refuse a sign-in, else `code`.
   */
  readonly storedCode?: CalendarErrorCode;
  /** How the grant ended. Default for a stored credential: `revoked`. */
  readonly reason?: ReauthorizationReason;
  readonly cure: EntraCure;
  /** When a stored credential is used. Default: `cure`. */
  readonly storedCure?: EntraCure;
}

const gone = { storedCode: 'tenantAccessRevoked', storedCure: 'applicationGone' } as const;

/**
 * Entra's AADSTS numbers.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/reference-error-codes | Microsoft Entra authentication and authorization error codes}
 */
export const aadstsTable: readonly AadstsRow[] = [
  // Consent
  {
    vendorCode: 65_001,
    code: 'consentRequired',
    storedCode: 'reauthorizationRequired',
    reason: 'consentWithdrawn',
    cure: 'consent',
  },
  {
    vendorCode: 65_004,
    code: 'consentRequired',
    storedCode: 'reauthorizationRequired',
    reason: 'consentWithdrawn',
    cure: 'consent',
  },
  { vendorCode: 90_094, code: 'adminConsentRequired', cure: 'adminConsent' },
  { vendorCode: 90_095, code: 'adminConsentRequired', cure: 'adminConsent' },
  { vendorCode: 650_052, code: 'adminConsentRequired', cure: 'adminConsent' },
  // The application's proof of itself
  { vendorCode: 50_012, code: 'invalidConfiguration', cure: 'certificate' },
  { vendorCode: 700_024, code: 'invalidConfiguration', cure: 'certificate' },
  { vendorCode: 700_025, code: 'invalidConfiguration', cure: 'secretUnwanted' },
  { vendorCode: 700_027, code: 'invalidConfiguration', cure: 'certificate' },
  { vendorCode: 700_030, code: 'invalidConfiguration', cure: 'certificate' },
  { vendorCode: 7_000_215, code: 'invalidConfiguration', cure: 'secret' },
  { vendorCode: 7_000_218, code: 'invalidConfiguration', cure: 'secretMissing' },
  { vendorCode: 7_000_222, code: 'invalidConfiguration', cure: 'secretExpired' },
  // The application's registration
  { vendorCode: 50_011, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 500_113, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 50_059, code: 'invalidConfiguration', cure: 'tenant' },
  { vendorCode: 50_194, code: 'invalidConfiguration', cure: 'tenant' },
  { vendorCode: 500_011, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 70_003, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 70_005, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 650_056, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 650_057, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 70_011, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 1_002_012, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 700_005, code: 'invalidConfiguration', cure: 'tenant' },
  { vendorCode: 90_014, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 90_023, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 900_144, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 9_001_023, code: 'invalidConfiguration', cure: 'tenant' },
  { vendorCode: 9_002_313, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 9_002_325, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 9_002_326, code: 'invalidConfiguration', cure: 'registration' },
  { vendorCode: 9_002_327, code: 'invalidConfiguration', cure: 'registration' },
  // The application in the organization
  { vendorCode: 700_016, code: 'invalidConfiguration', cure: 'tenant', ...gone },
  { vendorCode: 7_000_112, code: 'invalidConfiguration', cure: 'registration', ...gone },
  { vendorCode: 90_002, code: 'invalidConfiguration', cure: 'tenant', ...gone },
  // The account
  { vendorCode: 50_020, code: 'signInRefused', reason: 'accountDisabled', cure: 'tenant' },
  { vendorCode: 50_034, code: 'signInRefused', reason: 'accountDisabled', cure: 'accountDisabled' },
  // A lock after wrong passwords opens by itself: it ends no connection.
  { vendorCode: 50_053, code: 'signInRefused', reason: 'accountDisabled', storedCode: 'rateLimited', cure: 'locked' },
  { vendorCode: 50_055, code: 'signInRefused', reason: 'passwordChanged', cure: 'passwordChanged' },
  { vendorCode: 50_057, code: 'signInRefused', reason: 'accountDisabled', cure: 'accountDisabled' },
  { vendorCode: 50_058, code: 'signInRefused', reason: 'expired', cure: 'signInAgain' },
  { vendorCode: 50_105, code: 'signInRefused', reason: 'policy', cure: 'assignUser' },
  { vendorCode: 50_126, code: 'authenticationFailed', reason: 'credentialRejected', cure: 'passwordChanged' },
  // What the organization demands
  { vendorCode: 50_076, code: 'signInRefused', reason: 'multiFactorRequired', cure: 'multiFactor' },
  { vendorCode: 50_078, code: 'signInRefused', reason: 'multiFactorRequired', cure: 'multiFactor' },
  { vendorCode: 50_079, code: 'signInRefused', reason: 'multiFactorRequired', cure: 'multiFactor' },
  { vendorCode: 50_158, code: 'signInRefused', reason: 'multiFactorRequired', cure: 'multiFactor' },
  { vendorCode: 53_000, code: 'signInRefused', reason: 'policy', cure: 'policy' },
  { vendorCode: 53_001, code: 'signInRefused', reason: 'policy', cure: 'policy' },
  { vendorCode: 53_003, code: 'signInRefused', reason: 'policy', cure: 'policy' },
  { vendorCode: 70_043, code: 'signInRefused', reason: 'policy', cure: 'policy' },
  { vendorCode: 700_003, code: 'signInRefused', reason: 'policy', cure: 'policy' },
  // The code, the refresh token, or the token to exchange
  { vendorCode: 50_132, code: 'signInRefused', reason: 'passwordChanged', cure: 'passwordChanged' },
  { vendorCode: 50_133, code: 'signInRefused', reason: 'passwordChanged', cure: 'passwordChanged' },
  { vendorCode: 50_173, code: 'signInRefused', reason: 'revoked', cure: 'revoked' },
  { vendorCode: 50_196, code: 'rateLimited', cure: 'slowDown' },
  { vendorCode: 54_005, code: 'signInRefused', cure: 'signInAgain' },
  { vendorCode: 501_481, code: 'signInRefused', cure: 'signInAgain' },
  { vendorCode: 70_000, code: 'signInRefused', reason: 'revoked', cure: 'signInAgain' },
  { vendorCode: 70_008, code: 'signInRefused', reason: 'expired', cure: 'expired' },
  { vendorCode: 700_082, code: 'signInRefused', reason: 'expired', cure: 'expired' },
  { vendorCode: 700_084, code: 'signInRefused', reason: 'expired', cure: 'expired' },
  { vendorCode: 50_013, code: 'signInRefused', cure: 'userToken' },
  { vendorCode: 500_131, code: 'signInRefused', cure: 'userToken' },
  { vendorCode: 500_133, code: 'signInRefused', cure: 'userToken' },
  { vendorCode: 240_002, code: 'signInRefused', cure: 'userToken' },
  // Device codes
  { vendorCode: 70_016, code: 'signInRefused', cure: 'deviceCode' },
  { vendorCode: 70_018, code: 'signInRefused', cure: 'deviceCode' },
  { vendorCode: 70_019, code: 'signInRefused', cure: 'deviceCode' },
  { vendorCode: 70_020, code: 'signInRefused', cure: 'deviceCode' },
];

/** What OAuth's `error` means when no AADSTS number says more (RFC 6749, sections 4.1.2.1 and 5.2; RFC 8628, section 3.5; Entra v2.0 endpoints). */
export const oauthErrorTable: readonly (Omit<AadstsRow, 'vendorCode'> & { readonly error: string })[] = [
  { error: 'access_denied', code: 'signInRefused', cure: 'signInAgain' },
  { error: 'authorization_declined', code: 'signInRefused', cure: 'signInAgain' },
  { error: 'bad_verification_code', code: 'signInRefused', cure: 'deviceCode' },
  { error: 'expired_token', code: 'signInRefused', cure: 'deviceCode' },
  {
    error: 'consent_required',
    code: 'consentRequired',
    storedCode: 'reauthorizationRequired',
    reason: 'consentWithdrawn',
    cure: 'consent',
  },
  { error: 'interaction_required', code: 'signInRefused', reason: 'policy', cure: 'signInAgain' },
  { error: 'login_required', code: 'signInRefused', reason: 'expired', cure: 'signInAgain' },
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
