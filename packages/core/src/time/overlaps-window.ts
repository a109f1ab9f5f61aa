import type { EventTime, TimeWindow } from '../model/time.ts';
import { instantOfWallTime, parseInstant } from './zoned-date-time.ts';

/** An interval of instants in milliseconds since the Unix epoch, half-open. @public */
export interface InstantInterval {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * The instants an event covers.
 *
 * @param timeZone - IANA zone in which the days of an all-day event begin and end.
 * @public
 */
export function intervalOf(time: EventTime, timeZone: string): InstantInterval {
  return time.kind === 'timed'
    ? { startMs: Date.parse(time.start.instant), endMs: Date.parse(time.end.instant) }
    : {
        startMs: instantOfWallTime(`${time.startDate}T00:00:00`, timeZone),
        endMs: instantOfWallTime(`${time.endDate}T00:00:00`, timeZone),
      };
}

/**
 * Tells whether any part of an event lies in a window. Both are half-open: an event that ends where the window starts is
 * outside, one that starts there is inside, and an event without duration is inside when its start is.
 *
 * @param timeZone - IANA zone in which the days of an all-day event begin and end.
 * @throws CalendarError `invalidArgument` when the window's bounds are no instants.
 * @public
 */
export function overlapsWindow(time: EventTime, window: TimeWindow, timeZone: string): boolean {
  const { startMs, endMs } = intervalOf(time, timeZone);
  const windowStart = parseInstant(window.start);
  const windowEnd = parseInstant(window.end);
  if (startMs === endMs) return windowStart <= startMs && startMs < windowEnd;
  return startMs < windowEnd && endMs > windowStart;
}
