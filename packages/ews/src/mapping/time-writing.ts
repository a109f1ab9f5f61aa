import { CalendarError } from '@kalends/core';
import type { EventTime, NewEventTime, WallTime } from '@kalends/core';
import { formatInstant, instantOfWallTime, parseInstant, wallTimeAt, windowsTimeZone } from '@kalends/core/time';
import { contentXml } from '../soap/escape-xml.ts';
import { setElement } from './property-writes.ts';
import type { PropertyWrite } from './property-writes.ts';

/** When an event takes place, as Exchange keeps it. */
export interface WrittenTime {
  readonly startMs: number;
  readonly endMs: number;
  readonly isAllDay: boolean;
  /** Windows ids. */
  readonly startZone: string;
  readonly endZone: string;
}

/**
 * Says a time in Exchange's way: instants, and the Windows zones that they were meant in. Days begin at midnight in a zone, since Exchange has
 * no other days.
 *
 * @param zoneOfDays - IANA zone in which whole days begin.
 * @throws CalendarError `unsupported` for a zone without a Windows id.
 */
export function writtenTime(time: NewEventTime, zoneOfDays: string): WrittenTime {
  if (time.kind === 'allDay') {
    const zone = requireWindowsZone(zoneOfDays);
    return {
      startMs: midnight(time.startDate, zoneOfDays),
      endMs: midnight(time.endDate, zoneOfDays),
      isAllDay: true,
      startZone: zone,
      endZone: zone,
    };
  }
  return {
    startMs: instantMsOf(time.start),
    endMs: instantMsOf(time.end),
    isAllDay: false,
    startZone: requireWindowsZone(time.start.timeZone),
    endZone: requireWindowsZone(time.end.timeZone),
  };
}

/** The properties of a new item's time. */
export function newTimeWrites(time: WrittenTime): readonly PropertyWrite[] {
  const { start, end, zones } = elements(time);
  return [start, end, ...(time.isAllDay ? [setElement('IsAllDayEvent', 'true')] : []), ...zones];
}

/**
 * The changes that give an item another time. They take effect one by one, and at no moment may the end come before the start.
 *
 * @param before - The time it has.
 */
export function timeChanges(
  time: WrittenTime,
  before: { readonly endMs: number; readonly isAllDay: boolean },
): readonly PropertyWrite[] {
  const { start, end, zones } = elements(time);
  return [
    ...(time.isAllDay === before.isAllDay ? [] : [setElement('IsAllDayEvent', String(time.isAllDay))]),
    ...(time.startMs > before.endMs ? [end, start] : [start, end]),
    ...zones,
  ];
}

/** The time as the model says it. A wall time that clocks skip becomes the one they show. */
export function eventTimeOfNew(time: NewEventTime): EventTime {
  if (time.kind === 'allDay') return time;
  const zoned = (wall: WallTime): { dateTime: string; timeZone: string; instant: string } => {
    const ms = instantMsOf(wall);
    return { dateTime: wallTimeAt(ms, wall.timeZone), timeZone: wall.timeZone, instant: formatInstant(ms) };
  };
  return { kind: 'timed', start: zoned(time.start), end: zoned(time.end) };
}

/** Refuses the second reading of a repeated hour for a series: its occurrences have a wall time alone. */
export function requireFirstReading(time: NewEventTime): void {
  if (time.kind === 'allDay') return;
  for (const { dateTime, timeZone, instant } of [time.start, time.end]) {
    if (instant === undefined || parseInstant(instant) === instantOfWallTime(dateTime, timeZone)) continue;
    throw unsupported(
      'time: a series in Exchange cannot begin or end in the second reading of an hour that clocks repeat',
    );
  }
}

function elements(time: WrittenTime): {
  readonly start: PropertyWrite;
  readonly end: PropertyWrite;
  readonly zones: readonly PropertyWrite[];
} {
  return {
    start: setElement('Start', formatInstant(time.startMs)),
    end: setElement('End', formatInstant(time.endMs)),
    zones: [
      setElement('StartTimeZone', '', ` Id="${contentXml(time.startZone, 'time')}"`),
      setElement('EndTimeZone', '', ` Id="${contentXml(time.endZone, 'time')}"`),
    ],
  };
}

function instantMsOf({ dateTime, timeZone, instant }: WallTime): number {
  return instant === undefined ? instantOfWallTime(dateTime, timeZone) : parseInstant(instant);
}

function midnight(date: string, timeZone: string): number {
  return instantOfWallTime(`${date}T00:00:00`, timeZone);
}

function requireWindowsZone(timeZone: string): string {
  const zone = windowsTimeZone(timeZone);
  if (zone !== undefined) return zone;
  throw unsupported(`time: Exchange knows zones by their Windows ids, and there is none for ${timeZone}`);
}

function unsupported(message: string): CalendarError {
  return new CalendarError({ code: 'unsupported', message, provider: 'ews' });
}
