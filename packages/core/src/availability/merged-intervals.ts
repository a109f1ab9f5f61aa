import type { InstantInterval } from '../time/overlaps-window.ts';

/** The same time in as few intervals as possible, sorted; those that touch become one, empty ones vanish. */
export function mergedIntervals(intervals: readonly InstantInterval[]): InstantInterval[] {
  const sorted = intervals.filter(({ startMs, endMs }) => startMs < endMs).toSorted((a, b) => a.startMs - b.startMs);
  const merged: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else merged.push({ startMs, endMs });
  }
  return merged;
}

/** What of a window the merged intervals leave. */
export function complement(merged: readonly InstantInterval[], window: InstantInterval): InstantInterval[] {
  const gaps: InstantInterval[] = [];
  let fromMs = window.startMs;
  for (const { startMs, endMs } of merged) {
    if (endMs <= fromMs) continue;
    if (startMs >= window.endMs) break;
    if (startMs > fromMs) gaps.push({ startMs: fromMs, endMs: startMs });
    fromMs = endMs;
  }
  if (fromMs < window.endMs) gaps.push({ startMs: fromMs, endMs: window.endMs });
  return gaps;
}

/** Answers in order of ascending starts whether an interval is free of all the merged ones; a start may not go back. */
export function freeOf(merged: readonly InstantInterval[]): (startMs: number, endMs: number) => boolean {
  let next = 0;
  return (startMs, endMs) => {
    while (next < merged.length && (merged[next]?.endMs ?? 0) <= startMs) next += 1;
    const interval = merged[next];
    return interval === undefined || interval.startMs >= endMs;
  };
}
