import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isInsideWindow, syncWindow } from './sync-window.ts';

const at = (text: string): number => Date.parse(text);
const instants = fc.date({
  min: new Date('1970-01-01T00:00:00Z'),
  max: new Date('2400-01-01T00:00:00Z'),
  noInvalidDate: true,
});

describe('syncWindow', () => {
  test.each([
    ['2026-11-22T10:00:00Z', '2026-05-22T10:00:00.000Z', '2028-05-22T10:00:00.000Z'],
    // The target month is shorter: its last day.
    ['2026-08-31T10:00:00Z', '2026-02-28T10:00:00.000Z', '2028-02-29T10:00:00.000Z'],
    ['2024-08-31T00:00:00Z', '2024-02-29T00:00:00.000Z', '2026-02-28T00:00:00.000Z'],
    ['2024-02-29T23:59:59Z', '2023-08-29T23:59:59.000Z', '2025-08-29T23:59:59.000Z'],
    ['2026-01-01T00:00:00Z', '2025-07-01T00:00:00.000Z', '2027-07-01T00:00:00.000Z'],
  ])('around %s', (now, start, end) => {
    expect(syncWindow(at(now))).toEqual({ start, end });
  });

  test('is always 24 calendar months long, with now inside and 6 months behind it', () => {
    fc.assert(
      fc.property(instants, (now) => {
        const window = syncWindow(now.getTime());
        const months = (iso: string): number => Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7));
        expect(months(window.end) - months(window.start)).toBe(24);
        expect(months(now.toISOString()) - months(window.start)).toBe(6);
        expect(window.start.slice(11)).toBe(now.toISOString().slice(11));
        expect(isInsideWindow(now.getTime(), window)).toBe(true);
      }),
    );
  });

  test('never moves backwards while time goes on', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 90 * 86_400_000 }), (now, later) => {
        const before = syncWindow(now.getTime());
        const after = syncWindow(now.getTime() + later);
        // Clamping to a month's last day can hold the day back, never by more than the days a month is shorter.
        expect(at(after.start) + 3 * 86_400_000).toBeGreaterThanOrEqual(at(before.start));
        expect(at(after.end) + 3 * 86_400_000).toBeGreaterThanOrEqual(at(before.end));
      }),
    );
  });

  test('refuses a time that is none', () => {
    expect(() => syncWindow(Number.NaN)).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
    expect(() => syncWindow(1e300)).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
  });
});

describe('isInsideWindow', () => {
  const window = { start: '2026-05-22T10:00:00Z', end: '2028-05-22T10:00:00Z' };
  test.each([
    ['2026-05-22T09:59:59.999Z', false],
    ['2026-05-22T10:00:00.000Z', true],
    ['2028-05-22T09:59:59.999Z', true],
    ['2028-05-22T10:00:00.000Z', false],
  ])('%s: %s', (instant, expected) => {
    expect(isInsideWindow(at(instant), window)).toBe(expected);
  });
});
