import { RecurrenceRule } from './recurrence-rule.ts';
import { windowsZoneOf } from './time-zones.ts';
import { wallTimeAt } from './wall-time.ts';

/** Positions that BYSETPOS and numbered weekdays can have. */
export const recurrenceIndexes: Readonly<Record<number, string>> = {
  1: 'first',
  2: 'second',
  3: 'third',
  4: 'fourth',
  [-1]: 'last',
};
/** Days of the week as Graph names them. */
export const weekdays: readonly string[] = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
];

/** `recurrencePattern` of the wire. */
export interface GraphPattern {
  readonly type: string;
  readonly interval: number;
  readonly month: number;
  readonly dayOfMonth: number;
  readonly daysOfWeek?: readonly string[];
  readonly firstDayOfWeek: string;
  readonly index: string;
}

/** `recurrenceRange` of the wire. */
export interface GraphRange {
  readonly type: 'endDate' | 'noEnd' | 'numbered';
  readonly startDate: string;
  readonly endDate: string;
  readonly recurrenceTimeZone: string;
  readonly numberOfOccurrences: number;
}

/** `patternedRecurrence` of the wire, padded the way replies are. */
export interface GraphRecurrence {
  readonly pattern: GraphPattern;
  readonly range: GraphRange;
}

/** The first start of a series. */
export interface SeriesStart {
  /** `YYYY-MM-DDTHH:mm:ss` in `iana`; midnight for all-day series. */
  readonly wallTime: string;
  readonly iana: string;
  readonly isAllDay: boolean;
}

/**
 * Turns an RRULE (RFC 5545, section 3.3.10) into Graph's pattern and range.
 *
 * @throws RangeError when Graph has no pattern that repeats on the same days.
 */
export function graphRecurrence(rrule: string, start: SeriesStart): GraphRecurrence {
  const rule = new RecurrenceRule(rrule);
  return { pattern: patternOf(rule, start.wallTime.slice(0, 10)), range: rangeOf(rule, start) };
}

function patternOf(rule: RecurrenceRule, startDate: string): GraphPattern {
  switch (rule.text('FREQ')) {
    case 'DAILY':
      return dailyPattern(rule);
    case 'WEEKLY':
      return weeklyPattern(rule, startDate);
    case 'MONTHLY':
      return monthlyPattern(rule, startDate);
    case 'YEARLY':
      return yearlyPattern(rule, startDate);
    default:
      throw rule.unsupported('only days, weeks, months and years repeat');
  }
}

function dailyPattern(rule: RecurrenceRule): GraphPattern {
  const days = rule.list('BYDAY');
  if (days.length === 0) {
    rule.allow();
    return padded('daily', rule, {});
  }
  if (rule.interval !== 1) throw rule.unsupported('weekdays go with an interval of one day only');
  rule.allow('BYDAY');
  return padded('weekly', rule, { daysOfWeek: rule.plainDays(), firstDayOfWeek: weekStart(rule) });
}

function weeklyPattern(rule: RecurrenceRule, startDate: string): GraphPattern {
  rule.allow('BYDAY');
  const days = rule.list('BYDAY').length === 0 ? [weekdayOf(startDate)] : rule.plainDays();
  return padded('weekly', rule, { daysOfWeek: days, firstDayOfWeek: weekStart(rule) });
}

function monthlyPattern(rule: RecurrenceRule, startDate: string): GraphPattern {
  if (rule.list('BYDAY').length > 0) {
    rule.allow('BYDAY', 'BYSETPOS');
    return padded('relativeMonthly', rule, relativeDays(rule));
  }
  rule.allow('BYMONTHDAY');
  const day = rule.single('BYMONTHDAY') ?? Number(startDate.slice(8));
  // Graph moves days 29 to 31 to the end of shorter months, where RFC 5545 leaves such months out.
  if (day === -1) return padded('absoluteMonthly', rule, { dayOfMonth: 31 });
  if (day < 1 || day > 28) throw rule.unsupported('a day that some months do not have cannot be skipped');
  return padded('absoluteMonthly', rule, { dayOfMonth: day });
}

function yearlyPattern(rule: RecurrenceRule, startDate: string): GraphPattern {
  const month = rule.single('BYMONTH') ?? Number(startDate.slice(5, 7));
  if (rule.list('BYDAY').length > 0) {
    rule.allow('BYDAY', 'BYSETPOS', 'BYMONTH');
    if (rule.list('BYMONTH').length === 0) throw rule.unsupported('a weekday of the year needs a month');
    return padded('relativeYearly', rule, { ...relativeDays(rule), month });
  }
  rule.allow('BYMONTHDAY', 'BYMONTH');
  const longest = month === 2 ? 28 : [4, 6, 9, 11].includes(month) ? 30 : 31;
  const asked = rule.single('BYMONTHDAY') ?? Number(startDate.slice(8));
  const day = asked === -1 && month !== 2 ? longest : asked;
  if (day < 1 || day > longest) throw rule.unsupported('a day that not every year has cannot be skipped');
  return padded('absoluteYearly', rule, { dayOfMonth: day, month });
}

function relativeDays(rule: RecurrenceRule): Pick<GraphPattern, 'daysOfWeek' | 'index'> {
  const [first = '', ...others] = rule.list('BYDAY');
  const numbered = /^([+-]?\d+)([A-Z]{2})$/.exec(first);
  const position = numbered === null ? rule.single('BYSETPOS') : Number(numbered[1]);
  if (numbered !== null && (others.length > 0 || rule.list('BYSETPOS').length > 0)) {
    throw rule.unsupported('one numbered weekday is all that fits');
  }
  const days = numbered === null ? rule.plainDays() : [rule.dayName(numbered[2] ?? '')];
  const index = position === undefined ? undefined : recurrenceIndexes[position];
  if (index === undefined) throw rule.unsupported('the position has to be first to fourth or last');
  return { daysOfWeek: days, index };
}

function rangeOf(rule: RecurrenceRule, start: SeriesStart): GraphRange {
  const common = { startDate: start.wallTime.slice(0, 10), recurrenceTimeZone: windowsZoneOf(start.iana) };
  const count = rule.single('COUNT');
  if (count !== undefined) {
    return ordered({ ...common, type: 'numbered', endDate: '0001-01-01', numberOfOccurrences: count });
  }
  const until = rule.text('UNTIL');
  if (until === undefined) {
    return ordered({ ...common, type: 'noEnd', endDate: '0001-01-01', numberOfOccurrences: 0 });
  }
  return ordered({ ...common, type: 'endDate', endDate: lastDate(rule, until, start), numberOfOccurrences: 0 });
}

/** The last date that can still hold an occurrence: UNTIL is an instant, Graph's end date is a whole day. */
function lastDate(rule: RecurrenceRule, until: string, start: SeriesStart): string {
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?$/.exec(until);
  if (match === null) throw rule.unsupported('UNTIL has to be a date or an instant in UTC');
  const [, year, month, day, hour, minute, second] = match;
  const date = `${year}-${month}-${day}`;
  if (hour === undefined || start.isAllDay) return date;
  const local = wallTimeAt(Date.parse(`${date}T${hour}:${minute}:${second}Z`), start.iana);
  if (local.slice(11) >= start.wallTime.slice(11)) return local.slice(0, 10);
  return new Date(Date.parse(`${local.slice(0, 10)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

function padded(type: string, rule: RecurrenceRule, used: Partial<GraphPattern>): GraphPattern {
  return {
    type,
    interval: rule.interval,
    month: used.month ?? 0,
    dayOfMonth: used.dayOfMonth ?? 0,
    ...(used.daysOfWeek === undefined ? {} : { daysOfWeek: used.daysOfWeek }),
    firstDayOfWeek: used.firstDayOfWeek ?? 'sunday',
    index: used.index ?? 'first',
  };
}

function ordered(range: GraphRange): GraphRange {
  const { type, startDate, endDate, recurrenceTimeZone, numberOfOccurrences } = range;
  return { type, startDate, endDate, recurrenceTimeZone, numberOfOccurrences };
}

/** RFC 5545 begins the week on Monday when the rule does not say. */
function weekStart(rule: RecurrenceRule): string {
  return rule.dayName(rule.text('WKST') ?? 'MO');
}

function weekdayOf(date: string): string {
  return weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'sunday';
}
