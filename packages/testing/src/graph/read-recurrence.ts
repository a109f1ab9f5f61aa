import { invalidProperty } from './body-reader.ts';
import type { BodyReader } from './body-reader.ts';
import type { EventTimes, StoredSeries } from './mailbox.ts';
import { firstDateOf, OccurrenceTable } from './occurrence-table.ts';
import { recurrenceIndexes, weekdays } from './recurrence-pattern.ts';
import type { GraphPattern, GraphRange, GraphRecurrence } from './recurrence-pattern.ts';
import { findZone, windowsZoneOf } from './time-zones.ts';
import { epochMsOfDate, isDate, wallTimeAt } from './wall-time.ts';

const patternTypes = ['daily', 'weekly', 'absoluteMonthly', 'relativeMonthly', 'absoluteYearly', 'relativeYearly'];
const rangeTypes = ['endDate', 'noEnd', 'numbered'] as const;
const dayMs = 86_400_000;
const indexNames = Object.values(recurrenceIndexes);
/** Largest number of occurrences that Exchange takes ([MS-OXOCAL], section 2.2.1.44.1). */
const maxOccurrences = 999;

/** A recurrence as a client sent it, checked but not yet bound to a start. */
export interface RecurrenceInput {
  readonly pattern: GraphPattern;
  readonly range: Omit<GraphRange, 'startDate'> & { readonly startDate: string | undefined };
}

/**
 * Reads `recurrence` of an event.
 *
 * @throws GraphRefusal 400 for a pattern or range that lacks something or has a value out of range.
 */
export function readRecurrence(body: BodyReader): RecurrenceInput {
  const pattern = body.object('pattern');
  const range = body.object('range');
  if (pattern === undefined || range === undefined)
    throw invalidProperty('A recurrence has to have a pattern and a range.');
  return { pattern: readPattern(pattern), range: readRange(range) };
}

/**
 * The series that a recurrence makes of an event. It repeats the wall time of its own zone, or else of the event's. When
 * the event does not start on a day of the pattern, the series begins on the first day after it that fits.
 *
 * @returns the series with the times of its first occurrence.
 * @throws GraphRefusal 400 when the range begins on another day than the event, or holds no occurrence.
 */
export function seriesOf(
  input: RecurrenceInput,
  times: EventTimes,
): { readonly series: StoredSeries; readonly times: EventTimes } {
  const { isAllDay, startMs, endMs } = times;
  const { range } = input;
  if (range.startDate !== undefined && range.startDate !== dateAt(startMs, isAllDay ? 'UTC' : times.zone)) {
    throw invalidProperty('The StartDate of the recurrence range has to be the date of the Start of the event.');
  }
  const iana = (isAllDay ? undefined : findZone(range.recurrenceTimeZone)?.iana) ?? times.zone;
  const wallZone = isAllDay ? 'UTC' : iana;
  const wallTime = wallTimeAt(startMs, wallZone);
  const rule = ruleOf(input);
  const firstDate = firstDateOf(rule, wallTime.slice(0, 10));
  if (firstDate === undefined || (range.type === 'endDate' && firstDate > range.endDate)) {
    throw invalidProperty('The recurrence has no occurrence.');
  }
  const days = (epochMsOfDate(firstDate) - epochMsOfDate(wallTime.slice(0, 10))) / dayMs;
  const recurrenceTimeZone = range.recurrenceTimeZone === '' ? windowsZoneOf(iana) : range.recurrenceTimeZone;
  const recurrence: GraphRecurrence = {
    pattern: input.pattern,
    range: { ...range, startDate: firstDate, recurrenceTimeZone },
  };
  const start = { wallTime: later(wallTime, days), iana, isAllDay };
  const table = new OccurrenceTable(rule, recurrence, start, later(wallTimeAt(endMs, wallZone), days));
  const first = table.at(firstDate);
  return {
    series: { recurrence, table, exceptions: new Map(), deleted: new Set() },
    times: { ...times, startMs: first?.startMs ?? startMs, endMs: first?.endMs ?? endMs },
  };
}

/** The recurrence of an existing series, to be laid on another start. */
export function recurrenceInputOf({ pattern, range }: GraphRecurrence): RecurrenceInput {
  return { pattern, range: { ...range, startDate: undefined, recurrenceTimeZone: '' } };
}

function later(wallTime: string, days: number): string {
  return new Date(Date.parse(`${wallTime}Z`) + days * dayMs).toISOString().slice(0, 19);
}

function dateAt(ms: number, iana: string): string {
  return wallTimeAt(ms, iana).slice(0, 10);
}

function readPattern(body: BodyReader): GraphPattern {
  const type = body.choice('type', patternTypes, 'recurrencePatternType');
  const interval = body.number('interval');
  if (type === undefined || interval === undefined || interval < 1 || interval > 999) {
    throw invalidProperty('A recurrence pattern has to have a type and an interval of at least 1.');
  }
  const daysOfWeek = body.texts('daysOfWeek')?.map((day) => dayName(day));
  const firstDayOfWeek = body.choice('firstDayOfWeek', weekdays, 'dayOfWeek') ?? 'sunday';
  const index = body.choice('index', indexNames, 'weekIndex') ?? 'first';
  const dayOfMonth = body.number('dayOfMonth') ?? 0;
  const month = body.number('month') ?? 0;
  const isRelative = type.startsWith('relative');
  const isYearly = type.endsWith('Yearly');
  const isAbsolute = type.startsWith('absolute');
  if ((type === 'weekly' || isRelative) && (daysOfWeek ?? []).length === 0) {
    throw invalidProperty(`A ${type} recurrence pattern has to have DaysOfWeek.`);
  }
  if (isAbsolute && (dayOfMonth < 1 || dayOfMonth > 31)) {
    throw invalidProperty(`A ${type} recurrence pattern has to have a DayOfMonth from 1 to 31.`);
  }
  if (isYearly && (month < 1 || month > 12)) {
    throw invalidProperty(`A ${type} recurrence pattern has to have a Month from 1 to 12.`);
  }
  // What a type does not use comes back as nothing, whatever was sent.
  return {
    type,
    interval,
    month: isYearly ? month : 0,
    dayOfMonth: isAbsolute ? dayOfMonth : 0,
    ...(type === 'weekly' || isRelative ? { daysOfWeek: [...new Set(daysOfWeek)] } : {}),
    firstDayOfWeek: type === 'weekly' ? firstDayOfWeek : 'sunday',
    index: isRelative ? index : 'first',
  };
}

function dayName(day: string): string {
  const name = weekdays.find((known) => known === day.toLowerCase());
  if (name === undefined) throw invalidProperty('DaysOfWeek of a recurrence pattern has an unknown day.');
  return name;
}

function readRange(body: BodyReader): RecurrenceInput['range'] {
  const named = body.choice('type', rangeTypes, 'recurrenceRangeType');
  const type = rangeTypes.find((known) => known === named);
  if (type === undefined) throw invalidProperty('A recurrence range has to have a type.');
  const startDate = dateIn(body, 'startDate');
  if (startDate === undefined) throw invalidProperty('A recurrence range has to have a StartDate.');
  const endDate = type === 'endDate' ? dateIn(body, 'endDate') : undefined;
  if (type === 'endDate' && (endDate === undefined || endDate < startDate)) {
    throw invalidProperty('The EndDate of a recurrence range has to be there and not before its StartDate.');
  }
  const count = type === 'numbered' ? (body.number('numberOfOccurrences') ?? 0) : 0;
  if (type === 'numbered' && (count < 1 || count > maxOccurrences)) {
    throw invalidProperty('NumberOfOccurrences of a recurrence range has to be greater than zero.');
  }
  const zone = body.text('recurrenceTimeZone') ?? '';
  if (zone !== '' && findZone(zone) === undefined) throw invalidProperty('RecurrenceTimeZone is no known time zone.');
  return { type, startDate, endDate: endDate ?? '0001-01-01', recurrenceTimeZone: zone, numberOfOccurrences: count };
}

function dateIn(body: BodyReader, name: string): string | undefined {
  const value = body.text(name);
  if (value === undefined || value === '' || value === '0001-01-01') return undefined;
  if (!isDate(value)) throw invalidProperty(`${name} of a recurrence range has to be a date.`);
  return value;
}

/** The RRULE (RFC 5545, section 3.3.10) that repeats on the days of a pattern. */
function ruleOf({ pattern, range }: RecurrenceInput): string {
  const { interval, dayOfMonth, month, daysOfWeek = [], firstDayOfWeek, index } = pattern;
  const byDay = `BYDAY=${daysOfWeek.map(dayCode).join(',')}`;
  const byMonth = month === 0 ? [] : [`BYMONTH=${month}`];
  const end = range.type === 'numbered' ? [`COUNT=${range.numberOfOccurrences}`] : [];
  const position = Object.entries(recurrenceIndexes).find(([, name]) => name === index)?.[0] ?? '1';
  const every = (frequency: string, ...parts: readonly string[]): string =>
    [`FREQ=${frequency}`, `INTERVAL=${interval}`, ...parts, ...end].join(';');
  switch (pattern.type) {
    case 'daily':
      return every('DAILY');
    case 'weekly':
      return every('WEEKLY', byDay, `WKST=${dayCode(firstDayOfWeek)}`);
    case 'absoluteMonthly':
      return every('MONTHLY', ...monthDay(dayOfMonth));
    case 'absoluteYearly':
      return every('YEARLY', ...byMonth, ...monthDay(dayOfMonth));
    case 'relativeMonthly':
      return every('MONTHLY', byDay, `BYSETPOS=${position}`);
    default:
      return every('YEARLY', ...byMonth, byDay, `BYSETPOS=${position}`);
  }
}

/** A day that a month does not have falls on its last day. */
function monthDay(day: number): readonly string[] {
  if (day <= 28) return [`BYMONTHDAY=${day}`];
  const days = [28, 29, 30, 31].filter((candidate) => candidate <= day);
  return [`BYMONTHDAY=${days.join(',')}`, 'BYSETPOS=-1'];
}

function dayCode(day: string): string {
  return day.slice(0, 2).toUpperCase();
}
