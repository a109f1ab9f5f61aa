import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { busyPeriodsOf, readBusyInterval } from './busy-periods.ts';

const second = fc.integer({ min: 0, max: 10_000 }).map((seconds) => seconds * 1_000);
const interval = fc
  .tuple(second, second)
  .map(([one, other]) => ({ startMs: Math.min(one, other), endMs: Math.max(one, other) }));

describe('readBusyInterval', () => {
  it('reads offsets, and counts parts of a second as taken', () => {
    expect(readBusyInterval({ start: '2026-11-16T10:00:00.900+01:00', end: '2026-11-16T09:00:01.100Z' })).toEqual({
      startMs: Date.parse('2026-11-16T09:00:00Z'),
      endMs: Date.parse('2026-11-16T09:00:02Z'),
    });
  });

  it.each(['', '2026-11-16', '2026-11-16T10:00:00', 'soon'])('refuses %j, which is no instant', (start) => {
    expect(() => readBusyInterval({ start, end: '2026-11-16T10:00:00Z' })).toThrow(
      expect.objectContaining({ code: 'invalidArgument' }),
    );
  });
});

describe('busyPeriodsOf', () => {
  it('joins what touches and overlaps, and cuts to the window', () => {
    const at = (startMs: number, endMs: number) => ({ startMs: startMs * 1_000, endMs: endMs * 1_000 });
    expect(busyPeriodsOf([at(50, 90), at(20, 30), at(0, 12), at(30, 40), at(25, 35), at(60, 60)], at(10, 80))).toEqual([
      { start: '1970-01-01T00:00:10Z', end: '1970-01-01T00:00:12Z', kind: 'busy' },
      { start: '1970-01-01T00:00:20Z', end: '1970-01-01T00:00:40Z', kind: 'busy' },
      { start: '1970-01-01T00:00:50Z', end: '1970-01-01T00:01:20Z', kind: 'busy' },
    ]);
  });

  it('covers every second that is taken inside the window, and no other', () => {
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 12 }), interval, second, (intervals, window, instant) => {
        const periods = busyPeriodsOf(intervals, window);
        const covers = (startMs: number, endMs: number): boolean => startMs <= instant && instant < endMs;
        const isTaken =
          covers(window.startMs, window.endMs) && intervals.some(({ startMs, endMs }) => covers(startMs, endMs));
        expect(periods.some(({ start, end }) => covers(Date.parse(start), Date.parse(end)))).toBe(isTaken);
        const areApart = periods.slice(1).every(({ start }, index) => (periods[index]?.end ?? '') < start);
        expect(areApart).toBe(true);
      }),
    );
  });
});
