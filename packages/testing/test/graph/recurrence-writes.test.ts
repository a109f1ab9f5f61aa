import { describe, expect, it } from 'vitest';
import { amsterdam, eventBody, startWriteRig } from './write-rig.ts';

const year = 'startDateTime=2026-11-01T00:00:00Z&endDateTime=2029-11-01T00:00:00Z&$top=50';

describe('recurrence', () => {
  const range = { type: 'numbered', startDate: '2026-11-17', numberOfOccurrences: 4 };

  it.each([
    [{ type: 'daily', interval: 3 }, ['2026-11-17', '2026-11-20', '2026-11-23', '2026-11-26']],
    [
      { type: 'weekly', interval: 2, daysOfWeek: ['tuesday', 'sunday'], firstDayOfWeek: 'sunday' },
      ['2026-11-17', '2026-11-29', '2026-12-01', '2026-12-13'],
    ],
    [
      { type: 'weekly', interval: 2, daysOfWeek: ['tuesday', 'sunday'], firstDayOfWeek: 'monday' },
      ['2026-11-17', '2026-11-22', '2026-12-01', '2026-12-06'],
    ],
    [{ type: 'weekly', interval: 1, daysOfWeek: ['friday'] }, ['2026-11-20', '2026-11-27', '2026-12-04', '2026-12-11']],
    [
      { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 },
      ['2026-11-30', '2026-12-31', '2027-01-31', '2027-02-28'],
    ],
    [
      {
        type: 'relativeMonthly',
        interval: 1,
        daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
        index: 'last',
      },
      ['2026-11-30', '2026-12-31', '2027-01-29', '2027-02-26'],
    ],
    [
      { type: 'relativeMonthly', interval: 2, daysOfWeek: ['tuesday'], index: 'third' },
      ['2026-11-17', '2027-01-19', '2027-03-16', '2027-05-18'],
    ],
    [{ type: 'absoluteYearly', interval: 1, dayOfMonth: 17, month: 11 }, ['2026-11-17', '2027-11-17', '2028-11-17']],
    [
      { type: 'relativeYearly', interval: 1, daysOfWeek: ['friday'], month: 11, index: 'last' },
      ['2026-11-27', '2027-11-26'],
    ],
  ])('repeats %o', async (pattern, dates) => {
    await using rig = await startWriteRig();
    const { body, status } = await rig.post('/me/events', eventBody({ recurrence: { pattern, range } }));
    expect(status).toBe(201);
    expect(body.type).toBe('seriesMaster');
    const view = await rig.read(`/me/calendarView?${year}`);
    const found = view.body.value.map(({ start }) => start.dateTime.slice(0, 10));
    expect(found.slice(0, dates.length)).toEqual(dates);
    expect(body.recurrence.range.startDate).toBe(dates[0]);
    expect(body.start.dateTime.slice(0, 10)).toBe(dates[0]);
  });

  it('keeps its wall time across a change of clocks, in the zone of its range if it has one', async () => {
    await using rig = await startWriteRig();
    const weeks = { type: 'weekly', interval: 1, daysOfWeek: ['tuesday'] };
    const own = { type: 'endDate', startDate: '2026-10-20', endDate: '2026-10-27' };
    const time = { start: amsterdam('2026-10-20T09:00:00'), end: amsterdam('2026-10-20T10:00:00') };
    const utc = {
      start: { dateTime: '2026-10-20T07:00:00', timeZone: 'UTC' },
      end: { dateTime: '2026-10-20T08:00:00', timeZone: 'UTC' },
    };
    await rig.post('/me/events', eventBody({ ...time, recurrence: { pattern: weeks, range: own } }));
    const named = { ...own, recurrenceTimeZone: 'Europe/Amsterdam' };
    await rig.post('/me/events', eventBody({ ...utc, recurrence: { pattern: weeks, range: named } }));
    await rig.post('/me/events', eventBody({ ...utc, recurrence: { pattern: weeks, range: own } }));
    const view = await rig.read('/me/calendarView?startDateTime=2026-10-27T00:00:00Z&endDateTime=2026-10-28T00:00:00Z');
    expect(view.body.value.map(({ start }) => start.dateTime.slice(11, 16))).toEqual(['07:00', '08:00', '08:00']);
  });

  it('comes back padded, whatever was sent', async () => {
    await using rig = await startWriteRig();
    const pattern = { type: 'daily', interval: 1, dayOfMonth: 5, index: 'last', month: 3 };
    const { body } = await rig.post('/me/events', eventBody({ recurrence: { pattern, range } }));
    expect(body.recurrence.pattern).toEqual({
      type: 'daily',
      interval: 1,
      month: 0,
      dayOfMonth: 0,
      firstDayOfWeek: 'sunday',
      index: 'first',
    });
    expect(body.recurrence.range).toMatchObject({
      endDate: '0001-01-01',
      recurrenceTimeZone: 'W. Europe Standard Time',
    });
  });

  it.each([
    ['no range', { pattern: { type: 'daily', interval: 1 } }],
    ['no interval', { pattern: { type: 'daily' }, range }],
    ['an interval of zero', { pattern: { type: 'daily', interval: 0 }, range }],
    ['a week without days', { pattern: { type: 'weekly', interval: 1 }, range }],
    ['an unknown day', { pattern: { type: 'weekly', interval: 1, daysOfWeek: ['someday'] }, range }],
    ['day 32', { pattern: { type: 'absoluteMonthly', interval: 1, dayOfMonth: 32 }, range }],
    ['a year without a month', { pattern: { type: 'absoluteYearly', interval: 1, dayOfMonth: 3 }, range }],
    ['no occurrence', { pattern: { type: 'daily', interval: 1 }, range: { ...range, numberOfOccurrences: 0 } }],
    [
      'an end before its start',
      {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'endDate', startDate: '2026-11-17', endDate: '2026-11-16' },
      },
    ],
    [
      'a range that begins on another day',
      { pattern: { type: 'daily', interval: 1 }, range: { ...range, startDate: '2026-11-18' } },
    ],
    [
      'a range that ends before the first fitting day',
      {
        pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'] },
        range: { type: 'endDate', startDate: '2026-11-17', endDate: '2026-11-20' },
      },
    ],
  ])('refuses %s', async (_name, recurrence) => {
    await using rig = await startWriteRig();
    const { status, body } = await rig.post('/me/events', eventBody({ recurrence }), { isWrong: true });
    expect([status, body.error.code]).toEqual([400, 'ErrorPropertyValidationFailure']);
  });
});
