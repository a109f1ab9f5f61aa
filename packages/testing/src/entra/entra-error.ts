import type { HandlerResponse } from '../server/loopback-server.ts';

/** A refusal of the token endpoint or of the sign-in page. */
export interface EntraError {
  /** The number in `AADSTS50126`. */
  readonly code: number;
  /** OAuth error code, RFC 6749, section 5.2, plus Entra's own. */
  readonly error: string;
  readonly message: string;
  readonly suberror?: string;
}

/** The AADSTS numbers the emulator can answer with. @public */
export type EntraErrorCode =
  | 50011
  | 50034
  | 50058
  | 50126
  | 50173
  | 500011
  | 500113
  | 501481
  | 54005
  | 65001
  | 65004
  | 70000
  | 70003
  | 70005
  | 70008
  | 70011
  | 700016
  | 700025
  | 700027
  | 700082
  | 7000215
  | 7000218
  | 7000222
  | 90002
  | 90023
  | 900144
  | 9001023
  | 9002313
  | 1002012;

type Refusal = readonly [error: string, message: string, suberror?: string];

const refusals: Readonly<Record<EntraErrorCode, Refusal>> = {
  50011: ['invalid_request', 'The redirect URI specified in the request does not match the redirect URIs configured.'],
  50034: ['invalid_grant', 'The user account does not exist in this directory.'],
  50058: ['login_required', 'A silent sign-in request was sent but no user is signed in.'],
  50126: ['invalid_grant', 'Error validating credentials due to invalid username or password.'],
  50173: ['invalid_grant', 'The provided grant has expired due to it being revoked.', 'bad_token'],
  500011: ['invalid_resource', 'The resource principal was not found in the tenant.'],
  500113: ['invalid_request', 'No reply address is registered for the application.'],
  501481: [
    'invalid_grant',
    'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  ],
  54005: ['invalid_grant', 'OAuth2 Authorization code was already redeemed, please retry with a new valid code.'],
  65001: ['invalid_grant', 'The user or administrator has not consented to use the application.', 'consent_required'],
  65004: ['access_denied', 'User declined to consent to access the app.'],
  70000: ['invalid_grant', 'The provided grant is invalid or malformed.'],
  70003: ['unsupported_grant_type', 'The app requested an unsupported grant type.'],
  70005: ['unsupported_response_type', 'The response type is not supported.'],
  70008: ['invalid_grant', 'The provided authorization code or refresh token has expired.'],
  70011: ['invalid_scope', 'The provided value for the input parameter scope is not valid.'],
  700016: ['unauthorized_client', 'The application was not found in the directory.'],
  700025: ['invalid_client', 'Client is public so neither client_assertion nor client_secret should be presented.'],
  700027: ['invalid_client', 'The certificate with identifier used to sign the client assertion is not registered.'],
  700082: ['invalid_grant', 'The refresh token has expired due to inactivity.'],
  7000215: ['invalid_client', 'Invalid client secret provided.'],
  7000218: ['invalid_client', 'The request body must contain client_assertion or client_secret.'],
  7000222: ['invalid_client', 'The provided client secret keys for the application are expired.'],
  90002: ['invalid_request', 'The tenant was not found.'],
  90023: ['invalid_request', 'A value in the request is not valid.'],
  900144: ['invalid_request', 'The request body must contain a required parameter.'],
  9001023: ['invalid_request', 'The grant type is not supported over the /common or /consumers endpoints.'],
  9002313: ['invalid_request', 'Invalid request. Request is malformed or invalid.'],
  1002012: ['invalid_scope', 'The provided value for scope is not valid: client credentials take resource/.default.'],
};

/** Looks up what goes with an AADSTS number; `message` replaces the standing text. */
export function entraError(code: EntraErrorCode, message?: string): EntraError {
  const row = refusals[code];
  return {
    code,
    error: row[0],
    message: message ?? row[1],
    ...(row[2] === undefined ? {} : { suberror: row[2] }),
  };
}

/** Ids that go into an error answer. */
export interface EntraErrorIds {
  readonly traceId: string;
  readonly correlationId: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** `AADSTS70008: …` with the trailing ids, as it stands in `error_description`. */
export function entraErrorDescription(error: EntraError, ids: EntraErrorIds): string {
  const { traceId, correlationId } = ids;
  return `AADSTS${error.code}: ${error.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp(ids.now)}`;
}

/** The error body of the token endpoint (Entra docs, "Microsoft Entra authentication and authorization error codes"). */
export function entraErrorBody(error: EntraError, ids: EntraErrorIds): Readonly<Record<string, unknown>> {
  return {
    error: error.error,
    error_description: entraErrorDescription(error, ids),
    error_codes: [error.code],
    timestamp: timestamp(ids.now),
    trace_id: ids.traceId,
    correlation_id: ids.correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${error.code}`,
    ...(error.suberror === undefined ? {} : { suberror: error.suberror }),
  };
}

/** Status and headers around {@link entraErrorBody}: 401 for a client that failed to prove itself, else 400. */
export function entraErrorResponse(error: EntraError, ids: EntraErrorIds): HandlerResponse {
  return {
    status: error.error === 'invalid_client' ? 401 : 400,
    headers: { 'cache-control': 'no-store, no-cache', pragma: 'no-cache', 'x-ms-request-id': ids.traceId },
    body: entraErrorBody(error, ids),
  };
}

function timestamp(now: number): string {
  return new Date(now)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
}
