import { CalendarError } from '@kalends/core';
import type { EventTime, Recurrence, RecurrenceEnd, RecurrenceId, RecurrenceRule, Weekday } from '@kalends/core';
import { formatInstant, instantOfWallTime, isDate } from '@kalends/core/time';
import { providerId } from '../graph-context.ts';
import type { RecurrencePatternWire, RecurrenceRangeWire } from '../wire/event-wire.ts';
import { unreadable } from '../wire/parse-wire.ts';
import { dateOfOccurrenceId } from './recurrence-id.ts';

/** A series as the service describes it. */
export interface SeriesWire {
  readonly pattern: RecurrencePatternWire;
  readonly range: RecurrenceRangeWire;
  /** Occurrence ids of deleted occurrences. */
  readonly cancelledOccurrences: readonly string[];
}

const weekdays: ReadonlyMap<string, Weekday> = new Map([
  ['sunday', 'su'],
  ['monday', 'mo'],
  ['tuesday', 'tu'],
  ['wednesday', 'we'],
  ['thursday', 'th'],
  ['friday', 'fr'],
  ['saturday', 'sa'],
]);
const positions: ReadonlyMap<string, number> = new Map([
  ['first', 1],
  ['second', 2],
  ['third', 3],
  ['fourth', 4],
  ['last', -1],
]);

/**
 * The recurrence of a master.
 *
 * @param time - When the master itself takes place, in the zone its rule counts in.
 * @throws CalendarError `unsupported` for a kind of pattern, index or range that came after this version, and for deleted
 * occurrences of a series in a zone of its own making; `invalidResponse` when a pattern lacks what its type needs.
 * @see {@link https://learn.microsoft.com/graph/api/resources/patternedrecurrence | Graph docs, patternedRecurrence}
 */
export function mapRecurrence(series: SeriesWire, time: EventTime): Recurrence {
  return {
    rules: [{ ...mapPattern(series.pattern), end: mapEnd(series.range) }],
    excludedRules: [],
    additional: [],
    excluded: series.cancelledOccurrences.map((occurrenceId) => excludedId(occurrenceId, time)).sort(),
  };
}

/** Only the members that `type` uses are read: the service fills the others with zeros and firsts. */
function mapPattern(pattern: RecurrencePatternWire): Omit<RecurrenceRule, 'end'> {
  const rule = { interval: positive(pattern.interval ?? 1, 'interval'), skip: 'omit', firstDayOfWeek: 'mo' } as const;
  switch (pattern.type) {
    case 'daily':
      return { frequency: 'daily', ...rule };
    case 'weekly':
      return {
        frequency: 'weekly',
        ...rule,
        firstDayOfWeek: weekday(pattern.firstDayOfWeek || 'sunday', 'firstDayOfWeek'),
        byDay: daysOf(pattern).map((day) => ({ day })),
      };
    case 'absoluteMonthly':
      return { frequency: 'monthly', ...rule, ...monthDay(pattern) };
    case 'absoluteYearly':
      return { frequency: 'yearly', ...rule, byMonth: [monthOf(pattern)], ...monthDay(pattern) };
    case 'relativeMonthly':
      return { frequency: 'monthly', ...rule, ...relativeDay(pattern) };
    case 'relativeYearly':
      return { frequency: 'yearly', ...rule, byMonth: [monthOf(pattern)], ...relativeDay(pattern) };
    default:
      throw unsupported('its pattern is of a type this version does not know');
  }
}

/** Microsoft moves a day that a month lacks to the month's last day, where iCalendar leaves it out. */
function monthDay(pattern: RecurrencePatternWire): Pick<RecurrenceRule, 'byMonthDay' | 'skip'> {
  const day = pattern.dayOfMonth ?? 0;
  if (!Number.isInteger(day) || day < 1 || day > 31) throw unreadable('event: recurrence.pattern.dayOfMonth');
  return { byMonthDay: [day], skip: day > 28 ? 'backward' : 'omit' };
}

/** With several days the pattern means the first (or second, or last) day that is any of them: one a period, not several. */
function relativeDay(pattern: RecurrencePatternWire): Pick<RecurrenceRule, 'byDay' | 'bySetPosition'> {
  const position = positions.get(pattern.index || 'first');
  if (position === undefined) throw unsupported('its index is one this version does not know');
  const days = daysOf(pattern);
  const [day] = days;
  if (day !== undefined && days.length === 1) return { byDay: [{ day, nthOfPeriod: position }] };
  return { byDay: days.map((each) => ({ day: each })), bySetPosition: [position] };
}

function mapEnd(range: RecurrenceRangeWire): RecurrenceEnd {
  switch (range.type) {
    case 'noEnd':
      return { kind: 'never' };
    case 'numbered':
      return { kind: 'count', count: positive(range.numberOfOccurrences ?? 0, 'numberOfOccurrences', 'range') };
    case 'endDate':
      if (!range.endDate || !isDate(range.endDate)) throw unreadable('event: recurrence.range.endDate');
      return { kind: 'untilDate', date: range.endDate };
    default:
      throw unsupported('its range is of a type this version does not know');
  }
}

/** The service names a deleted occurrence by its day in the series' zone; its time of day is the series' own. */
function excludedId(occurrenceId: string, time: EventTime): RecurrenceId {
  const date = dateOfOccurrenceId(occurrenceId);
  if (date === undefined) throw unreadable('event: cancelledOccurrences');
  return recurrenceIdOn(date, time);
}

/**
 * The occurrence of a series on a day.
 *
 * @param date - In the zone the series counts in.
 * @param time - Of the master.
 * @throws CalendarError `unsupported` for a series in a zone of its own making.
 */
export function recurrenceIdOn(date: string, time: EventTime): RecurrenceId {
  if (time.kind === 'allDay') return date;
  if (time.start.unresolvedTimeZone !== undefined)
    throw unsupported('it counts in a time zone of its own making, so its deleted occurrences cannot be placed');
  const wallTime = time.start.dateTime.slice(10);
  return formatInstant(instantOfWallTime(`${date}${wallTime}`, time.start.timeZone));
}

function daysOf(pattern: RecurrencePatternWire): Weekday[] {
  const names = pattern.daysOfWeek ?? [];
  if (names.length === 0) throw unreadable('event: recurrence.pattern.daysOfWeek');
  return names.map((name) => weekday(name, 'daysOfWeek'));
}

function weekday(name: string, path: string): Weekday {
  const day = weekdays.get(name.toLowerCase());
  if (day === undefined) throw unreadable(`event: recurrence.pattern.${path}`);
  return day;
}

function monthOf(pattern: RecurrencePatternWire): number {
  const month = pattern.month ?? 0;
  if (!Number.isInteger(month) || month < 1 || month > 12) throw unreadable('event: recurrence.pattern.month');
  return month;
}

function positive(value: number, name: string, part = 'pattern'): number {
  if (!Number.isInteger(value) || value < 1) throw unreadable(`event: recurrence.${part}.${name}`);
  return value;
}

function unsupported(why: string): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: `This series cannot be represented without loss: ${why}`,
    provider: providerId,
  });
}
