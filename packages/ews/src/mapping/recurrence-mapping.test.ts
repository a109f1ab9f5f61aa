import { recurrenceSchema } from '@kalends/core/schemas';
import { describe, expect, it } from 'vitest';
import type { WireItem, WireRecurrence } from '../wire/calendar-item-shape.ts';
import { recurrenceOf } from './recurrence-mapping.ts';

const never = { NoEndRecurrence: {} };
const ruleOf = (recurrence: WireRecurrence): object | undefined =>
  recurrenceSchema.parse(recurrenceOf({ Recurrence: { ...never, ...recurrence } })).rules[0];

describe('recurrenceOf', () => {
  it.each<[string, WireRecurrence, object]>([
    [
      'every second day',
      { DailyRecurrence: { Interval: '2' } },
      { frequency: 'daily', interval: 2, skip: 'omit', firstDayOfWeek: 'mo' },
    ],
    [
      'Monday and Wednesday, weeks from Sunday',
      { WeeklyRecurrence: { Interval: '3', DaysOfWeek: 'Monday Wednesday', FirstDayOfWeek: 'Sunday' } },
      { frequency: 'weekly', interval: 3, skip: 'omit', firstDayOfWeek: 'su', byDay: [{ day: 'mo' }, { day: 'we' }] },
    ],
    [
      'weekly of a server that does not say when weeks begin',
      { WeeklyRecurrence: { Interval: '1', DaysOfWeek: 'Saturday' } },
      { frequency: 'weekly', interval: 1, skip: 'omit', firstDayOfWeek: 'su', byDay: [{ day: 'sa' }] },
    ],
    [
      'day 28, which every month has',
      { AbsoluteMonthlyRecurrence: { Interval: '1', DayOfMonth: '28' } },
      { frequency: 'monthly', interval: 1, skip: 'omit', firstDayOfWeek: 'mo', byMonthDay: [28] },
    ],
    [
      'day 31, which is the 30th in April',
      { AbsoluteMonthlyRecurrence: { Interval: '2', DayOfMonth: '31' } },
      { frequency: 'monthly', interval: 2, skip: 'backward', firstDayOfWeek: 'mo', byMonthDay: [31] },
    ],
    [
      'last Friday',
      { RelativeMonthlyRecurrence: { Interval: '1', DaysOfWeek: 'Friday', DayOfWeekIndex: 'Last' } },
      {
        frequency: 'monthly',
        interval: 1,
        skip: 'omit',
        firstDayOfWeek: 'mo',
        byDay: [{ day: 'fr', nthOfPeriod: -1 }],
      },
    ],
    [
      'third weekend day',
      { RelativeMonthlyRecurrence: { Interval: '3', DaysOfWeek: 'WeekendDay', DayOfWeekIndex: 'Third' } },
      {
        frequency: 'monthly',
        interval: 3,
        skip: 'omit',
        firstDayOfWeek: 'mo',
        byDay: [{ day: 'sa' }, { day: 'su' }],
        bySetPosition: [3],
      },
    ],
    [
      '29 February, which is the 28th in common years',
      { AbsoluteYearlyRecurrence: { DayOfMonth: '29', Month: 'February' } },
      { frequency: 'yearly', interval: 1, skip: 'backward', firstDayOfWeek: 'mo', byMonth: [2], byMonthDay: [29] },
    ],
    [
      'second Sunday in May',
      { RelativeYearlyRecurrence: { DaysOfWeek: 'Sunday', DayOfWeekIndex: 'Second', Month: 'May' } },
      {
        frequency: 'yearly',
        interval: 1,
        skip: 'omit',
        firstDayOfWeek: 'mo',
        byMonth: [5],
        byDay: [{ day: 'su', nthOfPeriod: 2 }],
      },
    ],
    [
      'last weekday of December',
      { RelativeYearlyRecurrence: { DaysOfWeek: 'Weekday', DayOfWeekIndex: 'Last', Month: 'December' } },
      {
        frequency: 'yearly',
        interval: 1,
        skip: 'omit',
        firstDayOfWeek: 'mo',
        byMonth: [12],
        byDay: [{ day: 'mo' }, { day: 'tu' }, { day: 'we' }, { day: 'th' }, { day: 'fr' }],
        bySetPosition: [-1],
      },
    ],
  ])('reads %s', (_name, wire, expected) => {
    expect(ruleOf(wire)).toEqual({ ...expected, end: { kind: 'never' } });
  });

  it.each<[string, WireRecurrence, object]>([
    [
      'a date with a zone suffix',
      { EndDateRecurrence: { EndDate: '2026-12-31-05:00' } },
      { kind: 'untilDate', date: '2026-12-31' },
    ],
    ['a date with Z', { EndDateRecurrence: { EndDate: '2026-12-31Z' } }, { kind: 'untilDate', date: '2026-12-31' }],
    ['a number', { NumberedRecurrence: { NumberOfOccurrences: '999' } }, { kind: 'count', count: 999 }],
  ])('reads the end given as %s', (_name, range, end) => {
    const recurrence = recurrenceOf({ Recurrence: { DailyRecurrence: { Interval: '1' }, ...range } });
    expect(recurrence.rules[0]?.end).toEqual(end);
  });

  it.each<[string, WireRecurrence | undefined]>([
    ['Recurrence', undefined],
    ['pattern', never],
    ['range', { DailyRecurrence: { Interval: '1' } }],
    ['Interval', { ...never, DailyRecurrence: { Interval: '0' } }],
    ['Interval', { ...never, DailyRecurrence: { Interval: 'often' } }],
    ['DaysOfWeek', { ...never, WeeklyRecurrence: { Interval: '1', DaysOfWeek: 'Caturday' } }],
    ['DaysOfWeek', { ...never, WeeklyRecurrence: { Interval: '1', DaysOfWeek: 'constructor' } }],
    ['DaysOfWeek', { ...never, WeeklyRecurrence: { Interval: '1' } }],
    ['FirstDayOfWeek', { ...never, WeeklyRecurrence: { DaysOfWeek: 'Monday', FirstDayOfWeek: 'Someday' } }],
    ['DayOfMonth', { ...never, AbsoluteMonthlyRecurrence: { DayOfMonth: '32' } }],
    ['DayOfWeekIndex', { ...never, RelativeMonthlyRecurrence: { DaysOfWeek: 'Monday', DayOfWeekIndex: 'Fifth' } }],
    ['Month', { ...never, AbsoluteYearlyRecurrence: { DayOfMonth: '1', Month: 'Smarch' } }],
    ['EndDate', { DailyRecurrence: {}, EndDateRecurrence: { EndDate: '2026-02-30Z' } }],
    ['NumberOfOccurrences', { DailyRecurrence: {}, NumberedRecurrence: { NumberOfOccurrences: '0' } }],
  ])('refuses a rule it cannot read to the letter, naming %s', (field, recurrence) => {
    expect(() => recurrenceOf(recurrence === undefined ? {} : { Recurrence: recurrence })).toThrow(
      expect.objectContaining({ code: 'invalidResponse', message: expect.stringContaining(field) }),
    );
  });

  const master: WireItem = {
    Recurrence: { ...never, DailyRecurrence: { Interval: '1' } },
    StartTimeZoneId: 'W. Europe Standard Time',
    DeletedOccurrences: {
      DeletedOccurrence: [{ Start: '2026-03-05T08:00:00Z' }, { Start: '2026-04-05T09:00:00+02:00' }],
    },
  };

  it('names deleted occurrences by their instants', () => {
    expect(recurrenceOf(master).excluded).toEqual(['2026-03-05T08:00:00Z', '2026-04-05T07:00:00Z']);
  });

  it('names deleted whole days by their dates in the zone of the series', () => {
    const days = { DeletedOccurrence: [{ Start: '2026-03-04T23:00:00Z' }, { Start: '2026-04-04T22:00:00Z' }] };
    const { excluded } = recurrenceOf({ ...master, IsAllDayEvent: 'true', DeletedOccurrences: days });
    expect(excluded).toEqual(['2026-03-05', '2026-04-05']);
  });
});
