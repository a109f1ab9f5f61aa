import type { RecurrenceRule } from '../model/recurrence.ts';

/**
 * How many moments of one period a rule can name at most, before positions (BYSETPOS) choose among them: all of them are made to find
 * one.
 */
export function candidatesOf(rule: RecurrenceRule): number {
  const { frequency } = rule;
  const seconds = sizeOf(rule.bySecond);
  const minutes = sizeOf(rule.byMinute);
  if (frequency === 'secondly') return 1;
  if (frequency === 'minutely') return seconds;
  if (frequency === 'hourly') return minutes * seconds;
  return daysOf(rule) * sizeOf(rule.byHour) * minutes * seconds;
}

function daysOf(rule: RecurrenceRule): number {
  const { frequency, byMonth, byMonthDay, byYearDay, byWeekNo, byDay } = rule;
  if (frequency === 'daily') return 1;
  if (frequency === 'weekly') return Math.min(sizeOf(byDay), 7);
  const months =
    frequency === 'yearly' && byYearDay === undefined && byWeekNo === undefined ? (byMonth?.length ?? 12) : 1;
  if (byYearDay !== undefined) return Math.min(byYearDay.length, 366);
  if (byWeekNo !== undefined) return Math.min(byWeekNo.length * 7, 366);
  if (byMonthDay !== undefined) return Math.min(byMonthDay.length, 31) * months;
  if (byDay === undefined) return months === 12 && byMonth === undefined ? 1 : months;
  const inMonth = byDay.reduce((sum, { nthOfPeriod }) => sum + (nthOfPeriod === undefined ? 5 : 1), 0);
  return Math.min(inMonth, 31) * months;
}

/** Values given twice count once; an empty list says nothing. */
function sizeOf(values: readonly unknown[] | undefined): number {
  return Math.max(1, new Set(values).size);
}
