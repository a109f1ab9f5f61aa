import { CalendarError, parseRetryAfter } from '@kalends/core';
import type { CalendarErrorInit } from '@kalends/core';
import { blockedCure } from '../online/retirement.ts';

type StatusRow = Pick<CalendarErrorInit, 'code' | 'reason' | 'message' | 'cure'>;

/**
 * What an answer without SOAP means, by HTTP status. Bodies of these are empty or HTML and are not looked at.
 *
 * @see {@link https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-control-access-to-ews-in-exchange | Control access to EWS}
 */
const statusTable: Readonly<Record<number, StatusRow>> = {
  404: {
    code: 'invalidConfiguration',
    message: 'There is no Exchange Web Services at the configured URL',
    cure: { text: 'Check the host and the path /EWS/Exchange.asmx of the URL.' },
  },
  405: {
    code: 'invalidConfiguration',
    message: 'There is no Exchange Web Services at the configured URL',
    cure: { text: 'Check the host and the path /EWS/Exchange.asmx of the URL.' },
  },
  429: { code: 'rateLimited', message: 'Exchange is throttling this account' },
  449: { code: 'rateLimited', message: 'Exchange is throttling this account' },
  456: {
    code: 'authenticationFailed',
    reason: 'accountDisabled',
    message: 'The account is locked or needs its administrator',
    cure: { text: 'Ask the administrator to unlock the account, then connect again.' },
  },
};

/** Makes a {@link CalendarError} of an answer that is no SOAP. */
export function httpStatusError(
  response: Pick<Response, 'status' | 'headers'>,
  context: { readonly requestId: string; readonly nowMs: number; readonly isOnline: boolean },
): CalendarError {
  const { status } = response;
  return new CalendarError({
    ...(status === 403 ? blocked(context) : (statusTable[status] ?? unlisted(status))),
    provider: 'ews',
    status,
    requestId: context.requestId,
    retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), context.nowMs),
  });
}

/** A 403 without SOAP: EWS is off for organization, mailbox or application. A missing right comes as a response code in SOAP. */
function blocked(context: { readonly isOnline: boolean; readonly nowMs: number }): StatusRow {
  return {
    code: 'serviceDisabled',
    reason: 'ewsBlocked',
    message: 'Exchange Web Services is switched off for this organization, mailbox or application',
    cure: blockedCure(context.isOnline, context.nowMs),
  };
}

function unlisted(status: number): StatusRow {
  return status >= 500
    ? { code: 'serviceUnavailable', message: `Exchange, or a proxy before it, failed with HTTP status ${status}` }
    : { code: 'invalidResponse', message: `Exchange, or a proxy before it, answered with HTTP status ${status}` };
}
