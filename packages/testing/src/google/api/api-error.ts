import type { ApiName, ApiService } from './api-service.ts';

/** What stands in an error envelope of the API beside its status. */
export interface ApiErrorDetails {
  readonly domain: 'global' | 'calendar' | 'usageLimits';
  readonly reason: string;
  /** The parameter or header at fault. */
  readonly location?: string;
  readonly locationType?: 'parameter' | 'header';
  /** Message of the single entry, where it differs from the envelope's. */
  readonly entryMessage?: string;
  /** Canonical code of newer backends, for example `PERMISSION_DENIED`. */
  readonly status?: string;
  /** `google.rpc.ErrorInfo` of newer backends. */
  readonly info?: {
    readonly reason: string;
    readonly domain: string;
    readonly metadata?: Readonly<Record<string, string>>;
  };
  /** Where a person finds help; only bodies about switched-off APIs have it. */
  readonly extendedHelp?: string;
}

/** A refusal by an API. Source: Google Calendar API, "Handle API errors". */
export class ApiError extends Error {
  readonly status: number;
  readonly details: ApiErrorDetails;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    details: ApiErrorDetails,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.details = details;
    this.headers = headers;
  }
}

/** How an API writes errors: newer backends have a canonical status, older ones a list of single errors, some have both. */
export type ErrorStyle = 'classic' | 'modern';

/** The JSON body of an {@link ApiError}. */
export function errorEnvelope(error: ApiError, style: ErrorStyle = 'classic'): unknown {
  const { domain, reason, location, locationType, entryMessage, info, extendedHelp } = error.details;
  const status = error.details.status ?? (style === 'modern' ? canonicalStatus(error.status) : undefined);
  const entry = {
    message: entryMessage ?? error.message,
    domain,
    reason,
    ...(location === undefined ? {} : { location, locationType: locationType ?? 'parameter' }),
    ...(extendedHelp === undefined ? {} : { extendedHelp }),
  };
  return {
    error: {
      code: error.status,
      message: error.message,
      ...(style === 'modern' ? {} : { errors: [entry] }),
      ...(status === undefined ? {} : { status }),
      ...(info === undefined ? {} : { details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', ...info }] }),
    },
  };
}

/** The code of `google.rpc.Code` that belongs to a status of HTTP. */
function canonicalStatus(status: number): string {
  return canonicalStatuses[status] ?? 'UNKNOWN';
}

const canonicalStatuses: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  412: 'FAILED_PRECONDITION',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
};

/** An answer in JSON text. */
export interface JsonResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The answer that carries an {@link ApiError}. */
export function errorResponse(error: ApiError, style: ErrorStyle = 'classic'): JsonResponse {
  return {
    status: error.status,
    headers: { 'content-type': 'application/json; charset=UTF-8', ...error.headers },
    body: JSON.stringify(errorEnvelope(error, style), undefined, 2),
  };
}

/** 404 for an unknown id and for a calendar that the account can't see alike. */
export function notFound(): ApiError {
  return new ApiError(404, 'Not Found', { domain: 'global', reason: 'notFound' });
}

/** 401 for a missing, unknown, expired or revoked access token. */
export function authError(): ApiError {
  return new ApiError(
    401,
    'Invalid Credentials',
    {
      domain: 'global',
      reason: 'authError',
      location: 'Authorization',
      locationType: 'header',
      status: 'UNAUTHENTICATED',
    },
    { 'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"' },
  );
}

/** 403 for a token without any scope that the method takes. */
export function insufficientPermissions(service: ApiName, method: string, accepted: readonly string[]): ApiError {
  return new ApiError(
    403,
    'Request had insufficient authentication scopes.',
    {
      domain: 'global',
      reason: 'insufficientPermissions',
      entryMessage: 'Insufficient Permission',
      status: 'PERMISSION_DENIED',
      info: {
        reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
        domain: 'googleapis.com',
        metadata: { service, method },
      },
    },
    {
      'www-authenticate': `Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="${accepted.join(' ')}"`,
    },
  );
}

/** 400 for a parameter with a value that it can't have. */
export function invalidParameter(location: string, message: string, reason = 'invalidParameter'): ApiError {
  return new ApiError(400, message, { domain: 'global', reason, location, locationType: 'parameter' });
}

/** 400 for a request that contradicts itself. */
export function badRequest(message: string): ApiError {
  return new ApiError(400, message, { domain: 'global', reason: 'badRequest' });
}

/** 410 for a sync token that is corrupt, too old or no longer valid: the client has to start over. */
export function fullSyncRequired(): ApiError {
  return new ApiError(410, 'Sync token is no longer valid, a full sync is required.', {
    domain: 'global',
    reason: 'fullSyncRequired',
    status: 'ABORTED',
  });
}

/** 403 for the quota of a minute; with the start of the window in milliseconds the body names it. */
export function rateLimitExceeded(service: ApiName, windowStartMs?: number): ApiError {
  return new ApiError(403, 'Rate Limit Exceeded', {
    domain: 'usageLimits',
    reason: 'rateLimitExceeded',
    status: 'PERMISSION_DENIED',
    ...(windowStartMs === undefined
      ? {}
      : {
          info: {
            reason: 'RATE_LIMIT_EXCEEDED',
            domain: 'googleapis.com',
            metadata: { service, window_start_time: new Date(windowStartMs).toISOString() },
          },
        }),
  });
}

/** 403 for an API that nobody enabled in the project of the client. */
export function accessNotConfigured(
  { name, title }: Pick<ApiService, 'name' | 'title'>,
  projectNumber: string,
): ApiError {
  const help = `https://console.developers.google.com/apis/api/${name}/overview?project=${projectNumber}`;
  return new ApiError(
    403,
    `${title} has not been used in project ${projectNumber} before or it is disabled. Enable it by visiting ${help} then ` +
      'retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.',
    {
      domain: 'usageLimits',
      reason: 'accessNotConfigured',
      extendedHelp: 'https://console.developers.google.com',
      status: 'PERMISSION_DENIED',
      info: {
        reason: 'SERVICE_DISABLED',
        domain: 'googleapis.com',
        metadata: { service: name, consumer: `projects/${projectNumber}` },
      },
    },
  );
}

/** 400 for something that has to be there. */
export function required(message: string): ApiError {
  return new ApiError(400, message, { domain: 'global', reason: 'required' });
}

/** 400 for a value that the service does not take. */
export function invalid(message: string): ApiError {
  return new ApiError(400, message, { domain: 'global', reason: 'invalid' });
}

/** 501 for an operation that Google has and this emulator does not. */
export function notEmulated(method: string): ApiError {
  return new ApiError(501, `The emulator does not implement ${method}.`, {
    domain: 'global',
    reason: 'notImplemented',
    status: 'UNIMPLEMENTED',
  });
}
