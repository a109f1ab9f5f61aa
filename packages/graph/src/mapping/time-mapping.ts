import type { EventTime, ZonedDateTime } from '@kalends/core';
import { addDays, instantOfWallTime, isDate, resolveTimeZone, zonedDateTimeAt } from '@kalends/core/time';
import type { ResolvedTimeZone } from '@kalends/core/time';
import type { DateTimeWire, EventWire } from '../wire/event-wire.ts';
import { unreadable } from '../wire/parse-wire.ts';

/**
 * When an event takes place. Times are read in the zone they are written in (UTC, as nothing else is asked for) and shown in
 * the zone the event was made in; days are taken as they are written, because Graph writes the midnights of a whole day in a
 * zone that has nothing to do with it.
 *
 * @see {@link https://learn.microsoft.com/graph/api/resources/event | Graph docs, event: isAllDay, originalStartTimeZone}
 */
export function mapTime(event: EventWire): EventTime {
  if (event.isAllDay === true) {
    const startDate = dateOf(event.start, 'start.dateTime');
    const endDate = dateOf(event.end, 'end.dateTime');
    return { kind: 'allDay', startDate, endDate: endDate > startDate ? endDate : dayAfter(startDate) };
  }
  const startMs = instantOf(event.start, 'start');
  const endMs = instantOf(event.end, 'end');
  const startZone = homeZone(event);
  const endZone = event.originalEndTimeZone ? resolveTimeZone(event.originalEndTimeZone) : startZone;
  return { kind: 'timed', start: shownIn(startMs, startZone, 'start'), end: shownIn(endMs, endZone, 'end') };
}

/**
 * The zone an event lives in: for a series the one its rule counts in, else the one it was made in, else the one the answer
 * is written in.
 */
export function homeZone(event: EventWire): ResolvedTimeZone {
  const name = event.recurrence?.range.recurrenceTimeZone || event.originalStartTimeZone || event.start.timeZone;
  return resolveTimeZone(name);
}

/** The instant a wall time with its zone means, in milliseconds since the Unix epoch. */
function instantOf(value: DateTimeWire, path: string): number {
  // Documented default of every reply: UTC.
  const zone = resolveTimeZone(value.timeZone || 'UTC');
  if (zone.kind === 'unresolved') throw unreadable(`event: ${path}.timeZone`);
  // Outlook writes seven fractional digits; an offset or Z would contradict the zone beside it.
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/.test(value.dateTime)) throw unreadable(`event: ${path}.dateTime`);
  try {
    return instantOfWallTime(value.dateTime, zone.timeZone);
  } catch {
    throw unreadable(`event: ${path}.dateTime`);
  }
}

/** At the ends of the years, the wall time in a zone may be one that cannot be written. */
function shownIn(instantMs: number, zone: ResolvedTimeZone, path: string): ZonedDateTime {
  try {
    return zonedDateTimeAt(instantMs, zone);
  } catch {
    throw unreadable(`event: ${path}.dateTime`);
  }
}

function dayAfter(date: string): string {
  try {
    return addDays(date, 1);
  } catch {
    throw unreadable('event: end.dateTime');
  }
}

function dateOf(value: DateTimeWire, path: string): string {
  const date = value.dateTime.slice(0, 10);
  if (!isDate(date)) throw unreadable(`event: ${path}`);
  return date;
}
