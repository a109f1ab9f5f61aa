import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { countCalendars, getCalendar, listCalendars } from './calendar-resources.ts';
import {
  countEvents,
  getCalendarOfEvent,
  getEvent,
  listEvents,
  listInstances,
  viewCalendar,
} from './event-resources.ts';
import { authenticate } from './graph-caller.ts';
import type { GraphCaller } from './graph-caller.ts';
import type { GraphContext, GraphTenant, MailboxRequest } from './graph-context.ts';
import { badRequest, graphErrorBody, GraphRefusal, notImplemented } from './graph-error.ts';
import { graphRoute, pathSegments } from './graph-route.ts';
import type { GraphRoute } from './graph-route.ts';
import type { JsonObject, Mailbox } from './mailbox.ts';
import { permissionsInMailbox } from './mailbox-access.ts';
import { getMailboxSettings, listTimeZones } from './mailbox-settings-resource.ts';
import { readPreferences } from './preferences.ts';
import { revokeSignInSessions } from './revoke-sign-in-sessions.ts';
import { getUser } from './user-resource.ts';

const jsonType = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
const writeMethods = ['POST', 'PATCH', 'PUT', 'DELETE'];

/** What an operation hands back: a resource, or a bare number for `$count`. */
type Answer = JsonObject | number;

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
  try {
    const { answer, applied } = await operate(context, request);
    return {
      status: 200,
      headers: {
        ...common,
        'content-type': typeof answer === 'number' ? 'text/plain' : jsonType,
        ...(applied.length === 0 ? {} : { 'preference-applied': applied.join(', ') }),
      },
      body: typeof answer === 'number' ? String(answer) : answer,
    };
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error;
    const ids = { requestId, clientRequestId, now: context.entra.clock.now() };
    return {
      status: error.status,
      headers: { ...common, 'content-type': jsonType, ...error.headers },
      body: graphErrorBody(error.code, error.message, ids),
    };
  }
}

async function operate(
  context: GraphContext,
  request: RecordedRequest,
): Promise<{ readonly answer: Answer; readonly applied: readonly string[] }> {
  const caller = authenticate(context, request);
  const tenant = context.tenants.get(caller.tenantId);
  if (tenant === undefined) throw new GraphRefusal(401, 'InvalidAuthenticationToken', 'The tenant is unknown.');
  const [, root = '', ...rest] = pathSegments(request.path);
  const isMe = root.toLowerCase() === 'me';
  if (!isMe && root.toLowerCase() !== 'users') throw otherRoot(root);
  const [userName, ...userRest] = rest;
  const route = graphRoute(isMe ? rest : userRest);
  if (route.resource === 'unknown') throw badRequest(`Resource not found for the segment '${route.segment}'.`);
  if (request.method !== (route.resource === 'revokeSignInSessions' ? 'POST' : 'GET'))
    throw wrongMethod(request.method);
  if (route.resource === 'notImplemented' || (!isMe && userName === undefined)) throw notImplemented();

  const mailbox = isMe ? ownMailbox(tenant, caller, route) : mailboxOrRefusal(tenant, userName ?? '', route);
  if (context.entra.directory.userByObjectId(mailbox.objectId)?.state.isDeleted === true)
    throw nobody(userName ?? '', route);
  const permissions = permissionsInMailbox(tenant, caller, mailbox, route);
  const preferences = readPreferences(request.headers['prefer']);
  const work: MailboxRequest = {
    context,
    request,
    caller,
    permissions,
    mailbox,
    preferences,
    graphBaseUrl: `${context.entra.origin()}/v1.0`,
  };
  const run = (): Answer => perform(work, route);
  const answer = context.gate === undefined ? run() : await context.gate.pass(caller.clientId, mailbox.objectId, run);
  return { answer, applied: preferences.applied };
}

function perform(work: MailboxRequest, route: GraphRoute): Answer {
  switch (route.resource) {
    case 'user':
      return getUser(work);
    case 'calendars':
      return listCalendars(work);
    case 'calendarsCount':
      return countCalendars(work);
    case 'calendar':
      return getCalendar(work, route.calendar);
    case 'events':
      return listEvents(work, route.calendar);
    case 'eventsCount':
      return countEvents(work, route.calendar);
    case 'calendarView':
      return viewCalendar(work, route.calendar);
    case 'event':
      return getEvent(work, route.calendar, route.eventId);
    case 'instances':
      return listInstances(work, route.calendar, route.eventId);
    case 'calendarOfEvent':
      return getCalendarOfEvent(work, route.calendar, route.eventId);
    case 'mailboxSettings':
      return getMailboxSettings(work, route.member);
    case 'supportedTimeZones':
      return listTimeZones(work, route.standard);
    case 'revokeSignInSessions':
      return revokeSignInSessions(work);
    default:
      throw notImplemented();
  }
}

function ownMailbox(tenant: GraphTenant, caller: GraphCaller, route: GraphRoute): Mailbox {
  if (caller.kind === 'app') {
    throw badRequest('/me request is only valid with delegated authentication flow.');
  }
  return mailboxOrRefusal(tenant, caller.objectId, route);
}

function mailboxOrRefusal(tenant: GraphTenant, name: string, route: GraphRoute): Mailbox {
  const mailbox = tenant.directory.find(name);
  if (mailbox === undefined) throw nobody(name, route);
  return mailbox;
}

function nobody(name: string, { resource }: GraphRoute): GraphRefusal {
  return resource === 'user' || resource === 'revokeSignInSessions'
    ? new GraphRefusal(404, 'Request_ResourceNotFound', `Resource '${name}' does not exist.`)
    : new GraphRefusal(404, 'ErrorInvalidUser', `The requested user '${name}' is invalid.`);
}

function otherRoot(root: string): GraphRefusal {
  const real = ['$batch', 'subscriptions', 'places', 'contacts', 'groups', '$metadata', 'communications', 'rooms'];
  return real.includes(root.toLowerCase())
    ? notImplemented()
    : badRequest(`Resource not found for the segment '${root}'.`);
}

function wrongMethod(method: string): GraphRefusal {
  if (writeMethods.includes(method)) return notImplemented();
  return new GraphRefusal(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
}
