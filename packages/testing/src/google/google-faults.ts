import type { Fault } from '../server/faults.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { ApiError, authError, errorResponse, fullSyncRequired, notACalendarUser } from './api/api-error.ts';
import type { ApiErrorDetails } from './api/api-error.ts';
import { calendarApiPath } from './calendar/calendar-api.ts';
import { errorPage } from './oauth/authorize-page.ts';
import { jwtBearerGrantType } from './oauth/jwt-bearer-grant.ts';
import { OAuthError, oauthErrorBody } from './oauth/oauth-error.ts';

/** Which requests a Google fault hits, and how often. @public */
export interface GoogleFaultScope {
  /** Default: every request to the API; for faults of the token endpoint, every refresh and every assertion of a service account. */
  readonly when?: (request: RecordedRequest) => boolean;
  /** Default 1. */
  readonly times?: number;
}

/**
 * Things that go wrong at Google, in its own dialect. Add one to an emulator's `faults`. None carries `Retry-After`, as the
 * service sends none.
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
  /** 429 `rateLimitExceeded`: too many requests at once. */
  tooManyRequests(scope?: GoogleFaultScope): Fault;
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
  tooManyRequests: (scope) =>
    usageLimit(scope, 429, 'Rate Limit Exceeded', { reason: 'rateLimitExceeded', status: 'RESOURCE_EXHAUSTED' }),
  quotaExceeded: (scope) => usageLimit(scope, 403, 'Calendar usage limits exceeded.', { reason: 'quotaExceeded' }),
  backendError: (status = 503, scope) =>
    apiFault(scope, new ApiError(status, 'Backend Error', { domain: 'global', reason: 'backendError' })),
  invalidCredentials: (scope) => apiFault(scope, authError()),
  forbidden: (scope) => apiFault(scope, new ApiError(403, 'Forbidden', { domain: 'global', reason: 'forbidden' })),
  fullSyncRequired: (scope) => apiFault(scope, fullSyncRequired()),
  notACalendarUser: (scope) => apiFault(scope, notACalendarUser()),
  htmlAnswer: (scope = {}) => ({
    when: scope.when ?? isApiRequest,
    times: scope.times ?? 1,
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
  tokenAnswerLost: (scope = {}) => ({
    when: scope.when ?? isRefresh,
    times: scope.times ?? 1,
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

function apiFault(scope: GoogleFaultScope = {}, error: ApiError): Fault {
  const { status, headers, body } = errorResponse(error);
  return {
    when: scope.when ?? isApiRequest,
    times: scope.times ?? 1,
    action: { kind: 'respond', status, headers, body },
  };
}

function tokenFault(scope: GoogleFaultScope = {}, error: OAuthError): Fault {
  return {
    when: scope.when ?? isRefresh,
    times: scope.times ?? 1,
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

function isRefresh(request: RecordedRequest): boolean {
  const grantType = new URLSearchParams(request.body).get('grant_type') ?? '';
  return request.path === '/token' && (grantType === 'refresh_token' || grantType === jwtBearerGrantType);
}
