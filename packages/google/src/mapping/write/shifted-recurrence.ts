import type { EventTime, Recurrence, RecurrenceEnd, RecurrenceId, RecurrenceRule } from '@kalends/core';
import { addDays, formatInstant, instantOfWallTime, parseInstant, wallTimeAt } from '@kalends/core/time';
import { unwritable } from './unwritable.ts';

const dayMs = 86_400_000;

/**
 * What a recurrence says once its series begins at another time: the occurrences that it names, and where it ends, move along on the
 * clock of the wall.
 *
 * @throws CalendarError `unsupported` where additional occurrences would have to get a time that nobody said.
 */
export function shiftedRecurrence(recurrence: Recurrence, from: EventTime, to: EventTime): Recurrence {
  const { rules, excludedRules, additional, excluded } = recurrence;
  if (from.kind !== to.kind && additional.length > 0) {
    throw unwritable(
      'time',
      'additional occurrences (RDATE) do not become whole days, or cease to be; say the recurrence too',
    );
  }
  const shiftRule = (rule: RecurrenceRule): RecurrenceRule => ({ ...rule, end: shiftedEnd(rule.end, from, to) });
  const shiftId = (id: RecurrenceId): RecurrenceId => shiftedId(id, from, to);
  return {
    rules: rules.map(shiftRule),
    excludedRules: excludedRules.map(shiftRule),
    additional: additional.map(shiftId),
    excluded: excluded.map(shiftId),
  };
}

function shiftedEnd(end: RecurrenceEnd, from: EventTime, to: EventTime): RecurrenceEnd {
  switch (end.kind) {
    case 'untilInstant': {
      const id = shiftedId(end.instant, from, to);
      if (to.kind !== 'allDay') return { kind: 'untilInstant', instant: id };
      // What ends before its time of day has come does not take place on that day any more.
      return { kind: 'untilDate', date: isBeforeTimeOfDay(end.instant, from) ? addDays(id, -1) : id };
    }
    case 'untilDate':
      return { kind: 'untilDate', date: addDays(end.date, daysBetween(dateOf(from), dateOf(to))) };
    default:
      return end;
  }
}

function isBeforeTimeOfDay(instant: string, time: EventTime): boolean {
  if (time.kind === 'allDay') return false;
  return wallTimeAt(parseInstant(instant), time.start.timeZone).slice(10) < time.start.dateTime.slice(10);
}

function shiftedId(id: RecurrenceId, from: EventTime, to: EventTime): RecurrenceId {
  const wall = from.kind === 'allDay' ? `${id}T00:00:00` : wallTimeAt(parseInstant(id), from.start.timeZone);
  if (from.kind === 'timed' && to.kind === 'timed') {
    const shiftMs = wallMs(to.start.dateTime) - wallMs(from.start.dateTime);
    const shifted = formatInstant(wallMs(wall) + shiftMs).slice(0, 19);
    return formatInstant(instantOfWallTime(shifted, to.start.timeZone));
  }
  const date = addDays(wall.slice(0, 10), daysBetween(dateOf(from), dateOf(to)));
  if (to.kind === 'allDay') return date;
  return formatInstant(instantOfWallTime(date + to.start.dateTime.slice(10), to.start.timeZone));
}

function dateOf(time: EventTime): string {
  return time.kind === 'allDay' ? time.startDate : time.start.dateTime.slice(0, 10);
}

function daysBetween(one: string, other: string): number {
  return Math.round((wallMs(`${other}T00:00:00`) - wallMs(`${one}T00:00:00`)) / dayMs);
}

/** Wall times as if they were all in UTC: they are counted with, not placed in time. */
function wallMs(dateTime: string): number {
  return parseInstant(`${dateTime}Z`);
}
