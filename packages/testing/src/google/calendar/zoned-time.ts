import { Temporal } from 'temporal-polyfill';

/** Start or end of an event on the wire: `date`, or `dateTime` with an offset and the event's own zone. @public */
export interface EventDateTime {
  readonly date?: string;
  readonly dateTime?: string;
  readonly timeZone?: string;
}

const rendered = new Map<string, string>();
const maxRendered = 50_000;

/** RFC 3339 with seconds and the offset that `timeZone` has at that instant, for example `2026-03-10T10:00:00+01:00`. */
export function renderInstant(ms: number, timeZone: string): string {
  const key = `${ms}${timeZone}`;
  const known = rendered.get(key);
  if (known !== undefined) return known;
  const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  const text =
    local.offsetNanoseconds === 0
      ? `${local.toPlainDateTime().toString({ smallestUnit: 'second' })}Z`
      : local.toString({ smallestUnit: 'second', timeZoneName: 'never' });
  // A formatting cache, not state: dropping it only costs time.
  if (rendered.size >= maxRendered) rendered.clear();
  rendered.set(key, text);
  return text;
}

/** Milliseconds of the epoch for a wall time in a zone. Ambiguous and skipped times as RFC 5545, section 3.3.5 reads them. */
export function wallTimeToMs(wallTime: string, timeZone: string): number {
  return Temporal.PlainDateTime.from(wallTime).toZonedDateTime(timeZone, { disambiguation: 'compatible' })
    .epochMilliseconds;
}

/** Where an event's start or end lies in time. All-day dates begin at midnight of the calendar's zone. */
export function placeInTime(time: EventDateTime, calendarZone: string): number {
  if (time.date !== undefined)
    return Temporal.PlainDate.from(time.date).toZonedDateTime(calendarZone).epochMilliseconds;
  if (time.dateTime === undefined) throw new RangeError('An event time has a date or a dateTime');
  if (/(?:Z|[+-]\d\d:\d\d)$/i.test(time.dateTime)) return Temporal.Instant.from(time.dateTime).epochMilliseconds;
  return wallTimeToMs(time.dateTime, time.timeZone ?? calendarZone);
}

/** `timeZone` in the spelling it was given, when the time zone database knows it. */
export function isTimeZone(timeZone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
    return !/^[+-]/.test(timeZone);
  } catch {
    return false;
  }
}

/** UTC with milliseconds, as `created` and `updated` are written. */
export function renderStamp(ms: number): string {
  return Temporal.Instant.fromEpochMilliseconds(ms).toString({ smallestUnit: 'millisecond' });
}
