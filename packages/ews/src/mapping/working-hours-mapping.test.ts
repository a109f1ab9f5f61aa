import { describe, expect, test } from 'vitest';
import type { WireWorkingHours, WireZoneRules } from '../wire/availability-shape.ts';
import { workingHoursOf } from './working-hours-mapping.ts';
import { zoneOfRules } from './zone-of-rules.ts';

const change = (bias: number, month: number, order: number, time: string, day = 'Sunday'): object => ({
  Bias: String(bias),
  Time: time,
  DayOrder: String(order),
  Month: String(month),
  DayOfWeek: day,
});
const rules = (bias: number, standard: object, daylight: object): WireZoneRules => ({
  Bias: String(bias),
  StandardTime: standard,
  DaylightTime: daylight,
});
const never = change(0, 0, 0, '00:00:00');
const european = [change(0, 10, 5, '03:00:00'), change(-60, 3, 5, '02:00:00')] as const;
const berlin = rules(-60, ...european);

describe('zoneOfRules', () => {
  test.each([
    ['Europe/Berlin', berlin],
    ['Europe/London', rules(0, change(0, 10, 5, '02:00:00'), change(-60, 3, 5, '01:00:00'))],
    ['America/New_York', rules(300, change(0, 11, 1, '02:00:00'), change(-60, 3, 2, '02:00:00'))],
    ['America/Los_Angeles', rules(480, change(0, 11, 1, '02:00:00'), change(-60, 3, 2, '02:00:00'))],
    ['Australia/Sydney', rules(-600, change(0, 4, 1, '03:00:00'), change(-60, 10, 1, '02:00:00'))],
    ['Australia/Lord_Howe', rules(-630, change(0, 4, 1, '02:00:00'), change(-30, 10, 1, '02:00:00.0000000'))],
    ['Asia/Kolkata', rules(-330, never, never)],
    ['America/St_Johns', rules(210, change(0, 11, 1, '02:00:00'), change(-60, 3, 2, '02:00:00'))],
    ['UTC', rules(0, never, never)],
  ])('finds %s', (zone, wire) => {
    expect(zoneOfRules(wire, 2026)).toBe(zone);
  });

  test.each([
    ['an offset that nobody has', rules(-61, never, never)],
    ['changes that nobody makes', rules(-60, change(0, 9, 1, '03:00:00'), change(-60, 3, 5, '02:00:00'))],
    ['another hour of the change', rules(-60, change(0, 10, 5, '03:00:00'), change(-60, 3, 5, '01:00:00'))],
    ['changes of one year alone', rules(-60, { ...european[0], Year: '2026' }, european[1])],
  ])('finds none for %s', (_what, wire) => {
    expect(zoneOfRules(wire, 2026)).toBeUndefined();
  });

  test('takes year zero for every year', () => {
    expect(zoneOfRules(rules(-60, { ...european[0], Year: '0' }, european[1]), 2026)).toBe('Europe/Berlin');
  });
});

describe('workingHoursOf', () => {
  const hours = (...periods: readonly (readonly [string, string, string])[]): WireWorkingHours => ({
    TimeZone: berlin,
    WorkingPeriodArray: {
      WorkingPeriod: periods.map(([DayOfWeek, StartTimeInMinutes, EndTimeInMinutes]) => ({
        DayOfWeek,
        StartTimeInMinutes,
        EndTimeInMinutes,
      })),
    },
  });

  test('names each day with its hours, in order', () => {
    expect(workingHoursOf(hours(['Friday', '540', '750'], ['Monday Tuesday', '480', '1440']), 2026)).toEqual({
      timeZone: 'Europe/Berlin',
      periods: [
        { day: 'mo', from: '08:00', to: '24:00' },
        { day: 'tu', from: '08:00', to: '24:00' },
        { day: 'fr', from: '09:00', to: '12:30' },
      ],
    });
  });

  test('understands groups of days, and passes over what is none', () => {
    const days = (names: string): readonly string[] =>
      workingHoursOf(hours([names, '0', '60']), 2026)?.periods.map(({ day }) => day) ?? [];
    expect(days('Weekday Monday')).toEqual(['mo', 'tu', 'we', 'th', 'fr']);
    expect(days('WeekendDay')).toEqual(['sa', 'su']);
    expect(days('Day')).toHaveLength(7);
    expect(days('Someday constructor')).toEqual([]);
  });

  test('divides hours that go on over midnight', () => {
    expect(workingHoursOf(hours(['Sunday', '1320', '360']), 2026)?.periods).toEqual([
      { day: 'mo', from: '00:00', to: '06:00' },
      { day: 'su', from: '22:00', to: '24:00' },
    ]);
  });

  test.each([
    ['no zone', { ...hours(['Monday', '480', '1020']), TimeZone: undefined }],
    ['a zone that nobody follows', { ...hours(['Monday', '480', '1020']), TimeZone: rules(-61, never, never) }],
    ['numbers that are none', hours(['Monday', 'eight', '1020'])],
    ['rules that are none', { ...hours(['Monday', '480', '1020']), TimeZone: { Bias: '0' } }],
  ])('is silent about %s', (_what, wire) => {
    expect(workingHoursOf(wire as WireWorkingHours, 2026)).toBeUndefined(); // absent on purpose
  });
});
