import { describe, expect, test } from 'vitest';
import { allDay, rule, series, timed } from './__fixtures__/series.ts';
import { expandRecurrence } from './expand-recurrence.ts';

const daily = rule({ frequency: 'daily' });

describe('what expandRecurrence does not do', () => {
  test.each([
    ['30 February', rule({ frequency: 'yearly', byMonth: [2], byMonthDay: [30] })],
    ['30 February of every second', rule({ frequency: 'secondly', byMonth: [2], byMonthDay: [30] })],
    ['29 February of odd years', rule({ frequency: 'yearly', interval: 2, byMonth: [2], byMonthDay: [29] })],
    ['a February of Januaries', rule({ interval: 12, byMonth: [2], byMonthDay: [1] })],
    ['an interval of any length', rule({ frequency: 'daily', interval: 999_999_999 })],
    ['an interval of many years', rule({ frequency: 'yearly', interval: 999_999_999 })],
    ['an interval of many hours', rule({ frequency: 'hourly', interval: 999_999_999 })],
  ])('ends where a rule never matches again: %s', async (_what, never) => {
    const time = timed('2025-01-05T09:00:00', 'Europe/Berlin');
    expect(await expandRecurrence({ recurrence: series(never), time, limit: 10 })).toEqual(['2025-01-05T08:00:00Z']);
  });

  test.each([
    [
      'positions (BYSETPOS)',
      rule({ frequency: 'yearly', byWeekNo: [1], byDay: [{ day: 'mo' }], bySetPosition: [1] }),
      timed('2026-11-16T09:00:00'),
    ],
    ['BYWEEKNO in a monthly rule', rule({ byWeekNo: [20] }), timed('2026-11-16T09:00:00')],
    ['BYYEARDAY in a daily rule', rule({ frequency: 'daily', byYearDay: [20] }), timed('2026-11-16T09:00:00')],
    ['BYMONTHDAY in a weekly rule', rule({ frequency: 'weekly', byMonthDay: [2] }), timed('2026-11-16T09:00:00')],
    [
      'BYDAY with a number in a weekly rule',
      rule({ frequency: 'weekly', byDay: [{ day: 'mo', nthOfPeriod: 1 }] }),
      timed('2026-11-16T09:00:00'),
    ],
    ['repeats within a day (hourly)', rule({ frequency: 'hourly' }), allDay('2026-11-16')],
    ['no words', rule({ skip: 'backward', byMonthDay: [30, 31] }), allDay('2026-12-31')],
    // The last of 28 to 31 would be the last of the day's times too.
    ['no words', rule({ skip: 'backward', byMonthDay: [31], byHour: [9, 17] }), timed('2026-12-31T09:00:00')],
    ['no words', rule({ skip: 'backward', byMonthDay: [31], byMinute: [0, 30] }), timed('2026-12-31T09:00:00')],
    ['no words', rule({ skip: 'backward', byMonthDay: [31], bySecond: [0, 30] }), timed('2026-12-31T09:00:00')],
    [
      'no words',
      rule({ frequency: 'yearly', skip: 'backward', byMonth: [2, 3], byMonthDay: [29] }),
      timed('2028-02-29T09:00:00'),
    ],
    ['so rarely', rule({ frequency: 'hourly', interval: 24, byHour: [8] }), timed('2025-01-05T09:00:00')],
    [
      'times a day',
      rule({
        frequency: 'daily',
        byHour: Array.from({ length: 24 }, (_, hour) => hour),
        byMinute: Array.from({ length: 60 }, (_, minute) => minute),
        bySecond: [0, 1],
      }),
      timed('2026-11-16T09:00:00'),
    ],
    [
      'too many occurrences',
      rule({ frequency: 'secondly', end: { kind: 'count', count: 999_999_999 } }),
      timed('2026-11-16T09:00:00'),
    ],
  ])('refuses by name: %s', async (named, refused, time) => {
    const from = time.kind === 'timed' ? '2030-01-01T00:00:00Z' : '2030-01-01';
    await expect(expandRecurrence({ recurrence: series(refused), time, from, limit: 10 })).rejects.toThrow(
      expect.objectContaining({ code: 'unsupported', message: expect.stringContaining(named) }),
    );
  });

  const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);
  const everyHour = { byHour: numbers(0, 23) };

  test.each([
    ['more than 3,000 times', rule({ byMonthDay: numbers(1, 31), ...everyHour, byMinute: numbers(0, 59) })],
    ['more than 3,000 times', rule({ frequency: 'yearly', byYearDay: numbers(1, 366), ...everyHour })],
    [
      'more than 3,000 times',
      rule({ frequency: 'yearly', byDay: [{ day: 'mo' }], ...everyHour, byMinute: [0, 15, 45] }),
    ],
    ['too many occurrences', rule({ frequency: 'daily', byMonth: [2], byMonthDay: [29], byDay: [{ day: 'mo' }] })],
    ['too many occurrences', rule({ frequency: 'daily', ...everyHour, byMinute: numbers(0, 59) })],
  ])('refuses what would take long: %s', async (named, long) => {
    const time = timed('2026-11-16T09:00:00');
    await expect(expandRecurrence({ recurrence: series(long), time, limit: 10_000 })).rejects.toThrow(
      expect.objectContaining({ code: 'unsupported', message: expect.stringContaining(named) }),
    );
  });

  test('finds the last position that periods have', async () => {
    const last = rule({ frequency: 'weekly', byDay: [{ day: 'mo' }, { day: 'tu' }], bySetPosition: [2] });
    expect(await expandRecurrence({ recurrence: series(last), time: allDay('2026-11-17'), limit: 2 })).toEqual([
      '2026-11-17',
      '2026-11-24',
    ]);
  });

  test('refuses many rules that never match, of which each alone ends', async () => {
    const never = rule({ frequency: 'yearly', interval: 2, byMonth: [2], byMonthDay: [29] });
    const time = allDay('2025-01-05');
    expect(await expandRecurrence({ recurrence: series(never), time, limit: 10 })).toEqual(['2025-01-05']);
    const many = series(...Array.from({ length: 1_000 }, () => never));
    await expect(expandRecurrence({ recurrence: many, time, limit: 10 })).rejects.toThrow('too many occurrences');
  });

  test.each([
    rule({ frequency: 'weekly', byDay: [{ day: 'mo' }, { day: 'tu' }], bySetPosition: [3] }),
    rule({ byDay: [{ day: 'mo' }], bySetPosition: [-6] }),
    rule({ frequency: 'yearly', byMonth: [2], byDay: [{ day: 'mo' }], bySetPosition: [6] }),
  ])('ends at once where periods have fewer candidates than are counted: %j', async (never) => {
    expect(await expandRecurrence({ recurrence: series(never), time: allDay('2026-11-16'), limit: 10 })).toEqual([
      '2026-11-16',
    ]);
  });

  test.each(['daily', 'weekly', 'monthly', 'yearly'] as const)(
    'names 7,900 occurrences of a %s rule',
    async (frequency) => {
      const recurrence = series(rule({ frequency }));
      expect(await expandRecurrence({ recurrence, time: allDay('2026-11-16'), limit: 7_900 })).toHaveLength(7_900);
    },
  );

  test('takes the end of time as the end of what is wanted', async () => {
    const recurrence = series(rule({ frequency: 'daily', end: { kind: 'count', count: 2 } }));
    const until = '9999-12-31T23:59:59Z';
    const time = timed('2026-11-16T09:00:00', 'Europe/Berlin');
    expect(await expandRecurrence({ recurrence, time, until, limit: 10 })).toHaveLength(2);
  });

  test('refuses a zone that is not resolved, where an hour of half a year would be wrong', async () => {
    const time = timed('2026-11-16T09:00:00', 'UTC');
    const unresolved = { ...time, start: { ...time.start, unresolvedTimeZone: 'Customized Time Zone' } };
    await expect(expandRecurrence({ recurrence: series(daily), time: unresolved, limit: 1 })).rejects.toThrow(
      expect.objectContaining({ code: 'unsupported', message: expect.stringContaining('time zone') }),
    );
  });

  test.each([
    ['limit', { limit: 0 }],
    ['limit', { limit: 1.5 }],
    ['limit', { limit: 10_001 }],
    ['from', { limit: 1, from: '2026-11-16' }],
    ['until', { limit: 1, until: '2026-11-16T08:00:00+00:00' }],
  ])('refuses a wrong %s: %j', async (option, wrong) => {
    const time = timed('2026-11-16T09:00:00');
    await expect(expandRecurrence({ recurrence: series(daily), time, ...wrong })).rejects.toThrow(
      expect.objectContaining({ code: 'invalidArgument', message: expect.stringContaining(option) }),
    );
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses the interval %d', async (interval) => {
    const recurrence = series(rule({ frequency: 'daily', interval }));
    await expect(expandRecurrence({ recurrence, time: allDay('2026-11-16'), limit: 1 })).rejects.toThrow(
      expect.objectContaining({ code: 'invalidArgument', message: expect.stringContaining('interval') }),
    );
  });

  test('reads an empty list as none', async () => {
    const empty = { byDay: [], byMonth: [], byMonthDay: [], byHour: [], byMinute: [], bySecond: [], bySetPosition: [] };
    expect(await expandRecurrence({ recurrence: series(rule(empty)), time: allDay('2026-11-16'), limit: 2 })).toEqual([
      '2026-11-16',
      '2026-12-16',
    ]);
  });

  test('refuses ids of the other kind in the recurrence', async () => {
    const dates = { ...series(daily), excluded: ['2026-11-16'] };
    await expect(expandRecurrence({ recurrence: dates, time: timed('2026-11-16T09:00:00'), limit: 1 })).rejects.toThrow(
      'recurrence.excluded',
    );
    const instants = { ...series(daily), additional: ['2026-11-16T08:00:00Z'] };
    await expect(expandRecurrence({ recurrence: instants, time: allDay('2026-11-16'), limit: 1 })).rejects.toThrow(
      'recurrence.additional',
    );
  });
});
