import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CalendarError } from '../errors/calendar-error.ts';
import type { Recurrence, RecurrenceId } from '../model/recurrence.ts';
import type { EventTime } from '../model/time.ts';
import { allDay, rule, series, timed } from './__fixtures__/series.ts';
import { recurrences, starts } from './__fixtures__/generated-rules.ts';
import { expandRecurrence } from './expand-recurrence.ts';
import { splitRecurrence } from './split-recurrence.ts';

const monday = timed('2026-11-16T09:00:00');

async function code(recurrence: Recurrence, time: EventTime, at: RecurrenceId): Promise<string> {
  return await splitRecurrence({ recurrence, time, at }).then(
    () => 'split',
    (error: unknown) => (CalendarError.is(error) ? `${error.code} ${error.message}` : 'other'),
  );
}

describe('splitRecurrence', () => {
  test('divides a COUNT, of which excluded occurrences are part', async () => {
    const recurrence = {
      ...series(rule({ frequency: 'daily', end: { kind: 'count', count: 10 } })),
      excluded: ['2026-11-17T08:00:00Z', '2026-11-21T08:00:00Z'],
    };
    const { before, after } = await splitRecurrence({ recurrence, time: monday, at: '2026-11-19T08:00:00Z' });
    expect(before.rules[0]?.end).toEqual({ kind: 'count', count: 3 });
    expect(before.excluded).toEqual(['2026-11-17T08:00:00Z']);
    expect(after.recurrence.rules[0]?.end).toEqual({ kind: 'count', count: 7 });
    expect(after.recurrence.excluded).toEqual(['2026-11-21T08:00:00Z']);
    expect(after.time).toEqual(timed('2026-11-19T09:00:00'));
  });

  test('ends a timed series with an instant of its zone, whole days with a date', async () => {
    const daily = series(rule({ frequency: 'daily', end: { kind: 'untilDate', date: '2027-01-31' } }));
    // 20:00 in New York is the next day in UTC.
    const evening = timed('2026-11-16T20:00:00', 'America/New_York');
    const ofTimes = await splitRecurrence({ recurrence: daily, time: evening, at: '2026-11-20T01:00:00Z' });
    expect(ofTimes.before.rules[0]?.end).toEqual({ kind: 'untilInstant', instant: '2026-11-20T00:59:59Z' });
    expect(ofTimes.after.recurrence).toEqual(daily);
    expect(ofTimes.after.time).toEqual(timed('2026-11-19T20:00:00', 'America/New_York'));
    const ofDays = await splitRecurrence({ recurrence: daily, time: allDay('2026-11-16'), at: '2026-11-20' });
    expect(ofDays.before.rules[0]?.end).toEqual({ kind: 'untilDate', date: '2026-11-19' });
    expect(ofDays.after.time).toEqual(allDay('2026-11-20'));
  });

  test('keeps the length, in days and in hours, and the zone of the end', async () => {
    const daily = series(rule({ frequency: 'weekly' }));
    const days: EventTime = { kind: 'allDay', startDate: '2026-02-27', endDate: '2026-03-02' };
    expect((await splitRecurrence({ recurrence: daily, time: days, at: '2026-03-06' })).after.time).toEqual({
      kind: 'allDay',
      startDate: '2026-03-06',
      endDate: '2026-03-09',
    });
    const flight: EventTime = {
      kind: 'timed',
      start: { dateTime: '2026-03-22T22:00:00', timeZone: 'Europe/Berlin', instant: '2026-03-22T21:00:00Z' },
      end: { dateTime: '2026-03-23T00:00:00', timeZone: 'Europe/London', instant: '2026-03-23T00:00:00Z' },
    };
    const { after } = await splitRecurrence({ recurrence: daily, time: flight, at: '2026-03-29T20:00:00Z' });
    expect(after.time).toEqual({
      kind: 'timed',
      start: { dateTime: '2026-03-29T22:00:00', timeZone: 'Europe/Berlin', instant: '2026-03-29T20:00:00Z' },
      end: { dateTime: '2026-03-30T00:00:00', timeZone: 'Europe/London', instant: '2026-03-29T23:00:00Z' },
    });
  });

  test('keeps the day that a rule took from the start, where it moves', async () => {
    const { before, after } = await splitRecurrence({
      recurrence: series(rule({ skip: 'backward' })),
      time: allDay('2026-01-31'),
      at: '2026-04-30',
    });
    expect(after.recurrence.rules).toEqual([rule({ skip: 'backward', byMonthDay: [31] })]);
    expect(before.rules[0]?.byMonthDay).toBeUndefined();
    expect(await expandRecurrence({ ...after, limit: 2 })).toEqual(['2026-04-30', '2026-05-31']);
    const from29 = { recurrence: series(rule({ skip: 'backward' })), time: allDay('2026-01-29') };
    const ofFebruary = await splitRecurrence({ ...from29, at: '2026-02-28' });
    expect(await expandRecurrence({ ...ofFebruary.after, limit: 2 })).toEqual(['2026-02-28', '2026-03-29']);
  });

  test('divides a series of nothing but additional occurrences', async () => {
    const recurrence = { ...series(), additional: ['2026-11-18', '2026-12-24'] };
    expect(await splitRecurrence({ recurrence, time: allDay('2026-11-16'), at: '2026-11-18' })).toEqual({
      before: { ...series(), additional: ['2026-11-16'] },
      after: { recurrence: { ...series(), additional: ['2026-11-18', '2026-12-24'] }, time: allDay('2026-11-18') },
    });
  });

  test('a rule that had ended is not part of the second half', async () => {
    const recurrence = series(
      rule({ frequency: 'weekly' }),
      rule({ frequency: 'daily', end: { kind: 'count', count: 3 } }),
      rule({ frequency: 'daily', interval: 2, end: { kind: 'untilDate', date: '2026-11-20' } }),
    );
    const { before, after } = await splitRecurrence({ recurrence, time: allDay('2026-11-16'), at: '2026-11-23' });
    expect(after.recurrence.rules).toEqual([rule({ frequency: 'weekly' })]);
    expect(before.rules.map(({ end }) => end)).toEqual([
      { kind: 'untilDate', date: '2026-11-22' },
      { kind: 'count', count: 3 },
      { kind: 'untilDate', date: '2026-11-20' },
    ]);
  });

  test('divides several rules that go on as they were', async () => {
    const recurrence = {
      ...series(rule({ frequency: 'daily' }), rule({ byMonthDay: [1] })),
      excludedRules: [rule({ frequency: 'yearly', byMonth: [12], byMonthDay: [25] })],
    };
    const { after } = await splitRecurrence({ recurrence, time: allDay('2026-01-06'), at: '2027-01-06' });
    expect(after.recurrence).toEqual(recurrence);
  });

  const weekly = series(rule({ frequency: 'weekly' }));
  test.each<[string, Recurrence, EventTime, RecurrenceId]>([
    ['the first occurrence', weekly, monday, '2026-11-16T08:00:00Z'],
    ['before it', weekly, monday, '2026-11-09T08:00:00Z'],
    ['no occurrence', weekly, monday, '2026-11-23T09:00:00Z'],
    ['no occurrence', { ...weekly, excluded: ['2026-11-23T08:00:00Z'] }, monday, '2026-11-23T08:00:00Z'],
    ['the first occurrence', { ...weekly, excluded: ['2026-11-16T08:00:00Z'] }, monday, '2026-11-23T08:00:00Z'],
    ['an instant such as', weekly, monday, '2026-11-23'],
    ['a date such as', weekly, allDay('2026-11-16'), '2026-11-23T08:00:00Z'],
  ])('refuses a wrong place: %s', async (why, recurrence, time, at) => {
    expect(await code(recurrence, time, at)).toMatch(new RegExp(`^invalidArgument .*${why}`));
  });

  test.each<[string, Recurrence, EventTime, RecurrenceId]>([
    ['RDATE', { ...weekly, additional: ['2026-11-25'] }, allDay('2026-11-16'), '2026-11-25'],
    ['clocks skip', series(rule({ frequency: 'daily' })), timed('2026-03-27T02:30:00'), '2026-03-29T01:30:00Z'],
    [
      'COUNT does not give',
      series(rule({ frequency: 'weekly', byDay: [{ day: 'we' }], end: { kind: 'count', count: 5 } })),
      allDay('2026-11-16'),
      '2026-11-25',
    ],
    [
      'other occurrences',
      { ...series(rule({ frequency: 'daily' })), excludedRules: [rule({ frequency: 'daily', interval: 3 })] },
      allDay('2026-11-16'),
      '2026-11-21',
    ],
    // Every second Christmas is not among the next occurrences that are compared.
    [
      'other occurrences',
      {
        ...series(rule({ frequency: 'daily' })),
        excludedRules: [rule({ frequency: 'yearly', interval: 2, byMonth: [12], byMonthDay: [25] })],
      },
      allDay('2026-01-06'),
      '2027-01-06',
    ],
    [
      'other occurrences',
      series(rule({ frequency: 'daily' }), rule({ frequency: 'yearly' })),
      allDay('2026-11-16'),
      '2026-11-21',
    ],
  ])('refuses what is no series of its own: %s', async (why, recurrence, time, at) => {
    expect(await code(recurrence, time, at)).toMatch(new RegExp(`^unsupported .*${why}`));
  });

  test('both halves together have the occurrences of the whole', async () => {
    let splits = 0;
    await fc.assert(
      fc.asyncProperty(recurrences, starts, fc.nat({ max: 30 }), async (recurrence, time, place) => {
        const whole = await expandRecurrence({ recurrence, time, limit: 60 });
        const at = whole[place];
        fc.pre(at !== undefined && place > 0);
        const split = await splitRecurrence({ recurrence, time, at }).catch((error: unknown) => {
          if (CalendarError.is(error) && error.code === 'unsupported') return undefined;
          throw error;
        });
        if (split === undefined) return;
        splits += 1;
        const { before, after } = split;
        const first = await expandRecurrence({ recurrence: before, time, limit: 60 });
        const second = await expandRecurrence({ ...after, limit: 60 });
        expect([...first, ...second].slice(0, whole.length)).toEqual(whole);
        expect(first).toHaveLength(place);
        expect(second.length).toBeGreaterThanOrEqual(whole.length - place);
      }),
      { numRuns: 60 },
    );
    expect(splits).toBeGreaterThan(20);
  });
});

describe('a night in which clocks change', () => {
  const start = { dateTime: '2026-03-26T22:00:00', timeZone: 'Europe/Berlin', instant: '2026-03-26T21:00:00Z' };
  const end = { dateTime: '2026-03-27T06:00:00', timeZone: 'Europe/Berlin', instant: '2026-03-27T05:00:00Z' };
  const rule = { frequency: 'daily', interval: 1, skip: 'omit', firstDayOfWeek: 'mo', end: { kind: 'never' } } as const;
  const recurrence = { rules: [rule], excludedRules: [], additional: [], excluded: [] };

  test.each([
    ['the same duration', 'duration', '2026-03-29T07:00:00', '2026-03-29T05:00:00Z'],
    ['the same end on the clock', 'endOnClock', '2026-03-29T06:00:00', '2026-03-29T04:00:00Z'],
  ] as const)('keeps %s', async (_what, occurrencesShare, dateTime, instant) => {
    const options = { recurrence, time: { kind: 'timed', start, end }, at: '2026-03-28T21:00:00Z' } as const;
    const { after } = await splitRecurrence({ ...options, occurrencesShare });
    expect(after.time).toMatchObject({ start: { dateTime: '2026-03-28T22:00:00' }, end: { dateTime, instant } });
  });
});
