import type { Fault } from '../server/faults.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { ApiError, authError, errorResponse, fullSyncRequired as fullSyncRequiredError } from './calendar/api-error.ts';
import { calendarApiPath } from './calendar/calendar-api.ts';
import { OAuthError, oauthErrorBody } from './oauth/oauth-error.ts';

/** Which requests a Google fault hits, and how often. @public */
export interface GoogleFaultOptions {
  /** Default: every request to the API; for faults of the token endpoint, every refresh. */
  readonly when?: (request: RecordedRequest) => boolean;
  /** Default 1. */
  readonly times?: number;
}

/** 403 `rateLimitExceeded`: the per-minute quota is used up. @public */
export function rateLimitExceeded(
  options: GoogleFaultOptions & {
    /** RFC 3339 instant. Adds an `ErrorInfo` naming the quota window, from which a client can compute its wait. */
    readonly windowStartTime?: string;
  } = {},
): Fault {
  return apiFault(
    options,
    new ApiError(403, 'Rate Limit Exceeded', {
      domain: 'usageLimits',
      reason: 'rateLimitExceeded',
      status: 'PERMISSION_DENIED',
      ...(options.windowStartTime === undefined
        ? {}
        : {
            info: {
              reason: 'RATE_LIMIT_EXCEEDED',
              domain: 'googleapis.com',
              metadata: { service: 'calendar-json.googleapis.com', window_start_time: options.windowStartTime },
            },
          }),
    }),
  );
}

/** 403 `userRateLimitExceeded`: one account asked too often. @public */
export function userRateLimitExceeded(options: GoogleFaultOptions = {}): Fault {
  return apiFault(
    options,
    new ApiError(403, 'User Rate Limit Exceeded', { domain: 'usageLimits', reason: 'userRateLimitExceeded' }),
  );
}

/** 429 `rateLimitExceeded`: too many requests at once. Like the service, without `Retry-After`. @public */
export function tooManyRequests(options: GoogleFaultOptions = {}): Fault {
  return apiFault(
    options,
    new ApiError(429, 'Rate Limit Exceeded', {
      domain: 'usageLimits',
      reason: 'rateLimitExceeded',
      status: 'RESOURCE_EXHAUSTED',
    }),
  );
}

/** 403 `quotaExceeded`: a limit that takes hours or longer to recover, so that retrying soon is pointless. @public */
export function quotaExceeded(options: GoogleFaultOptions = {}): Fault {
  return apiFault(
    options,
    new ApiError(403, 'Calendar usage limits exceeded.', { domain: 'usageLimits', reason: 'quotaExceeded' }),
  );
}

/** 500 or 503 `backendError`. Default 503. @public */
export function backendError(status: 500 | 503 = 503, options: GoogleFaultOptions = {}): Fault {
  return apiFault(options, new ApiError(status, 'Backend Error', { domain: 'global', reason: 'backendError' }));
}

/** 401 `authError`, as for an expired access token. @public */
export function invalidCredentials(options: GoogleFaultOptions = {}): Fault {
  return apiFault(options, authError());
}

/** 410 `fullSyncRequired`, for example in the middle of paging. @public */
export function fullSyncRequired(options: GoogleFaultOptions = {}): Fault {
  return apiFault(options, fullSyncRequiredError());
}

/** 403 `notACalendarUser`: the account exists, the Calendar service is switched off for it. @public */
export function notACalendarUser(options: GoogleFaultOptions = {}): Fault {
  return apiFault(
    options,
    new ApiError(403, 'The user must be signed up for Google Calendar.', {
      domain: 'calendar',
      reason: 'notACalendarUser',
    }),
  );
}

/** Refresh refused with `invalid_grant` and subtype `invalid_rapt`: the organisation's session control wants a new sign-in. @public */
export function invalidRapt(options: GoogleFaultOptions = {}): Fault {
  return tokenFault(
    options,
    new OAuthError(400, 'invalid_grant', 'reauth related error (invalid_rapt)', 'invalid_rapt'),
  );
}

/** Refresh refused with `invalid_grant`: the grant is gone. @public */
export function invalidGrant(options: GoogleFaultOptions = {}): Fault {
  return tokenFault(options, new OAuthError(400, 'invalid_grant', 'Token has been expired or revoked.'));
}

/** 503 of the token endpoint: transient, the grant still stands. @public */
export function tokenEndpointUnavailable(options: GoogleFaultOptions = {}): Fault {
  return tokenFault(options, new OAuthError(503, 'internal_failure', 'Backend Error'));
}

function apiFault(options: GoogleFaultOptions, error: ApiError): Fault {
  const { status, headers, body } = errorResponse(error);
  return {
    when: options.when ?? ((request) => request.path.startsWith(calendarApiPath)),
    times: options.times ?? 1,
    action: { kind: 'respond', status, headers, body },
  };
}

function tokenFault(options: GoogleFaultOptions, error: OAuthError): Fault {
  return {
    when:
      options.when ??
      ((request) =>
        request.path === '/token' && new URLSearchParams(request.body).get('grant_type') === 'refresh_token'),
    times: options.times ?? 1,
    action: {
      kind: 'respond',
      status: error.status,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: oauthErrorBody(error),
    },
  };
}
