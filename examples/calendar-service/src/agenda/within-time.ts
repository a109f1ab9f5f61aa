import { CalendarError } from '@kalends/core';
import type { Clock } from '@kalends/core';

/**
 * Runs work that has to end in time. When the time is over, the work's signal aborts, and the caller goes on whether the
 * work heeds it or not.
 *
 * @param options.timeoutMs - Milliseconds that the work may take.
 * @param options.signal - Ends the work early.
 * @throws CalendarError `timeout` when the time is over; otherwise what the work throws.
 */
export async function withinTime<T>(
  work: (signal: AbortSignal) => Promise<T>,
  options: { readonly clock: Clock; readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<T> {
  const overdue = new AbortController();
  const done = new AbortController();
  const timeout = options.clock.sleep(options.timeoutMs, { signal: done.signal }).then((): never => {
    const error = new CalendarError({ code: 'timeout', message: `No answer within ${options.timeoutMs} ms` });
    overdue.abort(error);
    throw error;
  });
  const signals = options.signal === undefined ? [overdue.signal] : [overdue.signal, options.signal];
  try {
    return await Promise.race([work(AbortSignal.any(signals)), timeout]);
  } finally {
    done.abort();
  }
}
