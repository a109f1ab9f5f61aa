import type { Recurrence } from '../model/recurrence.ts';
import { ruleSlots } from './rule-slots.ts';
import type { OpenedRule, WorkBudget } from './rule-slots.ts';
import type { SeriesClock, Slot } from './series-clock.ts';

/** A series with its rules opened. */
export interface OpenedSeries {
  readonly clock: SeriesClock;
  readonly recurrence: Recurrence;
  readonly rules: readonly OpenedRule[];
  readonly excludedRules: readonly OpenedRule[];
}

/**
 * The occurrences of a series in ascending order, none twice: the start, what the rules give and what was added, less what was
 * excluded.
 *
 * @param fromMs - Instant of the first occurrence that is wanted.
 * @returns instants, milliseconds since the epoch; of a series of whole days the midnights of its dates in UTC.
 */
export function* seriesSlots(series: OpenedSeries, fromMs: number, budget: WorkBudget): Generator<number, void, void> {
  const { clock, recurrence } = series;
  const additional = recurrence.additional
    .map((id) => clock.parseId(id, 'recurrence.additional'))
    .toSorted((a, b) => a - b);
  const excluded = new Set(recurrence.excluded.map((id) => clock.parseId(id, 'recurrence.excluded')));
  const excludedByRule = series.excludedRules.map((rule) => new Head(instants(ruleSlots(rule, fromMs, budget))));
  const sources = [
    new Head([clock.start.ms]),
    new Head(additional),
    ...series.rules.map((rule) => new Head(instants(ruleSlots(rule, fromMs, budget)))),
  ];
  let last = -Infinity;
  for (;;) {
    const ms = Math.min(...sources.map((source) => source.value));
    if (ms === Infinity) return;
    for (const source of sources) if (source.value === ms) source.advance();
    for (const source of excludedByRule) while (source.value < ms) source.advance();
    if (ms < fromMs || ms === last || excluded.has(ms) || excludedByRule.some(({ value }) => value === ms)) continue;
    last = ms;
    yield ms;
  }
}

function* instants(slots: Iterable<Slot>): Generator<number, void, void> {
  for (const { ms } of slots) yield ms;
}

/** The next value of an ascending source; Infinity behind its end. */
class Head {
  value = -Infinity;
  readonly #values: Iterator<number>;

  constructor(values: Iterable<number>) {
    this.#values = values[Symbol.iterator]();
    this.advance();
  }

  advance(): void {
    const next = this.#values.next();
    this.value = next.done === true ? Infinity : next.value;
  }
}
