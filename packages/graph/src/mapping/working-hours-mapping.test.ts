import { describe, expect, it, test } from 'vitest';
import { mapWorkingHours } from './working-hours-mapping.ts';

const hours = {
  daysOfWeek: ['monday', 'Friday'],
  startTime: '08:00:00.0000000',
  endTime: '17:30:00.0000000',
  timeZone: { name: 'Pacific Standard Time' },
};

describe('mapWorkingHours', () => {
  it('maps days, times and the zone', () => {
    expect(mapWorkingHours(hours, 2026)).toEqual({
      timeZone: 'America/Los_Angeles',
      periods: [
        { day: 'mo', from: '08:00', to: '17:30' },
        { day: 'fr', from: '08:00', to: '17:30' },
      ],
    });
  });

  it('divides hours over midnight, and ends a day at its end', () => {
    const night = { ...hours, daysOfWeek: ['sunday'], startTime: '22:00:00' };
    expect(mapWorkingHours({ ...night, endTime: '06:00:00' }, 2026)?.periods).toEqual([
      { day: 'su', from: '22:00', to: '24:00' },
      { day: 'mo', from: '00:00', to: '06:00' },
    ]);
    expect(mapWorkingHours({ ...night, endTime: '00:00:00' }, 2026)?.periods).toEqual([
      { day: 'su', from: '22:00', to: '24:00' },
    ]);
  });

  it.each([
    ['nothing', null],
    ['no start', { ...hours, startTime: null }],
    ['an impossible end', { ...hours, endTime: '24:00:00' }],
    ['an unknown zone', { ...hours, timeZone: { name: 'Customized Time Zone' } }],
    ['no zone', { ...hours, timeZone: null }],
  ])('are unknown with %s', (_case, wire) => {
    expect(mapWorkingHours(wire, 2026)).toBeUndefined();
  });

  it('are none on days that do not exist', () => {
    expect(mapWorkingHours({ ...hours, daysOfWeek: ['someday'] }, 2026)?.periods).toEqual([]);
    expect(mapWorkingHours({ ...hours, daysOfWeek: null }, 2026)?.periods).toEqual([]);
  });
});

describe('a zone that is told by its rules', () => {
  const zoneOf = (zone: object): string | undefined =>
    mapWorkingHours({ ...hours, timeZone: { name: 'Customized Time Zone', ...zone } }, 2026)?.timeZone;
  const change = (month: number, dayOccurrence: number, hour = 2) => ({
    time: `0${hour}:00:00.0000000`,
    month,
    dayOccurrence,
    dayOfWeek: 'sunday',
    year: 0,
  });
  const daylight = (month: number, dayOccurrence: number, hour = 2, daylightBias = -60) => ({
    ...change(month, dayOccurrence, hour),
    daylightBias,
  });
  const noChange = change(0, 0);

  test.each([
    ['Europe/Berlin', -60, change(10, 5, 3), daylight(3, 5)],
    ['Europe/London', 0, change(10, 5), daylight(3, 5, 1)],
    ['America/New_York', 300, change(11, 1), daylight(3, 2)],
    ['America/Los_Angeles', 480, change(11, 1), daylight(3, 2)],
    ['Australia/Sydney', -600, change(4, 1, 3), daylight(10, 1)],
    ['Australia/Lord_Howe', -630, change(4, 1), daylight(10, 1, 2, -30)],
  ])('is %s', (timeZone, bias, standardOffset, daylightOffset) => {
    expect(zoneOf({ bias, standardOffset, daylightOffset })).toBe(timeZone);
  });

  test.each([
    ['UTC', 0],
    ['Europe/Moscow', -180],
    ['America/Sao_Paulo', 180],
    ['Asia/Kolkata', -330],
    ['Asia/Kathmandu', -345],
  ])('is %s when clocks never change', (timeZone, bias) => {
    expect(zoneOf({ bias, standardOffset: noChange, daylightOffset: { ...noChange, daylightBias: 0 } })).toBe(timeZone);
    expect(zoneOf({ bias })).toBe(timeZone);
  });

  test.each([
    ['rules that nobody keeps', { bias: -60, standardOffset: change(7, 1), daylightOffset: daylight(1, 1) }],
    ['an offset that nobody has', { bias: 17 }],
    ['no offset', { standardOffset: change(10, 5), daylightOffset: daylight(3, 5) }],
    ['an offset that is no number of minutes', { bias: 0.5 }],
    ['a month that does not exist', { bias: 17, standardOffset: change(13, 1), daylightOffset: daylight(3, 9) }],
  ])('is unknown with %s', (_case, zone) => {
    expect(zoneOf(zone)).toBeUndefined();
  });
});
