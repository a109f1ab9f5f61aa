import type { EventTime, NewEventTime, ZonedDateTime } from '@kalends/core';
import {
  eventTimeOf,
  instantOfWallTime,
  isSecondReading,
  parseInstant,
  resolveTimeZone,
  windowsTimeZone,
} from '@kalends/core/time';
import type { TimesWriteWire, WallTimeWire } from '../wire/event-write-wire.ts';
import { unsupported } from './refusals.ts';

/** What a caller's time means, checked to be one that Exchange can keep. @throws CalendarError `unsupported`. */
export function keepableTime(time: NewEventTime): EventTime {
  const meant = eventTimeOf(time);
  if (meant.kind === 'timed') {
    windowsZoneFor(meant.start);
    windowsZoneFor(meant.end);
  }
  return meant;
}

/**
 * A time as Graph takes it: wall times with Windows zones, whole days as midnights of UTC, which stand for dates.
 *
 * @throws CalendarError `unsupported` for a zone without a Windows id and for the second run of an hour that clocks repeat.
 * @see {@link https://learn.microsoft.com/graph/api/resources/datetimetimezone | Graph docs, dateTimeTimeZone}
 */
export function timesToWire(time: EventTime): TimesWriteWire {
  if (time.kind === 'allDay') {
    return { start: midnight(time.startDate), end: midnight(time.endDate), isAllDay: true };
  }
  return { start: wallTime(time.start), end: wallTime(time.end), isAllDay: false };
}

/** The zone that the rule of a series counts in, as Graph takes it. */
export function recurrenceZone(time: EventTime): string {
  return time.kind === 'allDay' ? 'UTC' : windowsZoneFor(time.start);
}

function wallTime(time: ZonedDateTime): WallTimeWire {
  return { dateTime: time.dateTime, timeZone: windowsZoneFor(time) };
}

function midnight(date: string): WallTimeWire {
  return { dateTime: `${date}T00:00:00`, timeZone: 'UTC' };
}

function windowsZoneFor(time: ZonedDateTime): string {
  const { timeZone, unresolvedTimeZone } = time;
  const name = unresolvedTimeZone === undefined ? windowsTimeZone(timeZone) : undefined;
  if (name === undefined) throw unsupported(`the time zone ${unresolvedTimeZone ?? timeZone}, which has no Windows id`);
  if (isSecondReading(time)) throw unsupported('the second run of an hour that clocks repeat');
  // What counts is the zone that the Windows id stands for. It may have gone another way in the past.
  const kept = resolveTimeZone(name);
  if (kept.kind === 'iana' && instantOfWallTime(time.dateTime, kept.timeZone) === parseInstant(time.instant))
    return name;
  throw unsupported(`a time in ${timeZone} at which its Windows zone showed another`);
}
