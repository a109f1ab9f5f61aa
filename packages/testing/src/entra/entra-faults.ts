import type { Fault } from '../server/faults.ts';
import { entraError, entraErrorBody } from './entra-error.ts';
import type { EntraErrorCode } from './entra-error.ts';

/**
 * Things that go wrong at Entra's token endpoint. Add one to an emulator's `faults`.
 *
 * @public
 */
export interface EntraFaults {
  /** Refuses the next token request with an AADSTS error, with its usual status and body. */
  refused(code: EntraErrorCode, times?: number): Fault;
  /** 429 with `Retry-After`. */
  throttled(retryAfterSeconds: number, times?: number): Fault;
  /** 503 `temporarily_unavailable`. */
  unavailable(times?: number): Fault;
}

const id = '00000000-0000-4000-8000-000000000000';
// Faults are built without a running emulator, so their stamps are fixed.
const ids = { traceId: id, correlationId: id, now: 0 };

/** The faults of Entra ID. @public */
export const entraFaults: EntraFaults = {
  refused: (code, times) => {
    const error = entraError(code);
    return tokenFault(error.error === 'invalid_client' ? 401 : 400, entraErrorBody(error, ids), times);
  },
  throttled: (seconds, times) =>
    tokenFault(429, { error: 'temporarily_unavailable' }, times, { 'retry-after': String(seconds) }),
  unavailable: (times) => tokenFault(503, { error: 'temporarily_unavailable' }, times),
};

function tokenFault(
  status: number,
  body: Readonly<Record<string, unknown>>,
  times = 1,
  headers: Readonly<Record<string, string>> = {},
): Fault {
  return {
    when: (request) => request.path.endsWith('/oauth2/v2.0/token'),
    times,
    action: {
      kind: 'respond',
      status,
      headers: { 'content-type': 'application/json; charset=utf-8', 'x-ms-request-id': id, ...headers },
      body: JSON.stringify(body),
    },
  };
}
