import { Secret } from '@kalends/core';
import type { Credential, BasicCredential, Fetch, Logger, Runtime } from '@kalends/core';
import { manualClock } from '@kalends/testing';
import type { ManualClock } from '@kalends/testing';
import { ews } from '../../src/index.ts';
import type { EwsCalendarConnection, EwsProvider, EwsSettings } from '../../src/index.ts';

/** A request as the provider sent it. */
export interface SentRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
  /** Local name of the operation, for example `GetItem`. */
  readonly operation: string;
  /** Value of RequestServerVersion. */
  readonly version: string;
}

/** An Exchange server that is a function. */
export interface FakeExchange {
  readonly requests: readonly SentRequest[];
  readonly fetch: Fetch;
  readonly clock: ManualClock;
  readonly logged: readonly string[];
  readonly provider: EwsProvider;
  readonly connection: EwsCalendarConnection;
}

export const url = 'https://mail.tidewater.example/EWS/Exchange.asmx';
export const password = 'pässword-7f3d';

export const credential: BasicCredential = {
  kind: 'basic',
  provider: 'ews',
  account: { id: 'ada@tidewater.example', address: 'ada@tidewater.example', name: 'Ada Brandt' },
  username: new Secret('ada@tidewater.example'),
  password: new Secret(password),
  issuedAt: '2026-03-01T00:00:00Z',
};

/** Makes a provider and a connection whose requests are answered by `answer`; random bytes are zeros, so jitter is none. */
export function fakeExchange(
  answer: (request: SentRequest, index: number) => Response | Promise<Response>,
  settings: Partial<EwsSettings> = {},
  account: Credential = credential,
): FakeExchange {
  const requests: SentRequest[] = [];
  const logged: string[] = [];
  const log = (event: string, fields?: object): void => void logged.push(JSON.stringify([event, fields]));
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const clock = manualClock('2026-03-20T08:00:00Z');
  const fetch: Fetch = async (input, init) => {
    if (typeof init?.body !== 'string') throw new TypeError('a request has a text body');
    const request: SentRequest = {
      url: input instanceof Request ? input.url : input.toString(),
      method: init.method ?? 'GET',
      headers: new Headers(init.headers),
      body: init.body,
      operation: /<s:Body><m:(\w+)/.exec(init.body)?.[1] ?? '',
      version: /RequestServerVersion Version="(\w+)"/.exec(init.body)?.[1] ?? '',
    };
    requests.push(request);
    return answer(request, requests.length - 1);
  };
  const runtime: Partial<Runtime> = {
    fetch,
    clock,
    logger,
    random: { bytes: (length) => new Uint8Array(length) },
  };
  const provider = ews({ url, runtime, retry: { maxAttempts: 1 }, ...settings });
  return { requests, fetch, clock, logged, provider, connection: provider.connect({ credential: account }) };
}

/** An answer with the body's XML in an envelope as Exchange writes it. */
export function soap(body: string, init: { readonly status?: number; readonly headers?: HeadersInit } = {}): Response {
  return new Response(envelopeOf(body), {
    status: init.status ?? 200,
    headers: { 'content-type': 'text/xml; charset=utf-8', ...Object.fromEntries(new Headers(init.headers)) },
  });
}

/** The envelope of {@link soap} as text. */
export function envelopeOf(body: string): string {
  return (
    '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">' +
    '<s:Header><h:ServerVersionInfo MajorVersion="15" MinorVersion="2" MajorBuildNumber="2562" MinorBuildNumber="46" ' +
    'xmlns:h="http://schemas.microsoft.com/exchange/services/2006/types"/></s:Header>' +
    '<s:Body xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" ' +
    `xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">${body}</s:Body></s:Envelope>`
  );
}

/** An answer with response messages. */
export function answerOf(operation: string, messages: readonly string[]): Response {
  return soap(
    `<m:${operation}Response><m:ResponseMessages>${messages.join('')}</m:ResponseMessages></m:${operation}Response>`,
  );
}

export function success(operation: string, payload: string): string {
  return `<m:${operation}ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>${payload}</m:${operation}ResponseMessage>`;
}

export function failure(operation: string, code: string, messageXml = '', responseClass = 'Error'): string {
  return (
    `<m:${operation}ResponseMessage ResponseClass="${responseClass}"><m:MessageText>CANARY vendor text</m:MessageText>` +
    `<m:ResponseCode>${code}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>` +
    `${messageXml === '' ? '' : `<m:MessageXml>${messageXml}</m:MessageXml>`}</m:${operation}ResponseMessage>`
  );
}

/** A SOAP fault with status 500, as captured from a throttling server. */
export function fault(code: string, messageXml = ''): Response {
  return new Response(
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>' +
      `<faultcode xmlns:a="http://schemas.microsoft.com/exchange/services/2006/types">a:${code}</faultcode>` +
      '<faultstring xml:lang="en-US">CANARY fault text</faultstring><detail>' +
      `<e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">${code}</e:ResponseCode>` +
      '<e:Message xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">CANARY detail</e:Message>' +
      `<t:MessageXml xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">${messageXml}</t:MessageXml>` +
      '</detail></s:Fault></s:Body></s:Envelope>',
    { status: 500, headers: { 'content-type': 'text/xml; charset=utf-8' } },
  );
}

/** GetFolder's answer for a calendar. */
export function folderAnswer(id = 'CAL=', more = ''): Response {
  return answerOf('GetFolder', [
    success(
      'GetFolder',
      `<m:Folders><t:CalendarFolder><t:FolderId Id="${id}" ChangeKey="A"/>${more}</t:CalendarFolder></m:Folders>`,
    ),
  ]);
}

/** FindItem's answer. */
export function viewAnswer(
  items: readonly { readonly id: string; readonly start: string }[],
  isComplete = true,
): Response {
  const xml = items
    .map(
      ({ id, start }) =>
        `<t:CalendarItem><t:ItemId Id="${id}" ChangeKey="K"/><t:Start>${start}</t:Start></t:CalendarItem>`,
    )
    .join('');
  return answerOf('FindItem', [
    success(
      'FindItem',
      `<m:RootFolder TotalItemsInView="${items.length}" IncludesLastItemInRange="${isComplete}"><t:Items>${xml}</t:Items></m:RootFolder>`,
    ),
  ]);
}

/** One item of a GetItem answer. */
export function itemMessage(id: string, properties = ''): string {
  const defaults =
    properties === ''
      ? '<t:Subject>Planning</t:Subject><t:Start>2026-03-24T08:00:00Z</t:Start><t:End>2026-03-24T09:00:00Z</t:End><t:CalendarItemType>Single</t:CalendarItemType>'
      : properties;
  return success(
    'GetItem',
    `<m:Items><t:CalendarItem><t:ItemId Id="${id}" ChangeKey="K1"/>${defaults}</t:CalendarItem></m:Items>`,
  );
}

/** Ids that a GetItem request names, in order; masters as `master:` and the occurrence. */
export function requestedIds(request: SentRequest): string[] {
  return [
    ...request.body.matchAll(/<t:ItemId Id="([^"]*)"\/>|<t:RecurringMasterItemId OccurrenceId="([^"]*)"\/>/g),
  ].map(([, id, occurrence]) => id ?? `master:${occurrence ?? ''}`);
}
