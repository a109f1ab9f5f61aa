import type { EventTime, Recurrence } from '@kalends/core';
import { recurrenceSchema } from '@kalends/core/schemas';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { mapRecurrence } from './recurrence-mapping.ts';

const berlin: EventTime = {
  kind: 'timed',
  start: { dateTime: '2026-01-05T09:00:00', timeZone: 'Europe/Berlin', instant: '2026-01-05T08:00:00Z' },
  end: { dateTime: '2026-01-05T10:00:00', timeZone: 'Europe/Berlin', instant: '2026-01-05T09:00:00Z' },
};
const wholeDays: EventTime = { kind: 'allDay', startDate: '2026-01-05', endDate: '2026-01-06' };

/** What the service fills unused members with. */
const padding = { month: 0, dayOfMonth: 0, daysOfWeek: [], firstDayOfWeek: 'sunday', index: 'first' };
const noEnd = { type: 'noEnd', startDate: '2026-01-05', endDate: '0001-01-01', numberOfOccurrences: 0 };

function map(
  pattern: Readonly<Record<string, unknown>> & { readonly type: string },
  options: {
    readonly range?: { readonly type: string };
    readonly cancelled?: string[];
    readonly time?: EventTime;
  } = {},
): Recurrence {
  const recurrence = mapRecurrence(
    {
      pattern: { ...padding, ...pattern },
      range: options.range ?? noEnd,
      cancelledOccurrences: options.cancelled ?? [],
    },
    options.time ?? berlin,
  );
  expect(recurrenceSchema.parse(recurrence)).toEqual(recurrence);
  return recurrence;
}

describe('mapRecurrence', () => {
  test.each([
    [
      'every third day',
      { type: 'daily', interval: 3 },
      { frequency: 'daily', interval: 3, skip: 'omit', firstDayOfWeek: 'mo' },
    ],
    [
      'Monday and Tuesday every other week, weeks beginning on Sunday',
      { type: 'weekly', interval: 2, daysOfWeek: ['monday', 'tuesday'] },
      { frequency: 'weekly', interval: 2, skip: 'omit', firstDayOfWeek: 'su', byDay: [{ day: 'mo' }, { day: 'tu' }] },
    ],
    [
      'weeks beginning on Monday',
      { type: 'weekly', interval: 1, daysOfWeek: ['friday'], firstDayOfWeek: 'monday' },
      { frequency: 'weekly', interval: 1, skip: 'omit', firstDayOfWeek: 'mo', byDay: [{ day: 'fr' }] },
    ],
    [
      'the 15th of every third month',
      { type: 'absoluteMonthly', interval: 3, dayOfMonth: 15 },
      { frequency: 'monthly', interval: 3, skip: 'omit', firstDayOfWeek: 'mo', byMonthDay: [15] },
    ],
    [
      'the 31st, or the last day of a shorter month',
      { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 },
      { frequency: 'monthly', interval: 1, skip: 'backward', firstDayOfWeek: 'mo', byMonthDay: [31] },
    ],
    [
      'the second Thursday',
      { type: 'relativeMonthly', interval: 1, daysOfWeek: ['thursday'], index: 'second' },
      { frequency: 'monthly', interval: 1, skip: 'omit', firstDayOfWeek: 'mo', byDay: [{ day: 'th', nthOfPeriod: 2 }] },
    ],
    [
      'the last working day: one a month, not five',
      {
        type: 'relativeMonthly',
        interval: 1,
        daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
        index: 'last',
      },
      {
        frequency: 'monthly',
        interval: 1,
        skip: 'omit',
        firstDayOfWeek: 'mo',
        byDay: [{ day: 'mo' }, { day: 'tu' }, { day: 'we' }, { day: 'th' }, { day: 'fr' }],
        bySetPosition: [-1],
      },
    ],
    [
      '29 February, or the 28th',
      { type: 'absoluteYearly', interval: 1, dayOfMonth: 29, month: 2 },
      { frequency: 'yearly', interval: 1, skip: 'backward', firstDayOfWeek: 'mo', byMonth: [2], byMonthDay: [29] },
    ],
    [
      'the last Friday of November',
      { type: 'relativeYearly', interval: 1, daysOfWeek: ['friday'], index: 'last', month: 11 },
      {
        frequency: 'yearly',
        interval: 1,
        skip: 'omit',
        firstDayOfWeek: 'mo',
        byMonth: [11],
        byDay: [{ day: 'fr', nthOfPeriod: -1 }],
      },
    ],
  ])('maps %s, ignoring padding', (_case, pattern, rule) => {
    expect(map(pattern).rules).toEqual([{ ...rule, end: { kind: 'never' } }]);
  });

  test.each([
    [noEnd, { kind: 'never' }],
    [
      { ...noEnd, type: 'numbered', numberOfOccurrences: 10 },
      { kind: 'count', count: 10 },
    ],
    [
      { ...noEnd, type: 'endDate', endDate: '2026-10-05' },
      { kind: 'untilDate', date: '2026-10-05' },
    ],
  ])('maps the range %o', (range, end) => {
    expect(map({ type: 'daily', interval: 1 }, { range }).rules[0]?.end).toEqual(end);
  });

  it("places deleted occurrences at the series' wall time on both sides of a change of clocks", () => {
    const cancelled = ['OID.AAkA.x-y=.2026-07-06', 'OID.AAkA.x-y=.2026-01-12'];
    expect(map({ type: 'daily', interval: 1 }, { cancelled }).excluded).toEqual([
      '2026-01-12T08:00:00Z',
      '2026-07-06T07:00:00Z',
    ]);
    expect(map({ type: 'daily', interval: 1 }, { cancelled, time: wholeDays }).excluded).toEqual([
      '2026-01-12',
      '2026-07-06',
    ]);
  });

  test.each([
    ['hourly patterns', { type: 'hourly' }, {}, 'unsupported'],
    [
      'an index it does not know',
      { type: 'relativeMonthly', daysOfWeek: ['monday'], index: 'fifth' },
      {},
      'unsupported',
    ],
    ['a range it does not know', { type: 'daily' }, { range: { type: 'untilDone' } }, 'unsupported'],
    ['a weekly pattern without days', { type: 'weekly' }, {}, 'invalidResponse'],
    ['a monthly pattern without a day', { type: 'absoluteMonthly' }, {}, 'invalidResponse'],
    ['a yearly pattern without a month', { type: 'absoluteYearly', dayOfMonth: 1 }, {}, 'invalidResponse'],
    ['an interval of nothing', { type: 'daily', interval: 0 }, {}, 'invalidResponse'],
    ['a count of nothing', { type: 'daily' }, { range: { type: 'numbered' } }, 'invalidResponse'],
    ['a deleted occurrence without a day', { type: 'daily' }, { cancelled: ['canary'] }, 'invalidResponse'],
  ])('refuses %s rather than lose it', (_case, pattern, options, code) => {
    expect(() => map(pattern, options)).toThrow(
      expect.objectContaining({ code, message: expect.not.stringContaining('canary') }),
    );
  });

  it('refuses deleted occurrences of a series whose zone is not known', () => {
    const time: EventTime = { ...berlin, start: { ...berlin.start, unresolvedTimeZone: 'tzone://Microsoft/Custom' } };
    expect(() => map({ type: 'daily' }, { time, cancelled: ['OID.a.2026-01-12'] })).toThrow(
      expect.objectContaining({ code: 'unsupported' }),
    );
    expect(map({ type: 'daily' }, { time }).excluded).toEqual([]);
  });

  it('gives a rule of the model for every documented pattern', () => {
    const day = fc.constantFrom('sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday');
    const pattern = fc.record({
      type: fc.constantFrom(
        'daily',
        'weekly',
        'absoluteMonthly',
        'relativeMonthly',
        'absoluteYearly',
        'relativeYearly',
      ),
      interval: fc.integer({ min: 1, max: 99 }),
      month: fc.integer({ min: 1, max: 12 }),
      dayOfMonth: fc.integer({ min: 1, max: 31 }),
      daysOfWeek: fc.uniqueArray(day, { minLength: 1 }),
      firstDayOfWeek: day,
      index: fc.constantFrom('first', 'second', 'third', 'fourth', 'last'),
    });
    fc.assert(
      fc.property(pattern, (each) => {
        const [rule] = map(each).rules;
        expect(rule?.interval).toBe(each.interval);
        // Microsoft's patterns give at most one day a month or year.
        const picksOneDay = rule?.bySetPosition !== undefined || rule?.byDay?.length === 1;
        expect(picksOneDay || !each.type.startsWith('relative')).toBe(true);
      }),
    );
  });
});
