import type { Fault } from '../server/faults.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { adminApi } from './admin/admin-api.ts';
import { ApiError, accessNotConfigured, authError, errorResponse, fullSyncRequired } from './api/api-error.ts';
import { notACalendarUser } from './api/calendar-refusals.ts';
import type { ApiErrorDetails } from './api/api-error.ts';
import { calendarApi, calendarApiPath } from './calendar/calendar-api.ts';
import { peopleApi } from './people/people-api.ts';
import { errorPage } from './oauth/authorize-page.ts';
import { jwtBearerGrantType } from './oauth/jwt-bearer-grant.ts';
import { OAuthError, oauthErrorBody } from './oauth/oauth-error.ts';

/** Which requests a Google fault hits, and how often. @public */
export interface GoogleFaultScope {
  /** Default: every request to the API; for faults of the token endpoint, every refresh and every assertion of a service account. */
  readonly when?: (request: RecordedRequest) => boolean;
  /** Default 1. */
  readonly times?: number;
  /** How many such requests pass unharmed first. Default 0. */
  readonly skip?: number;
}

/**
 * Things that go wrong at Google, in its own dialect. Add one to an emulator's `faults`. None carries `Retry-After` unless
 * told to, as the service sends none. Faults hit the parts of a batch like calls of their own.
 *
 * @public
 */
export interface GoogleFaults {
  /**
   * 403 `rateLimitExceeded`: the quota of the minute is used up. With `windowStartTime` (RFC 3339) the answer names the
   * quota window, from which a client can compute its wait.
   */
  rateLimitExceeded(scope?: GoogleFaultScope & { readonly windowStartTime?: string }): Fault;
  /** 403 `userRateLimitExceeded`: one account asked too often. */
  userRateLimitExceeded(scope?: GoogleFaultScope): Fault;
  /** 429 `rateLimitExceeded`: too many requests at once. `retryAfterSeconds` goes into `Retry-After`. */
  tooManyRequests(scope?: GoogleFaultScope & { readonly retryAfterSeconds?: number }): Fault;
  /** 403 `quotaExceeded`: a limit that takes hours or longer to recover; retrying soon is pointless. */
  quotaExceeded(scope?: GoogleFaultScope): Fault;
  /** 500 or 503 `backendError`. Default 503. */
  backendError(status?: 500 | 503, scope?: GoogleFaultScope): Fault;
  /** 401 `authError`, as for an expired access token. */
  invalidCredentials(scope?: GoogleFaultScope): Fault;
  /** 403 `forbidden`: the account may not do this. */
  forbidden(scope?: GoogleFaultScope): Fault;
  /** 410 `fullSyncRequired`, for example in the middle of paging. */
  fullSyncRequired(scope?: GoogleFaultScope): Fault;
  /** 403 `notACalendarUser`: the account exists, the Calendar service is switched off for it. */
  notACalendarUser(scope?: GoogleFaultScope): Fault;
  /** 502 with an HTML page from a front end. */
  htmlAnswer(scope?: GoogleFaultScope): Fault;
  /** 403 `accessNotConfigured`: the API is not enabled in the project of the client. */
  accessNotConfigured(scope?: GoogleFaultScope): Fault;
  /** 429 of the People API, as when full syncs of contacts begin too often. Default scope: every request to that API. */
  contactsQuota(scope?: GoogleFaultScope): Fault;
  /** 503 `UNAVAILABLE` of the People API. Default scope: every request to that API. */
  contactsUnavailable(scope?: GoogleFaultScope): Fault;
  /** The connection breaks before the request was handled. Default scope: every write. */
  connectionCut(scope?: GoogleFaultScope): Fault;
  /** The request takes effect, and the connection breaks before its answer arrives. Default scope: every write. */
  lostAnswer(scope?: GoogleFaultScope): Fault;
  /** The request takes effect, and a front end answers 504 with an HTML page. Default scope: every write. */
  lateGatewayTimeout(scope?: GoogleFaultScope): Fault;
  /** The fault, for the n-th write from now on (counted from 1) that it is meant for. */
  nthWrite(n: number, fault: Fault): Fault;
  /** Refresh refused with `invalid_grant`: the grant is gone. */
  invalidGrant(scope?: GoogleFaultScope): Fault;
  /** Refresh refused with `invalid_grant` and subtype `invalid_rapt`: session control wants a new sign-in. */
  invalidRapt(scope?: GoogleFaultScope): Fault;
  /** 503 `internal_failure` of the token endpoint: transient, the grant still stands. */
  tokenEndpointUnavailable(scope?: GoogleFaultScope): Fault;
  /** 429 of the token endpoint: transient as well. */
  tokenEndpointThrottled(scope?: GoogleFaultScope): Fault;
  /** The refresh takes effect, and the connection breaks before its answer arrives. */
  tokenAnswerLost(scope?: GoogleFaultScope): Fault;
  /** Revocation fails with 500; the tokens live on. Default scope: every revocation. */
  revokeUnavailable(scope?: GoogleFaultScope): Fault;
}

/** The faults of Google. @public */
export const googleFaults: GoogleFaults = {
  rateLimitExceeded: (scope = {}) =>
    usageLimit(scope, 403, 'Rate Limit Exceeded', {
      reason: 'rateLimitExceeded',
      status: 'PERMISSION_DENIED',
      ...(scope.windowStartTime === undefined ? {} : { info: quotaWindow(scope.windowStartTime) }),
    }),
  userRateLimitExceeded: (scope) =>
    usageLimit(scope, 403, 'User Rate Limit Exceeded', { reason: 'userRateLimitExceeded' }),
  tooManyRequests: (scope = {}) =>
    apiFault(
      scope,
      new ApiError(
        429,
        'Rate Limit Exceeded',
        { domain: 'usageLimits', reason: 'rateLimitExceeded', status: 'RESOURCE_EXHAUSTED' },
        scope.retryAfterSeconds === undefined ? {} : { 'retry-after': String(scope.retryAfterSeconds) },
      ),
    ),
  quotaExceeded: (scope) => usageLimit(scope, 403, 'Calendar usage limits exceeded.', { reason: 'quotaExceeded' }),
  backendError: (status = 503, scope) =>
    apiFault(scope, new ApiError(status, 'Backend Error', { domain: 'global', reason: 'backendError' })),
  invalidCredentials: (scope) => apiFault(scope, authError()),
  forbidden: (scope) => apiFault(scope, new ApiError(403, 'Forbidden', { domain: 'global', reason: 'forbidden' })),
  fullSyncRequired: (scope) => apiFault(scope, fullSyncRequired()),
  notACalendarUser: (scope) => apiFault(scope, notACalendarUser()),
  accessNotConfigured: (scope) => apiFault(scope, accessNotConfigured(calendarApi, '123456789012')),
  contactsQuota: (scope) =>
    contactsFault(scope, new ApiError(429, quotaText, { domain: 'global', reason: 'RESOURCE_EXHAUSTED' })),
  contactsUnavailable: (scope) =>
    contactsFault(
      scope,
      new ApiError(503, 'The service is currently unavailable.', { domain: 'global', reason: 'UNAVAILABLE' }),
    ),
  connectionCut: (scope) => ({ ...hit(scope, isWrite), action: { kind: 'reset', when: 'beforeHandling' } }),
  lostAnswer: (scope) => ({ ...hit(scope, isWrite), action: { kind: 'reset', when: 'afterHandling' } }),
  lateGatewayTimeout: (scope) => ({
    ...hit(scope, isWrite),
    action: {
      kind: 'rewrite',
      change: () => ({
        status: 504,
        headers: { 'content-type': 'text/html; charset=UTF-8' },
        body: errorPage(504, 'gateway_timeout', 'The server did not answer in time.'),
      }),
    },
  }),
  nthWrite(n, fault) {
    if (!Number.isInteger(n) || n < 1) throw new RangeError('Writes are counted from 1');
    return { ...fault, when: (request) => isWrite(request) && fault.when?.(request) !== false, skip: n - 1 };
  },
  htmlAnswer: (scope) => ({
    ...hit(scope, isApiRequest),
    action: {
      kind: 'respond',
      status: 502,
      headers: { 'content-type': 'text/html; charset=UTF-8' },
      body: errorPage(502, 'bad_gateway', 'The server encountered a temporary error.'),
    },
  }),
  invalidGrant: (scope) =>
    tokenFault(scope, new OAuthError(400, 'invalid_grant', 'Token has been expired or revoked.')),
  invalidRapt: (scope) =>
    tokenFault(scope, new OAuthError(400, 'invalid_grant', 'reauth related error (invalid_rapt)', 'invalid_rapt')),
  tokenEndpointUnavailable: (scope) => tokenFault(scope, new OAuthError(503, 'internal_failure', 'Backend Error')),
  tokenEndpointThrottled: (scope) =>
    tokenFault(scope, new OAuthError(429, 'rate_limit_exceeded', 'Rate Limit Exceeded')),
  tokenAnswerLost: (scope) => ({
    ...hit(scope, isRefresh),
    action: { kind: 'reset', when: 'afterHandling' },
  }),
  revokeUnavailable: (scope = {}) =>
    tokenFault(
      { ...scope, when: scope.when ?? ((request) => request.path === '/revoke') },
      new OAuthError(500, 'internal_failure', 'Backend Error'),
    ),
};

function usageLimit(
  scope: GoogleFaultScope | undefined,
  status: number,
  message: string,
  details: Omit<ApiErrorDetails, 'domain'>,
): Fault {
  return apiFault(scope, new ApiError(status, message, { domain: 'usageLimits', ...details }));
}

function quotaWindow(windowStartTime: string): NonNullable<ApiErrorDetails['info']> {
  return {
    reason: 'RATE_LIMIT_EXCEEDED',
    domain: 'googleapis.com',
    metadata: { service: 'calendar-json.googleapis.com', window_start_time: windowStartTime },
  };
}

function apiFault(scope: GoogleFaultScope | undefined, error: ApiError): Fault {
  const { status, headers, body } = errorResponse(error);
  return {
    ...hit(scope, isApiRequest),
    action: { kind: 'respond', status, headers, body },
  };
}

function contactsFault(scope: GoogleFaultScope | undefined, error: ApiError): Fault {
  const { status, headers, body } = errorResponse(error, 'modern');
  const isContacts = (request: RecordedRequest): boolean => request.path.startsWith(peopleApi.prefix);
  return { ...hit(scope, isContacts), action: { kind: 'respond', status, headers, body } };
}

const quotaText = "Quota exceeded for quota metric 'Critical read requests (Contact and Profile Reads)'.";

function hit(
  { when, times = 1, skip = 0 }: GoogleFaultScope = {},
  fallback: (request: RecordedRequest) => boolean,
): Pick<Fault, 'when' | 'times' | 'skip'> {
  return { when: when ?? fallback, times, skip };
}

function tokenFault(scope: GoogleFaultScope | undefined, error: OAuthError): Fault {
  return {
    ...hit(scope, isRefresh),
    action: {
      kind: 'respond',
      status: error.status,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: oauthErrorBody(error),
    },
  };
}

function isApiRequest(request: RecordedRequest): boolean {
  return request.path.startsWith(calendarApiPath);
}

/** Writes to any of the APIs; asking for free/busy is a POST and none. */
function isWrite({ method, path }: RecordedRequest): boolean {
  const isApi = [calendarApi, peopleApi, adminApi].some(({ prefix }) => path.startsWith(prefix));
  return isApi && method !== 'GET' && path !== `${calendarApiPath}freeBusy`;
}

function isRefresh(request: RecordedRequest): boolean {
  const grantType = new URLSearchParams(request.body).get('grant_type') ?? '';
  return request.path === '/token' && (grantType === 'refresh_token' || grantType === jwtBearerGrantType);
}
