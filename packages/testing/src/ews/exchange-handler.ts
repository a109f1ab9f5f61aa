import type { AnswerGate } from '../server/answer-gate.ts';
import type { ClientConnection, Handler, HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { metadataPath } from './add-in/metadata-document.ts';
import type { AddInTokens } from './add-in/add-in-tokens.ts';
import { authenticate } from './auth/authenticate.ts';
import type { AuthenticationSettings, Caller } from './auth/authenticate.ts';
import { chooseActor } from './auth/choose-actor.ts';
import { blockedAnswer } from './blocked-answer.ts';
import type { BlockedAnswerForm, EwsGate } from './ews-access.ts';
import type { MailLog } from './meetings/mail-log.ts';
import { operations } from './operations/operation-table.ts';
import { faultEnvelope, RequestError } from './soap/ews-errors.ts';
import { readEnvelope } from './soap/read-envelope.ts';
import { isAtLeast } from './soap/server-versions.ts';
import type { ServerBuild } from './soap/server-versions.ts';
import type { Account } from './store/account.ts';
import { guidOf } from './store/ids.ts';
import type { Throttle } from './throttling.ts';
import { namespaces } from './xml/namespaces.ts';
import { parseXml, XmlRefusedError } from './xml/parse-xml.ts';
import { element } from './xml/xml-writer.ts';

/** What the server works with. */
export interface ExchangeHandlerSettings extends AuthenticationSettings {
  readonly now: () => number;
  /** The build of the server that takes the requests. */
  readonly build: ServerBuild;
  /** The build that serves a mailbox. */
  readonly buildOf: (account: Account) => ServerBuild;
  readonly findLimit: number;
  readonly maxFreeBusyDays: number;
  readonly mails: MailLog;
  readonly maxItemBytes: number;
  readonly throttle: Throttle;
  readonly answers: AnswerGate;
  readonly gate: EwsGate;
  readonly blockedAnswerForm: BlockedAnswerForm;
  readonly mayActAs: (caller: Caller, mailbox: Account) => boolean;
  readonly addInTokens: AddInTokens;
}

/** Path of the endpoint; IIS does not look at upper and lower case. */
const endpointPath = '/ews/exchange.asmx';
const xmlContentType = 'text/xml; charset=utf-8';

/** Makes the handler of the server: one endpoint that takes SOAP messages, and the metadata for add-ins. */
export function exchangeHandler(settings: ExchangeHandlerSettings): Handler {
  let requests = 0;
  return async (request, connection) => {
    requests += 1;
    const count = requests;
    const visit: Visit = { leave: () => undefined };
    const answer = await handle(request, connection, settings, visit);
    await settings.answers.pass(request);
    visit.leave();
    return { ...answer, headers: { ...answer.headers, ...correlationHeaders(request, count) } };
  };
}

/** One request on its way through the server. */
interface Visit {
  /** Called when the answer leaves: until then the request counts as open. */
  leave: () => void;
}

async function handle(
  request: RecordedRequest,
  connection: ClientConnection,
  settings: ExchangeHandlerSettings,
  visit: Visit,
): Promise<HandlerResponse> {
  const path = request.path.toLowerCase();
  if (path === metadataPath && request.method === 'GET') {
    return { status: 200, body: await settings.addInTokens.metadata(new URL(request.url).origin) };
  }
  if (path !== endpointPath) return htmlAnswer(404, 'File or directory not found.');
  const result = await authenticate(request.headers['authorization'], connection, settings);
  if ('refusal' in result) return result.refusal;
  const { caller } = result;
  const client = {
    clientId: caller.kind === 'password' ? undefined : caller.clientId,
    userAgent: request.headers['user-agent'] ?? '',
  };
  // What a blocked client sees is a 403 without SOAP, whatever it asked for.
  if (!settings.gate.admits(client)) return blockedAnswer(settings.blockedAnswerForm);
  if (request.method !== 'POST') {
    return { ...htmlAnswer(405, 'The method is not allowed.'), headers: { Allow: 'POST' } };
  }
  if (!/^text\/xml\b/i.test(request.headers['content-type'] ?? '')) {
    return { status: 415, body: '' };
  }
  return answerSoap(request.body, caller, settings, visit);
}

function answerSoap(body: string, caller: Caller, settings: ExchangeHandlerSettings, visit: Visit): HandlerResponse {
  const { store } = settings;
  try {
    const envelope = readEnvelope(parseXml(body), settings.build);
    const actor = chooseActor(caller, envelope.impersonation, store, settings.mayActAs);
    if (!settings.gate.admitsMailbox([actor.id, actor.address])) return blockedAnswer(settings.blockedAnswerForm);
    const build = settings.buildOf(actor);
    if (!isAtLeast(build.newest, envelope.version)) {
      throw new RequestError(
        'ErrorInvalidSchemaVersionForMailboxVersion',
        'The mailbox is on a server that does not know the requested schema version.',
      );
    }
    visit.leave = settings.throttle.enter(actor);
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
      maxFreeBusyDays: settings.maxFreeBusyDays,
      mails: settings.mails,
      maxItemBytes: settings.maxItemBytes,
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
