import { describe, expect, test } from 'vitest';
import type { Recurrence, RecurrenceRule } from '../model/recurrence.ts';
import type { EventTime } from '../model/time.ts';
import { allDay, rule, series, timed } from './__fixtures__/series.ts';
import { formatRecurrence, formatRecurrenceRule } from './format-recurrence.ts';

describe('formatRecurrence', () => {
  test('writes all lines, dates for whole days and instants for times', () => {
    const recurrence: Recurrence = {
      rules: [
        rule({
          frequency: 'weekly',
          interval: 2,
          byDay: [{ day: 'mo' }, { day: 'fr' }],
          firstDayOfWeek: 'su',
          end: { kind: 'count', count: 10 },
        }),
      ],
      excludedRules: [rule({ byDay: [{ day: 'mo', nthOfPeriod: -1 }] })],
      additional: ['2026-12-24'],
      excluded: ['2026-11-20', '2026-11-30'],
    };
    expect(formatRecurrence(recurrence, allDay('2026-11-16'))).toEqual([
      'RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=10;BYDAY=MO,FR;WKST=SU',
      'EXRULE:FREQ=MONTHLY;BYDAY=-1MO',
      'RDATE;VALUE=DATE:20261224',
      'EXDATE;VALUE=DATE:20261120,20261130',
    ]);
    const instants = { ...series(), additional: ['2026-12-24T08:00:00Z'], excluded: ['2026-11-20T08:00:00Z'] };
    expect(formatRecurrence(instants, timed('2026-11-16T09:00:00'))).toEqual([
      'RDATE:20261224T080000Z',
      'EXDATE:20261120T080000Z',
    ]);
  });

  test.each<[RecurrenceRule['end'], EventTime, string]>([
    [{ kind: 'untilDate', date: '2026-12-31' }, allDay('2026-11-16'), 'UNTIL=20261231'],
    [{ kind: 'untilDate', date: '2026-12-31' }, timed('2026-11-16T09:00:00'), 'UNTIL=20261231T225959Z'],
    [
      { kind: 'untilDate', date: '2026-12-31' },
      timed('2026-11-16T09:00:00', 'America/New_York'),
      'UNTIL=20270101T045959Z',
    ],
    [{ kind: 'untilInstant', instant: '2026-12-31T08:00:00Z' }, timed('2026-11-16T09:00:00'), 'UNTIL=20261231T080000Z'],
    [{ kind: 'untilInstant', instant: '2026-12-31T08:00:00Z' }, allDay('2026-11-16'), 'UNTIL=20261231'],
    // West of Greenwich the last day of the year 9999 ends after all that can be written.
    [
      { kind: 'untilDate', date: '9999-12-31' },
      timed('2026-11-16T09:00:00', 'America/New_York'),
      'UNTIL=99991231T235959Z',
    ],
  ])('ends %j of %j with %s', (end, time, until) => {
    expect(formatRecurrenceRule(rule({ frequency: 'daily', end }), time)).toBe(`FREQ=DAILY;${until}`);
  });

  test('refuses the end of a day in a zone that is not resolved', () => {
    const time = timed('2026-11-16T09:00:00', 'UTC');
    const unresolved = { ...time, start: { ...time.start, unresolvedTimeZone: 'Customized Time Zone' } };
    const daily = rule({ frequency: 'daily', end: { kind: 'untilDate', date: '2026-12-31' } });
    expect(() => formatRecurrenceRule(daily, unresolved)).toThrow(
      expect.objectContaining({ code: 'unsupported', message: expect.stringContaining('not resolved') }),
    );
    const end = { kind: 'untilInstant', instant: '2026-12-31T08:00:00Z' } as const;
    expect(formatRecurrenceRule({ ...daily, end }, unresolved)).toBe('FREQ=DAILY;UNTIL=20261231T080000Z');
  });

  test('writes a day that moves back as the last of the days there may be, or refuses', () => {
    const start = allDay('2026-12-31');
    const moved = 'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1';
    expect(formatRecurrenceRule(rule({ skip: 'backward', byMonthDay: [31] }), start)).toBe(moved);
    expect(formatRecurrenceRule(rule({ skip: 'backward' }), start)).toBe(moved);
    expect(formatRecurrenceRule(rule({ skip: 'backward', byMonthDay: [28] }), start)).toBe(
      'FREQ=MONTHLY;BYMONTHDAY=28',
    );
    expect(() => formatRecurrenceRule(rule({ skip: 'backward', byMonthDay: [30, 31] }), start)).toThrow('no words');
    expect(() => formatRecurrenceRule(rule({ skip: 'backward', byMonthDay: [31], byMonth: [2, 3] }), start)).toThrow(
      'no words',
    );
  });
});
