import { Temporal } from 'temporal-polyfill';
import { ApiError, invalid, required } from '../../api/api-error.ts';
import type { EventDateTime } from '../zoned-time.ts';
import { isTimeZone, placeInTime, renderInstant } from '../zoned-time.ts';
import type { SentTime } from './event-body.ts';

/** How start and end of an event become what is stored. */
export interface TimeOptions {
  readonly mode: 'replace' | 'merge';
  /** Zone of the calendar: of times without offset and zone, and of what is stored. */
  readonly calendarZone: string;
  /** A timed series has to say in which zone it repeats. */
  readonly isSeries: boolean;
}

/**
 * Start or end after a write. Nested objects merge in a patch: who turns a timed event into an all-day one has to set the
 * other form to `null`.
 *
 * @throws ApiError 400 when the result has no time or two, or one that does not exist.
 */
export function nextTime(
  which: 'start' | 'end',
  stored: EventDateTime | undefined,
  sent: SentTime | null | undefined,
  { mode, calendarZone, isSeries }: TimeOptions,
): EventDateTime {
  const isUntouched = mode === 'merge' && sent === undefined && stored !== undefined;
  if (isUntouched && !(isSeries && stored.date === undefined && stored.timeZone === undefined)) return stored;
  const { date, dateTime, timeZone }: SentTime =
    mode === 'merge' && sent !== null ? { ...stored, ...sent } : (sent ?? {});
  if (isText(date) && isText(dateTime)) throw invalid(`Invalid ${which} time.`);
  if (isText(date)) return { date: checkedDate(which, date) };
  if (!isText(dateTime)) throw required(`Missing ${which} time.`);
  if (isText(timeZone) && !isTimeZone(timeZone)) throw invalid(`Invalid time zone definition for ${which} time.`);
  if (isSeries && !isText(timeZone)) throw required(`Missing time zone definition for ${which} time.`);
  const zone = isText(timeZone) ? timeZone : calendarZone;
  return { dateTime: renderInstant(checkedInstant(which, dateTime, zone), calendarZone), timeZone: zone };
}

/** @throws ApiError 400 unless both ends are of one kind and in order. Whole days end on a later date than they start. */
export function checkRange(start: EventDateTime, end: EventDateTime, calendarZone: string): void {
  const isAllDay = start.date !== undefined;
  if (isAllDay !== (end.date !== undefined)) {
    throw invalid('Start and end times must either both be date or both be dateTime.');
  }
  const startMs = placeInTime(start, calendarZone);
  const endMs = placeInTime(end, calendarZone);
  if (endMs < startMs || (isAllDay && endMs === startMs)) {
    throw new ApiError(400, 'The specified time range is empty.', { domain: 'calendar', reason: 'timeRangeEmpty' });
  }
}

function checkedDate(which: string, date: string): string {
  try {
    if (/^\d{4}-\d\d-\d\d$/.test(date)) return Temporal.PlainDate.from(date, { overflow: 'reject' }).toString();
  } catch {
    // Answered below, like text that is no date at all.
  }
  throw invalid(`Invalid ${which} time.`);
}

function checkedInstant(which: string, dateTime: string, zone: string): number {
  const [, wallTime, offset] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/i.exec(dateTime) ?? [];
  try {
    if (wallTime !== undefined) {
      return placeInTime({ dateTime: wallTime.toUpperCase() + (offset?.toUpperCase() ?? ''), timeZone: zone }, zone);
    }
  } catch {
    // Answered below, like text that is no time at all.
  }
  throw invalid(`Invalid ${which} time.`);
}

function isText(value: string | null | undefined): value is string {
  return typeof value === 'string' && value !== '';
}
