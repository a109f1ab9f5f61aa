import type { RecordedRequest } from '../server/recorded-exchange.ts';
import type { HandlerResponse } from '../server/loopback-server.ts';
import { authenticate } from './auth/authenticate.ts';
import type { AuthenticationSettings, Caller } from './auth/authenticate.ts';
import { chooseActor } from './auth/choose-actor.ts';
import { operations } from './operations/operation-table.ts';
import { faultEnvelope, RequestError } from './soap/ews-errors.ts';
import { readEnvelope } from './soap/read-envelope.ts';
import type { ServerBuild } from './soap/server-versions.ts';
import type { Account } from './store/account.ts';
import { guidOf } from './store/ids.ts';
import { namespaces } from './xml/namespaces.ts';
import { parseXml, XmlRefusedError } from './xml/parse-xml.ts';
import { element } from './xml/xml-writer.ts';

/** What the endpoint works with. */
export interface ExchangeHandlerSettings extends AuthenticationSettings {
  readonly build: ServerBuild;
  readonly findLimit: number;
  readonly isBlocked: () => boolean;
  readonly mayImpersonate: (account: Account) => boolean;
}

/** Path of the endpoint; IIS does not look at upper and lower case. */
const endpointPath = '/ews/exchange.asmx';
const xmlContentType = 'text/xml; charset=utf-8';

/** Makes the handler of the server: one endpoint that takes SOAP messages. */
export function exchangeHandler(settings: ExchangeHandlerSettings): (request: RecordedRequest) => HandlerResponse {
  let requests = 0;
  return (request) => {
    requests += 1;
    const answer = handle(request, settings);
    return { ...answer, headers: { ...answer.headers, ...correlationHeaders(request, requests) } };
  };
}

function handle(request: RecordedRequest, settings: ExchangeHandlerSettings): HandlerResponse {
  if (request.path.toLowerCase() !== endpointPath) return htmlAnswer(404, 'File or directory not found.');
  const result = authenticate(request.headers['authorization'], settings);
  if ('refusal' in result) return result.refusal;
  // What a blocked client sees is a 403 without SOAP, whatever it asked for.
  if (settings.isBlocked()) return blockedAnswer;
  if (request.method !== 'POST') {
    return { ...htmlAnswer(405, 'The method is not allowed.'), headers: { Allow: 'POST' } };
  }
  if (!/^text\/xml\b/i.test(request.headers['content-type'] ?? '')) {
    return { status: 415, body: '' };
  }
  return answerSoap(request.body, result.caller, settings);
}

/** A 403 without SOAP: EWS is switched off for the organization, the mailbox or the application. */
export const blockedAnswer: { status: number; headers: Readonly<Record<string, string>>; body: string } = {
  status: 403,
  headers: { 'Restrict-Access-Confirm': '1' },
  body: '',
};

function answerSoap(body: string, caller: Caller, settings: ExchangeHandlerSettings): HandlerResponse {
  const { store, build } = settings;
  try {
    const envelope = readEnvelope(parseXml(body), build);
    const actor = chooseActor(caller, envelope.impersonation, store, settings.mayImpersonate);
    const operation = operations[envelope.operation];
    if (operation === undefined) throw new RequestError('ErrorInvalidRequest', 'The request is invalid.');
    const content = operation({
      request: envelope.body,
      context: {
        actor,
        version: envelope.version,
        timeZone: envelope.timeZone,
        withMilliseconds: envelope.withMilliseconds,
      },
      store,
      findLimit: settings.findLimit,
      now: settings.now(),
    });
    return { status: 200, headers: { 'Content-Type': xmlContentType }, body: writeEnvelope(content, build) };
  } catch (error) {
    if (error instanceof XmlRefusedError) return { status: 400, body: '' };
    if (!(error instanceof RequestError)) throw error;
    return {
      status: 500,
      headers: { 'Content-Type': xmlContentType },
      body: faultEnvelope(error.code, error.message, error.values),
    };
  }
}

function writeEnvelope(content: string, build: ServerBuild): string {
  const [major, minor, majorBuild, minorBuild] = build.numbers;
  const version = element('h:ServerVersionInfo', {
    MajorVersion: major,
    MinorVersion: minor,
    MajorBuildNumber: majorBuild,
    MinorBuildNumber: minorBuild,
    Version: build.schemaName,
    'xmlns:h': namespaces.types,
  });
  return `<?xml version="1.0" encoding="utf-8"?>${element(
    's:Envelope',
    { 'xmlns:s': namespaces.soap },
    element('s:Header', {}, version),
    element('s:Body', { 'xmlns:m': namespaces.messages, 'xmlns:t': namespaces.types }, content),
  )}`;
}

function correlationHeaders(request: RecordedRequest, count: number): Record<string, string> {
  const id = request.headers['client-request-id'];
  const isWanted = request.headers['return-client-request-id']?.toLowerCase() === 'true';
  return {
    'request-id': guidOf(`request/${count}`),
    ...(id !== undefined && isWanted ? { 'client-request-id': id } : {}),
  };
}

function htmlAnswer(status: number, text: string): HandlerResponse {
  return {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html><html lang="en"><head><title>${status}</title></head><body><h1>${text}</h1></body></html>`,
  };
}
