import { eventTimeSchema } from '@kalends/core/schemas';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, formatInstant, instantOfWallTime } from '@kalends/core/time';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { eventTimeOf, recurrenceIdAt } from './time-mapping.ts';

const timeOf = (item: WireItem): object => eventTimeSchema.parse(eventTimeOf(item));

describe('eventTimeOf', () => {
  it('keeps instant, wall time and zone together, each end in its own zone', () => {
    const item = {
      Start: '2026-07-01T09:00:00+02:00',
      End: '2026-07-01T12:00:00.000Z',
      StartTimeZoneId: 'W. Europe Standard Time',
      EndTimeZoneId: 'GMT Standard Time',
    };
    expect(timeOf(item)).toEqual({
      kind: 'timed',
      start: { dateTime: '2026-07-01T09:00:00', timeZone: 'Europe/Berlin', instant: '2026-07-01T07:00:00Z' },
      end: { dateTime: '2026-07-01T13:00:00', timeZone: 'Europe/London', instant: '2026-07-01T12:00:00Z' },
    });
  });

  it.each<[string, WireItem, object]>([
    ['the id of 2013', { StartTimeZoneId: 'Tokyo Standard Time' }, { timeZone: 'Asia/Tokyo' }],
    ['the definition of 2010', { StartTimeZone: { Id: 'Tokyo Standard Time' } }, { timeZone: 'Asia/Tokyo' }],
    ['an IANA name of an import', { StartTimeZoneId: 'Asia/Tokyo' }, { timeZone: 'Asia/Tokyo' }],
    ['UTC', { StartTimeZoneId: 'tzone://Microsoft/Utc' }, { timeZone: 'UTC' }],
    [
      'a definition where the id is custom',
      { StartTimeZoneId: 'tzone://Microsoft/Custom', StartTimeZone: { Id: 'Tokyo Standard Time' } },
      { timeZone: 'Asia/Tokyo' },
    ],
    [
      'a custom one, keeping the instant',
      { StartTimeZoneId: 'tzone://Microsoft/Custom' },
      { timeZone: 'UTC', unresolvedTimeZone: 'tzone://Microsoft/Custom', dateTime: '2026-07-01T07:00:00' },
    ],
    ['none', {}, { timeZone: 'UTC', unresolvedTimeZone: '' }],
  ])('reads the zone from %s', (_name, zone, expected) => {
    const item = { Start: '2026-07-01T07:00:00Z', End: '2026-07-01T08:00:00Z', ...zone };
    expect(timeOf(item)).toMatchObject({ start: { ...expected, instant: '2026-07-01T07:00:00Z' } });
  });

  const allDay = (start: string, end: string, more: WireItem): object =>
    timeOf({ Start: start, End: end, IsAllDayEvent: 'true', ...more });

  it.each<[string, string, string, WireItem, string, string]>([
    [
      'in Berlin',
      '2026-06-08T22:00:00Z',
      '2026-06-09T22:00:00Z',
      { StartTimeZoneId: 'W. Europe Standard Time' },
      '2026-06-09',
      '2026-06-10',
    ],
    [
      'in New York',
      '2026-06-09T04:00:00Z',
      '2026-06-10T04:00:00Z',
      { StartTimeZoneId: 'Eastern Standard Time' },
      '2026-06-09',
      '2026-06-10',
    ],
    [
      'in Auckland',
      '2026-06-08T12:00:00Z',
      '2026-06-09T12:00:00Z',
      { StartTimeZoneId: 'New Zealand Standard Time' },
      '2026-06-09',
      '2026-06-10',
    ],
    [
      'on a day of 23 hours',
      '2026-03-28T23:00:00Z',
      '2026-03-29T22:00:00Z',
      { StartTimeZoneId: 'W. Europe Standard Time' },
      '2026-03-29',
      '2026-03-30',
    ],
    [
      'on a day of 25 hours',
      '2026-10-24T22:00:00Z',
      '2026-10-25T23:00:00Z',
      { StartTimeZoneId: 'W. Europe Standard Time' },
      '2026-10-25',
      '2026-10-26',
    ],
    [
      'on a day that begins at one o’clock in São Paulo',
      '2018-11-04T03:00:00Z',
      '2018-11-05T02:00:00Z',
      { StartTimeZoneId: 'E. South America Standard Time' },
      '2018-11-04',
      '2018-11-05',
    ],
    [
      'before a day that begins at one o’clock in Cairo',
      '2026-04-22T22:00:00Z',
      '2026-04-23T22:00:00Z',
      { StartTimeZoneId: 'Egypt Standard Time' },
      '2026-04-23',
      '2026-04-24',
    ],
    [
      'an hour off midnight',
      '2026-06-08T23:00:00Z',
      '2026-06-09T23:00:00Z',
      { StartTimeZoneId: 'W. Europe Standard Time' },
      '2026-06-09',
      '2026-06-10',
    ],
    [
      'over several days',
      '2026-06-08T22:00:00Z',
      '2026-06-12T22:00:00Z',
      { StartTimeZoneId: 'W. Europe Standard Time' },
      '2026-06-09',
      '2026-06-13',
    ],
    [
      'that ends when it starts',
      '2026-06-08T22:00:00Z',
      '2026-06-08T22:00:00Z',
      { StartTimeZoneId: 'W. Europe Standard Time' },
      '2026-06-09',
      '2026-06-10',
    ],
    [
      'in a custom zone, by the wall clock',
      '2026-06-08T10:00:00Z',
      '2026-06-09T10:00:00Z',
      {
        StartTimeZoneId: 'tzone://Microsoft/Custom',
        StartWallClock: '2026-06-09T00:00:00+14:00',
        EndWallClock: '2026-06-10T00:00:00',
      },
      '2026-06-09',
      '2026-06-10',
    ],
    [
      'in a custom zone, by its definition',
      '2026-06-08T10:00:00Z',
      '2026-06-09T10:00:00Z',
      {
        StartTimeZone: {
          Id: 'Customized Time Zone',
          Periods: {
            Period: [
              { Name: 'Daylight', Bias: '-PT14H' },
              { Name: 'Standard', Bias: '-PT13H30M' },
            ],
          },
        },
      },
      '2026-06-09',
      '2026-06-10',
    ],
    [
      'in a custom zone west of Greenwich',
      '2026-06-09T05:30:00Z',
      '2026-06-10T05:30:00Z',
      { StartTimeZone: { Id: 'Customized Time Zone', Periods: { Period: [{ Name: 'Standard', Bias: 'PT5H30M' }] } } },
      '2026-06-09',
      '2026-06-10',
    ],
    [
      'in a custom zone whose bias is in minutes',
      '2026-06-09T12:00:00Z',
      '2026-06-10T12:00:00Z',
      { StartTimeZone: { Id: 'Customized Time Zone', Periods: { Period: [{ Name: 'Standard', Bias: 'PT720M' }] } } },
      '2026-06-09',
      '2026-06-10',
    ],
    [
      'without a zone, at the nearest midnight',
      '2026-06-08T22:00:00Z',
      '2026-06-09T22:00:00Z',
      {},
      '2026-06-09',
      '2026-06-10',
    ],
  ])('takes whole days %s', (_name, start, end, zone, startDate, endDate) => {
    expect(allDay(start, end, zone)).toEqual({ kind: 'allDay', startDate, endDate });
  });

  it('gives back the dates an all-day event was made with, in any zone and season', () => {
    const zones = [
      ['W. Europe Standard Time', 'Europe/Berlin'],
      ['Hawaiian Standard Time', 'Pacific/Honolulu'],
      ['Line Islands Standard Time', 'Pacific/Kiritimati'],
      ['Nepal Standard Time', 'Asia/Kathmandu'],
      // Its clocks go forward at midnight, so some days begin at one o'clock.
      ['Middle East Standard Time', 'Asia/Beirut'],
    ] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 3_000 }),
        fc.integer({ min: 1, max: 30 }),
        ([windowsId, iana], day, length) => {
          const startDate = addDays('2022-01-01', day);
          const endDate = addDays(startDate, length);
          const at = (date: string): string => formatInstant(instantOfWallTime(`${date}T00:00:00`, iana));
          expect(allDay(at(startDate), at(endDate), { StartTimeZoneId: windowsId })).toEqual({
            kind: 'allDay',
            startDate,
            endDate,
          });
        },
      ),
      { seed: 20_261_122 },
    );
  });

  it.each<[string, WireItem]>([
    ['Start', { End: '2026-07-01T08:00:00Z' }],
    ['End', { Start: '2026-07-01T08:00:00Z' }],
    ['Start', { Start: '2026-07-01T08:00:00', End: '2026-07-01T08:00:00Z' }],
    ['End', { Start: '2026-07-01T08:00:00Z', End: 'tomorrow' }],
  ])('refuses an item whose %s is no instant', (field, item) => {
    expect(() => eventTimeOf(item)).toThrow(
      expect.objectContaining({ code: 'invalidResponse', message: expect.stringContaining(field) }),
    );
  });
});

describe('recurrenceIdAt', () => {
  it('is an instant in a timed series', () => {
    expect(recurrenceIdAt('2026-03-25T09:00:00+01:00', {}, 'OriginalStart')).toBe('2026-03-25T08:00:00Z');
  });

  it('is a date in a series of whole days', () => {
    const series = { IsAllDayEvent: 'true', StartTimeZoneId: 'W. Europe Standard Time' };
    expect(recurrenceIdAt('2026-03-24T23:00:00Z', series, 'OriginalStart')).toBe('2026-03-25');
  });
});
