import { isDate, isInteger, isOneOf, textRule, typed } from './rule.ts';
import type { ChildRule, ElementRule } from './rule.ts';

const days = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Day',
  'Weekday',
  'WeekendDay',
];
const isMonth = isOneOf(
  ...'January February March April May June July August September October November December'.split(' '),
);
const integer = textRule(isInteger);
const interval = typed(1, 1, { Interval: integer });
// A list in a weekly pattern, exactly one elsewhere.
const dayList = typed(1, 1, {
  DaysOfWeek: textRule(
    (value) =>
      value.trim() !== '' &&
      value
        .trim()
        .split(/\s+/)
        .every((day) => days.includes(day)),
  ),
});
const oneDay = typed(1, 1, { DaysOfWeek: textRule((value) => days.includes(value.trim())) });
const index = typed(1, 1, { DayOfWeekIndex: textRule(isOneOf('First', 'Second', 'Third', 'Fourth', 'Last')) });
const month = typed(1, 1, { Month: textRule(isMonth) });
const dayOfMonth = typed(1, 1, { DayOfMonth: integer });
const startDate = typed(1, 1, { StartDate: textRule(isDate) });

const of = (...sequence: readonly ChildRule[]): ElementRule => ({ sequence });

/** A pattern with its range (types.xsd, RecurrenceType). */
export const recurrence: ElementRule = of(
  typed(1, 1, {
    RelativeYearlyRecurrence: of(oneDay, index, month),
    AbsoluteYearlyRecurrence: of(dayOfMonth, month),
    RelativeMonthlyRecurrence: of(interval, oneDay, index),
    AbsoluteMonthlyRecurrence: of(interval, dayOfMonth),
    WeeklyRecurrence: of(
      interval,
      dayList,
      typed(0, 1, {
        FirstDayOfWeek: { ...textRule((value) => days.includes(value.trim())), since: 'Exchange2010_SP1' },
      }),
    ),
    DailyRecurrence: of(interval),
  }),
  typed(1, 1, {
    NoEndRecurrence: of(startDate),
    EndDateRecurrence: of(startDate, typed(1, 1, { EndDate: textRule(isDate) })),
    NumberedRecurrence: of(startDate, typed(1, 1, { NumberOfOccurrences: integer })),
  }),
);
