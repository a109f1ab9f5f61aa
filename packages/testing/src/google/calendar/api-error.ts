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
    readonly metadata: Readonly<Record<string, string>>;
  };
}

/** A refusal by the Calendar API. Source: Google Calendar API, "Handle API errors". */
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

/** The JSON body of an {@link ApiError}. */
export function errorEnvelope(error: ApiError): unknown {
  const { domain, reason, location, locationType, entryMessage, status, info } = error.details;
  return {
    error: {
      code: error.status,
      message: error.message,
      errors: [
        {
          message: entryMessage ?? error.message,
          domain,
          reason,
          ...(location === undefined ? {} : { location, locationType: locationType ?? 'parameter' }),
        },
      ],
      ...(status === undefined ? {} : { status }),
      ...(info === undefined ? {} : { details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', ...info }] }),
    },
  };
}

/** An answer in JSON text. */
export interface JsonResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The answer that carries an {@link ApiError}. */
export function errorResponse(error: ApiError): JsonResponse {
  return {
    status: error.status,
    headers: { 'content-type': 'application/json; charset=UTF-8', ...error.headers },
    body: JSON.stringify(errorEnvelope(error), undefined, 2),
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
export function insufficientPermissions(method: string, accepted: readonly string[]): ApiError {
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
        metadata: { service: 'calendar-json.googleapis.com', method: `calendar.v3.${method}` },
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

/** 501 for an operation that Google has and this emulator does not. */
export function notEmulated(method: string): ApiError {
  return new ApiError(501, `The emulator does not implement ${method}.`, {
    domain: 'global',
    reason: 'notImplemented',
    status: 'UNIMPLEMENTED',
  });
}
