import type { RecurrenceRule, Weekday } from '../model/recurrence.ts';

const weekdays: readonly Weekday[] = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];
const dayMs = 86_400_000;

/**
 * Tells whether a yearly rule joins parts of which the library keeps only one: year days or week numbers with other days,
 * month days with counted weekdays, and a 53rd weekday of the year with the years that have one. All it gives then has to be looked at again.
 */
export function joinsDays({ frequency, byYearDay, byWeekNo, byMonthDay, byDay }: RecurrenceRule): boolean {
  if (frequency !== 'yearly') return false;
  // A year without a 53rd Saturday lends one from the next.
  if (byDay?.some(({ nthOfPeriod = 0 }) => Math.abs(nthOfPeriod) > 52) === true) return true;
  const isCounted = byDay?.some(({ nthOfPeriod }) => nthOfPeriod !== undefined) ?? false;
  return (
    (byYearDay !== undefined && (byMonthDay ?? byDay ?? byWeekNo) !== undefined) ||
    (byWeekNo !== undefined && byMonthDay !== undefined) ||
    (byMonthDay !== undefined && isCounted)
  );
}

/**
 * Tells whether a day is one that every part of the rule lets through.
 *
 * @param wallMs - A wall time, as if it were UTC.
 */
export function isDayOfRule(rule: RecurrenceRule, wallMs: number): boolean {
  const date = new Date(wallMs);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const yearLength = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / dayMs;
  const monthLength = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const dayOfYear = Math.floor((wallMs - Date.UTC(year, 0, 1)) / dayMs) + 1;
  const dayOfMonth = date.getUTCDate();
  const isIn = (list: readonly number[] | undefined, place: number, length: number): boolean =>
    list === undefined || list.includes(place) || list.includes(place - length - 1);
  const [place, length] = rule.byMonth === undefined ? [dayOfYear, yearLength] : [dayOfMonth, monthLength];
  const nths = [undefined, Math.ceil(place / 7), -Math.ceil((length - place + 1) / 7)];
  return (
    isIn(rule.byMonth, month + 1, 12) &&
    isIn(rule.byMonthDay, dayOfMonth, monthLength) &&
    isIn(rule.byYearDay, dayOfYear, yearLength) &&
    (rule.byWeekNo === undefined || isInWeek(rule, rule.byWeekNo, wallMs)) &&
    (rule.byDay?.some(({ day, nthOfPeriod }) => day === weekdays[date.getUTCDay()] && nths.includes(nthOfPeriod)) ??
      true)
  );
}

/** Week 1 is the first with four days in its year; a week belongs to the year that most of it is in (RFC 5545, BYWEEKNO). */
function isInWeek({ firstDayOfWeek }: RecurrenceRule, weeks: readonly number[], wallMs: number): boolean {
  const intoWeek = (new Date(wallMs).getUTCDay() - weekdays.indexOf(firstDayOfWeek) + 7) % 7;
  const middleMs = wallMs + (3 - intoWeek) * dayMs;
  const year = new Date(middleMs).getUTCFullYear();
  const dayOfYear = Math.floor((middleMs - Date.UTC(year, 0, 1)) / dayMs) + 1;
  const yearLength = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / dayMs;
  const week = Math.ceil(dayOfYear / 7);
  const lastWeek = week + Math.floor((yearLength - dayOfYear) / 7);
  return weeks.includes(week) || weeks.includes(week - lastWeek - 1);
}
