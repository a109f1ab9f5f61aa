import { CalendarError, parseRetryAfter } from '@kalends/core';
import type { CalendarErrorInit } from '@kalends/core';

type StatusRow = Pick<CalendarErrorInit, 'code' | 'message' | 'cure'>;

/**
 * What an answer without SOAP means, by HTTP status. Bodies of these are empty or HTML and are not looked at.
 *
 * @see {@link https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-control-access-to-ews-in-exchange | Control access to EWS}
 */
const statusTable: Readonly<Record<number, StatusRow>> = {
  401: {
    code: 'authenticationFailed',
    message: 'Exchange refused the user name or password',
    cure: {
      text: 'Check the user name (DOMAIN\\user or user principal name) and password, and that Basic authentication is enabled on the EWS virtual directory.',
    },
  },
  403: {
    code: 'serviceDisabled',
    message: 'Exchange Web Services is switched off for this organization, mailbox or application',
    cure: {
      text: 'Exchange Online: connect through Microsoft Graph instead, EWS is being retired there. Exchange Server: an administrator checks EwsEnabled of the organization and the mailbox, and the EWS allow and block lists.',
      url: 'https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-control-access-to-ews-in-exchange',
    },
  },
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
    message: 'The account is locked or needs its administrator',
    cure: { text: 'Ask the administrator to unlock the account, then connect again.' },
  },
};

/** Makes a {@link CalendarError} of an answer that is no SOAP. */
export function httpStatusError(
  response: Pick<Response, 'status' | 'headers'>,
  context: { readonly requestId: string; readonly nowMs: number },
): CalendarError {
  const { status } = response;
  return new CalendarError({
    ...(statusTable[status] ?? unlisted(status)),
    provider: 'ews',
    status,
    requestId: context.requestId,
    retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), context.nowMs),
  });
}

function unlisted(status: number): StatusRow {
  return status >= 500
    ? { code: 'serviceUnavailable', message: `Exchange, or a proxy before it, failed with HTTP status ${status}` }
    : { code: 'invalidResponse', message: `Exchange, or a proxy before it, answered with HTTP status ${status}` };
}
