import type { NthWeekday, Recurrence, RecurrenceEnd, RecurrenceRule, Weekday } from '@kalends/core';
import type { WireItem, WirePattern, WireRecurrence } from '../wire/calendar-item-shape.ts';
import { recurrenceIdAt } from './time-mapping.ts';
import { dateOf, integerOf, invalidField, meaningOf } from './wire-values.ts';

type Pattern = Omit<RecurrenceRule, 'end'>;

const weekdays: Readonly<Record<string, Weekday>> = {
  Sunday: 'su',
  Monday: 'mo',
  Tuesday: 'tu',
  Wednesday: 'we',
  Thursday: 'th',
  Friday: 'fr',
  Saturday: 'sa',
};

/** Names for several days at once, in relative patterns. */
const dayGroups: Readonly<Record<string, readonly Weekday[]>> = {
  Day: ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'],
  Weekday: ['mo', 'tu', 'we', 'th', 'fr'],
  WeekendDay: ['sa', 'su'],
};

const indexes: Readonly<Record<string, number>> = { First: 1, Second: 2, Third: 3, Fourth: 4, Last: -1 };

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/**
 * How a series repeats, from its master. Everything Exchange can express has a place in the model; anything else is refused,
 * because a rule that is nearly right shows meetings on days without one.
 *
 * @throws CalendarError `invalidResponse` for a pattern or range that is unknown or incomplete.
 * @see {@link https://learn.microsoft.com/exchange/client-developer/exchange-web-services/recurrence-patterns-and-ews | Recurrence patterns and EWS}
 */
export function recurrenceOf(master: WireItem): Recurrence {
  const recurrence = master.Recurrence;
  if (recurrence === undefined) throw invalidField('Recurrence', 'is missing from a series');
  const deleted = master.DeletedOccurrences?.DeletedOccurrence ?? [];
  return {
    rules: [{ ...patternOf(recurrence), end: endOf(recurrence) }],
    excludedRules: [],
    additional: [],
    excluded: deleted.map(({ Start }) => {
      if (Start === undefined) throw invalidField('DeletedOccurrences', 'has an entry without start');
      return recurrenceIdAt(Start, master, 'DeletedOccurrences/DeletedOccurrence/Start');
    }),
  };
}

function patternOf(recurrence: WireRecurrence): Pattern {
  if (recurrence.DailyRecurrence !== undefined) return plain('daily', intervalOf(recurrence.DailyRecurrence));
  if (recurrence.WeeklyRecurrence !== undefined) return weekly(recurrence.WeeklyRecurrence);
  if (recurrence.AbsoluteMonthlyRecurrence !== undefined) {
    const pattern = recurrence.AbsoluteMonthlyRecurrence;
    return { ...plain('monthly', intervalOf(pattern)), ...monthDay(pattern) };
  }
  if (recurrence.RelativeMonthlyRecurrence !== undefined) {
    const pattern = recurrence.RelativeMonthlyRecurrence;
    return { ...plain('monthly', intervalOf(pattern)), ...relativeDay(pattern) };
  }
  // Yearly patterns have no interval: "every second year" does not exist in Exchange.
  if (recurrence.AbsoluteYearlyRecurrence !== undefined) {
    const pattern = recurrence.AbsoluteYearlyRecurrence;
    return { ...plain('yearly', 1), byMonth: [monthOf(pattern)], ...monthDay(pattern) };
  }
  if (recurrence.RelativeYearlyRecurrence !== undefined) {
    const pattern = recurrence.RelativeYearlyRecurrence;
    return { ...plain('yearly', 1), byMonth: [monthOf(pattern)], ...relativeDay(pattern) };
  }
  throw invalidField('Recurrence', 'has a pattern that is not known');
}

/** Weeks begin on Monday unless a weekly pattern says otherwise: nothing else depends on it. */
function plain(frequency: RecurrenceRule['frequency'], interval: number): Pattern {
  return { frequency, interval, skip: 'omit', firstDayOfWeek: 'mo' };
}

function weekly(pattern: WirePattern): Pattern {
  const days = daysOf(pattern);
  // Servers before 2010 SP1 leave it out; Exchange counts weeks from Sunday then.
  const first = pattern.FirstDayOfWeek === undefined ? 'su' : meaningOf(weekdays, pattern.FirstDayOfWeek);
  if (first === undefined) throw invalidField('Recurrence/WeeklyRecurrence/FirstDayOfWeek', 'is no day of the week');
  return {
    ...plain('weekly', intervalOf(pattern)),
    firstDayOfWeek: first,
    byDay: days.map((day) => ({ day })),
  };
}

/** A day that a month lacks is the month's last one in Exchange, where iCalendar leaves the month out. */
function monthDay(pattern: WirePattern): Pick<Pattern, 'byMonthDay' | 'skip'> {
  const day = integerOf(pattern.DayOfMonth, 'Recurrence/DayOfMonth');
  if (day < 1 || day > 31) throw invalidField('Recurrence/DayOfMonth', 'is no day of a month');
  return { byMonthDay: [day], skip: day > 28 ? 'backward' : 'omit' };
}

function relativeDay(pattern: WirePattern): Pick<Pattern, 'byDay' | 'bySetPosition'> {
  const index = meaningOf(indexes, pattern.DayOfWeekIndex);
  if (index === undefined) throw invalidField('Recurrence/DayOfWeekIndex', 'is not known');
  const days = daysOf(pattern);
  const [single] = days;
  if (days.length === 1 && single !== undefined) return { byDay: [{ day: single, nthOfPeriod: index }] };
  return { byDay: days.map((day): NthWeekday => ({ day })), bySetPosition: [index] };
}

function daysOf(pattern: WirePattern): readonly Weekday[] {
  const names = (pattern.DaysOfWeek ?? '').split(/\s+/).filter((name) => name !== '');
  const days = names.flatMap((name) => {
    const day = meaningOf(weekdays, name);
    const group = day === undefined ? meaningOf(dayGroups, name) : [day];
    if (group === undefined) throw invalidField('Recurrence/DaysOfWeek', 'names a day that is not known');
    return group;
  });
  if (days.length === 0) throw invalidField('Recurrence/DaysOfWeek', 'is missing');
  return [...new Set(days)];
}

function intervalOf(pattern: WirePattern): number {
  const interval = integerOf(pattern.Interval ?? '1', 'Recurrence/Interval');
  if (interval < 1) throw invalidField('Recurrence/Interval', 'is less than 1');
  return interval;
}

function monthOf(pattern: WirePattern): number {
  const month = months.indexOf(pattern.Month?.trim() ?? '') + 1;
  if (month === 0) throw invalidField('Recurrence/Month', 'is no month');
  return month;
}

function endOf(recurrence: WireRecurrence): RecurrenceEnd {
  if (recurrence.NoEndRecurrence !== undefined) return { kind: 'never' };
  if (recurrence.EndDateRecurrence !== undefined) {
    const date = dateOf(recurrence.EndDateRecurrence.EndDate, 'Recurrence/EndDateRecurrence/EndDate');
    return { kind: 'untilDate', date };
  }
  if (recurrence.NumberedRecurrence !== undefined) {
    const field = 'Recurrence/NumberedRecurrence/NumberOfOccurrences';
    const count = integerOf(recurrence.NumberedRecurrence.NumberOfOccurrences, field);
    if (count < 1) throw invalidField(field, 'is less than 1');
    return { kind: 'count', count };
  }
  throw invalidField('Recurrence', 'has a range that is not known');
}
