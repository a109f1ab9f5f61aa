import type { CalendarError, CalendarErrorCode } from '@kalends/core';

/** After these nothing else of the same call can be asked either: nobody is signed in, nothing may be asked, nobody waits. */
const endingCodes: ReadonlySet<CalendarErrorCode> = new Set<CalendarErrorCode>([
  'aborted',
  'disposed',
  'policyDenied',
  'unsupported',
  'mailboxUnavailable',
  'invalidConfiguration',
  'privateKeyUnavailable',
  'authenticationFailed',
  'reauthorizationRequired',
  'consentRequired',
  'adminConsentRequired',
  'signInRefused',
  'tenantAccessRevoked',
  'disconnected',
  'storeUnavailable',
  'credentialUnreadable',
  'auditFailed',
  'insecureTransport',
  'untrustedUrl',
]);

/** Whether a failure of one part of a call about many things is a failure of the whole call. */
export function endsCall(error: CalendarError): boolean {
  return endingCodes.has(error.code);
}
