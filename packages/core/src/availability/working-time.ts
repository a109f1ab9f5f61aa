import type { Weekday } from '../model/recurrence.ts';
import type { WorkingHours } from '../model/free-busy.ts';
import type { InstantInterval } from '../time/overlaps-window.ts';
import { addDays, instantOfWallTime, wallTimeAt } from '../time/zoned-date-time.ts';
import { mergedIntervals } from './merged-intervals.ts';

const weekdays: readonly Weekday[] = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];

/** The working time in a window, sorted and merged. Days are those of the hours' own zone, also when clocks change. */
export function workingTime(hours: WorkingHours, window: InstantInterval): InstantInterval[] {
  const intervals: InstantInterval[] = [];
  const lastDate = wallTimeAt(window.endMs, hours.timeZone).slice(0, 10);
  for (let date = wallTimeAt(window.startMs, hours.timeZone).slice(0, 10); date <= lastDate; date = addDays(date, 1)) {
    const day = weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()];
    for (const period of hours.periods) {
      if (period.day !== day) continue;
      intervals.push({
        startMs: instantOn(date, period.from, hours.timeZone),
        endMs: instantOn(date, period.to, hours.timeZone),
      });
    }
  }
  return mergedIntervals(intervals);
}

function instantOn(date: string, time: string, timeZone: string): number {
  return time === '24:00'
    ? instantOfWallTime(`${addDays(date, 1)}T00:00:00`, timeZone)
    : instantOfWallTime(`${date}T${time}:00`, timeZone);
}
