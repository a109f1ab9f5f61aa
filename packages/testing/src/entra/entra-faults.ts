import type { Fault } from '../server/faults.ts';
import { entraError, entraErrorBody } from './entra-error.ts';
import type { EntraErrorCode } from './aadsts-codes.ts';
import { policyClaims } from './claims-request.ts';
import { isTokenPath } from './token-request-log.ts';

/**
 * Things that go wrong at Entra's token endpoint. Add one to an emulator's `faults`.
 *
 * @public
 */
export interface EntraFaults {
  /** Refuses the next token request with an AADSTS error, with its usual status and body. */
  refused(code: EntraErrorCode, times?: number): Fault;
  /** Performs the next token request and loses the answer: the connection is cut once the tokens are made. */
  lostAnswer(times?: number): Fault;
  /** 429 with `Retry-After`. */
  throttled(retryAfterSeconds: number, times?: number): Fault;
  /** 503 `temporarily_unavailable`. */
  unavailable(times?: number): Fault;
}

const id = '00000000-0000-4000-8000-000000000000';
// Faults are built without a running emulator, so their stamps are fixed.
const ids = { traceId: id, correlationId: id, now: 0 };

/** Refusals of Conditional Access, which come with the claims that would satisfy it. */
const policyCodes: ReadonlySet<EntraErrorCode> = new Set([50076, 50079, 53003]);

/** The faults of Entra ID. @public */
export const entraFaults: EntraFaults = {
  refused: (code, times) => {
    const error = { ...entraError(code), ...(policyCodes.has(code) ? { claims: policyClaims(id) } : {}) };
    return tokenFault(error.error === 'invalid_client' ? 401 : 400, entraErrorBody(error, ids), times);
  },
  lostAnswer: (times = 1) => ({ when: isTokenPath, times, action: { kind: 'reset', when: 'afterHandling' } }),
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
    when: isTokenPath,
    times,
    action: {
      kind: 'respond',
      status,
      headers: { 'content-type': 'application/json; charset=utf-8', 'x-ms-request-id': id, ...headers },
      body: JSON.stringify(body),
    },
  };
}
