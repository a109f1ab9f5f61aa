import { CalendarError } from '../errors/calendar-error.ts';

/**
 * Lets one waiting caller leave without ending the work that others wait for.
 *
 * @throws CalendarError `aborted` when the signal ends the waiting.
 */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  if (signal.aborted) {
    work.catch(() => undefined);
    throw aborted();
  }
  const left = Promise.withResolvers<never>();
  const leave = (): void => left.reject(aborted());
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([work, left.promise]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

function aborted(): CalendarError {
  return new CalendarError({ code: 'aborted', message: 'The call was aborted by its caller' });
}
