import { Temporal } from 'temporal-polyfill';
import type { NamedZone } from './time-zones.ts';

/** Milliseconds since the Unix epoch of a wall time (`2026-11-16T09:00:00`) in an IANA zone. */
export function epochMsOf(wallTime: string, iana: string): number {
  return Temporal.PlainDateTime.from(wallTime).toZonedDateTime(iana).epochMilliseconds;
}

/** Milliseconds since the Unix epoch of midnight UTC of a date: how all-day events are placed. */
export function epochMsOfDate(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

/** Wall time without fraction, `2026-11-16T09:00:00`. */
export function wallTimeAt(epochMs: number, iana: string): string {
  if (iana === 'UTC') return new Date(epochMs).toISOString().slice(0, 19);
  return Temporal.Instant.fromEpochMilliseconds(epochMs)
    .toZonedDateTimeISO(iana)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' });
}

/** A `dateTimeTimeZone` of the wire: seven fractional digits and the zone's name as it was given. */
export function dateTimeTimeZone(
  epochMs: number,
  isAllDay: boolean,
  zone: NamedZone,
): { readonly dateTime: string; readonly timeZone: string } {
  // The date of an all-day event floats: the same midnight in whatever zone was asked for.
  return { dateTime: `${wallTimeAt(epochMs, isAllDay ? 'UTC' : zone.iana)}.0000000`, timeZone: zone.name };
}

/** An instant of the wire without fraction, `2026-11-16T08:00:00Z`. */
export function instantText(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

/** Whether a text is a date that a calendar has, `2026-11-16`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).year > 0;
  } catch {
    return false;
  }
}
