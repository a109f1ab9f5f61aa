import { CalendarError } from '../errors/calendar-error.ts';
import type { RecurrenceFrequency, RecurrenceRule } from '../model/recurrence.ts';
import type { EventTime } from '../model/time.ts';
import { candidatesOf } from './candidates-of-rule.ts';
import { joinsDays } from './limits-of-days.ts';

/** Every minute of a day. More times than that no calendar has, and every one of them is a candidate in every period. */
const maxTimesOfDay = 1_440;
/** Moments of one period, all of which are made to find one of them. */
const maxCandidates = 3_000;
const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * Gives a rule as it can be expanded, or refuses parts that mean nothing where they stand: RFC 5545 forbids them there, and
 * whoever guesses guesses differently.
 *
 * @param time - When the master takes place. Times of day of a series of whole days are left away, as RFC 5545 says.
 * @throws CalendarError `unsupported` naming the part; `invalidArgument` for an interval that is none.
 * @see {@link https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10 | RFC 5545, RECUR}
 */
export function expandableRule(rule: RecurrenceRule, time: EventTime): RecurrenceRule {
  const { frequency } = rule;
  if (!Number.isInteger(rule.interval) || rule.interval < 1)
    throw new CalendarError({ code: 'invalidArgument', message: 'interval: a whole number from 1 is needed' });
  if (rule.byWeekNo !== undefined && frequency !== 'yearly') throw meaningless('BYWEEKNO', frequency);
  if (rule.byYearDay !== undefined && (frequency === 'daily' || frequency === 'weekly' || frequency === 'monthly'))
    throw meaningless('BYYEARDAY', frequency);
  if (rule.byMonthDay !== undefined && frequency === 'weekly') throw meaningless('BYMONTHDAY', frequency);
  const isCounted = rule.byDay?.some(({ nthOfPeriod }) => nthOfPeriod !== undefined) ?? false;
  if (isCounted && frequency !== 'monthly' && (frequency !== 'yearly' || rule.byWeekNo !== undefined))
    throw meaningless('BYDAY with a number', frequency);
  if (rule.bySetPosition !== undefined && (joinsDays(rule) || rule.byWeekNo !== undefined))
    throw refused('positions (BYSETPOS) of days of the year that several parts limit, or that lie in numbered weeks');
  if (time.kind === 'timed') {
    const times = [rule.byHour, rule.byMinute, rule.bySecond].map((list) => list?.length ?? 1);
    if (times.reduce((product, length) => product * length, 1) > maxTimesOfDay)
      throw refused(`more than ${maxTimesOfDay.toLocaleString('en')} times a day`);
    if (candidatesOf(rule) > maxCandidates)
      throw refused(`more than ${maxCandidates.toLocaleString('en')} times in one of its periods`);
    return rule;
  }
  if (frequency === 'hourly' || frequency === 'minutely' || frequency === 'secondly')
    throw refused(`a series of whole days that repeats within a day (${frequency})`);
  const { byHour: _hour, byMinute: _minute, bySecond: _second, ...ofDays } = rule;
  return ofDays;
}

/**
 * Tells that no day of any year is what the rule asks for, such as 30 February, or that its periods have fewer candidates than it
 * counts: it needs no search.
 */
export function isImpossible(rule: RecurrenceRule): boolean {
  const { byMonth, byMonthDay = [], bySetPosition = [] } = rule;
  const candidates = candidatesOf(rule);
  if (bySetPosition.length > 0 && bySetPosition.every((position) => Math.abs(position) > candidates)) return true;
  if (byMonthDay.length === 0) return false;
  const lengths = byMonth === undefined ? longestMonths : byMonth.map((month) => longestMonths[month - 1] ?? 0);
  return byMonthDay.every((day) => lengths.every((length) => Math.abs(day) > length));
}

function meaningless(part: string, frequency: RecurrenceFrequency): CalendarError {
  return refused(`${part} in a ${frequency} rule, where RFC 5545 gives it no meaning`);
}

function refused(what: string): CalendarError {
  return new CalendarError({ code: 'unsupported', message: `A recurrence cannot be expanded: ${what}` });
}
