import type { RecordedRequest } from '../../server/recorded-exchange.ts';
import type { HandlerResponse } from '../../server/loopback-server.ts';
import type { CalendarView, GoogleState } from '../google-state.ts';
import type { ApiContext } from './api-context.ts';
import {
  ApiError,
  authError,
  errorResponse,
  insufficientPermissions,
  invalidParameter,
  notEmulated,
  notFound,
} from './api-error.ts';
import { findRoute } from './api-routes.ts';
import type { EmulatedMethod } from './api-routes.ts';
import { calendarListEntryResource, calendarResource } from './calendar-resources.ts';
import { eventAccess } from './event-access.ts';
import { queryFreeBusy } from './free-busy.ts';
import { getEvent, listInstances } from './get-event.ts';
import { getAclRule, listAcl } from './list-acl.ts';
import { listCalendars, listSettings } from './list-calendars.ts';
import { listEvents } from './list-events.ts';
import { methodScopes, scopePrefix } from './method-scopes.ts';
import { colorsResource } from './palette.ts';
import { checkFields, parseFields, selectFields } from './partial-response.ts';
import { booleanParameter } from './query-parameters.ts';
import { resourceShapes } from './resource-shapes.ts';
import { settingResource } from './settings.ts';
import { digest } from '../opaque.ts';

/** Path prefix of the API. */
export const calendarApiPath = '/calendar/v3/';

/** Who an access token stands for. */
export interface Bearer {
  readonly personId: string;
  readonly scopes: ReadonlySet<string>;
}

type Shape = keyof typeof resourceShapes;

interface Method {
  readonly shape: Shape;
  readonly handle: (context: ApiContext, parameters: readonly string[]) => object;
}

/** Answers a request below {@link calendarApiPath}. */
export function handleCalendarApi(
  state: GoogleState,
  request: RecordedRequest,
  findBearer: (accessToken: string) => Bearer | undefined,
): HandlerResponse {
  try {
    const route = findRoute(request.method, request.path.slice(calendarApiPath.length));
    if (route.kind === 'unknown') throw notFound();
    const bearer = findBearer(accessToken(request));
    const account = bearer === undefined ? undefined : state.accounts.get(bearer.personId);
    if (bearer === undefined || account?.status !== 'active') throw authError();
    const accepted = methodScopes(route.method);
    if (!accepted.some((scope) => bearer.scopes.has(scope))) throw insufficientPermissions(route.method, accepted);
    if (route.kind === 'notEmulated') throw notEmulated(route.method);
    const context = { state, account, query: request.query, scopes: bearer.scopes, body: request.body };
    return answer(context, request, route.method, route.parameters);
  } catch (error) {
    if (error instanceof ApiError) return errorResponse(error);
    throw error;
  }
}

function answer(
  context: ApiContext,
  request: RecordedRequest,
  methodName: EmulatedMethod,
  parameters: readonly string[],
): HandlerResponse {
  const { query } = request;
  const method = methods[methodName];
  const isPretty = booleanParameter(query, 'prettyPrint') ?? true;
  if ((query.get('alt') ?? 'json') !== 'json') throw invalidParameter('alt', 'Invalid value for: alt');
  if ((query.get('quotaUser') ?? '').length > 40) throw invalidParameter('quotaUser', 'Invalid value for: quotaUser');
  const selector = query.get('fields');
  const fields = selector === null || selector === '' ? undefined : parseFields(selector);
  if (fields !== undefined) checkFields(fields, resourceShapes[method.shape]);

  const resource = method.handle(context, parameters);
  const etag =
    'etag' in resource && typeof resource.etag === 'string' ? resource.etag : `"${digest(JSON.stringify(resource))}"`;
  if (matchesEtag(request.headers['if-none-match'], etag)) return { status: 304, headers: { etag } };
  const body = fields === undefined ? resource : selectFields(resource, fields);
  return {
    status: 200,
    headers: {
      'content-type': 'application/json; charset=UTF-8',
      etag,
      'cache-control': 'private, max-age=0, must-revalidate',
    },
    body: JSON.stringify(body, undefined, isPretty ? 1 : undefined),
  };
}

const methods: Readonly<Record<EmulatedMethod, Method>> = {
  'calendarList.list': { shape: 'CalendarList', handle: listCalendars },
  'calendarList.get': {
    shape: 'CalendarListEntry',
    handle: (context, [id]) => {
      if (context.state.entry(context.account, id ?? '') === undefined) throw notFound();
      return calendarListEntryResource(visible(context, id));
    },
  },
  'calendars.get': { shape: 'Calendar', handle: (context, [id]) => calendarResource(visible(context, id)) },
  'acl.list': { shape: 'Acl', handle: (context, [id]) => listAcl(context, visible(context, id)) },
  'acl.get': { shape: 'AclRule', handle: (context, [id, ruleId = '']) => getAclRule(visible(context, id), ruleId) },
  'freebusy.query': { shape: 'FreeBusyResponse', handle: queryFreeBusy },
  'settings.list': { shape: 'Settings', handle: listSettings },
  'settings.get': {
    shape: 'Setting',
    handle: ({ account }, [id]) => {
      const setting = account.settings.find((other) => other.id === id);
      if (setting === undefined) throw notFound();
      return settingResource(setting);
    },
  },
  'colors.get': { shape: 'Colors', handle: () => colorsResource() },
  'events.list': {
    shape: 'Events',
    handle: (context, [id]) => listEvents(context, withEvents(context, id, 'events.list')),
  },
  'events.get': {
    shape: 'Event',
    handle: (context, [id, eventId = '']) => getEvent(context, withEvents(context, id, 'events.get'), eventId),
  },
  'events.instances': {
    shape: 'Events',
    handle: (context, [id, eventId = '']) =>
      listInstances(context, withEvents(context, id, 'events.instances'), eventId),
  },
};

/** Calendars that nobody shared with the account are answered as if they did not exist. */
function visible({ state, account, scopes }: ApiContext, calendarId: string | undefined): CalendarView {
  const view = calendarId === undefined ? undefined : state.view(account, calendarId);
  // The scope reaches calendars that the application made itself; the emulator has none of those.
  const isReachable = [...scopes].some((scope) => scope !== `${scopePrefix}calendar.app.created`);
  if (view === undefined || !isReachable) throw notFound();
  return view;
}

/** A calendar with what the token may see of its events. */
function withEvents(context: ApiContext, calendarId: string | undefined, method: EmulatedMethod): CalendarView {
  const view = visible(context, calendarId);
  const accessRole = eventAccess(context.scopes, view.accessRole, view.calendar.acl.publicRole);
  if (accessRole === undefined) throw insufficientPermissions(method, methodScopes(method));
  return { ...view, accessRole };
}

function accessToken(request: RecordedRequest): string {
  const header = /^Bearer +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  return header ?? request.query.get('access_token') ?? request.query.get('oauth_token') ?? '';
}

function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header
    .split(',')
    .some((candidate) => candidate.trim() === '*' || candidate.trim().replace(/^W\//, '') === etag);
}
