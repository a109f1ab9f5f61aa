import { CalendarError } from '@kalends/core';
import type { EventTime, Recurrence, Weekday } from '@kalends/core';
import { patternOfRecurrence } from '@kalends/core/recurrence';
import type { PatternedRecurrence, PatternIndex, RecurrencePattern } from '@kalends/core/recurrence';
import { setElement } from './property-writes.ts';
import type { PropertyWrite } from './property-writes.ts';

const dayNames: Readonly<Record<Weekday, string>> = {
  su: 'Sunday',
  mo: 'Monday',
  tu: 'Tuesday',
  we: 'Wednesday',
  th: 'Thursday',
  fr: 'Friday',
  sa: 'Saturday',
};

const indexNames: Readonly<Record<PatternIndex, string>> = {
  first: 'First',
  second: 'Second',
  third: 'Third',
  fourth: 'Fourth',
  last: 'Last',
};

/** Days that a relative pattern can name together, by their sorted letters. */
const dayGroups: Readonly<Record<string, string>> = {
  'fr mo sa su th tu we': 'Day',
  'fr mo th tu we': 'Weekday',
  'sa su': 'WeekendDay',
};

const monthNames = 'January February March April May June July August September October November December'.split(' ');

/** What Exchange can hold. */
const maxDays = 999;
const maxPeriods = 99;
const maxCount = 999;
const lastEndDate = '4500-09-01';

/**
 * Says how a series repeats in Exchange's words. Occurrences that do not take place are no part of it.
 *
 * @param time - Of the first occurrence, in the zone of the series.
 * @throws CalendarError `unsupported` naming what cannot be said.
 * @see {@link https://learn.microsoft.com/exchange/client-developer/exchange-web-services/recurrence-patterns-and-ews | Recurrence patterns and EWS}
 */
export function recurrenceWrite(recurrence: Recurrence, time: EventTime): PropertyWrite {
  const { pattern, range } = patternOfRecurrence(recurrence, time);
  return setElement('Recurrence', patternXml(pattern) + rangeXml(range));
}

function patternXml(pattern: RecurrencePattern): string {
  switch (pattern.type) {
    case 'daily':
      return wrapped('DailyRecurrence', intervalXml(pattern.interval, maxDays, 'days'));
    case 'weekly': {
      const days = pattern.days.map((day) => dayNames[day]).join(' ');
      return wrapped(
        'WeeklyRecurrence',
        intervalXml(pattern.interval, maxPeriods, 'weeks') +
          wrapped('DaysOfWeek', days) +
          wrapped('FirstDayOfWeek', dayNames[pattern.firstDayOfWeek]),
      );
    }
    case 'absoluteMonthly':
      return absoluteMonthly(pattern.interval, pattern.dayOfMonth);
    case 'relativeMonthly':
      return relativeMonthly(pattern.interval, pattern);
    case 'absoluteYearly':
      // A year of Exchange has no interval; every second year is every 24 months.
      if (pattern.interval > 1) return absoluteMonthly(pattern.interval * 12, pattern.dayOfMonth);
      return wrapped('AbsoluteYearlyRecurrence', dayOfMonthXml(pattern.dayOfMonth) + monthXml(pattern.month));
    default:
      if (pattern.interval > 1) return relativeMonthly(pattern.interval * 12, pattern);
      return wrapped('RelativeYearlyRecurrence', relativeXml(pattern) + monthXml(pattern.month));
  }
}

function absoluteMonthly(interval: number, dayOfMonth: number): string {
  const content = intervalXml(interval, maxPeriods, 'months') + dayOfMonthXml(dayOfMonth);
  return wrapped('AbsoluteMonthlyRecurrence', content);
}

function relativeMonthly(interval: number, relative: RelativeDays): string {
  return wrapped('RelativeMonthlyRecurrence', intervalXml(interval, maxPeriods, 'months') + relativeXml(relative));
}

interface RelativeDays {
  readonly days: readonly Weekday[];
  readonly index: PatternIndex;
}

function relativeXml({ days, index }: RelativeDays): string {
  const [day] = days;
  const name =
    day !== undefined && days.length === 1
      ? dayNames[day]
      : dayGroups[days.toSorted((a, b) => a.localeCompare(b)).join(' ')];
  if (name === undefined) throw unsupported('some weekdays counted together within a month');
  return wrapped('DaysOfWeek', name) + wrapped('DayOfWeekIndex', indexNames[index]);
}

function rangeXml({ startDate, end }: PatternedRecurrence['range']): string {
  const start = wrapped('StartDate', startDate);
  switch (end.kind) {
    case 'never':
      return wrapped('NoEndRecurrence', start);
    case 'count':
      if (end.count > maxCount) throw unsupported(`more than ${maxCount} occurrences`);
      return wrapped('NumberedRecurrence', start + wrapped('NumberOfOccurrences', String(end.count)));
    default:
      if (end.date > lastEndDate) throw unsupported(`a series that ends after ${lastEndDate}`);
      return wrapped('EndDateRecurrence', start + wrapped('EndDate', end.date));
  }
}

function intervalXml(interval: number, max: number, what: string): string {
  if (interval > max) throw unsupported(`an interval of more than ${max} ${what}`);
  return wrapped('Interval', String(interval));
}

function dayOfMonthXml(day: number): string {
  return wrapped('DayOfMonth', String(day));
}

function monthXml(month: number): string {
  return wrapped('Month', monthNames[month - 1] ?? '');
}

function wrapped(name: string, content: string): string {
  return `<t:${name}>${content}</t:${name}>`;
}

function unsupported(what: string): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: `recurrence: Exchange has no pattern for ${what}`,
    provider: 'ews',
    cure: { text: 'Say the series with a simpler rule, or as several series.' },
  });
}
