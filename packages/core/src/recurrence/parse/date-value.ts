import { formatInstant, instantOfWallTime, isDate } from '../../time/zoned-date-time.ts';

/** A date, or a date and time, of iCalendar's basic format. */
export type DateValue =
  | { readonly kind: 'date'; readonly date: string }
  /** `YYYY-MM-DDTHH:mm:ssZ`. */
  | { readonly kind: 'utc'; readonly instant: string }
  /** `YYYY-MM-DDTHH:mm:ss`, in a zone that is said elsewhere. */
  | { readonly kind: 'local'; readonly dateTime: string };

const pattern = /^(\d{4})(\d\d)(\d\d)(?:T([01]\d|2[0-3])([0-5]\d)([0-5]\d|60)(Z?))?$/;

/**
 * Reads `20261116`, `20261116T090000` or `20261116T080000Z`.
 *
 * @returns `undefined` for anything else, and for dates that do not exist.
 * @see {@link https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5 | RFC 5545, DATE-TIME}
 */
export function parseDateValue(text: string): DateValue | undefined {
  const [, year, month, day, hour, minute, second, zulu] = pattern.exec(text) ?? [];
  const date = `${year}-${month}-${day}`;
  if (year === undefined || !isDate(date)) return undefined;
  if (hour === undefined) return { kind: 'date', date };
  // A leap second is read as the second before it: no clock of ours shows it.
  const dateTime = `${date}T${hour}:${minute}:${second === '60' ? '59' : second}`;
  return zulu === 'Z' ? { kind: 'utc', instant: `${dateTime}Z` } : { kind: 'local', dateTime };
}

/** The instant of a local date and time, `YYYY-MM-DDTHH:mm:ssZ`. */
export function localToInstant(dateTime: string, timeZone: string): string {
  return formatInstant(instantOfWallTime(dateTime, timeZone));
}
