import { dateOf } from '../time/instants.ts';
import type { WallTime } from '../time/instants.ts';
import { weekdayOf } from './parse-rule.ts';
import type { Rule, RuleDay, Weekday } from './parse-rule.ts';

/** One of Exchange's six recurrence patterns (types.xsd, RecurrenceType). */
export type ExchangePattern =
  | { readonly kind: 'daily'; readonly interval: number }
  | { readonly kind: 'weekly'; readonly interval: number; readonly days: readonly string[]; readonly weekStart: string }
  | { readonly kind: 'absoluteMonthly'; readonly interval: number; readonly dayOfMonth: number }
  | { readonly kind: 'relativeMonthly'; readonly interval: number; readonly day: string; readonly index: string }
  | { readonly kind: 'absoluteYearly'; readonly dayOfMonth: number; readonly month: string }
  | { readonly kind: 'relativeYearly'; readonly day: string; readonly index: string; readonly month: string };

const dayNames: Readonly<Record<Weekday, string>> = {
  SU: 'Sunday',
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
};
const monthNames = 'January February March April May June July August September October November December'.split(' ');
const indexNames: Readonly<Record<number, string>> = { 1: 'First', 2: 'Second', 3: 'Third', 4: 'Fourth', [-1]: 'Last' };
// Days each month has in every year; February 29 is the only day that comes and goes.
const safeDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const maxDailyInterval = 999;
const maxLongInterval = 99;

/**
 * Turns a rule into the pattern that repeats on exactly the same days.
 *
 * A day beyond the end of a month means the month's last day to Exchange, where RFC 5545 skips the month; so
 * `BYMONTHDAY=31` is refused and `BYMONTHDAY=28,29,30,31;BYSETPOS=-1` is the rule that becomes `DayOfMonth` 31.
 *
 * @param start - First occurrence, from which missing parts are taken.
 * @throws RangeError when no pattern does.
 */
export function toExchangePattern(rule: Rule, start: WallTime, text: string): ExchangePattern {
  const refuse = (reason: string): never => {
    throw new RangeError(`Exchange cannot hold the rule ${text}: ${reason}`);
  };
  if (rule.count !== undefined && rule.count > 999) refuse('more than 999 occurrences');
  if (rule.frequency === 'DAILY' && rule.days.length > 0 && rule.interval !== 1)
    refuse('days of the week in a daily rule');
  const filters = rule.monthDays.length + rule.months.length + rule.positions.length;
  switch (rule.frequency) {
    case 'DAILY':
      if (filters > 0) refuse('a daily rule with filters');
      if (rule.days.length > 0) return weekly(rule, start, refuse);
      if (rule.interval > maxDailyInterval) refuse('the interval is too long');
      return { kind: 'daily', interval: rule.interval };
    case 'WEEKLY':
      if (filters > 0) refuse('a weekly rule with filters');
      if (rule.interval > maxLongInterval) refuse('the interval is too long');
      return weekly(rule, start, refuse);
    default:
      return monthlyOrYearly(rule, start, refuse);
  }
}

function weekly(rule: Rule, start: WallTime, refuse: (reason: string) => never): ExchangePattern {
  if (rule.days.some((day) => day.ordinal !== undefined)) refuse('numbered days of the week');
  const days = rule.days.length === 0 ? [weekdayOf(start)] : rule.days.map((day) => day.day);
  // Exchange writes the days from Sunday on.
  const ordered = Object.keys(dayNames).flatMap((name) => days.filter((day) => day === name));
  return {
    kind: 'weekly',
    interval: rule.interval,
    days: ordered.map((day) => dayNames[day]),
    weekStart: dayNames[rule.weekStart],
  };
}

function monthlyOrYearly(rule: Rule, start: WallTime, refuse: (reason: string) => never): ExchangePattern {
  const startDate = dateOf(start);
  const startMonth = Number(startDate.slice(5, 7));
  if (rule.months.length > 1) refuse('several months');
  const month = rule.months[0] ?? startMonth;
  const isYearly = rule.frequency === 'YEARLY';
  if (isYearly && rule.months.length === 0 && rule.days.length > 0) refuse('days of the week of a whole year');
  if (!isYearly && rule.months.length > 0 && rule.interval !== 1) refuse('a month in a monthly rule');
  const oneMonth = isYearly || rule.months.length > 0;
  const months = isYearly ? rule.interval * 12 : rule.months.length > 0 ? 12 : rule.interval;
  if (months > maxLongInterval) refuse('the interval is too long');
  const monthName = monthNames[month - 1] ?? refuse('a month that is none');
  const everyYear = oneMonth && months === 12;

  if (rule.days.length > 0) {
    const { day, index } = relativeDay(rule, refuse);
    return everyYear
      ? { kind: 'relativeYearly', day, index, month: monthName }
      : { kind: 'relativeMonthly', interval: months, day, index };
  }
  const shortest = months % 12 === 0 ? (safeDays[month - 1] ?? 28) : 28;
  const monthDays = rule.monthDays.length === 0 ? [Number(startDate.slice(8, 10))] : rule.monthDays;
  if (monthDays.length === 1 && monthDays[0] === -1) {
    return everyYear
      ? { kind: 'relativeYearly', day: 'Day', index: 'Last', month: monthName }
      : { kind: 'relativeMonthly', interval: months, day: 'Day', index: 'Last' };
  }
  const dayOfMonth =
    monthDays.length === 1 ? exactDay(monthDays, rule, shortest, refuse) : clampedDay(monthDays, rule, refuse);
  return everyYear
    ? { kind: 'absoluteYearly', dayOfMonth, month: monthName }
    : { kind: 'absoluteMonthly', interval: months, dayOfMonth };
}

function exactDay(days: readonly number[], rule: Rule, shortest: number, refuse: (reason: string) => never): number {
  const day = days[0] ?? 0;
  if (day < 1 || day > 31 || rule.positions.length > 0) refuse('a day counted from the end of the month');
  if (day > shortest)
    refuse('Exchange moves a day that a month lacks to its last day instead of leaving the month out');
  return day;
}

/** `BYMONTHDAY=28,29,30,31;BYSETPOS=-1`: the 31st, or the last day of a shorter month. */
function clampedDay(days: readonly number[], rule: Rule, refuse: (reason: string) => never): number {
  const sorted = [...days].sort((a, b) => a - b);
  const isRun = sorted.every((day, at) => day === 28 + at);
  if (!isRun || rule.positions.length !== 1 || rule.positions[0] !== -1) refuse('several days of the month');
  return sorted.at(-1) ?? 28;
}

function relativeDay(rule: Rule, refuse: (reason: string) => never): { day: string; index: string } {
  if (rule.monthDays.length > 0) refuse('days of the week together with days of the month');
  const ordinals = rule.days.map((day) => day.ordinal);
  const single = rule.days.length === 1 ? rule.days[0] : undefined;
  const ordinal =
    single?.ordinal !== undefined && rule.positions.length === 0
      ? single.ordinal
      : ordinals.every((value) => value === undefined) && rule.positions.length === 1
        ? rule.positions[0]
        : undefined;
  const index = indexNames[ordinal ?? 0] ?? refuse('it needs one of the first four or the last of a kind of day');
  return { day: kindOfDay(rule.days) ?? refuse('several days of the week'), index };
}

function kindOfDay(days: readonly RuleDay[]): string | undefined {
  const names = days.map((day) => day.day);
  if (names.length === 1 && names[0] !== undefined) return dayNames[names[0]];
  const key = Object.keys(dayNames)
    .filter((name) => names.some((day) => day === name))
    .join();
  return { 'SU,MO,TU,WE,TH,FR,SA': 'Day', 'MO,TU,WE,TH,FR': 'Weekday', 'SU,SA': 'WeekendDay' }[key];
}
