import type { RRuleTemporal } from 'rrule-temporal';
import { CalendarError } from '../errors/calendar-error.ts';
import type { RecurrenceFrequency, RecurrenceRule } from '../model/recurrence.ts';
import { Temporal } from '../time/temporal.ts';
import { candidatesOf } from './candidates-of-rule.ts';
import { isDayOfRule, joinsDays } from './limits-of-days.ts';

type RuleClass = typeof RRuleTemporal;
type LibraryFrequency = RuleClass extends new (options: infer Options) => unknown
  ? Extract<Options, { readonly freq: unknown }>['freq']
  : never;

/** Gives the wall times of one rule, whatever its end. */
export interface RuleWalk {
  /**
   * @param fromMs - The wall time to begin at, as if it were UTC.
   * @param untilMs - The last wall time that is wanted.
   * @param spend - Told the work of each search before the next one begins; throws to end the walk.
   * @returns wall times in ascending order, as if they were UTC, in milliseconds since the epoch; ends shortly before the year
   * 10000.
   */
  readonly from: (fromMs: number, untilMs: number, spend?: (work: number) => void) => Generator<number, void, void>;
}

/**
 * Periods that are looked at for one occurrence. Months and years repeat after 400 years, so that a rule of these without a match
 * by then has none. Weeks and days do not repeat as soon; a rule that sparse is refused.
 */
const maxPeriods: Readonly<Record<RecurrenceFrequency, number>> = {
  secondly: 21_000,
  minutely: 21_000,
  hourly: 21_000,
  daily: 21_000,
  weekly: 3_000,
  monthly: 4_801,
  yearly: 401,
};
/** The shortest that periods get. */
const periodMs: Readonly<Record<RecurrenceFrequency, number>> = {
  secondly: 1_000,
  minutely: 60_000,
  hourly: 3_600_000,
  daily: 86_400_000,
  weekly: 604_800_000,
  monthly: 2_419_200_000,
  yearly: 31_536_000_000,
};
/** What finding an occurrence costs where it is in the next period, next to one of a daily rule. */
const searchWork: Readonly<Record<RecurrenceFrequency, number>> = {
  secondly: 1,
  minutely: 1,
  hourly: 1,
  daily: 1,
  weekly: 2,
  monthly: 2,
  yearly: 3,
};
/** What each candidate of that period costs on top, and each period before it in which there is nothing. */
const candidateWork = 0.1;
const emptyPeriodWork: Readonly<Record<RecurrenceFrequency, number>> = {
  secondly: 0.5,
  minutely: 0.5,
  hourly: 0.5,
  daily: 0.5,
  weekly: 4,
  monthly: 4,
  yearly: 4,
};
/** Candidates of a rule that joins days, of which none is one. */
const maxPassedOver = 500;
/** Two days before the last that four digits can write, so that no zone leads beyond. */
const lastMs = Date.parse('9999-12-29T23:59:59Z');

/** Intervals of about 10,000 years. A longer one comes to the same, and leaves what Temporal can count. */
const longestInterval: Readonly<Record<RecurrenceFrequency, number>> = {
  secondly: Number.MAX_SAFE_INTEGER,
  minutely: 5_260_000_000,
  hourly: 87_660_000,
  daily: 3_652_500,
  weekly: 521_800,
  monthly: 120_000,
  yearly: 10_000,
};

const libraryFrequencies: Readonly<Record<RecurrenceFrequency, LibraryFrequency>> = {
  secondly: 'SECONDLY',
  minutely: 'MINUTELY',
  hourly: 'HOURLY',
  daily: 'DAILY',
  weekly: 'WEEKLY',
  monthly: 'MONTHLY',
  yearly: 'YEARLY',
};

let library: Promise<RuleClass> | undefined;

/** Loads the library that expands rules, once and only when something is expanded. */
export async function loadRuleLibrary(): Promise<RuleClass> {
  return await (library ??= import('rrule-temporal').then(({ RRuleTemporal: Rule }) => Rule));
}

/**
 * Opens a rule, counted in wall times: what the clock of the series' zone does to them is decided by whoever asks, in the way of
 * RFC 5545, section 3.3.5, and not by the library, which leaves out times that clocks skip.
 *
 * @param rule - Without `skip`; its end plays no part.
 * @param startMs - The wall time of the start, as if it were UTC.
 */
export function openRule(Rule: RuleClass, rule: RecurrenceRule, startMs: number): RuleWalk {
  const opened = new Rule({
    freq: libraryFrequencies[rule.frequency],
    interval: Math.min(rule.interval, longestInterval[rule.frequency]),
    wkst: rule.firstDayOfWeek.toUpperCase(),
    dtstart: zoned(startMs),
    until: zoned(lastMs),
    maxIterations: maxPeriods[rule.frequency],
    cache: false,
    ...part('byMonth', rule.byMonth),
    ...part('byWeekNo', rule.byWeekNo),
    ...part('byYearDay', rule.byYearDay),
    ...part('byMonthDay', rule.byMonthDay),
    ...part(
      'byDay',
      rule.byDay?.map(({ day, nthOfPeriod }) => `${nthOfPeriod ?? ''}${day.toUpperCase()}`),
    ),
    ...part('byHour', rule.byHour),
    ...part('byMinute', rule.byMinute),
    // Who knows no leap seconds reads second 60 as 59 (RFC 5545, section 3.3.12).
    ...part(
      'bySecond',
      rule.bySecond?.map((second) => Math.min(second, 59)),
    ),
    ...part('bySetPos', rule.bySetPosition),
  });
  const next = (fromMs: number, isInclusive: boolean): number | undefined =>
    endless(rule, () => opened.next(zoned(fromMs), isInclusive)?.epochMilliseconds);
  const isChecked = joinsDays(rule);
  const workOfOne = searchWork[rule.frequency] + candidateWork * candidatesOf(rule);
  const stepMs = periodMs[rule.frequency] * rule.interval;
  return {
    *from(fromMs, untilMs, spend = () => {}) {
      const endMs = Math.min(untilMs, lastMs);
      const search = (searchMs: number, isInclusive: boolean): number | undefined => {
        const found = next(searchMs, isInclusive);
        const periods = Math.min(((found ?? lastMs) - searchMs) / stepMs, maxPeriods[rule.frequency]);
        spend(workOfOne + emptyPeriodWork[rule.frequency] * Math.max(0, Math.floor(periods) - 1));
        return found;
      };
      let passedOver = 0;
      for (let at = search(Math.max(fromMs, startMs), true); at !== undefined && at <= endMs; at = search(at, false)) {
        if (!isChecked || isDayOfRule(rule, at)) {
          yield at;
          passedOver = 0;
        } else {
          passedOver += 1;
          if (passedOver > maxPassedOver) throw tooRare();
        }
      }
    },
  };
}

function zoned(ms: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO('UTC');
}

function part<Name extends string, T>(name: Name, values: readonly T[] | undefined): Partial<Record<Name, T[]>> {
  const result: Partial<Record<Name, T[]>> = {};
  if (values !== undefined && values.length > 0) result[name] = [...new Set(values)];
  return result;
}

/** The library tells by its message that it gave up; nothing else it throws is expected. */
function endless(rule: RecurrenceRule, search: () => number | undefined): number | undefined {
  try {
    return search();
  } catch (cause) {
    if (!(cause instanceof Error) || !cause.message.startsWith('Maximum ')) throw cause;
    if (rule.frequency === 'monthly' || rule.frequency === 'yearly') return undefined;
    throw tooRare(cause);
  }
}

function tooRare(cause?: unknown): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: 'A recurrence rule matches so rarely that its occurrences cannot be found with bounded work',
    cause,
  });
}
