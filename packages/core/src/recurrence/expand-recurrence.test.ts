import { describe, expect, test } from 'vitest';
import { parseInstant } from '../time/zoned-date-time.ts';
import { allDay, rule, series, timed } from './__fixtures__/series.ts';
import { expandRecurrence } from './expand-recurrence.ts';

const daily = rule({ frequency: 'daily' });

describe('expandRecurrence', () => {
  test('names days of a series of whole days, and instants of one with times', async () => {
    const weekly = series(rule({ frequency: 'weekly', byDay: [{ day: 'mo' }, { day: 'fr' }] }));
    expect(await expandRecurrence({ recurrence: weekly, time: allDay('2026-11-16'), limit: 3 })).toEqual([
      '2026-11-16',
      '2026-11-20',
      '2026-11-23',
    ]);
    expect(
      await expandRecurrence({ recurrence: weekly, time: timed('2026-10-19T09:00:00', 'Europe/Berlin'), limit: 4 }),
    ).toEqual(['2026-10-19T07:00:00Z', '2026-10-23T07:00:00Z', '2026-10-26T08:00:00Z', '2026-10-30T08:00:00Z']);
  });

  test('adds and takes away', async () => {
    const recurrence = {
      ...series(rule({ frequency: 'daily', end: { kind: 'count', count: 6 } })),
      excludedRules: [rule({ frequency: 'weekly', byDay: [{ day: 'th' }] })],
      additional: ['2026-12-25', '2026-11-17'],
      excluded: ['2026-11-18', '2027-01-01'],
    };
    // Excluded occurrences count for COUNT.
    expect(await expandRecurrence({ recurrence, time: allDay('2026-11-16'), limit: 100 })).toEqual([
      '2026-11-16',
      '2026-11-17',
      '2026-11-20',
      '2026-11-21',
      '2026-12-25',
    ]);
  });

  test('joins several rules, each occurrence once', async () => {
    const recurrence = series(
      rule({ frequency: 'daily', interval: 2, end: { kind: 'untilDate', date: '2026-11-20' } }),
      rule({ frequency: 'daily', interval: 3, end: { kind: 'count', count: 3 } }),
    );
    expect(await expandRecurrence({ recurrence, time: allDay('2026-11-16'), limit: 100 })).toEqual([
      '2026-11-16',
      '2026-11-18',
      '2026-11-19',
      '2026-11-20',
      '2026-11-22',
    ]);
  });

  test('counts the start as the first occurrence, also where the rule does not give it', async () => {
    const recurrence = series(rule({ frequency: 'weekly', byDay: [{ day: 'we' }], end: { kind: 'count', count: 3 } }));
    expect(await expandRecurrence({ recurrence, time: allDay('2024-05-30'), limit: 10 })).toEqual([
      '2024-05-30',
      '2024-06-05',
      '2024-06-12',
    ]);
    expect(await expandRecurrence({ recurrence: series(), time: allDay('2024-05-30'), limit: 10 })).toEqual([
      '2024-05-30',
    ]);
  });

  test.each([
    // Forward in Berlin on 29 March 2026: 02:30 takes place with the offset from before, at 03:30, and the next day at 02:30 again.
    ['2026-03-28T02:30:00', 'Europe/Berlin', ['2026-03-28T01:30:00Z', '2026-03-29T01:30:00Z', '2026-03-30T00:30:00Z']],
    // Back in Berlin on 25 October 2026: the first of two.
    ['2026-10-24T02:30:00', 'Europe/Berlin', ['2026-10-24T00:30:00Z', '2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z']],
    // Samoa left out 30 December 2011.
    ['2011-12-29T12:00:00', 'Pacific/Apia', ['2011-12-29T22:00:00Z', '2011-12-30T22:00:00Z', '2011-12-31T22:00:00Z']],
    // Half an hour in Lord Howe.
    [
      '2026-10-03T02:15:00',
      'Australia/Lord_Howe',
      ['2026-10-02T15:45:00Z', '2026-10-03T15:45:00Z', '2026-10-04T15:15:00Z'],
    ],
  ])('keeps the wall time of %s in %s where clocks change', async (start, zone, expected) => {
    expect(await expandRecurrence({ recurrence: series(daily), time: timed(start, zone), limit: 3 })).toEqual(expected);
  });

  test('moves what clocks skip behind what follows it, each moment once', async () => {
    const recurrence = series(rule({ frequency: 'minutely', interval: 30, end: { kind: 'count', count: 7 } }));
    const time = timed('2026-03-29T01:30:00', 'Europe/Berlin');
    // 01:30, then 02:00 and 02:30 at 03:00 and 03:30, then 03:00 and 03:30 themselves, then 04:00 and 04:30.
    expect(await expandRecurrence({ recurrence, time, limit: 10 })).toEqual([
      '2026-03-29T00:30:00Z',
      '2026-03-29T01:00:00Z',
      '2026-03-29T01:30:00Z',
      '2026-03-29T02:00:00Z',
      '2026-03-29T02:30:00Z',
    ]);
  });

  test('finds what lies before the end behind a time that clocks skip', async () => {
    const end = { kind: 'untilInstant', instant: '2026-03-29T01:25:00Z' } as const;
    const recurrence = series(rule({ frequency: 'minutely', interval: 50, end }));
    // 02:30 takes place at 03:30, after the end; 03:20 before it.
    expect(await expandRecurrence({ recurrence, time: timed('2026-03-29T01:40:00'), limit: 10 })).toEqual([
      '2026-03-29T00:40:00Z',
      '2026-03-29T01:20:00Z',
    ]);
  });

  test('begins at the second of two equal wall times when the start is that', async () => {
    const first = timed('2026-10-25T02:30:00', 'Europe/Berlin');
    const time = { ...first, start: { ...first.start, instant: '2026-10-25T01:30:00Z' } };
    expect(await expandRecurrence({ recurrence: series(daily), time, limit: 2 })).toEqual([
      '2026-10-25T01:30:00Z',
      '2026-10-26T01:30:00Z',
    ]);
  });

  test.each([
    ['an instant', { kind: 'untilInstant', instant: '2026-11-18T08:00:00Z' }, 3],
    ['an instant just before', { kind: 'untilInstant', instant: '2026-11-18T07:59:59Z' }, 2],
    ['a date of the zone', { kind: 'untilDate', date: '2026-11-18' }, 3],
    ['a moment before the start', { kind: 'untilDate', date: '2026-11-01' }, 1],
  ] as const)('ends with %s', async (_what, end, count) => {
    const recurrence = series(rule({ frequency: 'daily', end }));
    const time = timed('2026-11-16T09:00:00', 'Europe/Berlin');
    expect(await expandRecurrence({ recurrence, time, limit: 10 })).toHaveLength(count);
  });

  test('a date counts in the zone of the series, not in UTC', async () => {
    const recurrence = series(rule({ frequency: 'daily', end: { kind: 'untilDate', date: '2026-11-17' } }));
    expect(
      await expandRecurrence({ recurrence, time: timed('2026-11-16T20:00:00', 'America/New_York'), limit: 10 }),
    ).toEqual(['2026-11-17T01:00:00Z', '2026-11-18T01:00:00Z']);
    expect(await expandRecurrence({ recurrence, time: timed('2026-11-16T08:00:00', 'Asia/Tokyo'), limit: 10 })).toEqual(
      ['2026-11-15T23:00:00Z', '2026-11-16T23:00:00Z'],
    );
  });

  test('moves a day that a month lacks to the month’s end where the rule says so', async () => {
    const days = async (skip: 'omit' | 'backward'): Promise<string[]> =>
      await expandRecurrence({
        recurrence: series(rule({ skip, byMonthDay: [31] })),
        time: allDay('2024-01-31'),
        limit: 4,
      });
    expect(await days('backward')).toEqual(['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30']);
    expect(await days('omit')).toEqual(['2024-01-31', '2024-03-31', '2024-05-31', '2024-07-31']);
  });

  test('finds a part of a series that began long ago', async () => {
    const time = timed('1990-01-01T09:00:00', 'Europe/Berlin');
    const from = '2026-07-01T00:00:00Z';
    const until = '2026-07-02T07:00:00Z';
    const expected = ['2026-07-01T07:00:00Z', '2026-07-02T07:00:00Z'];
    for (const end of [{ kind: 'never' }, { kind: 'count', count: 20_000 }] as const) {
      const recurrence = series(rule({ frequency: 'daily', end }));
      expect(await expandRecurrence({ recurrence, time, from, until, limit: 10 })).toEqual(expected);
    }
  });

  test('ends with the years that can be written', async () => {
    const recurrence = series(rule({ frequency: 'yearly' }));
    expect(await expandRecurrence({ recurrence, time: allDay('9998-03-01'), limit: 10 })).toEqual([
      '9998-03-01',
      '9999-03-01',
    ]);
  });

  test('leaves away the times of a series of whole days, and reads second 60 as 59', async () => {
    const byHour = series(rule({ frequency: 'daily', byHour: [9, 17] }));
    expect(await expandRecurrence({ recurrence: byHour, time: allDay('2026-11-16'), limit: 2 })).toEqual([
      '2026-11-16',
      '2026-11-17',
    ]);
    const leap = series(rule({ frequency: 'daily', bySecond: [60] }));
    expect(await expandRecurrence({ recurrence: leap, time: timed('2026-11-16T09:00:00', 'UTC'), limit: 2 })).toEqual([
      '2026-11-16T09:00:00Z',
      '2026-11-16T09:00:59Z',
    ]);
  });

  test.each([
    // 1 July 2026 is a Wednesday; year day -259 is 17 April, -35 is 27 November.
    [
      'days of the year and weekdays',
      rule({ frequency: 'yearly', byYearDay: [-259, 182, -35], byDay: [{ day: 'sa' }, { day: 'we' }, { day: 'mo' }] }),
      ['2026-03-06', '2026-07-01', '2027-04-17', '2027-11-27'],
    ],
    [
      'days of the month and of numbered weeks',
      rule({ frequency: 'yearly', byWeekNo: [20], byMonthDay: [15], byDay: [{ day: 'fr' }] }),
      ['2026-03-06', '2026-05-15', '2037-05-15', '2043-05-15'],
    ],
    [
      // Year day 334 is 29 or 30 November; when that is a Monday it is in week 49 of 53.
      'days of the year and numbered weeks',
      rule({ frequency: 'yearly', byWeekNo: [-5, 48], byYearDay: [334], byDay: [{ day: 'mo' }, { day: 'sa' }] }),
      ['2026-03-06', '2026-11-30', '2030-11-30', '2032-11-29'],
    ],
    [
      'days of the month and counted weekdays',
      rule({ frequency: 'yearly', byMonthDay: [31], byDay: [{ day: 'fr', nthOfPeriod: -1 }] }),
      ['2026-03-06', '2027-12-31', '2032-12-31', '2038-12-31'],
    ],
    [
      'a 53rd weekday, which few years have',
      rule({ frequency: 'yearly', byDay: [{ day: 'sa', nthOfPeriod: 53 }] }),
      ['2026-03-06', '2028-12-30', '2033-12-31', '2039-12-31'],
    ],
  ])('takes all parts of a rule together: %s', async (_what, joined, expected) => {
    expect(await expandRecurrence({ recurrence: series(joined), time: allDay('2026-03-06'), limit: 4 })).toEqual(
      expected,
    );
  });

  test('occurrences ascend', async () => {
    const recurrence = series(rule({ frequency: 'hourly', interval: 5, byMinute: [0, 45] }));
    const ids = await expandRecurrence({ recurrence, time: timed('2026-03-28T09:00:00', 'Europe/Berlin'), limit: 500 });
    const instants = ids.map(parseInstant);
    expect(instants).toEqual([...new Set(instants)].toSorted((a, b) => a - b));
    expect(ids).toHaveLength(500);
  });
});
