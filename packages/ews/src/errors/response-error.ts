import { CalendarError } from '@kalends/core';
import type { CalendarErrorCode } from '@kalends/core';
import type { MessageXml, ResponseMessage, SoapFault } from '../soap/answer-shape.ts';
import { errorTable } from './error-table.ts';
import { writeErrorTable } from './write-error-table.ts';

const rowByVendorCode = new Map([...errorTable, ...writeErrorTable].map((row) => [row.vendorCode, row]));

// Ours, never the server's: its texts quote addresses and subjects.
const messages: Partial<Record<CalendarErrorCode, string>> = {
  accessDenied: 'Exchange denied access to what was asked for',
  notFound: 'Exchange does not know what was asked for, or this account may not see it',
  invalidConfiguration: 'Exchange wants impersonation to be used for this kind of credential, or not to be used',
  mailboxUnavailable: 'The mailbox cannot be opened with this account',
  reauthorizationRequired: 'Exchange wants the password to be changed',
  invalidArgument: 'Exchange refused an id or value as malformed, or in this place',
  conflict: 'The item was changed in the meantime',
  cursorExpired: 'Exchange no longer knows the place in the list of changes',
  unsupported: 'This Exchange server does not take this kind of request, or a value in it',
  rateLimited: 'Exchange is throttling this account',
  quotaExceeded: 'A size limit of the mailbox or server was exceeded',
  serviceUnavailable: 'Exchange cannot serve the request for the moment',
};

/** Where an error was met. */
export interface ErrorContext {
  readonly status: number;
  readonly requestId: string;
}

/** The code in a fault: the detail has the real one; `faultcode` repeats it with a prefix. */
function vendorCodeOfFault(fault: SoapFault): string | undefined {
  return fault.detail?.ResponseCode ?? fault.faultcode?.split(':').at(-1);
}

/** Makes a {@link CalendarError} of a SOAP fault. */
export function faultError(fault: SoapFault, context: ErrorContext): CalendarError {
  return codedError(vendorCodeOfFault(fault), fault.detail?.MessageXml, context);
}

/** Makes a {@link CalendarError} of a response message with class `Error` or `Warning`. */
export function responseMessageError(message: ResponseMessage, context: ErrorContext): CalendarError {
  return codedError(message.ResponseCode, message.MessageXml, context);
}

function codedError(
  outerCode: string | undefined,
  detail: MessageXml | undefined,
  context: ErrorContext,
): CalendarError {
  // ErrorInternalServerError wraps what really happened; throttling can hide in it, in an answer with status 200.
  const vendorCode = detailValue(detail, 'InnerErrorResponseCode') ?? outerCode;
  const row = vendorCode === undefined ? undefined : rowByVendorCode.get(vendorCode);
  const backOff = detailValue(detail, 'BackOffMilliseconds');
  const retryAfterMs = backOff !== undefined && /^\d{1,12}$/.test(backOff) ? Number(backOff) : undefined;
  const code = retryAfterMs === undefined ? (row?.code ?? 'invalidResponse') : 'rateLimited';
  return new CalendarError({
    code,
    message: messages[code] ?? 'Exchange answered with an error that this version does not know',
    provider: 'ews',
    vendorCode,
    status: context.status,
    requestId: context.requestId,
    ...(retryAfterMs === undefined ? { retryable: row?.retryable, cure: row?.cure } : { retryAfterMs }),
  });
}

function detailValue(detail: MessageXml | undefined, name: string): string | undefined {
  return detail?.Value?.find((value) => value.Name === name)?.text?.trim();
}
