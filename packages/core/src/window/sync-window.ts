import { CalendarError } from '../errors/calendar-error.ts';
import type { TimeWindow } from '../model/time.ts';

/** Calendar months before now that are watched. @public */
export const syncWindowMonthsBack = 6;

/** Calendar months after now that are watched. @public */
export const syncWindowMonthsForward = 18;

/**
 * The rolling window that is kept in step with a calendar: 24 calendar months, 6 back and 18 forward, half-open, counted in
 * UTC. A day that the target month lacks becomes its last day (six months before 31 August is the last day of February).
 *
 * @param nowMs - Milliseconds since the Unix epoch, usually `runtime.clock.now()`.
 * @throws CalendarError `invalidArgument` when `nowMs` is no instant between the years 1 and 9998.
 * @public
 */
export function syncWindow(nowMs: number): TimeWindow {
  return {
    start: toInstant(addCalendarMonths(nowMs, -syncWindowMonthsBack)),
    end: toInstant(addCalendarMonths(nowMs, syncWindowMonthsForward)),
  };
}

/**
 * Moves an instant by calendar months in UTC, keeping the time of day and clamping to the last day of the month.
 *
 * @public
 */
export function addCalendarMonths(instantMs: number, months: number): number {
  const from = new Date(instantMs);
  const month = from.getUTCMonth() + months;
  const day = Math.min(from.getUTCDate(), daysInMonth(from.getUTCFullYear(), month));
  // setUTCFullYear instead of Date.UTC: the latter reads the years 0 to 99 as 1900 to 1999.
  return new Date(instantMs).setUTCFullYear(from.getUTCFullYear(), month, day);
}

/**
 * Tells whether an instant lies in a window: its start belongs to it, its end does not.
 *
 * @public
 */
export function isInsideWindow(instantMs: number, window: TimeWindow): boolean {
  return Date.parse(window.start) <= instantMs && instantMs < Date.parse(window.end);
}

function daysInMonth(year: number, month: number): number {
  const lastDay = new Date(0);
  lastDay.setUTCFullYear(year, month + 1, 0);
  return lastDay.getUTCDate();
}

function toInstant(ms: number): string {
  const at = new Date(ms);
  const year = at.getUTCFullYear();
  if (Number.isNaN(year) || year < 1 || year > 9999) {
    throw new CalendarError({
      code: 'invalidArgument',
      message: 'The sync window needs a current time between the years 1 and 9998',
    });
  }
  return at.toISOString();
}
