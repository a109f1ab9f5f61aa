import { addDays, instantOfWallTime, wallTimeAt } from '@kalends/core/time';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupByDay } from '../src/agenda/group-by-day.ts';
import type { AgendaEvent } from '../src/agenda/agenda.ts';

function event(title: string, time: AgendaEvent['time']): AgendaEvent {
  return {
    person: 'Ada Brandt',
    provider: 'google',
    key: title,
    kind: 'single',
    status: 'confirmed',
    title,
    time,
    participants: [],
    locations: [],
    rooms: [],
    hasRoom: false,
  };
}

function timed(title: string, startMs: number, endMs: number, timeZone: string): AgendaEvent {
  const moment = (ms: number): { dateTime: string; timeZone: string; instant: string } => ({
    dateTime: wallTimeAt(ms, timeZone),
    timeZone,
    instant: new Date(ms).toISOString(),
  });
  return event(title, { kind: 'timed', start: moment(startMs), end: moment(endMs) });
}

const allDay = (title: string, startDate: string, endDate: string): AgendaEvent =>
  event(title, { kind: 'allDay', startDate, endDate });

const datesOf = (one: AgendaEvent, first: string, last: string): string[] =>
  groupByDay([one], first, last).map((day) => day.date);

/** Zones whose days are 23, 24, 24.5 and 25 hours long, and that begin at midnight and at one o'clock. */
const zones = ['UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Cairo', 'America/Havana', 'Asia/Kolkata'];

describe('groupByDay', () => {
  test.each([
    ['ends at midnight', 'Europe/Berlin', '2026-03-27T22:00:00', '2026-03-28T00:00:00', ['2026-03-27']],
    ['passes midnight', 'Europe/Berlin', '2026-03-27T22:00:00', '2026-03-28T00:00:01', ['2026-03-27', '2026-03-28']],
    ['is a whole day', 'Europe/Berlin', '2026-03-27T00:00:00', '2026-03-28T00:00:00', ['2026-03-27']],
    ['takes no time', 'Europe/Berlin', '2026-03-27T10:00:00', '2026-03-27T10:00:00', ['2026-03-27']],
    ['takes no time at midnight', 'Europe/Berlin', '2026-03-27T00:00:00', '2026-03-27T00:00:00', ['2026-03-27']],
    ['fills a day of 23 hours', 'Europe/Berlin', '2026-03-29T00:00:00', '2026-03-30T00:00:00', ['2026-03-29']],
    ['fills a day of 25 hours', 'Europe/Berlin', '2026-10-25T00:00:00', '2026-10-26T00:00:00', ['2026-10-25']],
    // Cairo's clocks go from 23:59:59 to 01:00:00: the day has no midnight.
    ['ends where a day begins at one', 'Africa/Cairo', '2026-04-23T22:00:00', '2026-04-24T01:00:00', ['2026-04-23']],
  ])('an event that %s (%s)', (title, zone, start, end, dates) => {
    const one = timed(title, instantOfWallTime(start, zone), instantOfWallTime(end, zone), zone);
    expect(datesOf(one, '2026-01-01', '2026-12-31')).toEqual(dates);
  });

  test('an event that ends half a second after midnight touches that day', () => {
    const midnight = Date.parse('2026-03-28T00:00:00Z');
    expect(datesOf(timed('late', midnight - 1000, midnight + 500, 'UTC'), '2026-03-01', '2026-03-31')).toEqual([
      '2026-03-27',
      '2026-03-28',
    ]);
  });

  test('whole days end before their end, and stop at the edges of what is shown', () => {
    expect(datesOf(allDay('trip', '2026-03-27', '2026-03-30'), '2026-03-01', '2026-03-31')).toEqual([
      '2026-03-27',
      '2026-03-28',
      '2026-03-29',
    ]);
    expect(datesOf(allDay('trip', '2026-02-01', '2026-05-01'), '2026-03-27', '2026-03-28')).toEqual([
      '2026-03-27',
      '2026-03-28',
    ]);
    // No service should send it; no page should lose it.
    expect(datesOf(allDay('empty', '2026-03-27', '2026-03-27'), '2026-03-01', '2026-03-31')).toEqual(['2026-03-27']);
    expect(datesOf(allDay('before', '2026-03-01', '2026-03-27'), '2026-03-27', '2026-03-28')).toEqual([]);
  });

  test('begins with whole days, then goes by start', () => {
    const at = (hour: string): number => Date.parse(`2026-03-27T${hour}:00:00Z`);
    const days = groupByDay(
      [
        timed('noon', at('12'), at('13'), 'UTC'),
        timed('morning', at('08'), at('09'), 'UTC'),
        timed('from yesterday', at('08') - 86_400_000, at('09'), 'UTC'),
        allDay('holiday', '2026-03-27', '2026-03-28'),
      ],
      '2026-03-27',
      '2026-03-27',
    );
    expect(days.map((day) => day.events.map((one) => one.title))).toEqual([
      ['holiday', 'from yesterday', 'morning', 'noon'],
    ]);
  });

  test('an event stands on each day that it shares time with, and on no other, in any zone', () => {
    const first = '2026-01-01';
    const last = '2026-12-31';
    // Starts and ends lie close to midnights, where days are told apart, on dates of clock changes among others.
    const boundary = fc.record({
      date: fc.oneof(
        fc.constantFrom(
          '2026-03-08',
          '2026-03-29',
          '2026-04-05',
          '2026-04-24',
          '2026-10-25',
          '2026-10-30',
          '2026-11-01',
        ),
        fc.integer({ min: -10, max: 370 }).map((offset) => addDays('2026-01-01', offset)),
      ),
      offsetMs: fc.constantFrom(-3_600_000, -1_000, -1, 0, 0, 1, 1_000, 1_800_000, 3_600_000, 43_200_000),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        boundary,
        fc.option(boundary),
        fc.nat({ max: 4 }),
        (zone, from, to, days) => {
          const instantOf = ({ date, offsetMs }: typeof from): number =>
            instantOfWallTime(`${date}T00:00:00`, zone) + offsetMs;
          const start = instantOf(from);
          const end = Math.max(start, instantOf(to ?? { ...from, date: addDays(from.date, days) }));
          const expected: string[] = [];
          for (let date = first; date <= last; date = addDays(date, 1)) {
            const begins = instantOfWallTime(`${date}T00:00:00`, zone);
            const ends = instantOfWallTime(`${addDays(date, 1)}T00:00:00`, zone);
            // What takes no time belongs to the day it is in.
            if (start < ends && (start === end ? start >= begins : end > begins)) expected.push(date);
          }
          expect(datesOf(timed('any', start, end, zone), first, last)).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('a whole-day event stands on its dates, whatever the zone', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40, max: 400 }), fc.integer({ min: 1, max: 20 }), (offset, length) => {
        const start = addDays('2026-01-01', offset);
        const dates = Array.from({ length }, (_, index) => addDays(start, index));
        expect(datesOf(allDay('any', start, addDays(start, length)), '2026-01-01', '2026-12-31')).toEqual(
          dates.filter((date) => date.startsWith('2026')),
        );
      }),
      { numRuns: 60 },
    );
  });
});
