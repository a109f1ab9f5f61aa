import type { Fault, FaultResponse } from '../server/faults.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { unauthorizedAnswer } from './auth/challenges.ts';
import { blockedAnswer } from './blocked-answer.ts';
import type { BlockedAnswerForm } from './ews-access.ts';
import { faultEnvelope } from './soap/ews-errors.ts';
import { escapeXml } from './xml/xml-writer.ts';

const xml = { 'content-type': 'text/xml; charset=utf-8' } as const;
const html = { 'content-type': 'text/html; charset=utf-8' } as const;

/**
 * What goes wrong at Exchange servers, in their words. Each function returns a fault for the emulator's plan; spread it
 * to hit more requests: `{ ...exchangeFaults.serverBusy(), times: 3 }`.
 *
 * @public
 */
export interface ExchangeFaults {
  /** Throttled: HTTP 500 with the fault ErrorServerBusy, with BackOffMilliseconds when it is given. */
  serverBusy(backOffMs?: number): Fault;
  /**
   * Throttled inside an HTTP 200: ErrorInternalServerError with ErrorServerBusy as its inner code. The request is handled
   * all the same.
   */
  innerServerBusy(): Fault;
  /** HTTP 429 without SOAP, with Retry-After in seconds. No server is documented to answer so; proxies do. */
  tooManyRequests(retryAfterSeconds: number): Fault;
  /** HTTP 500 with the fault ErrorInternalServerError; nothing was done. */
  internalServerError(): Fault;
  /** HTTP 504 of a proxy, with an HTML page; nothing was done. */
  gatewayTimeout(): Fault;
  /** HTTP 504 of a proxy, with an HTML page, after everything was done. */
  lateGatewayTimeout(): Fault;
  /** The connection is cut and nothing was done. */
  connectionCut(): Fault;
  /** The connection is cut after everything was done. */
  lostAnswer(): Fault;
  /**
   * Lets a fault hit the `n`-th write of items or attachments (counted from 1) that it would apply to, and no request
   * before it.
   */
  nthWrite(n: number, fault: Fault): Fault;
  /** HTTP 503 with an HTML page and Retry-After in seconds. */
  unavailable(retryAfterSeconds: number): Fault;
  /** HTTP 456: the account is locked or needs the administrator. */
  accountLocked(): Fault;
  /** HTTP 401 with challenges and an empty body, whatever the credentials. */
  unauthorized(): Fault;
  /** HTTP 403 without SOAP: EWS is switched off. Default: an empty body. */
  blocked(form?: BlockedAnswerForm): Fault;
  /** HTTP 200 with the HTML of a sign-in page in front of the server. */
  loginPage(): Fault;
  /** HTTP 302 to `location`. */
  redirect(location: string): Fault;
  /** The right answer behind a document type with an entity. */
  doctype(): Fault;
  /** The first `bytes` of the right answer as a complete HTTP message. */
  truncatedXml(bytes: number): Fault;
  /** The right answer with `value` as the text of every element `name` (prefix `t`), for example `LegacyFreeBusyStatus`. */
  unknownValue(name: string, value?: string): Fault;
  /** The right answer with an element that no schema knows at the beginning and end of every calendar item and folder. */
  unknownElements(): Fault;
  /** The right answer without ServerVersionInfo, so that nobody can tell the build. */
  withoutServerVersion(): Fault;
  /** The right answer with another build in ServerVersionInfo, for example `15.1.543.99`. */
  serverVersion(numbers: string): Fault;
  /** The right answer with a character in every subject that XML 1.0 forbids, as servers do send it: `&#x1;`. */
  forbiddenCharacters(): Fault;
}

const busyMessage = 'The server cannot service this request right now. Try again later.';

const gatewayTimeoutPage =
  '<html><head><title>Gateway Timeout</title></head><body><h2>504 - Gateway Timeout</h2></body></html>';

/** Whether a request wants to change items. The envelope is not parsed: what is no XML writes nothing. */
function isWrite({ body }: RecordedRequest): boolean {
  return /<(?:\w+:)?(?:CreateItem|UpdateItem|DeleteItem|MoveItem|CopyItem|CreateAttachment|DeleteAttachment)[\s>]/.test(
    body,
  );
}

/** See {@link ExchangeFaults}. @public */
export const exchangeFaults: ExchangeFaults = {
  serverBusy: (backOffMs) =>
    respond(
      500,
      xml,
      faultEnvelope(
        'ErrorServerBusy',
        busyMessage,
        backOffMs === undefined ? {} : { BackOffMilliseconds: String(backOffMs) },
      ),
    ),
  innerServerBusy: () =>
    rewrite((body) =>
      body.replaceAll(
        /<m:(\w+ResponseMessage|GetRooms\w*Response|GetRoomListsResponse) ResponseClass="\w+">[\s\S]*?<\/m:\1>/g,
        (_match, name: string) =>
          `<m:${name} ResponseClass="Error"><m:MessageText>An internal server error occurred. The operation failed.</m:MessageText>` +
          '<m:ResponseCode>ErrorInternalServerError</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey><m:MessageXml>' +
          `<t:Value Name="InnerErrorMessageText">${busyMessage}</t:Value>` +
          `<t:Value Name="InnerErrorResponseCode">ErrorServerBusy</t:Value></m:MessageXml>${emptyPayload(
            name,
          )}</m:${name}>`,
      ),
    ),
  unavailable: (retryAfterSeconds) =>
    respond(
      503,
      { ...html, 'retry-after': String(retryAfterSeconds) },
      '<html><head><title>Service Unavailable</title></head><body><h2>Service Unavailable</h2><p>HTTP Error 503. The service is unavailable.</p></body></html>',
    ),
  tooManyRequests: (retryAfterSeconds) => respond(429, { 'retry-after': String(retryAfterSeconds) }, ''),
  internalServerError: () =>
    respond(
      500,
      xml,
      faultEnvelope('ErrorInternalServerError', 'An internal server error occurred. The operation failed.'),
    ),
  gatewayTimeout: () => respond(504, html, gatewayTimeoutPage),
  lateGatewayTimeout: () => ({
    action: { kind: 'rewrite', change: () => ({ status: 504, headers: html, body: gatewayTimeoutPage }) },
  }),
  connectionCut: () => ({ action: { kind: 'reset', when: 'beforeHandling' } }),
  lostAnswer: () => ({ action: { kind: 'reset', when: 'afterHandling' } }),
  nthWrite: (n, fault) => ({
    ...fault,
    when: (request) => isWrite(request) && (fault.when?.(request) ?? true),
    skip: n - 1,
  }),
  accountLocked: () => respond(456, {}, ''),
  unauthorized: () => {
    const { headers = {} } = unauthorizedAnswer({ basic: true, ntlm: true, bearer: true });
    return respond(
      401,
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : value.join(', ')]),
      ),
      '',
    );
  },
  blocked: (form = 'empty') => {
    const { status, headers, body } = blockedAnswer(form);
    return respond(status, headers, body);
  },
  loginPage: () =>
    respond(
      200,
      html,
      '<!DOCTYPE html><html lang="en"><head><title>Sign in</title></head><body><form method="post" action="/owa/auth.owa"><label>User name <input name="username"></label><label>Password <input name="password" type="password"></label><button>Sign in</button></form></body></html>',
    ),
  redirect: (location) => respond(302, { location }, ''),
  doctype: () =>
    rewrite((body) =>
      body
        .replace(/^<\?xml[^>]*\?>/, '$&<!DOCTYPE s:Envelope [<!ENTITY company "Entity text">]>')
        .replaceAll(/(<t:Subject>)/g, '$1&company;'),
    ),
  truncatedXml: (bytes) => ({
    action: {
      kind: 'rewrite',
      change: (response) => ({ ...response, body: bytesOf(response.body).subarray(0, bytes) }),
    },
  }),
  unknownValue: (name, value = 'FutureValue') =>
    rewrite((body) =>
      body.replaceAll(new RegExp(`(<t:${name}>)[^<]*(</t:${name}>)`, 'g'), (_match, open: string, close: string) =>
        [open, escapeXml(value), close].join(''),
      ),
    ),
  unknownElements: () =>
    rewrite((body) =>
      body.replaceAll(/<(\/?)t:(CalendarItem|CalendarFolder|Folder)>/g, (tag, slash: string) => {
        const unknown = '<t:FutureProperty Kind="New"><t:Detail>1</t:Detail></t:FutureProperty>';
        return slash === '' ? tag + unknown : unknown + tag;
      }),
    ),
  withoutServerVersion: () => rewrite((body) => body.replace(/<h:ServerVersionInfo [^>]*\/>/, '')),
  serverVersion: (numbers) => {
    const names = ['MajorVersion', 'MinorVersion', 'MajorBuildNumber', 'MinorBuildNumber'];
    const attributes = numbers.split('.').map((number, at) => `${names[at]}="${escapeXml(number)}"`);
    return rewrite((body) => body.replace(/(<h:ServerVersionInfo )(?:M\w+="\d+" ?){4}/, `$1${attributes.join(' ')} `));
  },
  forbiddenCharacters: () => rewrite((body) => body.replaceAll('</t:Subject>', '&#x1;</t:Subject>')),
};

/** What has to stand in a message that says nothing. */
function emptyPayload(name: string): string {
  if (/^(Get|Create|Update|Move|Copy)Item/.test(name)) return '<m:Items/>';
  return /^(Get|Create)Attachment/.test(name) ? '<m:Attachments/>' : '';
}

function respond(status: number, headers: Readonly<Record<string, string>>, body: string): Fault {
  return { action: { kind: 'respond', status, headers, body } };
}

/** A fault that edits the text of an answer. */
function rewrite(edit: (body: string) => string): Fault {
  return {
    action: {
      kind: 'rewrite',
      change: (response: FaultResponse) => ({ ...response, body: edit(bytesOf(response.body).toString('utf8')) }),
    },
  };
}

function bytesOf(body: string | Uint8Array): Buffer {
  return typeof body === 'string' ? Buffer.from(body, 'utf8') : Buffer.from(body);
}
