import { CalendarError } from '@kalends/core';
import { describeError } from '../errors/describe-error.ts';
import { findOAuthErrorRow } from '../errors/find-error-row.ts';

/**
 * What the error parameters of a callback mean (RFC 6749, section 4.1.2.1). The description is not repeated: anybody can
 * put anything into a callback's query.
 */
export function callbackError(parameters: URLSearchParams): CalendarError {
  const row = findOAuthErrorRow('callback', {
    error: parameters.get('error') ?? '',
    subtype: parameters.get('error_subtype'),
  });
  const code = row?.code ?? 'signInRefused';
  return new CalendarError({
    code,
    reason: row?.reason,
    message: row?.message ?? describeError(code),
    provider: 'google',
    operation: 'signIn.callback',
    // Only codes we know: the parameter is the browser's to write.
    vendorCode: row?.vendorCode,
    retryAfterMs: row?.retryAfterMs,
    cure: row?.cure ?? { text: 'Start the sign-in again.' },
  });
}
