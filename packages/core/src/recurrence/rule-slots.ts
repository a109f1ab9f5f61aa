import { CalendarError } from '../errors/calendar-error.ts';
import type { RecurrenceEnd, RecurrenceRule } from '../model/recurrence.ts';
import type { EventTime } from '../model/time.ts';
import { expandableRule, isImpossible } from './check-rule.ts';
import { openRule } from './rule-library.ts';
import type { loadRuleLibrary, RuleWalk } from './rule-library.ts';
import type { SeriesClock, Slot } from './series-clock.ts';
import { withoutSkip } from './without-skip.ts';

/** One rule of a series, ready to be walked. */
export interface OpenedRule {
  readonly walk: RuleWalk;
  readonly clock: SeriesClock;
  readonly end: RecurrenceEnd;
  /** The start is the first occurrence of a rule that adds, and no occurrence of one that takes away unless it says so. */
  readonly countsStart: boolean;
}

/** Work one call may do over all its rules; an occurrence of a daily rule is 1. */
export interface WorkBudget {
  left: number;
  /** The last instant anybody wants. Default: none. */
  readonly untilMs?: number;
}

/** No zone's clock is ever further than this from another's, and none is set further at once. */
const twoDaysMs = 172_800_000;

/** Opens the rules of a series. Loading the library is left to the caller, because it is the one thing that waits. */
export function openRules(
  Rule: Awaited<ReturnType<typeof loadRuleLibrary>>,
  rules: readonly RecurrenceRule[],
  {
    time,
    clock,
    countsStart,
  }: { readonly time: EventTime; readonly clock: SeriesClock; readonly countsStart: boolean },
): OpenedRule[] {
  return rules.map((rule) => {
    const plain = withoutSkip(expandableRule(rule, time), time);
    const walk: RuleWalk = isImpossible(plain) ? { *from() {} } : openRule(Rule, plain, clock.start.wallMs);
    return { walk, clock, end: rule.end, countsStart };
  });
}

/**
 * The occurrences of one rule in the order they take place, not before the start, and of a rule with a count from the start on:
 * what came before decides how many are left.
 *
 * @param fromMs - Instant from which occurrences are wanted; earlier ones may come too.
 * @throws CalendarError `unsupported` when the work has no end in sight.
 */
export function* ruleSlots(rule: OpenedRule, fromMs: number, budget: WorkBudget): Generator<Slot, void, void> {
  const { clock } = rule;
  // Clocks skip hours: what would be then is moved behind what follows.
  const moved: Slot[] = [];
  for (const slot of untilItsEnd(rule, fromMs, budget)) {
    if (slot.ms < clock.start.ms) continue;
    if (clock.wallAt(slot.ms) !== slot.wallMs) {
      moved.push(slot);
      continue;
    }
    while (moved[0] !== undefined && moved[0].ms < slot.ms) {
      yield moved[0];
      moved.shift();
    }
    yield slot;
  }
  yield* moved;
}

function* untilItsEnd(rule: OpenedRule, fromMs: number, budget: WorkBudget): Generator<Slot, void, void> {
  const { clock, end } = rule;
  let left = end.kind === 'count' ? end.count : Infinity;
  const isWhole = end.kind === 'count' || fromMs <= clock.start.ms;
  const fromWallMs = isWhole ? clock.start.wallMs : clock.wallAt(fromMs) - twoDaysMs;
  if (left < Infinity && rule.countsStart && !hitsStart(rule)) left -= 1;
  if (left < 1) return;
  const { untilMs = Infinity } = budget;
  const untilWallMs = untilMs < Infinity ? clock.wallAt(untilMs) + twoDaysMs : Infinity;
  const spend = (work: number): void => {
    budget.left -= work;
    if (budget.left < 0) throw tooMuchWork();
  };
  for (const wallMs of rule.walk.from(fromWallMs, untilWallMs, spend)) {
    const slot = clock.slotAt(wallMs);
    if (clock.isBy(end, slot)) {
      yield slot;
      left -= 1;
      if (left === 0) return;
    } else if (clock.wallAt(slot.ms) === slot.wallMs) {
      return;
    }
  }
}

/** Tells whether the rule itself gives the start. */
export function hitsStart({ walk, clock }: OpenedRule): boolean {
  const first = walk.from(clock.start.wallMs, clock.start.wallMs).next();
  return first.done !== true && first.value === clock.start.wallMs;
}

function tooMuchWork(): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: 'A recurrence has too many occurrences to count through; ask for a part of it that is nearer to its start',
  });
}
