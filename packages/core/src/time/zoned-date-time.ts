import { CalendarError } from '../errors/calendar-error.ts';
import type { ZonedDateTime } from '../model/time.ts';
import type { ResolvedTimeZone } from './resolve-time-zone.ts';
import { zoneOffsetMs } from './zone-offset.ts';

const wallTimePattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?$/;
const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const datePattern = /^\d{4}-\d\d-\d\d$/;

/**
 * Reads an ISO 8601 instant: `Z` or an offset is required, so the machine's own zone never plays a part.
 *
 * @returns Milliseconds since the Unix epoch.
 * @throws CalendarError `invalidArgument` for anything else.
 * @public
 */
export function parseInstant(text: string): number {
  const ms = instantPattern.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw invalid('An instant such as 2026-11-16T08:00:00Z is needed, with Z or an offset');
  return ms;
}

/** Writes an instant as `YYYY-MM-DDTHH:mm:ssZ`; parts of a second are cut off. @public */
export function formatInstant(instantMs: number): string {
  return `${new Date(instantMs).toISOString().slice(0, 19)}Z`;
}

/** Tells whether a text is a calendar date `YYYY-MM-DD` that exists. @public */
export function isDate(text: string): boolean {
  if (!datePattern.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  // Engines read 30 February as 2 March.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/** The date `days` after another; negative goes back. @public */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** What the clock on the wall shows at an instant, `YYYY-MM-DDTHH:mm:ss`. @public */
export function wallTimeAt(instantMs: number, timeZone: string): string {
  return new Date(instantMs + zoneOffsetMs(instantMs, timeZone)).toISOString().slice(0, 19);
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
  const match = wallTimePattern.exec(dateTime);
  const asUtc = match === null ? Number.NaN : Date.parse(`${dateTime.slice(0, 19)}Z`);
  if (Number.isNaN(asUtc))
    throw invalid('A local date and time such as 2026-11-16T09:00:00 is needed, without an offset');
  // No zone is more than a day from UTC, and none changes its offset twice within two days.
  const before = zoneOffsetMs(asUtc - 86_400_000, timeZone);
  const after = zoneOffsetMs(asUtc + 86_400_000, timeZone);
  if (before === after) return asUtc - before;
  const withBefore = asUtc - before;
  if (zoneOffsetMs(withBefore, timeZone) === before) return withBefore;
  const withAfter = asUtc - after;
  return zoneOffsetMs(withAfter, timeZone) === after ? withAfter : withBefore;
}

/**
 * Builds a {@link ZonedDateTime} from an instant and the zone a service named.
 *
 * @public
 */
export function zonedDateTimeAt(instantMs: number, zone: ResolvedTimeZone): ZonedDateTime {
  const timeZone = zone.kind === 'iana' ? zone.timeZone : 'UTC';
  const result = { dateTime: wallTimeAt(instantMs, timeZone), timeZone, instant: formatInstant(instantMs) };
  return zone.kind === 'iana' ? result : { ...result, unresolvedTimeZone: zone.vendorName };
}

function invalid(message: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message });
}
