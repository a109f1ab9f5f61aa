import type { NewEventTime, WallTime } from '../model/event-input.ts';
import type { EventTime, ZonedDateTime } from '../model/time.ts';
import { instantOfWallTime, parseInstant, zonedDateTimeAt } from './zoned-date-time.ts';

/**
 * What a caller's time means: with instants, and a wall time that clocks skip moved to the one that takes its place (RFC 5545, section
 * 3.3.5).
 *
 * @throws CalendarError `invalidArgument` for wall times that are none.
 * @public
 */
export function eventTimeOf(time: NewEventTime): EventTime {
  if (time.kind === 'allDay') return { kind: 'allDay', startDate: time.startDate, endDate: time.endDate };
  return { kind: 'timed', start: zoned(time.start), end: zoned(time.end) };
}

function zoned({ dateTime, timeZone, instant }: WallTime): ZonedDateTime {
  const instantMs = instant === undefined ? instantOfWallTime(dateTime, timeZone) : parseInstant(instant);
  return zonedDateTimeAt(instantMs, { kind: 'iana', timeZone });
}

/**
 * Tells whether a wall time stands in the second run of an hour that clocks repeat: what a service that keeps wall times and zones, but
 * no offsets, cannot say.
 *
 * @public
 */
export function isSecondReading({ dateTime, timeZone, instant }: ZonedDateTime): boolean {
  return instantOfWallTime(dateTime, timeZone) !== parseInstant(instant);
}
