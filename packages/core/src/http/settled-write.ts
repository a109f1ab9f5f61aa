import { CalendarError } from '../errors/calendar-error.ts';
import type { CalendarErrorCode } from '../errors/error-code.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { maxAttempts, waitBeforeRetry } from './retry.ts';
import type { RetryOptions } from './retry.ts';

/** What a read found of a write whose answer was lost. @public */
export type Settlement<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'notDone' };

/** A write and the read that settles it. @public */
export interface SettledWrite<T> extends RetryOptions {
  /** Sends the write once. */
  readonly send: () => Promise<T>;
  /**
   * Reads whether the write took place. It may not write anything, and repeats itself after passing failures.
   *
   * @param failure - What `send` threw.
   */
  readonly settle: (failure: CalendarError) => Promise<Settlement<T>>;
}

/** After these the service may have done what it was asked, though nobody heard it say so. */
const unclearCodes: ReadonlySet<CalendarErrorCode> = new Set<CalendarErrorCode>([
  'networkError',
  'timeout',
  'serviceUnavailable',
  'invalidResponse',
  'responseTooLarge',
]);

/**
 * Runs a write that must not happen twice. A refusal for too many requests says that nothing was done: the write is repeated when the
 * time has come. After a failure that leaves it open whether the write took place, a read decides: what is done is the result, what is
 * not done is tried again.
 *
 * @throws CalendarError `outcomeUnknown` when the read fails too, with its `retryAfterMs`; `aborted` when the signal fires and `disposed`
 *   when the connection is closed, after which the write may have taken place; else the error of the last try.
 * @public
 */
export async function settledWrite<T>(
  runtime: Pick<Runtime, 'clock' | 'random' | 'logger'>,
  write: SettledWrite<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write.send();
    } catch (error) {
      if (!CalendarError.is(error)) throw error;
      if (unclearCodes.has(error.code)) {
        const settlement = await settle(write, error);
        if (settlement.kind === 'done') return settlement.value;
        if (!error.retryable) throw error;
      } else if (error.code !== 'rateLimited') {
        throw error;
      }
      if (attempt >= maxAttempts(write)) throw error;
      await waitBeforeRetry(runtime, error, attempt, write);
    }
  }
}

async function settle<T>(write: SettledWrite<T>, failure: CalendarError): Promise<Settlement<T>> {
  try {
    return await write.settle(failure);
  } catch (error) {
    if (endsCall(error)) throw error;
    throw new CalendarError({
      code: 'outcomeUnknown',
      message: `The write may have taken place: its answer was lost (${failure.code}), and reading what became of it failed too`,
      provider: failure.provider,
      operation: failure.operation,
      requestId: failure.requestId,
      retryAfterMs: CalendarError.is(error) ? error.retryAfterMs : undefined,
      cure: { text: 'Read it again before writing again; a creation can be repeated with the same idempotencyKey.' },
      cause: error,
    });
  }
}

/**
 * Reads what a write has made, once the service has said that it did it. A failure of this read is none of the write: it would say that
 * nothing happened, and that the call can be repeated.
 *
 * @throws CalendarError `outcomeUnknown`, with the `retryAfterMs` of the failure; `aborted` and `disposed` as they are.
 * @public
 */
export async function readBack<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!CalendarError.is(error) || endsCall(error)) throw error;
    throw new CalendarError({
      code: 'outcomeUnknown',
      message: `The write took place; reading what it made failed (${error.code})`,
      provider: error.provider,
      operation: error.operation,
      requestId: error.requestId,
      retryAfterMs: error.retryAfterMs,
      cure: { text: 'Read it again before writing again; a creation can be repeated with the same idempotencyKey.' },
      cause: error,
    });
  }
}

/** The caller's own doing. */
function endsCall(error: unknown): boolean {
  return CalendarError.is(error) && (error.code === 'aborted' || error.code === 'disposed');
}
