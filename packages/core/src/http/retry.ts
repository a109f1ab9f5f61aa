import { CalendarError } from '../errors/calendar-error.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** When a read is tried again. @public */
export interface RetryPolicy {
  /** Tries in all, the first included. Default 3; 1 switches retries off. */
  readonly maxAttempts?: number;
  /**
   * Longest wait between two tries, in milliseconds. Default 30,000. When the service asks for more, the call fails at
   * once with the whole `retryAfterMs`: it is never shortened. Waits the service did not ask for grow up to this.
   */
  readonly maxWaitMs?: number;
}

/** Ceiling of the first wait, in milliseconds; it doubles with each further try. */
const firstWaitMs = 1_000;

/** How {@link retryRead} and {@link retryWrite} go about it. @public */
export interface RetryOptions {
  readonly policy?: RetryPolicy | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs an idempotent operation and repeats it after errors that pass by themselves. It waits as long as the service asked,
 * else exponentially with full jitter from the injected random source.
 *
 * Not for writes, see {@link retryWrite}.
 *
 * @throws CalendarError `aborted` when the signal fires while it waits; else the error of the last try.
 * @public
 */
export async function retryRead<T>(
  runtime: Pick<Runtime, 'clock' | 'random' | 'logger'>,
  operation: () => Promise<T>,
  options: RetryOptions = {},
): Promise<T> {
  return retry(runtime, operation, options, (error) => error.retryable);
}

/**
 * Runs a write and repeats it when that can do no harm: after a refusal for too many requests, which says that nothing was done. After
 * every other failure a write may have happened, so it is repeated only where twice is as good as once; else its outcome is settled
 * by a read.
 *
 * @throws CalendarError `aborted` when the signal fires while it waits; else the error of the last try.
 * @public
 */
export async function retryWrite<T>(
  runtime: Pick<Runtime, 'clock' | 'random' | 'logger'>,
  operation: () => Promise<T>,
  options: RetryOptions & {
    /** Twice is as good as once: a deletion, a write guarded by a version, a creation under an id of the caller's. */
    readonly isIdempotent: boolean;
  },
): Promise<T> {
  return retry(
    runtime,
    operation,
    options,
    (error) => error.code === 'rateLimited' || (options.isIdempotent && error.retryable),
  );
}

async function retry<T>(
  runtime: Pick<Runtime, 'clock' | 'random' | 'logger'>,
  operation: () => Promise<T>,
  options: RetryOptions,
  mayRepeat: (error: CalendarError) => boolean,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await operation();
    } catch (error) {
      if (!CalendarError.is(error) || !mayRepeat(error) || attempt >= maxAttempts(options)) throw error;
      await waitBeforeRetry(runtime, error, attempt, options);
    }
  }
}

/** How many tries there are in all. */
export function maxAttempts({ policy }: RetryOptions): number {
  return policy?.maxAttempts ?? 3;
}

/**
 * Waits until a failed call may be repeated.
 *
 * @throws CalendarError the failure itself when the wait would be longer than the policy allows, `aborted` when the signal fires.
 */
export async function waitBeforeRetry(
  runtime: Pick<Runtime, 'clock' | 'random' | 'logger'>,
  error: CalendarError,
  attempt: number,
  options: RetryOptions,
): Promise<void> {
  const maxWaitMs = options.policy?.maxWaitMs ?? 30_000;
  const ceilingMs = Math.min(firstWaitMs * 2 ** (attempt - 1), maxWaitMs);
  const waitMs = error.retryAfterMs ?? Math.ceil(jitter(runtime.random.bytes(2)) * ceilingMs);
  if (waitMs > maxWaitMs) throw error;
  runtime.logger.debug('request.retry', {
    ...(error.provider === undefined ? {} : { provider: error.provider }),
    code: error.code,
    attempt,
    retryAfterMs: waitMs,
  });
  await sleepOrAbort(runtime, waitMs, options.signal);
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
