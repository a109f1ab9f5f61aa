import type { EventTime, Recurrence, Weekday } from '@kalends/core';
import { patternOfRecurrence } from '@kalends/core/recurrence';
import type { RecurrencePattern, RecurrenceRange } from '@kalends/core/recurrence';
import type { RecurrenceWriteWire } from '../wire/event-write-wire.ts';
import { unsupported } from './refusals.ts';
import { recurrenceZone } from './time-input.ts';

const dayNames: Readonly<Record<Weekday, string>> = {
  mo: 'monday',
  tu: 'tuesday',
  we: 'wednesday',
  th: 'thursday',
  fr: 'friday',
  sa: 'saturday',
  su: 'sunday',
};

/** The most that Exchange counts to ([MS-OXOCAL], section 2.2.1.44.1, OccurrenceCount). */
const maxOccurrences = 999;

/**
 * A recurrence as Graph takes it. Excluded occurrences are no part of it: they are deleted one by one.
 *
 * @param time - When the first occurrence takes place.
 * @throws CalendarError `unsupported`, naming what an Outlook pattern cannot say.
 * @see {@link https://learn.microsoft.com/graph/api/resources/patternedrecurrence | Graph docs, patternedRecurrence}
 */
export function recurrenceToWire(recurrence: Recurrence, time: EventTime): RecurrenceWriteWire {
  const { pattern, range } = patternOfRecurrence(recurrence, time);
  return {
    pattern: patternToWire(pattern),
    range: { ...rangeToWire(range), recurrenceTimeZone: recurrenceZone(time) },
  };
}

function patternToWire(pattern: RecurrencePattern): RecurrenceWriteWire['pattern'] {
  const { type, interval } = pattern;
  switch (pattern.type) {
    case 'daily':
      return { type, interval };
    case 'weekly':
      return {
        type,
        interval,
        daysOfWeek: pattern.days.map((day) => dayNames[day]),
        firstDayOfWeek: dayNames[pattern.firstDayOfWeek],
      };
    case 'absoluteMonthly':
      return { type, interval, dayOfMonth: pattern.dayOfMonth };
    case 'absoluteYearly':
      return { type, interval, dayOfMonth: pattern.dayOfMonth, month: pattern.month };
    case 'relativeMonthly':
      return { type, interval, daysOfWeek: pattern.days.map((day) => dayNames[day]), index: pattern.index };
    default:
      return {
        type,
        interval,
        daysOfWeek: pattern.days.map((day) => dayNames[day]),
        index: pattern.index,
        month: pattern.month,
      };
  }
}

function rangeToWire({ startDate, end }: RecurrenceRange): Omit<RecurrenceWriteWire['range'], 'recurrenceTimeZone'> {
  switch (end.kind) {
    case 'never':
      return { type: 'noEnd', startDate };
    case 'date':
      return { type: 'endDate', startDate, endDate: end.date };
    default:
      if (end.count > maxOccurrences) throw unsupported(`a series of more than ${maxOccurrences} counted occurrences`);
      return { type: 'numbered', startDate, numberOfOccurrences: end.count };
  }
}
