import { Temporal } from 'temporal-polyfill';
import type { ExchangePattern } from '../recurrence/exchange-pattern.ts';
import { ItemError } from '../soap/ews-errors.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { trimmedChild } from './read-values.ts';

/** A recurrence as a client asks for it. */
export interface RequestedRecurrence {
  readonly pattern: ExchangePattern;
  /** `YYYY-MM-DD` */
  readonly startDate: string;
  readonly range:
    | { readonly kind: 'noEnd' }
    | { readonly kind: 'endDate'; readonly endDate: string }
    | { readonly kind: 'numbered'; readonly count: number };
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const lastEndDate = '4500-09-01';
const maxCount = 999;
const maxDays = 999;
const maxPeriods = 99;

/**
 * Reads a `Recurrence` that has passed the schema check.
 *
 * @throws ItemError with the documented code for what no calendar can hold.
 */
export function readRecurrence(node: XmlNode): RequestedRecurrence {
  const [pattern, range] = node.children;
  if (pattern === undefined || range === undefined) throw invalid('A recurrence has a pattern and a range.');
  return { pattern: readPattern(pattern), startDate: readDate(range, 'StartDate'), range: readRange(range) };
}

function readPattern(node: XmlNode): ExchangePattern {
  const text = (name: string): string => trimmedChild(node, name) ?? '';
  const interval = (max: number): number => readNumber(text('Interval'), max, 'The interval');
  const day = (): number => readNumber(text('DayOfMonth'), 31, 'The day of the month');
  switch (node.name) {
    case 'DailyRecurrence':
      return { kind: 'daily', interval: interval(maxDays) };
    case 'WeeklyRecurrence':
      return weekly(text('DaysOfWeek'), text('FirstDayOfWeek'), interval(maxPeriods));
    case 'AbsoluteMonthlyRecurrence':
      return { kind: 'absoluteMonthly', interval: interval(maxPeriods), dayOfMonth: day() };
    case 'RelativeMonthlyRecurrence':
      return {
        kind: 'relativeMonthly',
        interval: interval(maxPeriods),
        day: text('DaysOfWeek'),
        index: text('DayOfWeekIndex'),
      };
    case 'AbsoluteYearlyRecurrence':
      return { kind: 'absoluteYearly', dayOfMonth: day(), month: text('Month') };
    default:
      return { kind: 'relativeYearly', day: text('DaysOfWeek'), index: text('DayOfWeekIndex'), month: text('Month') };
  }
}

function weekly(daysText: string, weekStart: string, interval: number): ExchangePattern {
  const wanted = daysText.split(/\s+/);
  if (wanted.some((day) => !weekdays.includes(day))) {
    throw new ItemError(
      'ErrorCalendarInvalidDayForWeeklyRecurrence',
      'Day, Weekday and WeekendDay are no days of a weekly recurrence.',
    );
  }
  if (weekStart !== '' && !weekdays.includes(weekStart)) throw invalid('The first day of the week is invalid.');
  return {
    kind: 'weekly',
    interval,
    days: weekdays.filter((day) => wanted.includes(day)),
    weekStart: weekStart === '' ? 'Sunday' : weekStart,
  };
}

function readRange(node: XmlNode): RequestedRecurrence['range'] {
  switch (node.name) {
    case 'NoEndRecurrence':
      return { kind: 'noEnd' };
    case 'EndDateRecurrence': {
      const endDate = readDate(node, 'EndDate');
      if (endDate > lastEndDate) {
        throw new ItemError('ErrorRecurrenceEndDateTooBig', 'The end date of the recurrence is too late.');
      }
      return { kind: 'endDate', endDate };
    }
    default:
      return {
        kind: 'numbered',
        count: readNumber(trimmedChild(node, 'NumberOfOccurrences') ?? '', maxCount, 'The number of occurrences'),
      };
  }
}

function readDate(node: XmlNode, name: string): string {
  // What stands behind the ten characters means nothing.
  const date = (trimmedChild(node, name) ?? '').slice(0, 10);
  try {
    return Temporal.PlainDate.from(date).toString();
  } catch {
    throw new ItemError('ErrorCalendarOutOfRange', 'The specified date is out of range.');
  }
}

function readNumber(text: string, max: number, what: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= max)) throw invalid(`${what} is out of range.`);
  return value;
}

function invalid(text: string): ItemError {
  return new ItemError('ErrorCalendarInvalidRecurrence', `The recurrence is invalid. ${text}`);
}
