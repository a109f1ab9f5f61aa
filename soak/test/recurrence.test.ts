import type { RecurrenceRule } from '@kalends/core';
import type { PatternedRecurrence } from '@kalends/core/recurrence';
import { describe, expect, test } from 'vitest';
import { bruteForce, bruteForceWithinDay } from '../src/recurrence/brute-force.ts';
import { otherLibrary } from '../src/recurrence/other-library.ts';
import { patternDays } from '../src/recurrence/pattern-days.ts';
import { refusalOfEws, refusalOfGraph } from '../src/recurrence/vendor-limits.ts';

const rule = (more: Partial<RecurrenceRule>): RecurrenceRule => ({
  frequency: 'monthly',
  interval: 1,
  skip: 'omit',
  firstDayOfWeek: 'mo',
  end: { kind: 'never' },
  ...more,
});
const at = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const dates = (found: readonly number[]): string[] => found.map((ms) => new Date(ms).toISOString().slice(0, 10));

describe('looking at every day', () => {
  // Examples of RFC 5545, section 3.8.5.3, with the days it gives.
  test.each<[string, Partial<RecurrenceRule>, string[]]>([
    ['1997-09-05', { byDay: [{ day: 'fr', nthOfPeriod: 1 }] }, ['1997-09-05', '1997-10-03', '1997-11-07']],
    ['1997-09-28', { byMonthDay: [-3] }, ['1997-09-28', '1997-10-29', '1997-11-28']],
    [
      '1997-05-12',
      { frequency: 'yearly', byWeekNo: [20], byDay: [{ day: 'mo' }] },
      ['1997-05-12', '1998-05-11', '1999-05-17'],
    ],
    [
      '1997-05-19',
      { frequency: 'yearly', byDay: [{ day: 'mo', nthOfPeriod: 20 }] },
      ['1997-05-19', '1998-05-18', '1999-05-17'],
    ],
    [
      '1997-09-04',
      { byDay: [{ day: 'tu' }, { day: 'we' }, { day: 'th' }], bySetPosition: [3] },
      ['1997-09-04', '1997-10-07', '1997-11-06'],
    ],
    [
      '1997-08-05',
      { frequency: 'weekly', interval: 2, firstDayOfWeek: 'su', byDay: [{ day: 'tu' }, { day: 'su' }] },
      ['1997-08-05', '1997-08-17', '1997-08-19'],
    ],
  ])('finds what RFC 5545 says from %s on', (start, more, expected) => {
    const last = at(expected.at(-1) ?? start);
    expect(dates(bruteForce(rule(more), at(start), last))).toEqual(expected);
  });

  test('finds moments within days', () => {
    const every90 = rule({ frequency: 'minutely', interval: 90, byHour: [0, 3] });
    const { found, seenMs } = bruteForceWithinDay(every90, at('2026-11-16'), at('2026-11-17') - 1);
    expect(found.map((ms) => new Date(ms).toISOString().slice(11, 16))).toEqual(['00:00', '03:00']);
    expect(seenMs).toBeGreaterThanOrEqual(at('2026-11-17') - 1);
  });
});

test('the other library reads texts', () => {
  expect(dates(otherLibrary('FREQ=DAILY;INTERVAL=2', at('2026-11-16'), at('2026-11-20'), 10))).toEqual([
    '2026-11-16',
    '2026-11-18',
    '2026-11-20',
  ]);
});

describe('patterns', () => {
  const patterned = (
    pattern: PatternedRecurrence['pattern'],
    end: PatternedRecurrence['range']['end'] = { kind: 'never' },
  ): PatternedRecurrence => ({ pattern, range: { startDate: '2026-01-31', end } });

  test('move a day that a month lacks, and keep their end', () => {
    const monthly = { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 } as const;
    expect(patternDays(patterned(monthly), '2026-04-30')).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ]);
    expect(patternDays(patterned(monthly, { kind: 'count', count: 2 }), '2026-12-31')).toHaveLength(2);
    expect(patternDays(patterned(monthly, { kind: 'date', date: '2026-03-30' }), '2026-12-31')).toHaveLength(2);
  });

  test('are held or not', () => {
    const yearly = (interval: number): PatternedRecurrence =>
      patterned({ type: 'absoluteYearly', interval, month: 1, dayOfMonth: 31 });
    expect([1, 8, 9].map((interval) => refusalOfEws(yearly(interval)))).toEqual([
      undefined,
      undefined,
      'an interval that long',
    ]);
    expect(refusalOfGraph(yearly(9))).toBeUndefined();
    const two = patterned({ type: 'relativeMonthly', interval: 1, days: ['mo', 'tu'], index: 'first' });
    expect([refusalOfGraph(two), refusalOfEws(two)]).toEqual([undefined, 'some weekdays counted together']);
    const daily = patterned({ type: 'daily', interval: 1 }, { kind: 'count', count: 1_000 });
    expect(refusalOfGraph(daily)).toContain('999');
  });
});
