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
  // The person or administrator who connects
  'authenticationFailed',
  'reauthorizationRequired',
  'consentRequired',
  'adminConsentRequired',
  'signInRefused',
  // What the account may see or do
  'accessDenied',
  'mailboxUnavailable',
  'serviceDisabled',
  'notFound',
  // The state of things
  'conflict',
  'cursorExpired',
  // Limits of the service
  'rateLimited',
  'quotaExceeded',
  'serviceUnavailable',
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
  'networkError',
  'timeout',
]);
