import type { BusyPeriod } from '@kalends/core';
import { formatInstant, parseInstant } from '@kalends/core/time';
import type { WireBusyPeriod } from '../wire/free-busy.ts';

/** An interval of instants, in whole seconds as milliseconds since the Unix epoch; half-open. */
export interface BusyInterval {
  readonly startMs: number;
  readonly endMs: number;
}

const secondMs = 1_000;

/**
 * Reads taken time. What is shorter than a second counts as that second: time that is taken is never told as free.
 *
 * @throws CalendarError `invalidArgument` for a time that cannot be read.
 */
export function readBusyInterval({ start, end }: WireBusyPeriod): BusyInterval {
  const startMs = Math.floor(parseInstant(start) / secondMs) * secondMs;
  const endMs = Math.ceil(parseInstant(end) / secondMs) * secondMs;
  return { startMs, endMs };
}

/** Sorts taken time, cuts it to a window and joins what touches: all of it is of one kind. */
export function busyPeriodsOf(intervals: readonly BusyInterval[], window: BusyInterval): readonly BusyPeriod[] {
  const inside = intervals
    .map(({ startMs, endMs }) => ({
      startMs: Math.max(startMs, window.startMs),
      endMs: Math.min(endMs, window.endMs),
    }))
    .filter(({ startMs, endMs }) => startMs < endMs)
    .toSorted((one, other) => one.startMs - other.startMs);
  const joined: { startMs: number; endMs: number }[] = [];
  for (const interval of inside) {
    const last = joined.at(-1);
    if (last !== undefined && interval.startMs <= last.endMs) last.endMs = Math.max(last.endMs, interval.endMs);
    else joined.push(interval);
  }
  // Google does not tell how time is taken: tentative and out of office are busy like all else.
  return joined.map(({ startMs, endMs }) => ({
    start: formatInstant(startMs),
    end: formatInstant(endMs),
    kind: 'busy',
  }));
}
