import { CalendarError } from '../errors/calendar-error.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** When a read is tried again. @public */
export interface RetryPolicy {
  /** Tries in all, the first included. Default 3; 1 switches retries off. */
  readonly maxAttempts?: number;
  /**
   * Longest wait between two tries, in milliseconds. Default 30,000. When the service asks for more, the call fails at
   * once with the whole `retryAfterMs`: it is never shortened.
   */
  readonly maxWaitMs?: number;
}

const firstWaitMs = 500;

/**
 * Runs an idempotent operation and repeats it after errors that pass by themselves. It waits as long as the service asked,
 * else exponentially with full jitter from the injected random source.
 *
 * Not for writes: a write that may have happened is settled by a read, not by a second write.
 *
 * @public
 */
export async function retryRead<T>(
  runtime: Pick<Runtime, 'clock' | 'random' | 'logger'>,
  operation: () => Promise<T>,
  options: { readonly policy?: RetryPolicy | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<T> {
  const maxAttempts = options.policy?.maxAttempts ?? 3;
  const maxWaitMs = options.policy?.maxWaitMs ?? 30_000;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await operation();
    } catch (error) {
      if (!CalendarError.is(error) || !error.retryable || attempt >= maxAttempts) throw error;
      const waitMs = error.retryAfterMs ?? Math.ceil(jitter(runtime.random.bytes(2)) * firstWaitMs * 2 ** attempt);
      if (waitMs > maxWaitMs) throw error;
      runtime.logger.debug('request.retry', {
        ...(error.provider === undefined ? {} : { provider: error.provider }),
        code: error.code,
        attempt,
        retryAfterMs: waitMs,
      });
      await sleepOrAbort(runtime, waitMs, options.signal);
    }
  }
}

async function sleepOrAbort(
  runtime: Pick<Runtime, 'clock'>,
  waitMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await runtime.clock.sleep(waitMs, signal === undefined ? {} : { signal });
  } catch (error) {
    throw new CalendarError({ code: 'aborted', message: 'The call was aborted by its caller', cause: error });
  }
}

function jitter(bytes: Uint8Array): number {
  return ((bytes[0] ?? 0) * 256 + (bytes[1] ?? 0)) / 65_535;
}
