import { CalendarError } from '../errors/calendar-error.ts';
import type { Recurrence, RecurrenceEnd, RecurrenceId, RecurrenceRule } from '../model/recurrence.ts';
import type { EventTime, ZonedDateTime } from '../model/time.ts';
import { addDays, formatInstant, instantOfWallTime, wallTimeAt } from '../time/zoned-date-time.ts';
import { expandRecurrence, openSeries } from './expand-recurrence.ts';
import { hitsStart, ruleSlots } from './rule-slots.ts';
import type { OpenedRule } from './rule-slots.ts';
import type { SeriesClock, Slot } from './series-clock.ts';
import { seriesSlots } from './series-slots.ts';
import type { OpenedSeries } from './series-slots.ts';
import { impliedMonthDay } from './without-skip.ts';

/** Options of {@link splitRecurrence}. @public */
export interface SplitRecurrenceOptions {
  /** How the series repeats. */
  readonly recurrence: Recurrence;
  /** When the master takes place: its first occurrence, in the zone the rules count in. */
  readonly time: EventTime;
  /** The first occurrence of the second half. */
  readonly at: RecurrenceId;
  /**
   * What all occurrences have in common, beside the start on the clock, when a change of clocks lies within one: the exact duration, as
   * RFC 5545 has it, or the end on the clock, as Outlook does. Default `duration`.
   */
  readonly occurrencesShare?: 'duration' | 'endOnClock';
}

/** Two series in place of one. @public */
export interface RecurrenceSplit {
  /** The first half, which keeps the master's time. */
  readonly before: Recurrence;
  /** The second half and when its first occurrence takes place, as long as the first half's. */
  readonly after: { readonly recurrence: Recurrence; readonly time: EventTime };
}

/** Occurrences of the second half that are compared with those of the whole. */
const comparedOccurrences = 200;
/** What one walk to the place of division may do. */
const maxWork = 25_000;
const dayMs = 86_400_000;

/**
 * Divides a series at one of its occurrences, so that both halves together have exactly the occurrences of the whole. A COUNT is
 * divided; of rules without one the first half ends right before the second, with a date for whole days, else with an instant.
 * Additional and excluded occurrences go to the half they are in.
 *
 * @throws CalendarError `invalidArgument` when `at` is no occurrence, an excluded one, or the first; `unsupported` where the
 * second half is no series of its own: at an additional occurrence of a series with rules, at one in an hour that clocks skip,
 * where a rule has a COUNT and does not give the start (RFC 5545 leaves open how many occurrences that makes), where rules begun
 * anew would give other days, and as {@link expandRecurrence}.
 * @public
 */
export async function splitRecurrence(options: SplitRecurrenceOptions): Promise<RecurrenceSplit> {
  const { recurrence, time, at, occurrencesShare = 'duration' } = options;
  const series = await openSeries(recurrence, time);
  const { clock } = series;
  const atMs = clock.parseId(at, 'at');
  checkPlace(series, atMs);
  const isBefore = (id: RecurrenceId): boolean => clock.parseId(id, 'recurrence') < atMs;
  const isNotBefore = (id: RecurrenceId): boolean => !isBefore(id);
  const additional = recurrence.additional.filter(isBefore);
  const isOnlyStart = recurrence.rules.length === 0 && additional.length === 0;
  const before: Recurrence = {
    rules: recurrence.rules.map((rule, index) => firstPart(rule, series.rules[index], atMs)),
    excludedRules: recurrence.excludedRules,
    // A series says at least one occurrence.
    additional: isOnlyStart ? [clock.formatId(clock.start.ms)] : additional,
    excluded: recurrence.excluded.filter(isBefore),
  };
  const rules = secondParts(recurrence.rules, series.rules, time, atMs);
  const excludedRules = secondParts(recurrence.excludedRules, series.excludedRules, time, atMs);
  const after: RecurrenceSplit['after'] = {
    recurrence: {
      rules: rules.map(({ rule }) => rule),
      excludedRules: excludedRules.map(({ rule }) => rule),
      additional: recurrence.additional.filter(isNotBefore),
      excluded: recurrence.excluded.filter(isNotBefore),
    },
    time: timeAt(time, clock, atMs, occurrencesShare),
  };
  await checkSecondHalf(options, after);
  if (rules.length + excludedRules.length > 1) {
    const half = await openSeries(after.recurrence, after.time);
    checkEachRule(rules, half.rules, atMs);
    checkEachRule(excludedRules, half.excludedRules, atMs);
  }
  return { before, after };
}

function checkPlace(series: OpenedSeries, atMs: number): void {
  const { clock, recurrence, rules } = series;
  if (atMs <= clock.start.ms) throw misplaced('the first occurrence or before it: change the whole series instead');
  const [found] = seriesSlots(series, atMs, { left: maxWork, untilMs: atMs });
  if (found !== atMs) throw misplaced('no occurrence of the series');
  const [first] = seriesSlots(series, -Infinity, { left: maxWork, untilMs: atMs });
  if (first === atMs) throw misplaced('the first occurrence: change the whole series instead');
  for (const [index, rule] of rules.entries()) {
    if (recurrence.rules[index]?.end.kind === 'count' && !hitsStart(rule))
      throw indivisible('a rule with a COUNT does not give the first occurrence');
  }
  if (rules.length === 0) return;
  const walls = rules.flatMap((rule) => wallsAt(rule, atMs));
  if (walls.length === 0) throw indivisible('the place is an additional occurrence (RDATE)');
  if (!walls.includes(clock.wallAt(atMs))) throw indivisible('clocks skip the hour of the place');
}

/** What the rule said where an instant came out. */
function wallsAt(rule: OpenedRule, atMs: number): number[] {
  const walls: number[] = [];
  for (const { ms, wallMs } of ruleSlots(rule, atMs, { left: maxWork, untilMs: atMs })) {
    if (ms > atMs) break;
    if (ms === atMs) walls.push(wallMs);
  }
  return walls;
}

function firstPart(rule: RecurrenceRule, opened: OpenedRule | undefined, atMs: number): RecurrenceRule {
  if (opened === undefined) return rule;
  const count = countBefore(opened, atMs);
  if (count !== undefined) return { ...rule, end: { kind: 'count', count } };
  const { clock, end } = opened;
  const last = lastMomentBefore(clock, atMs);
  return clock.isBy(end, last.slot) ? { ...rule, end: last.end } : rule;
}

/** The last end that leaves out an occurrence, in the form the series' kind asks for. */
function lastMomentBefore(clock: SeriesClock, atMs: number): { readonly slot: Slot; readonly end: RecurrenceEnd } {
  const ms = clock.isAllDay ? atMs - dayMs : atMs - 1_000;
  const id = clock.formatId(ms);
  return {
    slot: { ms, wallMs: clock.wallAt(ms) },
    end: clock.isAllDay ? { kind: 'untilDate', date: id } : { kind: 'untilInstant', instant: id },
  };
}

/** A rule of the second half, and the one of the whole that it goes on with. */
interface SecondPart {
  readonly rule: RecurrenceRule;
  readonly whole: OpenedRule;
}

/** The rules as they go on, begun anew at an occurrence; one that has ended by then is left away. */
function secondParts(
  rules: readonly RecurrenceRule[],
  opened: readonly OpenedRule[],
  time: EventTime,
  atMs: number,
): SecondPart[] {
  return rules.flatMap((rule, index) => {
    const whole = opened[index];
    if (whole === undefined) return [];
    const pinned = pinDay(rule, time);
    const { end, clock } = whole;
    if (end.kind !== 'count')
      return clock.isBy(end, { ms: atMs, wallMs: clock.wallAt(atMs) }) ? [{ rule: pinned, whole }] : [];
    const count = end.count - (countBefore(whole, atMs) ?? 0);
    return count < 1 ? [] : [{ rule: { ...pinned, end: { kind: 'count', count } }, whole }];
  });
}

/** A rule without days takes its day from the start; where that day moves, the second half may start on another one. */
function pinDay(rule: RecurrenceRule, time: EventTime): RecurrenceRule {
  const [day = 1] =
    rule.skip === 'backward' && rule.byMonthDay === undefined ? (impliedMonthDay(rule, time) ?? []) : [];
  return day > 28 ? { ...rule, byMonthDay: [day] } : rule;
}

/** How many occurrences of its COUNT a rule has had; excluded ones count too. */
function countBefore(rule: OpenedRule, atMs: number): number | undefined {
  if (rule.end.kind !== 'count') return undefined;
  let count = 0;
  for (const { ms } of ruleSlots(rule, -Infinity, { left: maxWork, untilMs: atMs })) {
    if (ms >= atMs) break;
    count += 1;
  }
  return count;
}

/** As long as the first occurrence: RFC 5545, section 3.8.5.3, gives all of them the same exact duration; Outlook keeps the clock. */
function timeAt(
  time: EventTime,
  clock: SeriesClock,
  atMs: number,
  share: NonNullable<SplitRecurrenceOptions['occurrencesShare']>,
): EventTime {
  if (time.kind === 'allDay') {
    const days = (Date.parse(`${time.endDate}T00:00:00Z`) - clock.start.ms) / dayMs;
    const startDate = clock.formatId(atMs);
    return { kind: 'allDay', startDate, endDate: addDays(startDate, days) };
  }
  const start = moved(time.start, atMs);
  const endMs =
    share === 'duration' ? atMs + Date.parse(time.end.instant) - clock.start.ms : endOnClock(time, start.dateTime);
  // On a night that clocks change, the end on the clock can come out before the start.
  return { kind: 'timed', start, end: moved(time.end, Math.max(endMs, atMs)) };
}

/** The end as far behind the start on the clock as that of the first occurrence. */
function endOnClock({ start, end }: Extract<EventTime, { kind: 'timed' }>, startsAt: string): number {
  const wallMs = (dateTime: string): number => Date.parse(`${dateTime}Z`);
  const endsAt = new Date(wallMs(end.dateTime) + wallMs(startsAt) - wallMs(start.dateTime)).toISOString().slice(0, 19);
  return instantOfWallTime(endsAt, end.timeZone);
}

function moved(place: ZonedDateTime, ms: number): ZonedDateTime {
  return { ...place, dateTime: wallTimeAt(ms, place.timeZone), instant: formatInstant(ms) };
}

/** Rules count from where they begin. Where that makes other days, nothing is divided. */
async function checkSecondHalf(options: SplitRecurrenceOptions, after: RecurrenceSplit['after']): Promise<void> {
  const { recurrence, time, at } = options;
  const limit = comparedOccurrences;
  const whole = await expandRecurrence({ recurrence, time, from: at, limit });
  const half = await expandRecurrence({ ...after, limit });
  if (whole.join() !== half.join()) throw changed();
}

/** Several rules are compared one by one: what a rare one gives is not among the next occurrences of a frequent one. */
function checkEachRule(parts: readonly SecondPart[], half: readonly OpenedRule[], atMs: number): void {
  for (const [index, { whole }] of parts.entries()) {
    const begunAnew = half[index];
    if (begunAnew === undefined || nextOf(whole, atMs).join() !== nextOf(begunAnew, atMs).join()) throw changed();
  }
}

function nextOf(rule: OpenedRule, fromMs: number): number[] {
  const found: number[] = [];
  for (const { ms } of ruleSlots(rule, fromMs, { left: maxWork })) {
    if (ms >= fromMs) found.push(ms);
    if (found.length === comparedOccurrences) break;
  }
  return found;
}

function changed(): CalendarError {
  return indivisible('its rules would give other occurrences when begun there');
}

function misplaced(why: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message: `at: this is ${why}` });
}

function indivisible(why: string): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: `A series cannot be divided at this occurrence: ${why}`,
    cure: { text: 'Choose another occurrence, or change the occurrences one by one.' },
  });
}
