import { CalendarError, parseRetryAfter } from '@kalends/core';
import type { RequiredPermission } from '@kalends/core';
import { readRequestId } from '../client/request-id.ts';
import { providerId } from '../graph-context.ts';
import { graphErrorWireSchema } from '../wire/error-wire.ts';
import { errorTable, statusTable } from './error-table.ts';
import type { ErrorRow } from './error-table.ts';

/** A refused call, as far as its error depends on it. */
export interface RefusedAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Body as text; anything but Graph's error object counts as none. */
  readonly body: string;
}

/**
 * Turns a refused call into an error. The service's message is not part of it: it can quote what was asked.
 *
 * @param permission - What the call needed, which the cure is about.
 */
export function graphError(answer: RefusedAnswer, nowMs: number, permission?: RequiredPermission): CalendarError {
  const { vendorCode, requestId, isForWorkAccounts } = readError(answer.body);
  const row = findRow(vendorCode, answer.status);
  const code = isForWorkAccounts ? 'unsupported' : (row?.code ?? codeOfStatus(answer.status));
  const named = vendorCode === undefined ? '' : ` (${vendorCode})`;
  return new CalendarError({
    code,
    message: `Microsoft Graph refused the call with status ${answer.status}${named}`,
    provider: providerId,
    status: answer.status,
    vendorCode,
    requestId: readRequestId(answer.headers.get('request-id')) ?? requestId,
    retryAfterMs: parseRetryAfter(answer.headers.get('retry-after'), nowMs),
    retryable: row?.retryable,
    cure: (permission?.group === 'contacts' ? row?.cureForContacts : undefined) ?? row?.cure,
  });
}

/**
 * The service says that it will not serve this account, not that the token is bad: a 401 without a challenge and without a
 * telling code, as personal accounts get it for things they lack.
 */
export function isRefusalByShape(answer: RefusedAnswer): boolean {
  const { isErrorObject, vendorCode } = readError(answer.body);
  return isErrorObject && !answer.headers.has('www-authenticate') && findRow(vendorCode, answer.status) === undefined;
}

function findRow(vendorCode: string | undefined, status: number): ErrorRow | undefined {
  const wanted = vendorCode?.toLowerCase();
  return errorTable.find(
    (row) => row.vendorCode.toLowerCase() === wanted && (row.status === undefined || row.status === status),
  );
}

function codeOfStatus(status: number): ErrorRow['code'] {
  const known = statusTable.find((row) => row.status === status)?.code;
  return known ?? (status >= 500 ? 'serviceUnavailable' : 'invalidResponse');
}

interface ErrorFields {
  readonly isErrorObject: boolean;
  readonly vendorCode: string | undefined;
  readonly requestId: string | undefined;
  /** The thing exists, and not for personal accounts. Its code is that of any bad request: only the text tells. */
  readonly isForWorkAccounts: boolean;
}

function readError(body: string): ErrorFields {
  const parsed = graphErrorWireSchema.safeParse(parseJson(body));
  if (!parsed.success) {
    return { isErrorObject: false, vendorCode: undefined, requestId: undefined, isForWorkAccounts: false };
  }
  const { code, message, innerError, innererror } = parsed.data.error;
  const requestId = (innerError ?? innererror)?.['request-id'];
  return {
    isErrorObject: true,
    // Codes are identifiers. Anything else in their place is not repeated.
    vendorCode: typeof code === 'string' && /^[\w.]{1,80}$/.test(code) ? code : undefined,
    requestId: typeof requestId === 'string' ? readRequestId(requestId) : undefined,
    isForWorkAccounts: /\bnot supported for MSA\b/i.test(message ?? ''),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
