import type { Weekday } from '../model/recurrence.ts';
import { positionOfIndex } from './recurrence-pattern.ts';
import type { RecurrencePattern } from './recurrence-pattern.ts';

const weekdays: readonly Weekday[] = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];

/** The weekday of a date `YYYY-MM-DD`. */
export function weekdayOf(date: string): Weekday {
  return weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'mo';
}

/** Tells whether a series of this pattern can begin on a date: interval 1 is enough to know, because it begins there. */
export function matchesPattern(pattern: RecurrencePattern, date: string): boolean {
  switch (pattern.type) {
    case 'daily':
      return true;
    case 'weekly':
      return pattern.days.includes(weekdayOf(date));
    case 'absoluteMonthly':
      return isDayOfMonth(pattern.dayOfMonth, date);
    case 'absoluteYearly':
      return pattern.month === monthOf(date) && isDayOfMonth(pattern.dayOfMonth, date);
    case 'relativeMonthly':
      return isRelativeDay(pattern, date);
    default:
      return pattern.month === monthOf(date) && isRelativeDay(pattern, date);
  }
}

function isDayOfMonth(dayOfMonth: number, date: string): boolean {
  return Number(date.slice(8, 10)) === Math.min(dayOfMonth, lengthOfMonth(date));
}

function isRelativeDay(
  pattern: Extract<RecurrencePattern, { readonly type: 'relativeMonthly' | 'relativeYearly' }>,
  date: string,
): boolean {
  const month = date.slice(0, 8);
  const candidates = Array.from(
    { length: lengthOfMonth(date) },
    (_, index) => month + String(index + 1).padStart(2, '0'),
  ).filter((candidate) => pattern.days.includes(weekdayOf(candidate)));
  const position = positionOfIndex[pattern.index];
  return candidates.at(position > 0 ? position - 1 : position) === date;
}

function monthOf(date: string): number {
  return Number(date.slice(5, 7));
}

function lengthOfMonth(date: string): number {
  return new Date(Date.UTC(Number(date.slice(0, 4)), monthOf(date), 0)).getUTCDate();
}
