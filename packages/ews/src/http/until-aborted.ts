import { CalendarError } from '@kalends/core';

/**
 * Waits for something that cannot be stopped, no longer than the signal allows.
 *
 * @throws CalendarError `aborted` when the signal ends the waiting.
 */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const left = Promise.withResolvers<never>();
  const leave = (): void => left.reject(aborted());
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave, { once: true });
  work.catch(() => undefined);
  try {
    return await Promise.race([left.promise, work]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

/** What a call ends with that its caller gave up. */
export function aborted(): CalendarError {
  return new CalendarError({ code: 'aborted', message: 'The call was aborted by its caller', provider: 'ews' });
}
