import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { readPlaces, readUsers } from './access-rules.ts';
import { handleBatch } from './batch/handle-batch.ts';
import { listUsers } from './contacts/directory-people.ts';
import { authenticate } from './graph-caller.ts';
import type { GraphCaller } from './graph-caller.ts';
import type { GraphContext, GraphTenant, MailboxRequest, TenantRequest } from './graph-context.ts';
import { badRequest, graphErrorBody, GraphRefusal, notImplemented } from './graph-error.ts';
import { graphRoute, pathSegments } from './graph-route.ts';
import type { Mailbox } from './mailbox.ts';
import { checkTenantAccess, permissionsInMailbox } from './mailbox-access.ts';
import { placeReply } from './places/place-routes.ts';
import { readPreferences } from './preferences.ts';
import { ok } from './reply.ts';
import type { Reply } from './reply.ts';

const jsonType = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
const writeMethods = ['POST', 'PATCH', 'PUT', 'DELETE'];
const realRoots = ['subscriptions', 'contacts', 'groups', '$metadata', 'communications', 'rooms', 'domains'];

/** Answers `/v1.0/...`. */
export async function handleGraphRequest(context: GraphContext, request: RecordedRequest): Promise<HandlerResponse> {
  const requestId = context.entra.minted.guid();
  const clientRequestId = request.headers['client-request-id'] ?? requestId;
  const common = {
    'cache-control': 'private',
    'request-id': requestId,
    'client-request-id': clientRequestId,
    'odata-version': '4.0',
    date: new Date(context.entra.clock.now()).toUTCString(),
    'x-ms-ags-diagnostic': JSON.stringify({
      ServerInfo: { DataCenter: 'Loopback', Slice: 'E', Ring: '0', ScaleUnit: '000' },
    }),
  };
  context.tasks.runDue();
  try {
    const { reply, applied } = await operate(context, request);
    const { status, body, headers } = reply;
    return {
      status,
      headers: {
        ...common,
        ...(body === undefined ? {} : { 'content-type': typeof body === 'number' ? 'text/plain' : jsonType }),
        ...(applied.length === 0 ? {} : { 'preference-applied': applied.join(', ') }),
        ...headers,
      },
      body: typeof body === 'number' ? String(body) : body,
    };
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error;
    const ids = { requestId, clientRequestId, now: context.entra.clock.now() };
    return {
      status: error.status,
      headers: { ...common, 'content-type': jsonType, ...error.headers },
      body: graphErrorBody(error.code, error.message, ids),
    };
  } finally {
    // What mail does to mailboxes comes after the answer is written, even when mail takes no time.
    context.tasks.runDue();
  }
}

interface Operated {
  readonly reply: Reply;
  /** Preferences that were honoured. */
  readonly applied: readonly string[];
}

async function operate(context: GraphContext, request: RecordedRequest): Promise<Operated> {
  const caller = authenticate(context, request);
  const tenant = context.tenants.get(caller.tenantId);
  if (tenant === undefined) throw new GraphRefusal(401, 'InvalidAuthenticationToken', 'The tenant is unknown.');
  const [, root = '', ...rest] = pathSegments(request.path);
  const work: TenantRequest = { context, tenant, request, caller, graphBaseUrl: `${context.entra.origin()}/v1.0` };
  switch (root.toLowerCase()) {
    case 'me':
      return operateMailbox(work, rest, undefined);
    case 'users':
      if (rest.length > 0) return operateMailbox(work, rest.slice(1), rest[0]);
      if (request.method !== 'GET') throw wrongMethod(request.method);
      checkTenantAccess(caller, readUsers);
      return unconditional(ok(listUsers(work)));
    case 'places':
      if (request.method !== 'GET') throw wrongMethod(request.method);
      checkTenantAccess(caller, readPlaces);
      return unconditional(placeReply(work, rest));
    case '$batch':
      if (request.method !== 'POST' || rest.length > 0) throw wrongMethod(request.method);
      return unconditional(ok(await handleBatch(context, request, (item) => handleGraphRequest(context, item))));
    default:
      throw realRoots.includes(root.toLowerCase())
        ? notImplemented()
        : badRequest(`Resource not found for the segment '${root}'.`);
  }
}

async function operateMailbox(
  work: TenantRequest,
  segments: readonly string[],
  userName: string | undefined,
): Promise<Operated> {
  const { context, tenant, request, caller } = work;
  const route = graphRoute(request.method, segments);
  if (route.kind === 'unknown') throw badRequest(`Resource not found for the segment '${route.segment}'.`);
  if (route.kind === 'notImplemented') throw notImplemented();
  if (route.kind === 'wrongMethod') throw wrongMethod(request.method);
  const { operation, parameters, calendar } = route;
  const isDirectory = operation.access.isDirectory === true;
  const mailbox =
    userName === undefined ? ownMailbox(tenant, caller, isDirectory) : mailboxOrRefusal(tenant, userName, isDirectory);
  if (context.entra.directory.userByObjectId(mailbox.objectId)?.state.isDeleted === true) {
    throw nobody(userName ?? '', isDirectory);
  }
  const permissions = permissionsInMailbox(tenant, caller, mailbox, operation.access);
  const preferences = readPreferences(request.headers['prefer']);
  const full: MailboxRequest = { ...work, permissions, mailbox, preferences, parameters, calendar };
  const run = (): Reply => operation.run(full);
  const reply = context.gate === undefined ? run() : await context.gate.pass(caller.clientId, mailbox.objectId, run);
  return { reply, applied: preferences.applied };
}

/** An answer that no preference has a say in. */
function unconditional(reply: Reply): Operated {
  return { reply, applied: [] };
}

function ownMailbox(tenant: GraphTenant, caller: GraphCaller, isDirectory: boolean): Mailbox {
  if (caller.kind === 'app') {
    throw badRequest('/me request is only valid with delegated authentication flow.');
  }
  return mailboxOrRefusal(tenant, caller.objectId, isDirectory);
}

function mailboxOrRefusal(tenant: GraphTenant, name: string, isDirectory: boolean): Mailbox {
  const mailbox = tenant.directory.find(name);
  if (mailbox === undefined) throw nobody(name, isDirectory);
  return mailbox;
}

function nobody(name: string, isDirectory: boolean): GraphRefusal {
  return isDirectory
    ? new GraphRefusal(404, 'Request_ResourceNotFound', `Resource '${name}' does not exist.`)
    : new GraphRefusal(404, 'ErrorInvalidUser', `The requested user '${name}' is invalid.`);
}

function wrongMethod(method: string): GraphRefusal {
  const isKnown = ['GET', ...writeMethods].includes(method);
  return new GraphRefusal(
    405,
    'Request_BadRequest',
    isKnown ? 'Specified HTTP method is not allowed for the request target.' : 'The HTTP method is not supported.',
  );
}
