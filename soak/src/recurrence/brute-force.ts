import type { NthWeekday, RecurrenceRule, Weekday } from '@kalends/core';

const weekdays: readonly Weekday[] = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];
const dayMs = 86_400_000;

/** A day in all the words of a rule. */
interface Day {
  readonly ms: number;
  readonly year: number;
  readonly month: number;
  readonly dayOfMonth: number;
  readonly monthLength: number;
  readonly dayOfYear: number;
  readonly yearLength: number;
  readonly weekday: Weekday;
}

/**
 * The wall times of a rule of days or longer, found by looking at every day there is: slow, and with nothing in it but the table of
 * RFC 5545, section 3.3.10. Its end plays no part.
 *
 * @param startMs - The wall time of the start, as if it were UTC.
 * @param untilMs - The last moment that is looked at.
 */
export function bruteForce(drawn: RecurrenceRule, startMs: number, untilMs: number): number[] {
  const found: number[] = [];
  const rule = completed(drawn, dayOf(startMs));
  const times = timesOfDay(rule, startMs);
  let period: number[] = [];
  let periodOf = Number.NaN;
  const close = (): void => {
    const positions = rule.bySetPosition;
    const chosen =
      positions === undefined
        ? period
        : period.filter((_ms, index) => positions.includes(index + 1) || positions.includes(index - period.length));
    found.push(...chosen.filter((ms) => ms >= startMs && ms <= untilMs));
    period = [];
  };
  const start = dayOf(startMs);
  // From the beginning of the longest period the start is in, to the end of the longest the last moment is in.
  const lastMs = Date.UTC(dayOf(untilMs).year, 11, 31) + 7 * dayMs;
  for (let ms = Date.UTC(start.year, 0, 1) - 7 * dayMs; ms <= lastMs; ms += dayMs) {
    const day = dayOf(ms);
    const number = periodNumber(rule, start, day);
    if (number !== periodOf) close();
    periodOf = number;
    if (number >= 0 && number % rule.interval === 0 && matches(rule, day))
      period.push(...times.map((time) => ms + time));
  }
  close();
  return found;
}

/** What repeats within a day. */
export const unitsMs: Readonly<Record<string, number>> = { hourly: 3_600_000, minutely: 60_000, secondly: 1_000 };
const maxPeriods = 200_000;

/**
 * The wall times of a rule of hours or shorter, found by looking at every one of its periods, up to 200,000 of them.
 *
 * @returns what was found, and up to when everything was looked at.
 */
export function bruteForceWithinDay(
  rule: RecurrenceRule,
  startMs: number,
  untilMs: number,
): { readonly found: number[]; readonly seenMs: number } {
  const unitMs = unitsMs[rule.frequency] ?? dayMs;
  const stepMs = unitMs * rule.interval;
  const found: number[] = [];
  let periodMs = Math.floor(startMs / unitMs) * unitMs;
  for (let period = 0; period < maxPeriods && periodMs <= untilMs; period += 1, periodMs += stepMs) {
    const all = timesWithin(rule, periodMs, startMs).filter((ms) => matchesMoment(rule, ms));
    const positions = rule.bySetPosition;
    const chosen = all.filter(
      (_ms, index) =>
        positions === undefined || positions.includes(index + 1) || positions.includes(index - all.length),
    );
    found.push(...chosen.filter((ms) => ms >= startMs));
  }
  return { found, seenMs: periodMs - 1 };
}

/** Minutes and seconds that are not the frequency's own come from their parts, or from the start. */
function timesWithin(rule: RecurrenceRule, periodMs: number, startMs: number): number[] {
  const start = new Date(startMs);
  const minutes = rule.frequency === 'hourly' ? (rule.byMinute ?? [start.getUTCMinutes()]) : [0];
  const seconds = rule.frequency === 'secondly' ? [0] : (rule.bySecond ?? [start.getUTCSeconds()]);
  return minutes
    .flatMap((minute) => seconds.map((second) => periodMs + (minute * 60 + second) * 1_000))
    .sort((a, b) => a - b);
}

function matchesMoment(rule: RecurrenceRule, ms: number): boolean {
  const moment = new Date(ms);
  return (
    (rule.byHour?.includes(moment.getUTCHours()) ?? true) &&
    (rule.frequency === 'hourly' || (rule.byMinute?.includes(moment.getUTCMinutes()) ?? true)) &&
    matches(rule, dayOf(ms))
  );
}

/** Periods are counted from the one the start is in. */
function periodNumber(rule: RecurrenceRule, start: Day, day: Day): number {
  switch (rule.frequency) {
    case 'yearly':
      return day.year - start.year;
    case 'monthly':
      return (day.year - start.year) * 12 + day.month - start.month;
    case 'weekly':
      return (weekStart(rule, day) - weekStart(rule, start)) / (7 * dayMs);
    default:
      return (day.ms - start.ms) / dayMs;
  }
}

function matches(rule: RecurrenceRule, day: Day): boolean {
  const isIn = (list: readonly number[] | undefined, value: number, length: number): boolean =>
    list === undefined || list.includes(value) || list.includes(value - length - 1);
  return (
    isIn(rule.byMonth, day.month, 12) &&
    isIn(rule.byMonthDay, day.dayOfMonth, day.monthLength) &&
    isIn(rule.byYearDay, day.dayOfYear, day.yearLength) &&
    (rule.byWeekNo === undefined || isInWeek(rule, rule.byWeekNo, day)) &&
    (rule.byDay === undefined || rule.byDay.some((one) => isWeekday(rule, one, day)))
  );
}

/** What a rule does not say comes from the start. */
function completed(rule: RecurrenceRule, start: Day): RecurrenceRule {
  const { frequency, byMonthDay, byYearDay, byWeekNo, byDay } = rule;
  if ((byMonthDay ?? byYearDay ?? byWeekNo ?? byDay) !== undefined) return rule;
  if (frequency === 'weekly') return { ...rule, byDay: [{ day: start.weekday }] };
  if (frequency === 'monthly') return { ...rule, byMonthDay: [start.dayOfMonth] };
  if (frequency !== 'yearly') return rule;
  return { ...rule, byMonthDay: [start.dayOfMonth], byMonth: rule.byMonth ?? [start.month] };
}

function isWeekday(rule: RecurrenceRule, { day: weekday, nthOfPeriod }: NthWeekday, day: Day): boolean {
  if (weekday !== day.weekday) return false;
  if (nthOfPeriod === undefined) return true;
  const isOfYear = rule.frequency === 'yearly' && rule.byMonth === undefined;
  const place = isOfYear ? day.dayOfYear : day.dayOfMonth;
  const length = isOfYear ? day.yearLength : day.monthLength;
  const nth = nthOfPeriod > 0 ? Math.ceil(place / 7) : -Math.ceil((length - place + 1) / 7);
  return nth === nthOfPeriod;
}

/** Week 1 is the first with four days in the year; weeks belong to the year that has most of them. */
function isInWeek(rule: RecurrenceRule, weeks: readonly number[], day: Day): boolean {
  const middle = dayOf(weekStart(rule, day) + 3 * dayMs);
  const number = Math.ceil(middle.dayOfYear / 7);
  const last = Math.ceil((middle.dayOfYear + 7 * Math.floor((middle.yearLength - middle.dayOfYear) / 7)) / 7);
  return weeks.includes(number) || weeks.includes(number - last - 1);
}

function weekStart(rule: RecurrenceRule, day: Day): number {
  const first = weekdays.indexOf(rule.firstDayOfWeek);
  return day.ms - ((weekdays.indexOf(day.weekday) - first + 7) % 7) * dayMs;
}

function timesOfDay(rule: RecurrenceRule, startMs: number): number[] {
  const start = new Date(startMs);
  const times = (rule.byHour ?? [start.getUTCHours()]).flatMap((hour) =>
    (rule.byMinute ?? [start.getUTCMinutes()]).flatMap((minute) =>
      (rule.bySecond ?? [start.getUTCSeconds()]).map((second) => ((hour * 60 + minute) * 60 + second) * 1_000),
    ),
  );
  return times.sort((a, b) => a - b);
}

const knownDays = new Map<number, Day>();

/** The same few thousand days come back with every rule. */
function dayOf(instantMs: number): Day {
  const ms = Math.floor(instantMs / dayMs) * dayMs;
  const known = knownDays.get(ms) ?? newDay(ms);
  knownDays.set(ms, known);
  return known;
}

function newDay(ms: number): Day {
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + 1;
  const newYear = Date.UTC(year, 0, 1);
  return {
    ms,
    year,
    month,
    dayOfMonth: date.getUTCDate(),
    monthLength: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    dayOfYear: (ms - newYear) / dayMs + 1,
    yearLength: (Date.UTC(year + 1, 0, 1) - newYear) / dayMs,
    weekday: weekdays[date.getUTCDay()] ?? 'mo',
  };
}
