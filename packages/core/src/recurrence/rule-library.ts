import type { RRuleTemporal } from 'rrule-temporal';
import { CalendarError } from '../errors/calendar-error.ts';
import type { RecurrenceFrequency, RecurrenceRule } from '../model/recurrence.ts';
import { Temporal } from '../time/temporal.ts';
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
   * @returns wall times in ascending order, as if they were UTC, in milliseconds since the epoch; ends shortly before the year
   * 10000.
   */
  readonly from: (fromMs: number, untilMs: number) => Generator<number, void, void>;
}

/**
 * Periods that are looked at for one occurrence. Weeks, months and years repeat after 400 years at the latest, 20,871 weeks, so
 * that a rule of these without a match by then has none. Days do not repeat as soon; a rule that sparse is refused.
 */
const maxPeriods = 21_000;
/** Candidates of a rule that joins days, of which none is one. */
const maxPassedOver = 1_000;
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
    maxIterations: maxPeriods,
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
  return {
    *from(fromMs, untilMs) {
      const endMs = Math.min(untilMs, lastMs);
      let passedOver = 0;
      for (let at = next(Math.max(fromMs, startMs), true); at !== undefined && at <= endMs; at = next(at, false)) {
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
  if (values !== undefined) result[name] = [...new Set(values)];
  return result;
}

/** The library tells by its message that it gave up; nothing else it throws is expected. */
function endless(rule: RecurrenceRule, search: () => number | undefined): number | undefined {
  try {
    return search();
  } catch (cause) {
    if (!(cause instanceof Error) || !cause.message.startsWith('Maximum ')) throw cause;
    if (rule.frequency === 'weekly' || rule.frequency === 'monthly' || rule.frequency === 'yearly') return undefined;
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
