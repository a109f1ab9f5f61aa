/**
 * Every code a {@link CalendarError} can carry. The list is closed: a new code is a minor release, a renamed one a
 * breaking change. What each means and who cures it stands in `docs/reference/errors.md`.
 *
 * @public
 */
export const calendarErrorCodes = [
  // The caller's code
  'invalidArgument',
  'unsupported',
  'disposed',
  // The application's registration
  'invalidConfiguration',
  'privateKeyUnavailable',
  // The person or administrator who connects
  'authenticationFailed',
  'reauthorizationRequired',
  'consentRequired',
  'adminConsentRequired',
  'signInRefused',
  'tenantAccessRevoked',
  'disconnected',
  // What the account may see or do
  'accessDenied',
  'policyDenied',
  'policyPropagating',
  'permissionControlUnavailable',
  'mailboxUnavailable',
  'serviceDisabled',
  'notFound',
  // The state of things
  'conflict',
  'outcomeUnknown',
  'cursorExpired',
  // Limits of the service
  'rateLimited',
  'quotaExceeded',
  'serviceUnavailable',
  // The application's own store, vault and audit
  'storeUnavailable',
  'credentialUnreadable',
  'auditFailed',
  // The way to the service
  'insecureTransport',
  'untrustedUrl',
  'networkError',
  'tlsError',
  'timeout',
  'aborted',
  // What came back
  'invalidResponse',
  'responseTooLarge',
] as const;

/** One of {@link calendarErrorCodes}. @public */
export type CalendarErrorCode = (typeof calendarErrorCodes)[number];

/** Codes after which the same call may succeed without anybody doing anything. */
export const retryableCodes: ReadonlySet<CalendarErrorCode> = new Set<CalendarErrorCode>([
  'rateLimited',
  'serviceUnavailable',
  'storeUnavailable',
  'auditFailed',
  'policyPropagating',
  'networkError',
  'timeout',
]);

/**
 * Every reason a {@link CalendarError} can carry: what exactly is behind a code that has several cures. The list is closed.
 *
 * @public
 */
export const calendarErrorReasons = [
  // Of reauthorizationRequired: how the grant ended
  'expired',
  'passwordChanged',
  'policy',
  'multiFactorRequired',
  'consentWithdrawn',
  'revoked',
  'accountDisabled',
  'credentialRejected',
  // Of serviceDisabled
  'ewsBlocked',
  // Of privateKeyUnavailable
  'keyMissing',
  'keyNotReadable',
  'wrongPassphrase',
  'keyMismatch',
] as const;

/** One of {@link calendarErrorReasons}. @public */
export type CalendarErrorReason = (typeof calendarErrorReasons)[number];

/** How a grant ended, as `reauthorizationRequired` says it. @public */
export type ReauthorizationReason = Extract<
  CalendarErrorReason,
  | 'expired'
  | 'passwordChanged'
  | 'policy'
  | 'multiFactorRequired'
  | 'consentWithdrawn'
  | 'revoked'
  | 'accountDisabled'
  | 'credentialRejected'
>;
