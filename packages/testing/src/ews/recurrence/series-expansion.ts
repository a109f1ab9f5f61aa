import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { dateOf, instantOf, parseWallTime, wallTimeOf } from '../time/instants.ts';
import type { WallTime } from '../time/instants.ts';
import { toExchangePattern } from './exchange-pattern.ts';
import type { ExchangePattern } from './exchange-pattern.ts';
import { parseRule } from './parse-rule.ts';

/** An occurrence as the pattern gives it, before exceptions. */
export interface RegularOccurrence {
  /** Original start on the clocks of the series' zone. */
  readonly wall: WallTime;
  /** Original start as an instant. */
  readonly start: number;
  readonly end: number;
}

/** A repeating item: its pattern and its occurrences. */
export interface SeriesExpansion {
  readonly pattern: ExchangePattern;
  readonly range:
    | { readonly kind: 'noEnd' }
    | { readonly kind: 'endDate'; readonly endDate: string }
    | { readonly kind: 'numbered'; readonly count: number };
  readonly startDate: string;
  /** Occurrences that overlap the window, by the documented rule: end not before `from`, start before `to`. */
  overlapping(from: number, to: number): readonly RegularOccurrence[];
  /** The occurrence at that original start. */
  at(wall: WallTime): RegularOccurrence | undefined;
  /** The occurrence number `index`, counted from 1 and counting deleted ones. */
  nth(index: number): RegularOccurrence | undefined;
  /** The last occurrence; nothing for a series without an end. */
  last(): RegularOccurrence | undefined;
}

/** What repeats. */
export interface SeriesSource {
  readonly rule: string;
  readonly start: WallTime;
  readonly durationMs: number;
  readonly timeZone: string;
  /** The pattern that the rule was made from. Default: worked out from the rule. */
  readonly pattern?: ExchangePattern;
}

const yearMs = 366 * 86_400_000;
// Exchange ends every recurrence before 1 September 4500.
const lastYear = 4500;

/**
 * Expands a series in its own zone, a calendar year at a time, and keeps what it has expanded.
 *
 * @throws RangeError when Exchange cannot hold the rule.
 */
export function expandSeries(source: SeriesSource): SeriesExpansion {
  const rule = parseRule(source.rule);
  const pattern = source.pattern ?? toExchangePattern(rule, source.start, source.rule);
  const untilWall = rule.until === undefined ? undefined : readUntil(rule.until, source);
  // The rule runs on the bare calendar: Exchange repeats on days, and a time of day that a zone skips is moved, not lost.
  const floating = source.rule
    .split(';')
    .filter((part) => !part.startsWith('UNTIL='))
    .concat(untilWall === undefined ? [] : [`UNTIL=${compactUtc(untilWall)}`])
    .join(';');
  const recurrence = new RRuleTemporal({
    rruleString: `RRULE:${floating}`,
    dtstart: utc(source.start),
    tzid: 'UTC',
  });
  const years = new Map<number, readonly RegularOccurrence[]>();
  const startYear = yearOf(source.start);

  const inYear = (year: number): readonly RegularOccurrence[] => {
    let known = years.get(year);
    if (known === undefined) {
      const from = Temporal.PlainDate.from({ year, month: 1, day: 1 });
      const inclusiveEnd = from.add({ years: 1 }).toZonedDateTime('UTC').subtract({ milliseconds: 1 });
      known = recurrence.between(from.toZonedDateTime('UTC'), inclusiveEnd, true).map((at) => {
        const wall = at.epochMilliseconds;
        return {
          wall,
          start: instantOf(wall, source.timeZone),
          end: instantOf(wall + source.durationMs, source.timeZone),
        };
      });
      years.set(year, known);
    }
    return known;
  };
  const isFinite = rule.count !== undefined || untilWall !== undefined;
  const maxYear = untilWall === undefined ? lastYear : Math.min(yearOf(untilWall), lastYear);

  const nth = (index: number): RegularOccurrence | undefined => {
    if (index < 1 || (rule.count !== undefined && index > rule.count)) return undefined;
    let left = index;
    for (let year = startYear; year <= maxYear; year += 1) {
      const occurrences = inYear(year);
      if (left <= occurrences.length) return occurrences[left - 1];
      left -= occurrences.length;
    }
    return undefined;
  };
  const last = (): RegularOccurrence | undefined => {
    if (rule.count !== undefined) return nth(rule.count);
    if (!isFinite) return undefined;
    for (let year = maxYear; year >= startYear; year -= 1) {
      const found = inYear(year).at(-1);
      if (found !== undefined) return found;
    }
    return undefined;
  };

  const first = nth(1);
  if (first === undefined || first.wall !== source.start) {
    throw new RangeError(`The series starts on a day that its rule does not have (${source.rule})`);
  }
  return {
    pattern,
    startDate: dateOf(source.start),
    range:
      rule.count !== undefined
        ? { kind: 'numbered', count: rule.count }
        : untilWall === undefined
          ? { kind: 'noEnd' }
          : { kind: 'endDate', endDate: lastDate(untilWall, source.start) },
    overlapping(from, to) {
      const found: RegularOccurrence[] = [];
      const firstYear = Math.max(startYear, yearOf(from - source.durationMs - 2 * 86_400_000));
      const finalYear = Math.min(maxYear, yearOf(Math.min(to + 2 * 86_400_000, lastYear * yearMs)));
      for (let year = firstYear; year <= finalYear; year += 1) {
        for (const occurrence of inYear(year)) {
          if (occurrence.end >= from && occurrence.start < to) found.push(occurrence);
        }
      }
      return found;
    },
    at: (wall) => {
      const year = yearOf(wall);
      return year < startYear || year > maxYear ? undefined : inYear(year).find((each) => each.wall === wall);
    },
    nth,
    last,
  };
}

/**
 * The first day of a rule without an end that is not before `wall`, at the same time of day.
 *
 * @returns nothing when the rule has no day at all.
 */
export function firstOccurrence(rule: string, wall: WallTime): WallTime | undefined {
  const start = utc(wall);
  const recurrence = new RRuleTemporal({ rruleString: `RRULE:${rule}`, dtstart: start, tzid: 'UTC' });
  // The longest interval is 99 months, and 29 February may be 8 years away.
  return recurrence.between(start, start.add({ years: 17 }), true)[0]?.epochMilliseconds;
}

/** The last moment at which an occurrence may start, on the clocks of the series' zone. */
function readUntil(until: string, source: SeriesSource): WallTime {
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?$/.exec(until);
  if (match === null) throw new RangeError(`UNTIL is no date and no UTC time (${source.rule})`);
  const [, year, month, day, hour, minute, second] = match;
  if (hour === undefined) return parseWallTime(`${year}-${month}-${day}T23:59:59`);
  const instant = Temporal.Instant.from(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`).epochMilliseconds;
  return wallTimeOf(instant, source.timeZone);
}

/** EndDate is a date only: the last day on which the time of day still lies before the rule's end. */
function lastDate(until: WallTime, start: WallTime): string {
  const dayMs = 86_400_000;
  const timeOfDay = start % dayMs;
  return dateOf(until % dayMs >= timeOfDay ? until : until - dayMs);
}

function utc(wall: WallTime): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC');
}

function yearOf(wall: WallTime): number {
  return utc(wall).year;
}

function compactUtc(wall: WallTime): string {
  return Temporal.Instant.fromEpochMilliseconds(wall).toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
}
