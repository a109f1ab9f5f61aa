import { isDeepStrictEqual } from 'node:util';
import { CalendarError } from '@kalends/core';
import type { EventTime, Recurrence, RecurrenceId, RecurrenceRule } from '@kalends/core';
import {
  expandRecurrence,
  formatRecurrence,
  formatRecurrenceRule,
  parseRecurrence,
  patternOfRecurrence,
  ruleOfPattern,
} from '@kalends/core/recurrence';
import type { PatternedRecurrence } from '@kalends/core/recurrence';
import { addDays, formatInstant, instantOfWallTime } from '@kalends/core/time';
import { Violation } from '../suite.ts';
import { bruteForce, bruteForceWithinDay, unitsMs } from './brute-force.ts';
import { otherLibrary } from './other-library.ts';
import { patternDays } from './pattern-days.ts';
import type { DrawnRule } from './random-rule.ts';
import { refusalOfEws, refusalOfGraph } from './vendor-limits.ts';

/** What was found out about a rule. */
export interface RuleVerdict {
  readonly occurrences: number;
  /** Why its occurrences are not named; absent where they are. */
  readonly notExpanded?: string;
  /** Why the service cannot hold the rule; absent where it can. */
  readonly graphRefusal: string | undefined;
  readonly ewsRefusal: string | undefined;
}

const limit = 15;
/** Until after a 29 February. */
const lookAheadDays = 1_600;
/** Times that several wall times may come to lie on, or be left out by, where clocks are put forward. */
const spare = 60;

/**
 * Sends a rule all ways there are, and compares what comes out.
 *
 * @throws Violation when any of them changed the rule, or two disagree on its occurrences.
 */
export async function judgeRule({ rule, time }: DrawnRule): Promise<RuleVerdict> {
  const recurrence: Recurrence = { rules: [rule], excludedRules: [], additional: [], excluded: [] };
  const startDate = dateOf(time);
  const untilDate = addDays(startDate, lookAheadDays);
  const until = time.kind === 'allDay' ? untilDate : `${untilDate}T00:00:00Z`;
  const text = throughText(recurrence, time);
  const patterned = patternOf(recurrence, time);
  const ids = await expandRecurrence({ recurrence, time, until, limit }).catch(reasonOf);
  if (typeof ids === 'string') {
    if (typeof patterned !== 'string') throw broken('what has a pattern cannot be expanded', text);
    return { occurrences: 0, notExpanded: ids, graphRefusal: patterned, ewsRefusal: patterned };
  }
  const expand = async (other: RecurrenceRule): Promise<RecurrenceId[]> =>
    await expandRecurrence({ recurrence: { ...recurrence, rules: [other] }, time, until, limit });
  const [read] = parseRecurrence([`RRULE:${text}`], { time }).rules;
  if (read === undefined || !isDeepStrictEqual(await expand(read), ids))
    throw broken('its text means other days', text);
  compareLibraries({ rule, time }, ids, until, text);
  if (typeof patterned === 'string') return { occurrences: ids.length, graphRefusal: patterned, ewsRefusal: patterned };
  const days = patternDays(patterned, untilDate).map((date) => idOf(time, `${date}${timeOfDay(time)}`));
  const inTime = [...new Set(days)].filter((id) => id <= until).slice(0, limit);
  if (!isDeepStrictEqual(inTime, ids)) throw broken('its pattern means other days', text);
  if (!isDeepStrictEqual(await expand(ruleOfPattern(patterned)), ids))
    throw broken('its pattern comes back as another rule', text);
  return { occurrences: ids.length, graphRefusal: refusalOfGraph(patterned), ewsRefusal: refusalOfEws(patterned) };
}

/** Writes and reads: what has words of its own comes back as it was. */
function throughText(recurrence: Recurrence, time: EventTime): string {
  const lines = formatRecurrence(recurrence, time);
  const back = parseRecurrence(lines, { time });
  const text = (lines[0] ?? '').slice('RRULE:'.length);
  const isMoved = recurrence.rules.some(({ skip }) => skip === 'backward');
  if (!isMoved && !isDeepStrictEqual(back, recurrence)) throw broken('its text reads as another rule', text);
  if (!isDeepStrictEqual(formatRecurrence(back, time), lines)) throw broken('its text changes when it is read', text);
  return text;
}

function compareLibraries({ rule, time }: DrawnRule, ids: readonly string[], until: string, text: string): void {
  const startMs = Date.parse(`${time.kind === 'allDay' ? `${time.startDate}T00:00:00` : time.start.dateTime}Z`);
  // Two days more than the last occurrence, so that none is missed because of the zone.
  const lastDate = ids.length < limit ? until.slice(0, 10) : (ids.at(-1) ?? until).slice(0, 10);
  const untilMs = Date.parse(`${lastDate}T00:00:00Z`) + 2 * 86_400_000;
  if (rule.frequency in unitsMs) {
    const { found, seenMs } = bruteForceWithinDay(rule, startMs, untilMs);
    const seen = formatInstant(seenMs - 2 * 86_400_000);
    const isSeen = (id: string): boolean => id <= seen;
    if (!isDeepStrictEqual(placed({ rule, time }, startMs, found, until).filter(isSeen), ids.filter(isSeen)))
      throw broken('looking at every period finds other occurrences', text);
    return;
  }
  const plain = parseRecurrence([`RRULE:${text}`], { time }).rules[0] ?? rule;
  const endless: RecurrenceRule = { ...plain, end: { kind: 'never' } };
  if (!isDeepStrictEqual(placed({ rule, time }, startMs, bruteForce(endless, startMs, untilMs), until), ids))
    throw broken('looking at every day finds other occurrences', text);
  // Where little is found it looks for very long, and positions in the first week it counts from the start, not from the week's.
  if (ids.length < limit || (rule.frequency === 'weekly' && rule.bySetPosition !== undefined)) return;
  const found = otherLibrary(formatRecurrenceRule(endless, time), startMs, untilMs, limit + spare);
  if (!isDeepStrictEqual(placed({ rule, time }, startMs, found, until), ids))
    throw broken('another library finds other occurrences', text);
}

/** Wall times as occurrences: the start first, COUNT and UNTIL kept, in the zone of the series. */
function placed({ rule, time }: DrawnRule, startMs: number, walls: readonly number[], until: string): string[] {
  const all = walls[0] === startMs ? walls : [startMs, ...walls];
  const { end } = rule;
  const counted = end.kind === 'count' ? all.slice(0, end.count) : all;
  const ids = counted.map((ms) => idOf(time, formatInstant(ms).slice(0, 19)));
  const isBy = (id: string): boolean =>
    end.kind === 'untilDate' ? id.slice(0, 10) <= end.date : end.kind !== 'untilInstant' || id <= end.instant;
  const kept = ids.filter((id, index) => (index === 0 || isBy(id)) && id <= until);
  return [...new Set(kept)].toSorted().slice(0, limit);
}

function patternOf(recurrence: Recurrence, time: EventTime): PatternedRecurrence | string {
  try {
    return patternOfRecurrence(recurrence, time);
  } catch (error) {
    return reasonOf(error);
  }
}

/** Numbers are left out, so that equal reasons are counted together. */
function reasonOf(error: unknown): string {
  if (!CalendarError.is(error) || error.code !== 'unsupported') throw error;
  return error.message.replace(/^.*?(?: for |: )/, '').replaceAll(/-?\d+/g, 'N');
}

function idOf(time: EventTime, wallTime: string): RecurrenceId {
  return time.kind === 'allDay'
    ? wallTime.slice(0, 10)
    : formatInstant(instantOfWallTime(wallTime, time.start.timeZone));
}

function dateOf(time: EventTime): string {
  return time.kind === 'allDay' ? time.startDate : time.start.dateTime.slice(0, 10);
}

function timeOfDay(time: EventTime): string {
  return time.kind === 'allDay' ? 'T00:00:00' : time.start.dateTime.slice(10);
}

function broken(what: string, text: string): Violation {
  return new Violation(`A rule is changed: ${what} (${text})`);
}
