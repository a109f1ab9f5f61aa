import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { GraphRecurrence, SeriesStart } from './recurrence-pattern.ts';
import { epochMsOf, epochMsOfDate } from './wall-time.ts';

/** Times of one occurrence as the rule gives them. */
export interface Occurrence {
  /** The date in the series' zone; a Graph series has at most one occurrence a day. */
  readonly date: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** How far a table is worked out at least beyond what was asked, so that neighbouring windows cost nothing. */
const stepMs = 400 * 86_400_000;
/** Endless series are cut off here; no calendar is shown that far ahead. */
const maxOccurrences = 20_000;

/** The occurrences of one series, worked out once and as far as somebody asked. */
export class OccurrenceTable {
  readonly #rule: RRuleTemporal;
  readonly #start: SeriesStart;
  readonly #endWallTime: string;
  readonly #occurrences: Occurrence[] = [];
  readonly #byDate = new Map<string, Occurrence>();
  #knownUntilMs: number;

  /**
   * @param rrule - RRULE value of the series.
   * @param endWallTime - End of the first occurrence, wall time in the same zone.
   * @throws RangeError when the first start is not on a day of the rule.
   */
  constructor(rrule: string, recurrence: GraphRecurrence, start: SeriesStart, endWallTime: string) {
    this.#start = start;
    this.#endWallTime = endWallTime;
    // Days repeat, and the wall time is put on each of them afterwards: a time that a clock change skips is moved, not left out.
    const { range } = recurrence;
    const parts = rrule
      .toUpperCase()
      .split(';')
      .filter((part) => !part.startsWith('UNTIL='));
    if (range.type === 'endDate') parts.push(`UNTIL=${range.endDate.replaceAll('-', '')}T235959Z`);
    const firstDate = start.wallTime.slice(0, 10);
    this.#rule = ruleOfDates(parts.join(';'), firstDate);
    this.#knownUntilMs = epochMsOfDate(firstDate) - 1;
    if (this.upTo(epochMsOfDate(firstDate))[0]?.date !== firstDate) {
      throw new RangeError(`A series has to start on a day of its rule: ${firstDate} is none of '${rrule}'`);
    }
  }

  /** All occurrences that start at or before `ms`, and possibly some later ones, in order. */
  upTo(ms: number): readonly Occurrence[] {
    // A date can lie up to a day before or after the instant it stands for.
    const wanted = ms + 2 * 86_400_000;
    if (wanted > this.#knownUntilMs && this.#occurrences.length < maxOccurrences) {
      const until = wanted + stepMs;
      const dates = this.#rule.between(new Date(this.#knownUntilMs), new Date(until), false);
      for (const date of dates) this.#add(date.toString().slice(0, 10));
      this.#knownUntilMs = until;
    }
    return this.#occurrences;
  }

  /** The occurrence of a date; undefined when the rule does not give that day. */
  at(date: string): Occurrence | undefined {
    this.upTo(epochMsOfDate(date));
    return this.#byDate.get(date);
  }

  #add(date: string): void {
    if (this.#byDate.has(date) || this.#occurrences.length >= maxOccurrences) return;
    const { wallTime, iana, isAllDay } = this.#start;
    const days = Temporal.PlainDate.from(wallTime.slice(0, 10)).until(this.#endWallTime.slice(0, 10)).days;
    const endDate = Temporal.PlainDate.from(date).add({ days }).toString();
    const occurrence = isAllDay
      ? { date, startMs: epochMsOfDate(date), endMs: epochMsOfDate(endDate) }
      : {
          date,
          startMs: epochMsOf(`${date}${wallTime.slice(10)}`, iana),
          endMs: epochMsOf(`${endDate}${this.#endWallTime.slice(10)}`, iana),
        };
    this.#occurrences.push(occurrence);
    this.#byDate.set(date, occurrence);
  }
}

/** The first day on or after a date that a rule gives; undefined when there is none. */
export function firstDateOf(rrule: string, date: string): string | undefined {
  const next = ruleOfDates(rrule, date).next(new Date(epochMsOfDate(date) - 1), false);
  return next?.toString().slice(0, 10);
}

function ruleOfDates(rrule: string, firstDate: string): RRuleTemporal {
  return new RRuleTemporal({
    rruleString: `DTSTART:${firstDate.replaceAll('-', '')}T000000Z\nRRULE:${rrule}`,
    maxIterations: 100_000,
  });
}
