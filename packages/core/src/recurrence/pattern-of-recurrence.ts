import { CalendarError } from '../errors/calendar-error.ts';
import type { Recurrence, RecurrenceEnd, RecurrenceRule, Weekday } from '../model/recurrence.ts';
import type { EventTime } from '../model/time.ts';
import { zoneOffsetMs } from '../time/zone-offset.ts';
import { addDays, formatInstant, instantOfWallTime } from '../time/zoned-date-time.ts';
import { matchesPattern, weekdayOf } from './matches-pattern.ts';
import { positionOfIndex } from './recurrence-pattern.ts';
import type { PatternedRecurrence, PatternIndex, RecurrencePattern, RecurrenceRange } from './recurrence-pattern.ts';

/** The shortest each month gets. */
const shortestMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** The last day there is in February. */
const leapDay = 29;

/**
 * Says a recurrence as one pattern of Outlook and Exchange, or refuses: the pattern means the same days for ever, or there is
 * none.
 *
 * Excluded occurrences are not part of a pattern; whoever writes the series deletes them one by one.
 *
 * @param time - When the master takes place, in the zone the rule counts in.
 * @throws CalendarError `unsupported`, naming what cannot be said.
 * @public
 */
export function patternOfRecurrence(recurrence: Recurrence, time: EventTime): PatternedRecurrence {
  const [rule] = recurrence.rules;
  if (recurrence.excludedRules.length > 0) throw unsupported('rules that take occurrences away');
  if (recurrence.additional.length > 0) throw unsupported('additional occurrences (RDATE)');
  if (rule === undefined) throw unsupported('a series without a rule');
  if (recurrence.rules.length > 1) throw unsupported('several rules at once');
  if (time.kind === 'timed' && time.start.unresolvedTimeZone !== undefined)
    throw unsupported('a series in a time zone that is not resolved, whose days are not known');
  const startDate = time.kind === 'allDay' ? time.startDate : time.start.dateTime.slice(0, 10);
  const pattern = patternOfRule(rule, startDate);
  if (!matchesPattern(pattern, startDate)) throw unsupported('a first occurrence that its own rule does not give');
  const end = endOf(rule.end, time);
  if (end.kind === 'date' && end.date < startDate) throw unsupported('a rule that ends before the first occurrence');
  return { pattern, range: { startDate, end } };
}

function patternOfRule(rule: RecurrenceRule, startDate: string): RecurrencePattern {
  refuseUnused(rule);
  switch (rule.frequency) {
    case 'daily':
      return daily(rule);
    case 'weekly':
      return weekly(rule, startDate);
    case 'monthly':
      return monthly(rule, startDate);
    case 'yearly':
      return yearly(rule, startDate);
    default:
      throw unsupported(`a rule that repeats within a day (${rule.frequency})`);
  }
}

function refuseUnused(rule: RecurrenceRule): void {
  if (rule.byYearDay !== undefined) throw unsupported('days of the year (BYYEARDAY)');
  if (rule.byWeekNo !== undefined) throw unsupported('weeks of the year (BYWEEKNO)');
  if ((rule.byHour ?? rule.byMinute ?? rule.bySecond) !== undefined) throw unsupported('times of day in the rule');
}

function daily(rule: RecurrenceRule): RecurrencePattern {
  refuseMonths(rule);
  refuseMonthDays(rule);
  refusePositions(rule);
  if (rule.byDay === undefined) return { type: 'daily', interval: rule.interval };
  // Every day that is a Monday or a Friday is every Monday and Friday; every third day that is one is nothing Outlook knows.
  if (rule.interval !== 1) throw unsupported('weekdays within a rule of every few days');
  return { type: 'weekly', interval: 1, days: plainDays(rule.byDay), firstDayOfWeek: rule.firstDayOfWeek };
}

function weekly(rule: RecurrenceRule, startDate: string): RecurrencePattern {
  refuseMonths(rule);
  refuseMonthDays(rule);
  refusePositions(rule);
  const days = rule.byDay === undefined ? [weekdayOf(startDate)] : plainDays(rule.byDay);
  return { type: 'weekly', interval: rule.interval, days, firstDayOfWeek: rule.firstDayOfWeek };
}

function monthly(rule: RecurrenceRule, startDate: string): RecurrencePattern {
  refuseMonths(rule);
  const { interval } = rule;
  if (rule.byDay === undefined) {
    return { type: 'absoluteMonthly', interval, dayOfMonth: dayOfMonth(rule, startDate, shortestMonths) };
  }
  refuseMonthDays(rule);
  if (rule.bySetPosition === undefined && isEveryDay(rule)) return everyWeek(rule);
  return { type: 'relativeMonthly', interval, ...relativeDays(rule) };
}

function yearly(rule: RecurrenceRule, startDate: string): RecurrencePattern {
  const { interval, byMonth } = rule;
  if (byMonth === undefined && rule.byDay !== undefined) {
    refuseMonthDays(rule);
    if (rule.bySetPosition === undefined && isEveryDay(rule)) return everyWeek(rule);
    throw unsupported('weekdays counted within the year');
  }
  if (byMonth === undefined && rule.byMonthDay !== undefined) throw unsupported('month days of every month of a year');
  const [month = Number(startDate.slice(5, 7)), ...others] = new Set(byMonth ?? []);
  if (others.length > 0) throw unsupported('several months of the year');
  if (rule.byDay === undefined) {
    const length = shortestMonths[month - 1] ?? 28;
    // Said with a day the month has in some year: 30 for the last day of April, which 31 would mean too.
    const day = Math.min(dayOfMonth(rule, startDate, [length]), Math.max(length, leapDay));
    return { type: 'absoluteYearly', interval, month, dayOfMonth: day };
  }
  refuseMonthDays(rule);
  return { type: 'relativeYearly', interval, month, ...relativeDays(rule) };
}

/**
 * The day of the month, as Outlook counts it: a day that a month lacks is its last one. The same in iCalendar's words is the last
 * of 28, 29, 30 and 31, or day -1; its plain 31 leaves months out, which Outlook cannot say unless every month has it.
 *
 * @param lengths - The shortest length of each month that the rule gives.
 */
function dayOfMonth(rule: RecurrenceRule, startDate: string, lengths: readonly number[]): number {
  const days = [...new Set(rule.byMonthDay ?? [Number(startDate.slice(8, 10))])].toSorted((a, b) => a - b);
  const last = days.at(-1) ?? 0;
  const [position, ...positions] = rule.bySetPosition ?? [];
  const isLastOfRun =
    position === -1 && positions.length === 0 && last > 28 && days.every((day, index) => day === 28 + index);
  if (isLastOfRun) return last;
  if (days.length > 1) throw unsupported('several days of the month');
  // One candidate a period: its first and its last are the same.
  if (position !== undefined && (positions.length > 0 || Math.abs(position) !== 1))
    throw unsupported('positions (BYSETPOS)');
  if (last === -1) return 31;
  if (last < 1) throw unsupported('days counted from the end of the month, other than the last');
  const isInEveryMonth = lengths.every((length) => last <= length);
  if (isInEveryMonth || rule.skip === 'backward') return last;
  throw unsupported(`day ${last} only in months that have it: Outlook moves it to the last day of shorter ones`);
}

function relativeDays(rule: RecurrenceRule): { readonly days: readonly Weekday[]; readonly index: PatternIndex } {
  const { byDay = [], bySetPosition } = rule;
  const [first] = byDay;
  const counted = byDay.filter(({ nthOfPeriod }) => nthOfPeriod !== undefined);
  if (counted.length > 0) {
    if (byDay.length > 1 || first?.nthOfPeriod === undefined)
      throw unsupported('several weekdays counted in the period');
    if (bySetPosition !== undefined) throw unsupported('a position (BYSETPOS) of a counted weekday');
    return { days: [first.day], index: indexOf(first.nthOfPeriod) };
  }
  const [position, ...positions] = bySetPosition ?? [];
  if (position === undefined) throw unsupported('every one of some weekdays within a period of several months');
  if (positions.length > 0) throw unsupported('several positions (BYSETPOS)');
  return { days: uniqueDays(byDay), index: indexOf(position) };
}

function indexOf(position: number): PatternIndex {
  for (const [index, known] of Object.entries(positionOfIndex)) {
    // Object.entries gives the keys of the object as strings.
    if (known === position) return index as PatternIndex;
  }
  throw unsupported(`position ${position}: there are first to fourth, and last`);
}

function isEveryDay(rule: RecurrenceRule): boolean {
  return rule.interval === 1 && (rule.byDay ?? []).every(({ nthOfPeriod }) => nthOfPeriod === undefined);
}

function everyWeek(rule: RecurrenceRule): RecurrencePattern {
  return { type: 'weekly', interval: 1, days: plainDays(rule.byDay ?? []), firstDayOfWeek: rule.firstDayOfWeek };
}

function plainDays(byDay: NonNullable<RecurrenceRule['byDay']>): Weekday[] {
  if (byDay.some(({ nthOfPeriod }) => nthOfPeriod !== undefined)) throw unsupported('counted weekdays of a week');
  return uniqueDays(byDay);
}

function uniqueDays(byDay: NonNullable<RecurrenceRule['byDay']>): Weekday[] {
  return [...new Set(byDay.map(({ day }) => day))];
}

function refuseMonths(rule: RecurrenceRule): void {
  if (rule.byMonth !== undefined) throw unsupported(`months of the year in a ${rule.frequency} rule`);
}

function refuseMonthDays(rule: RecurrenceRule): void {
  if (rule.byMonthDay !== undefined)
    throw unsupported(`days of the month together with weekdays, or in a ${rule.frequency} rule`);
}

function refusePositions(rule: RecurrenceRule): void {
  if (rule.bySetPosition !== undefined) throw unsupported(`positions (BYSETPOS) in a ${rule.frequency} rule`);
}

/** Ranges end on a date of the series' zone, rules also at an instant: the last date whose occurrence starts by then. */
function endOf(end: RecurrenceEnd, time: EventTime): RecurrenceRange['end'] {
  switch (end.kind) {
    case 'never':
    case 'count':
      return end;
    case 'untilDate':
      return { kind: 'date', date: end.date };
    default: {
      if (time.kind === 'allDay') return { kind: 'date', date: end.instant.slice(0, 10) };
      const { dateTime, timeZone } = time.start;
      const endMs = Date.parse(end.instant);
      // East of Greenwich the last day of the year 9999, which stands for no end, is one of the next.
      const wallMs = Math.min(endMs + zoneOffsetMs(endMs, timeZone), Date.parse('9999-12-31T23:59:59Z'));
      const date = formatInstant(wallMs).slice(0, 10);
      const isStarted = instantOfWallTime(`${date}${dateTime.slice(10)}`, timeZone) <= endMs;
      return { kind: 'date', date: isStarted ? date : addDays(date, -1) };
    }
  }
}

function unsupported(what: string): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: `Outlook and Exchange have no pattern for ${what}`,
    cure: { text: 'Say the series with a simpler rule, or as several series.' },
  });
}
