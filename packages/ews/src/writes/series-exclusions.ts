import type { EventTime, RecurrenceId } from '@kalends/core';
import { addDays, formatInstant, instantOfWallTime, parseInstant, wallTimeAt } from '@kalends/core/time';

const dayMs = 86_400_000;

/**
 * The same days of a series that now takes place at another time: Exchange forgets which occurrences were taken out when a series
 * gets another time or pattern, and they would take place again.
 *
 * @param excluded - By the series' former time.
 */
export function movedExclusions(
  excluded: readonly RecurrenceId[],
  before: EventTime,
  after: EventTime,
): readonly RecurrenceId[] {
  const days = Math.round((dayNumber(startDateOf(after)) - dayNumber(startDateOf(before))) / dayMs);
  return excluded.map((id) => {
    const date = addDays(dateOf(id, before), days);
    if (after.kind === 'allDay') return date;
    const { dateTime, timeZone } = after.start;
    return formatInstant(instantOfWallTime(`${date}${dateTime.slice(10)}`, timeZone));
  });
}

function dateOf(id: RecurrenceId, time: EventTime): string {
  return time.kind === 'allDay' ? id : wallTimeAt(parseInstant(id), time.start.timeZone).slice(0, 10);
}

/** The date of the first occurrence, in the zone of the series. */
export function startDateOf(time: EventTime): string {
  return time.kind === 'allDay' ? time.startDate : time.start.dateTime.slice(0, 10);
}

function dayNumber(date: string): number {
  return parseInstant(`${date}T00:00:00Z`);
}
