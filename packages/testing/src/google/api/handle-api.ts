import type { HandlerResponse } from '../../server/loopback-server.ts';
import type { RecordedRequest } from '../../server/recorded-exchange.ts';
import type { Account, GoogleState } from '../google-state.ts';
import { digest } from '../opaque.ts';
import type { ApiContext } from './api-context.ts';
import {
  ApiError,
  accessNotConfigured,
  authError,
  errorResponse,
  insufficientPermissions,
  invalidParameter,
  notEmulated,
  notFound,
} from './api-error.ts';
import { notACalendarUser } from './calendar-refusals.ts';
import type { ApiEmulation, ApiService } from './api-service.ts';
import { checkFields, parseFields, selectFields } from './partial-response.ts';
import { booleanParameter } from './query-parameters.ts';

/** Who an access token stands for. */
export interface Bearer {
  readonly personId: string;
  readonly scopes: ReadonlySet<string>;
  /** Project of the client, which pays for the call. */
  readonly project: string;
  /** The client id of the service account that acts for the person. */
  readonly serviceAccount?: string | undefined;
}

/** A request to one of the APIs, or a part of a batch. */
export type ApiRequest = Pick<RecordedRequest, 'method' | 'path' | 'query' | 'headers' | 'body'>;

/** Answers a request below the prefix of `service`. */
export function handleApi(
  state: GoogleState,
  service: ApiService,
  request: ApiRequest,
  options: { readonly findBearer: (accessToken: string) => Bearer | undefined; readonly isBatched: boolean },
): HandlerResponse {
  try {
    // What the service does by itself meanwhile: rooms answer, conferences come into being.
    state.agenda.runDue();
    const found = service.find(verbOf(request), request.path.slice(service.prefix.length));
    if (found === undefined) throw notFound();
    const { method, parameters } = found;
    const bearer = options.findBearer(accessToken(request));
    const account = bearer === undefined ? undefined : state.accounts.get(bearer.personId);
    if (bearer === undefined || account?.status !== 'active') throw authError();
    checkServices(state, service, { bearer, account, request });
    if (!method.scopes.some((scope) => bearer.scopes.has(scope))) {
      throw insufficientPermissions(service.name, method.id, method.scopes);
    }
    if (method.emulation === undefined) throw notEmulated(method.id);
    const { query, headers, body } = request;
    const { scopes } = bearer;
    const context = { state, account, query, headers, scopes, body, isBatched: options.isBatched };
    return answer(context, request, method.emulation, parameters);
  } catch (error) {
    if (error instanceof ApiError) return errorResponse(error, service.errorStyle);
    throw error;
  }
}

/** What has to be switched on and left over before a method is even looked at. */
function checkServices(
  state: GoogleState,
  service: ApiService,
  { bearer, account, request }: { readonly bearer: Bearer; readonly account: Account; readonly request: ApiRequest },
): void {
  if (state.disabledApis.has(`${bearer.project} ${service.name}`)) {
    throw accessNotConfigured(service, state.projectNumber(bearer.project));
  }
  // Whomever a service account acts for, it is one user, unless it names others.
  const quotaUser = request.query.get('quotaUser') ?? request.headers['x-goog-quota-user'];
  state.quota.take(service, bearer.project, quotaUser ?? bearer.serviceAccount ?? account.personId);
  if (service.needsCalendar && !account.hasCalendarService) throw notACalendarUser();
}

function answer(
  context: ApiContext,
  request: ApiRequest,
  { shape, handle }: ApiEmulation,
  parameters: readonly string[],
): HandlerResponse {
  const { query } = request;
  const isPretty = booleanParameter(query, 'prettyPrint') ?? true;
  if ((query.get('alt') ?? 'json') !== 'json') throw invalidParameter('alt', 'Invalid value for: alt');
  if ((query.get('quotaUser') ?? '').length > 40) throw invalidParameter('quotaUser', 'Invalid value for: quotaUser');
  const selector = query.get('fields');
  const fields = selector === null || selector === '' ? undefined : parseFields(selector);
  if (fields !== undefined && shape !== undefined) checkFields(fields, shape);

  const resource = handle(context, parameters);
  if (resource === undefined) return { status: 204 };
  const etag =
    'etag' in resource && typeof resource.etag === 'string' ? resource.etag : `"${digest(JSON.stringify(resource))}"`;
  if (request.method === 'GET' && matchesEtag(request.headers['if-none-match'], etag)) {
    return { status: 304, headers: { etag } };
  }
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

/** `POST` may stand for another verb, where proxies let no other through (Google Calendar API, "Performance tips"). */
function verbOf({ method, headers }: ApiRequest): string {
  return method === 'POST' ? (headers['x-http-method-override'] ?? method).toUpperCase() : method;
}

function accessToken({ headers, query }: ApiRequest): string {
  const header = /^Bearer +(\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
  return header ?? query.get('access_token') ?? query.get('oauth_token') ?? '';
}

function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header
    .split(',')
    .some((candidate) => candidate.trim() === '*' || candidate.trim().replace(/^W\//, '') === etag);
}
