import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import type { rrulestr as RRuleStr } from 'rrule';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { RecurrenceRule, Weekday } from '../model/recurrence.ts';
import { addDays } from '../time/zoned-date-time.ts';
import { allDay, rule, series, timed } from './__fixtures__/series.ts';
import { formatRecurrenceRule } from './format-recurrence.ts';
import { matchesPattern } from './matches-pattern.ts';
import { patternOfRecurrence } from './pattern-of-recurrence.ts';
import type { PatternIndex, RecurrencePattern } from './recurrence-pattern.ts';
import { ruleOfPattern } from './rule-of-pattern.ts';

/** Its ESM entry has names only for bundlers; Node finds them on the CommonJS one. */
const { rrulestr }: { rrulestr: typeof RRuleStr } = createRequire(import.meta.url)('rrule');

const weekdays: readonly Weekday[] = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];
const never = { kind: 'never' } as const;

/** The next occurrences of a pattern, day by day, as Microsoft describes its patterns: slow, and nothing to get wrong. */
function walk(pattern: RecurrencePattern, startDate: string, count: number): string[] {
  const found: string[] = [];
  for (let date = startDate; found.length < count && date < '2100'; date = addDays(date, 1)) {
    if (matchesPattern(pattern, date) && isPeriodOf(pattern, startDate, date)) found.push(date);
  }
  return found;
}

function isPeriodOf(pattern: RecurrencePattern, startDate: string, date: string): boolean {
  const [start, day] = [startDate, date].map((text) => Temporal.PlainDate.from(text));
  if (start === undefined || day === undefined) return false;
  const weekStart = (one: Temporal.PlainDate, first: Weekday): Temporal.PlainDate =>
    one.subtract({ days: (one.dayOfWeek - 1 - weekdays.indexOf(first) + 7) % 7 });
  switch (pattern.type) {
    case 'daily':
      return start.until(day).days % pattern.interval === 0;
    case 'weekly': {
      const weeks = weekStart(start, pattern.firstDayOfWeek).until(weekStart(day, pattern.firstDayOfWeek)).days / 7;
      return weeks % pattern.interval === 0;
    }
    case 'absoluteMonthly':
    case 'relativeMonthly':
      return ((day.year - start.year) * 12 + day.month - start.month) % pattern.interval === 0;
    default:
      return (day.year - start.year) % pattern.interval === 0;
  }
}

/** Two independent libraries read what we wrote. */
function expansions(
  text: string,
  startDate: string,
  count: number,
): { readonly rrule: string[]; readonly temporal: string[] } {
  const stamp = startDate.replaceAll('-', '');
  const temporal = new RRuleTemporal({ rruleString: `DTSTART;TZID=UTC:${stamp}T000000\nRRULE:${text}` })
    .all((_date, index) => index < count)
    .map((date) => date.toString().slice(0, 10));
  const rrule = rrulestr(`DTSTART:${stamp}T000000Z\nRRULE:${text}`)
    .all((_date, index) => index < count)
    .map((date) => date.toISOString().slice(0, 10));
  return { rrule, temporal };
}

const interval = fc.integer({ min: 1, max: 5 });
const days = fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1, maxLength: 7 });
const index = fc.constantFrom<PatternIndex>('first', 'second', 'third', 'fourth', 'last');
const month = fc.integer({ min: 1, max: 12 });
const dayOfMonth = fc.integer({ min: 1, max: 31 });
const patterns: fc.Arbitrary<RecurrencePattern> = fc.oneof(
  fc.record({ type: fc.constant('daily' as const), interval }),
  fc.record({ type: fc.constant('weekly' as const), interval, days, firstDayOfWeek: fc.constantFrom(...weekdays) }),
  fc.record({ type: fc.constant('absoluteMonthly' as const), interval, dayOfMonth }),
  fc.record({ type: fc.constant('relativeMonthly' as const), interval, days, index }),
  fc.record({ type: fc.constant('absoluteYearly' as const), interval, month, dayOfMonth }),
  fc.record({ type: fc.constant('relativeYearly' as const), interval, month, days, index }),
);
const startDays = fc.integer({ min: 0, max: 1_500 }).map((offset) => addDays('2024-01-01', offset));

/** The first day on or after a date on which the pattern can begin. */
function firstDay(pattern: RecurrencePattern, from: string): string {
  let date = from;
  while (!matchesPattern(pattern, date)) date = addDays(date, 1);
  return date;
}

describe('ruleOfPattern and patternOfRecurrence', () => {
  test('there and back means the same days', () => {
    fc.assert(
      fc.property(patterns, startDays, (pattern, from) => {
        const startDate = firstDay(pattern, from);
        const there = ruleOfPattern({ pattern, range: { startDate, end: never } });
        const back = patternOfRecurrence(series(there), allDay(startDate));
        expect(back.range).toEqual({ startDate, end: never });
        // The same pattern has the same days; only another one is worth a walk.
        const length = isDeepStrictEqual(back.pattern, pattern) ? 0 : 6;
        expect(walk(back.pattern, startDate, length)).toEqual(walk(pattern, startDate, length));
      }),
      { numRuns: 100 },
    );
  });

  test('what RFC 5545 says of it means the same days to two libraries', () => {
    fc.assert(
      fc.property(patterns, startDays, (pattern, from) => {
        const startDate = firstDay(pattern, from);
        const text = formatRecurrenceRule(
          ruleOfPattern({ pattern, range: { startDate, end: never } }),
          allDay(startDate),
        );
        const expected = walk(pattern, startDate, 6);
        expect({ text, ...expansions(text, startDate, expected.length) }).toEqual({
          text,
          rrule: expected,
          temporal: expected,
        });
      }),
      { numRuns: 80 },
    );
  });

  test.each<[string, Partial<RecurrenceRule>, string, RecurrencePattern]>([
    [
      'the weekday of the start',
      { frequency: 'weekly' },
      '2026-11-18',
      { type: 'weekly', interval: 1, days: ['we'], firstDayOfWeek: 'mo' },
    ],
    ['the day of the start', {}, '2026-11-18', { type: 'absoluteMonthly', interval: 1, dayOfMonth: 18 }],
    [
      'month and day of the start',
      { frequency: 'yearly', interval: 2 },
      '2026-11-18',
      { type: 'absoluteYearly', interval: 2, month: 11, dayOfMonth: 18 },
    ],
    [
      'every workday',
      { frequency: 'daily', byDay: [{ day: 'mo' }, { day: 'we' }] },
      '2026-11-18',
      { type: 'weekly', interval: 1, days: ['mo', 'we'], firstDayOfWeek: 'mo' },
    ],
    [
      'the last day of the month',
      { byMonthDay: [-1] },
      '2026-11-30',
      { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 },
    ],
    [
      'the last of the days a month may have',
      { byMonthDay: [28, 29, 30, 31], bySetPosition: [-1] },
      '2026-11-30',
      { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 },
    ],
    [
      'the last day of a month of 30 days',
      { frequency: 'yearly', byMonth: [4], byMonthDay: [-1] },
      '2027-04-30',
      { type: 'absoluteYearly', interval: 1, month: 4, dayOfMonth: 30 },
    ],
    [
      'the last day of February',
      { frequency: 'yearly', byMonth: [2], byMonthDay: [-1] },
      '2027-02-28',
      { type: 'absoluteYearly', interval: 1, month: 2, dayOfMonth: 29 },
    ],
    [
      'day 30, or the last',
      { byMonthDay: [30, 28, 29], bySetPosition: [-1] },
      '2026-11-30',
      { type: 'absoluteMonthly', interval: 1, dayOfMonth: 30 },
    ],
    [
      'day 31 where the month always has it',
      { frequency: 'yearly', byMonth: [1], byMonthDay: [31] },
      '2027-01-31',
      { type: 'absoluteYearly', interval: 1, month: 1, dayOfMonth: 31 },
    ],
    [
      'every Monday of each month',
      { byDay: [{ day: 'mo' }] },
      '2026-11-16',
      { type: 'weekly', interval: 1, days: ['mo'], firstDayOfWeek: 'mo' },
    ],
    [
      'every Monday of each year',
      { frequency: 'yearly', byDay: [{ day: 'mo' }] },
      '2026-11-16',
      { type: 'weekly', interval: 1, days: ['mo'], firstDayOfWeek: 'mo' },
    ],
    [
      'the last workday',
      { byDay: [{ day: 'mo' }, { day: 'tu' }, { day: 'we' }, { day: 'th' }, { day: 'fr' }], bySetPosition: [-1] },
      '2026-11-30',
      { type: 'relativeMonthly', interval: 1, days: ['mo', 'tu', 'we', 'th', 'fr'], index: 'last' },
    ],
  ])('says %s', (_what, more, startDate, pattern) => {
    expect(patternOfRecurrence(series(rule(more)), allDay(startDate)).pattern).toEqual(pattern);
  });

  test.each<[string, Partial<RecurrenceRule>, string]>([
    ['day 31', { byMonthDay: [31] }, '2026-12-31'],
    ['day 29', { frequency: 'yearly', byMonth: [2], byMonthDay: [29] }, '2028-02-29'],
    ['several days of the month', { byMonthDay: [1, 15] }, '2026-12-01'],
    ['the end of the month', { byMonthDay: [-2] }, '2026-11-29'],
    [
      'several weekdays counted',
      {
        byDay: [
          { day: 'mo', nthOfPeriod: 1 },
          { day: 'tu', nthOfPeriod: 1 },
        ],
      },
      '2026-12-01',
    ],
    ['position 5', { byDay: [{ day: 'mo', nthOfPeriod: 5 }] }, '2026-11-30'],
    ['position -2', { byDay: [{ day: 'mo', nthOfPeriod: -2 }] }, '2026-11-23'],
    ['position -2', { byDay: [{ day: 'mo' }, { day: 'tu' }], bySetPosition: [-2] }, '2026-11-24'],
    ['several positions', { byDay: [{ day: 'mo' }], bySetPosition: [1, 3] }, '2026-12-07'],
    ['within a period of several months', { byDay: [{ day: 'mo' }], interval: 2 }, '2026-12-07'],
    ['days of the month together with weekdays', { byDay: [{ day: 'fr' }], byMonthDay: [13] }, '2026-11-13'],
    [
      'weekdays within a rule of every few days',
      { frequency: 'daily', interval: 3, byDay: [{ day: 'mo' }] },
      '2026-11-16',
    ],
    ['several months', { frequency: 'yearly', byMonth: [3, 9] }, '2026-03-01'],
    ['months of the year in a monthly rule', { byMonth: [3] }, '2026-03-01'],
    [
      'weekdays counted within the year',
      { frequency: 'yearly', byDay: [{ day: 'mo', nthOfPeriod: 20 }] },
      '2026-05-18',
    ],
    ['every month of a year', { frequency: 'yearly', byMonthDay: [1] }, '2026-03-01'],
    ['BYYEARDAY', { frequency: 'yearly', byYearDay: [100] }, '2026-04-10'],
    ['BYWEEKNO', { frequency: 'yearly', byWeekNo: [20] }, '2026-05-11'],
    ['times of day', { byHour: [9, 17] }, '2026-11-18'],
    ['hourly', { frequency: 'hourly' }, '2026-11-18'],
    ['counted weekdays of a week', { frequency: 'weekly', byDay: [{ day: 'mo', nthOfPeriod: 1 }] }, '2026-11-16'],
    ['BYSETPOS', { frequency: 'weekly', byDay: [{ day: 'mo' }], bySetPosition: [1] }, '2026-11-16'],
    ['first occurrence', { frequency: 'weekly', byDay: [{ day: 'mo' }] }, '2026-11-18'],
    ['every few days', { frequency: 'daily', interval: 2, byDay: [{ day: 'mo' }] }, '2026-11-16'],
    ['first occurrence', { byMonthDay: [15] }, '2026-11-18'],
    ['ends before', { frequency: 'daily', end: { kind: 'untilDate', date: '2026-11-17' } }, '2026-11-18'],
  ])('refuses %s', (named, more, startDate) => {
    expect(() => patternOfRecurrence(series(rule(more)), allDay(startDate))).toThrow(
      expect.objectContaining({ code: 'unsupported', message: expect.stringContaining(named) }),
    );
  });

  test('refuses days of a zone that is not resolved', () => {
    const time = timed('2026-11-18T23:00:00', 'UTC');
    const unresolved = { ...time, start: { ...time.start, unresolvedTimeZone: 'Customized Time Zone' } };
    expect(() => patternOfRecurrence(series(rule({ frequency: 'daily' })), unresolved)).toThrow('not resolved');
  });

  test('refuses what is more than one rule', () => {
    const one = rule({ frequency: 'daily' });
    const start = allDay('2026-11-18');
    for (const [recurrence, named] of [
      [series(), 'without a rule'],
      [series(one, one), 'several rules'],
      [{ ...series(one), excludedRules: [one] }, 'take occurrences away'],
      [{ ...series(one), additional: ['2026-12-24'] }, 'RDATE'],
    ] as const) {
      expect(() => patternOfRecurrence(recurrence, start)).toThrow(named);
    }
  });

  test.each([
    // Monday 09:00 in Berlin is 08:00 UTC in winter; the last second before it belongs to the day before.
    ['2026-12-14T08:00:00Z', '2026-12-14'],
    ['2026-12-14T07:59:59Z', '2026-12-13'],
    // 23:30 UTC is the next day in Berlin.
    ['2026-12-14T23:30:00Z', '2026-12-14'],
    ['2026-07-01T07:00:00Z', '2026-07-01'],
    ['2026-07-01T06:59:59Z', '2026-06-30'],
  ])('a rule until %s ends on %s in the zone of the series', (instant, date) => {
    const recurrence = series(rule({ frequency: 'daily', end: { kind: 'untilInstant', instant } }));
    expect(patternOfRecurrence(recurrence, timed('2026-03-02T09:00:00')).range.end).toEqual({ kind: 'date', date });
  });

  test.each([
    // 23:00 UTC is 08:00 of the next day in Tokyo, 01:00 UTC 20:00 of the day before in New York.
    ['Asia/Tokyo', '2026-11-02T08:00:00', '2026-12-14T23:00:00Z', '2026-12-15'],
    ['Asia/Tokyo', '2026-11-02T08:00:00', '2026-12-14T22:59:59Z', '2026-12-14'],
    ['America/New_York', '2026-11-02T20:00:00', '2026-12-15T01:00:00Z', '2026-12-14'],
    ['America/New_York', '2026-11-02T20:00:00', '2026-12-15T00:59:59Z', '2026-12-13'],
    // What stands for no end, also where it is a day of the year 10000.
    ['Europe/Berlin', '2026-11-02T09:00:00', '9999-12-31T23:59:59Z', '9999-12-31'],
  ])('in %s a rule from %s until %s ends on %s', (zone, start, instant, date) => {
    const recurrence = series(rule({ frequency: 'daily', end: { kind: 'untilInstant', instant } }));
    expect(patternOfRecurrence(recurrence, timed(start, zone)).range.end).toEqual({ kind: 'date', date });
  });
});
