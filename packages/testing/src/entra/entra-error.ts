import type { HandlerResponse } from '../server/loopback-server.ts';
import { aadstsCodes } from './aadsts-codes.ts';
import type { EntraErrorCode } from './aadsts-codes.ts';

/** A refusal of the token endpoint or of the sign-in page. */
export interface EntraError {
  /** The number in `AADSTS50126`. */
  readonly code: number;
  /** OAuth error code, RFC 6749, section 5.2, plus Entra's own. */
  readonly error: string;
  readonly message: string;
  readonly suberror?: string;
  /** JSON of a claims request that would satisfy the service. */
  readonly claims?: string;
}

/** Looks up what goes with an AADSTS number; `message` replaces the standing text. */
export function entraError(code: EntraErrorCode, message?: string): EntraError {
  const [error, text, suberror] = aadstsCodes[code];
  return { code, error, message: message ?? text, ...(suberror === undefined ? {} : { suberror }) };
}

/** A parameter that is not there. */
export function missingParameter(name: string, part: 'request' | 'request body' = 'request body'): EntraError {
  return entraError(900144, `The ${part} must contain the following parameter: '${name}'.`);
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

/** {@link entraErrorDescription} with ids of its own. */
export function describeError(
  { minted, clock }: { readonly minted: { guid(): string }; readonly clock: { now(): number } },
  error: EntraError,
): string {
  return entraErrorDescription(error, { traceId: minted.guid(), correlationId: minted.guid(), now: clock.now() });
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
    ...(error.claims === undefined ? {} : { claims: error.claims }),
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
