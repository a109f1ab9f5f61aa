import type { Recurrence, RecurrenceRule } from '../../model/recurrence.ts';
import type { AllDayEventTime, TimedEventTime } from '../../model/time.ts';
import { addDays, formatInstant, instantOfWallTime, wallTimeAt } from '../../time/zoned-date-time.ts';

/** A whole day. */
export function allDay(startDate: string): AllDayEventTime {
  return { kind: 'allDay', startDate, endDate: addDays(startDate, 1) };
}

/** Half an hour. */
export function timed(dateTime: string, timeZone = 'Europe/Berlin'): TimedEventTime {
  const startMs = instantOfWallTime(dateTime, timeZone);
  const start = { dateTime, timeZone, instant: formatInstant(startMs) };
  const endMs = startMs + 1_800_000;
  return {
    kind: 'timed',
    start,
    end: { dateTime: wallTimeAt(endMs, timeZone), timeZone, instant: formatInstant(endMs) },
  };
}

/** Every month for ever, where nothing else is said. */
export function rule(more: Partial<RecurrenceRule>): RecurrenceRule {
  return { frequency: 'monthly', interval: 1, skip: 'omit', firstDayOfWeek: 'mo', end: { kind: 'never' }, ...more };
}

/** A series of nothing but rules. */
export function series(...rules: readonly RecurrenceRule[]): Recurrence {
  return { rules, excludedRules: [], additional: [], excluded: [] };
}
