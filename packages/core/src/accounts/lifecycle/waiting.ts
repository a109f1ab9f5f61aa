import { CalendarError } from '../../errors/calendar-error.ts';
import type { Clock, Random } from '../../runtime/runtime.ts';

const firstStepMs = 50;

/**
 * The pause before the next try: twice as long each time, at most `maxMs`, and by chance down to half of it, so that processes
 * that wait for the same thing do not come back together.
 *
 * @param attempt - Counted from 0.
 * @returns milliseconds.
 */
export function pauseMs(random: Random, attempt: number, maxMs: number): number {
  const [byte = 0] = random.bytes(1);
  const fullMs = Math.min(firstStepMs * 2 ** attempt, maxMs);
  return fullMs * (0.5 + byte / 512);
}

/**
 * Ends work that takes too long; its result is not waited for any more.
 *
 * @throws CalendarError `timeout`, naming `what`.
 */
export async function withTimeout<T>(
  { clock, timeoutMs, what }: { readonly clock: Clock; readonly timeoutMs: number; readonly what: string },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const working = new AbortController();
  const timer = new AbortController();
  const tooLate = clock.sleep(timeoutMs, { signal: timer.signal }).then(() => {
    working.abort();
    throw new CalendarError({ code: 'timeout', message: `${what} took longer than ${timeoutMs} ms` });
  });
  try {
    return await Promise.race([work(working.signal), tooLate]);
  } finally {
    timer.abort();
    tooLate.catch(() => undefined);
  }
}
