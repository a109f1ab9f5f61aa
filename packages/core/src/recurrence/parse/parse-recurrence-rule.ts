import type {
  NthWeekday,
  RecurrenceEnd,
  RecurrenceFrequency,
  RecurrenceRule,
  Weekday,
} from '../../model/recurrence.ts';
import { localToInstant, parseDateValue } from './date-value.ts';
import { invalidRecurrence, shownName, unsupportedRecurrence } from './recurrence-text-error.ts';
import type { SeriesZone } from './series-zone.ts';

const frequencies = new Map<string, RecurrenceFrequency>([
  ['SECONDLY', 'secondly'],
  ['MINUTELY', 'minutely'],
  ['HOURLY', 'hourly'],
  ['DAILY', 'daily'],
  ['WEEKLY', 'weekly'],
  ['MONTHLY', 'monthly'],
  ['YEARLY', 'yearly'],
]);

const weekdays = new Map<string, Weekday>([
  ['MO', 'mo'],
  ['TU', 'tu'],
  ['WE', 'we'],
  ['TH', 'th'],
  ['FR', 'fr'],
  ['SA', 'sa'],
  ['SU', 'su'],
]);

const knownParts = new Set([
  'FREQ',
  'INTERVAL',
  'COUNT',
  'UNTIL',
  'WKST',
  'BYSECOND',
  'BYMINUTE',
  'BYHOUR',
  'BYDAY',
  'BYMONTHDAY',
  'BYYEARDAY',
  'BYWEEKNO',
  'BYMONTH',
  'BYSETPOS',
  // RFC 7529, for the one calendar scale there is here.
  'RSCALE',
  'SKIP',
]);

/**
 * Reads the value of an RRULE, strictly: what is not understood is an error, since a rule without one of its parts is
 * another rule.
 *
 * @throws RecurrenceTextError naming a part the model cannot hold, or a broken one.
 * @see {@link https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10 | RFC 5545, RECUR}
 */
export function parseRecurrenceRule(value: string, zone: SeriesZone): RecurrenceRule {
  const parts = splitParts(value);
  const frequency = frequencies.get(parts.get('FREQ') ?? '');
  if (frequency === undefined) throw invalidRecurrence('FREQ');
  const byDay = listOf(parts, 'BYDAY', parseNthWeekday);
  const hasNth = byDay?.some(({ nthOfPeriod }) => nthOfPeriod !== undefined) ?? false;
  // "The second Monday of the week" means nothing, and whoever guesses guesses differently.
  if (hasNth && !hasNthWeekdays(frequency, parts)) throw invalidRecurrence('BYDAY with a number in such a rule');
  const numbers = (name: string, min: number, max: number): readonly number[] | undefined =>
    listOf(parts, name, (text) => parseInteger(text, min, max));
  const byMonthDay = numbers('BYMONTHDAY', -31, 31);
  const byMonth = numbers('BYMONTH', 1, 12);
  const byYearDay = numbers('BYYEARDAY', -366, 366);
  const byWeekNo = numbers('BYWEEKNO', -53, 53);
  const byHour = numbers('BYHOUR', 0, 23);
  const byMinute = numbers('BYMINUTE', 0, 59);
  const bySecond = numbers('BYSECOND', 0, 60);
  const bySetPosition = numbers('BYSETPOS', -366, 366);
  return {
    frequency,
    interval: parts.has('INTERVAL') ? positive(parts, 'INTERVAL') : 1,
    skip: skipOf(parts),
    firstDayOfWeek: firstDayOf(parts),
    ...(byDay === undefined ? {} : { byDay }),
    ...(byMonthDay === undefined ? {} : { byMonthDay }),
    ...(byMonth === undefined ? {} : { byMonth }),
    ...(byYearDay === undefined ? {} : { byYearDay }),
    ...(byWeekNo === undefined ? {} : { byWeekNo }),
    ...(byHour === undefined ? {} : { byHour }),
    ...(byMinute === undefined ? {} : { byMinute }),
    ...(bySecond === undefined ? {} : { bySecond }),
    ...(bySetPosition === undefined ? {} : { bySetPosition }),
    end: endOf(parts, zone),
  };
}

/** RFC 5545 lets weekdays be counted in months and years only, and not in weeks that have a number. */
function hasNthWeekdays(frequency: RecurrenceFrequency, parts: ReadonlyMap<string, string>): boolean {
  return frequency === 'monthly' || (frequency === 'yearly' && !parts.has('BYWEEKNO'));
}

function splitParts(value: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  // A semicolon at the end begins no further part.
  for (const part of value.toUpperCase().replace(/;$/, '').split(';')) {
    const equals = part.indexOf('=');
    if (equals < 1) throw invalidRecurrence('RRULE');
    const name = part.slice(0, equals);
    if (!knownParts.has(name)) throw unsupportedRecurrence(shownName(name));
    if (parts.has(name)) throw invalidRecurrence(name);
    parts.set(name, part.slice(equals + 1));
  }
  return parts;
}

function endOf(parts: ReadonlyMap<string, string>, zone: SeriesZone): RecurrenceEnd {
  const until = parts.get('UNTIL');
  if (parts.has('COUNT')) {
    if (until !== undefined) throw invalidRecurrence('COUNT together with UNTIL');
    return { kind: 'count', count: positive(parts, 'COUNT') };
  }
  if (until === undefined) return { kind: 'never' };
  const parsed = parseDateValue(until);
  if (parsed === undefined) throw invalidRecurrence('UNTIL');
  if (parsed.kind === 'date') return { kind: 'untilDate', date: parsed.date };
  // Some programs write a time for whole days too; only its date can mean anything.
  const date = (parsed.kind === 'utc' ? parsed.instant : parsed.dateTime).slice(0, 10);
  if (zone === undefined) return { kind: 'untilDate', date };
  if (parsed.kind === 'utc') return { kind: 'untilInstant', instant: parsed.instant };
  if (!zone.isResolved) throw unsupportedRecurrence('UNTIL in an unknown time zone');
  return { kind: 'untilInstant', instant: localToInstant(parsed.dateTime, zone.timeZone) };
}

function skipOf(parts: ReadonlyMap<string, string>): RecurrenceRule['skip'] {
  if ((parts.get('RSCALE') ?? 'GREGORIAN') !== 'GREGORIAN') throw unsupportedRecurrence('RSCALE');
  const skip = parts.get('SKIP') ?? 'OMIT';
  if (skip === 'FORWARD') throw unsupportedRecurrence('SKIP=FORWARD');
  if (skip !== 'OMIT' && skip !== 'BACKWARD') throw invalidRecurrence('SKIP');
  return skip === 'BACKWARD' ? 'backward' : 'omit';
}

function firstDayOf(parts: ReadonlyMap<string, string>): Weekday {
  const day = weekdays.get(parts.get('WKST') ?? 'MO');
  if (day === undefined) throw invalidRecurrence('WKST');
  return day;
}

function listOf<T>(
  parts: ReadonlyMap<string, string>,
  name: string,
  parseOne: (text: string) => T | undefined,
): readonly T[] | undefined {
  return parts
    .get(name)
    ?.split(',')
    .map((text) => {
      const parsed = parseOne(text);
      if (parsed === undefined) throw invalidRecurrence(name);
      return parsed;
    });
}

function parseNthWeekday(text: string): NthWeekday | undefined {
  const day = weekdays.get(text.slice(-2));
  if (day === undefined) return undefined;
  if (text.length === 2) return { day };
  const nthOfPeriod = parseInteger(text.slice(0, -2), -53, 53);
  return nthOfPeriod === undefined ? undefined : { day, nthOfPeriod };
}

/** A whole number in a range; where negative ones count from the end there is no 0. */
function parseInteger(text: string, min: number, max: number): number | undefined {
  if (!/^[+-]?\d{1,3}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= min && value <= max && !(value === 0 && min < 0) ? value : undefined;
}

function positive(parts: ReadonlyMap<string, string>, name: string): number {
  const text = parts.get(name) ?? '';
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text) || value === 0) throw invalidRecurrence(name);
  return value;
}
