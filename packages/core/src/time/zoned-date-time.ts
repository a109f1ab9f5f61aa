import { CalendarError } from '../errors/calendar-error.ts';
import type { ZonedDateTime } from '../model/time.ts';
import type { ResolvedTimeZone } from './resolve-time-zone.ts';
import { wallTimeToInstant } from './wall-time-to-instant.ts';
import { zoneOffsetMs } from './zone-offset.ts';

const wallTimePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/;
const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const datePattern = /^\d{4}-\d\d-\d\d$/;
/** What four digits of a year can write. */
const earliestMs = Date.parse('0000-01-01T00:00:00Z');
const latestMs = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Reads an ISO 8601 instant: `Z` or an offset is required, so the machine's own zone never plays a part.
 *
 * @returns Milliseconds since the Unix epoch.
 * @throws CalendarError `invalidArgument` for anything else.
 * @public
 */
export function parseInstant(text: string): number {
  const ms = instantPattern.test(text) && isDate(text.slice(0, 10)) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw invalid('An instant such as 2026-11-16T08:00:00Z is needed, with Z or an offset');
  return ms;
}

/**
 * Writes an instant as `YYYY-MM-DDTHH:mm:ssZ`; parts of a second are cut off.
 *
 * @param instantMs - Milliseconds since the Unix epoch.
 * @throws CalendarError `invalidArgument` outside the years 0 to 9999.
 * @public
 */
export function formatInstant(instantMs: number): string {
  return `${toSeconds(instantMs)}Z`;
}

/** Tells whether a text is a calendar date `YYYY-MM-DD` that exists. @public */
export function isDate(text: string): boolean {
  if (!datePattern.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  // Engines read 30 February as 2 March.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/**
 * The date `days` after another; negative goes back.
 *
 * @param date - `YYYY-MM-DD`.
 * @throws CalendarError `invalidArgument` when that is no date, or the result lies outside the years 0 to 9999.
 * @public
 */
export function addDays(date: string, days: number): string {
  if (!isDate(date)) throw invalid('A date such as 2026-11-16 is needed');
  return toSeconds(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).slice(0, 10);
}

/**
 * What the clock on the wall shows at an instant, `YYYY-MM-DDTHH:mm:ss`.
 *
 * @param instantMs - Milliseconds since the Unix epoch.
 * @param timeZone - A valid IANA zone name.
 * @throws CalendarError `invalidArgument` outside the years 0 to 9999.
 * @public
 */
export function wallTimeAt(instantMs: number, timeZone: string): string {
  checkYear(instantMs);
  return toSeconds(instantMs + zoneOffsetMs(instantMs, timeZone));
}

/**
 * The instant a wall time means. In the hour that is repeated when clocks go back it is the first of the two; a time that
 * clocks skip is read with the offset from before the gap, so 02:30 becomes 03:30.
 *
 * @param dateTime - `YYYY-MM-DDTHH:mm:ss`, with or without a fraction.
 * @param timeZone - A valid IANA zone name.
 * @returns Milliseconds since the Unix epoch.
 * @throws CalendarError `invalidArgument` when the text is no local date and time.
 * @see {@link https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5 | RFC 5545, DATE-TIME}
 * @public
 */
export function instantOfWallTime(dateTime: string, timeZone: string): number {
  return wallTimeToInstant(parseWallTime(dateTime), (instantMs) => zoneOffsetMs(instantMs, timeZone));
}

/**
 * Reads a wall time as if it were UTC.
 *
 * @throws CalendarError `invalidArgument` when the text is no local date and time.
 */
export function parseWallTime(dateTime: string): number {
  const isWallTime = wallTimePattern.test(dateTime) && isDate(dateTime.slice(0, 10));
  const asUtc = isWallTime ? Date.parse(`${dateTime.slice(0, 19)}Z`) : Number.NaN;
  if (Number.isNaN(asUtc))
    throw invalid('A local date and time such as 2026-11-16T09:00:00 is needed, without an offset');
  return asUtc;
}

/**
 * Builds a {@link ZonedDateTime} from an instant and the zone a service named.
 *
 * @param instantMs - Milliseconds since the Unix epoch.
 * @throws CalendarError `invalidArgument` outside the years 0 to 9999.
 * @public
 */
export function zonedDateTimeAt(instantMs: number, zone: ResolvedTimeZone): ZonedDateTime {
  const timeZone = zone.kind === 'iana' ? zone.timeZone : 'UTC';
  const result = { dateTime: wallTimeAt(instantMs, timeZone), timeZone, instant: formatInstant(instantMs) };
  return zone.kind === 'iana' ? result : { ...result, unresolvedTimeZone: zone.vendorName };
}

function toSeconds(ms: number): string {
  checkYear(ms);
  return new Date(ms).toISOString().slice(0, 19);
}

/** Beyond them, ISO 8601 writes years with a sign and six digits, which nothing here reads. */
function checkYear(ms: number): void {
  if (!(ms >= earliestMs && ms <= latestMs)) throw invalid('A date and time between the years 0 and 9999 is needed');
}

function invalid(message: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message });
}
