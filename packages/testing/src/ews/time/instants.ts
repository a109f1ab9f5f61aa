import { Temporal } from 'temporal-polyfill';

/** How instants are written into an answer. */
export interface InstantFormat {
  /** IANA zone of the request's TimeZoneContext; without one, instants are written with `Z`. */
  readonly timeZone: string | undefined;
  /** From the request's DateTimePrecision header. */
  readonly withMilliseconds: boolean;
}

/** Milliseconds of a wall time written as if it were UTC: a number to calculate with that knows no zone. */
export type WallTime = number;

/** Writes an instant as xs:dateTime. */
export function formatInstant(at: number, format: InstantFormat): string {
  const smallestUnit = format.withMilliseconds ? 'millisecond' : 'second';
  const instant = Temporal.Instant.fromEpochMilliseconds(at);
  if (format.timeZone === undefined || format.timeZone === 'UTC') return instant.toString({ smallestUnit });
  return instant.toZonedDateTimeISO(format.timeZone).toString({ smallestUnit, timeZoneName: 'never' });
}

/** The instant at which the clocks of `timeZone` show `wall`; in a gap the later reading, in an overlap the earlier. */
export function instantOf(wall: WallTime, timeZone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(wall)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime()
    .toZonedDateTime(timeZone).epochMilliseconds;
}

/** What the clocks of `timeZone` show at an instant. */
export function wallTimeOf(at: number, timeZone: string): WallTime {
  return at + offsetMsOf(at, timeZone);
}

/** Milliseconds that `timeZone` is ahead of UTC at an instant. */
export function offsetMsOf(at: number, timeZone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6;
}

/** `+02:00`, or `Z` for no offset at all. */
export function formatOffset(offsetMs: number): string {
  if (offsetMs === 0) return 'Z';
  const minutes = Math.abs(Math.round(offsetMs / 60_000));
  const hh = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${hh}:${String(minutes % 60).padStart(2, '0')}`;
}

/** `YYYY-MM-DD` of a wall time. */
export function dateOf(wall: WallTime): string {
  return Temporal.Instant.fromEpochMilliseconds(wall).toString().slice(0, 10);
}

/**
 * Reads a wall time or a date of a seeded meeting.
 *
 * @throws RangeError when it is neither `YYYY-MM-DDTHH:mm:ss` nor `YYYY-MM-DD`.
 */
export function parseWallTime(text: string): WallTime {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$/.test(text))
    throw new RangeError(`"${text}" is no wall time and no date`);
  return Temporal.PlainDateTime.from(text).toZonedDateTime('UTC').epochMilliseconds;
}

/** Reads an xs:dateTime of a request; one without an offset is read in `timeZone`. Nothing when it is none. */
export function parseDateTime(text: string, timeZone: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)?$/.exec(text);
  if (match === null) return undefined;
  try {
    return match[2] === undefined
      ? Temporal.PlainDateTime.from(match[1] ?? '').toZonedDateTime(timeZone).epochMilliseconds
      : Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return undefined;
  }
}

/** The year of an instant in UTC. */
export function yearOf(at: number): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').year;
}
