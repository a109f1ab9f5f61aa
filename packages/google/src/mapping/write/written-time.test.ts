import type { NewEventTime } from '@kalends/core';
import { eventTimeOf } from '@kalends/core/time';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapEventTime } from '../event-time.ts';
import { writtenTime } from './written-time.ts';

const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Apia', 'UTC'];
const dateTime = fc
  .date({ min: new Date('1950-01-01T00:00:00Z'), max: new Date('2150-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 19));

describe('writtenTime', () => {
  it('is what mapEventTime reads', () => {
    fc.assert(
      fc.property(dateTime, fc.constantFrom(...zones), fc.constantFrom(...zones), (start, timeZone, other) => {
        const time = eventTimeOf({
          kind: 'timed',
          start: { dateTime: start, timeZone },
          end: { dateTime: `${Number(start.slice(0, 4)) + 1}${start.slice(4, 8)}01T00:00:00`, timeZone: other },
        });
        for (const mode of ['insert', 'patch'] as const) {
          expect(mapEventTime(writtenTime(time, mode), undefined)).toEqual(time);
        }
      }),
    );
  });

  it.each<[string, string, string, string]>([
    ['Europe/Berlin', '2026-10-25T02:30:00', '2026-10-25T00:30:00Z', '2026-10-25T02:30:00+02:00'],
    ['Europe/Berlin', '2026-10-25T02:30:00', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00+01:00'],
    ['America/St_Johns', '2026-07-01T09:00:00', '2026-07-01T11:30:00Z', '2026-07-01T09:00:00-02:30'],
    ['Asia/Kolkata', '2026-07-01T09:00:00', '2026-07-01T03:30:00Z', '2026-07-01T09:00:00+05:30'],
    ['UTC', '2026-07-01T09:00:00', '2026-07-01T09:00:00Z', '2026-07-01T09:00:00Z'],
    // Local mean time: an offset in seconds.
    ['Europe/Amsterdam', '1900-01-01T12:00:00', '1900-01-01T11:40:28Z', '1900-01-01T11:40:28Z'],
  ])('says the offset in %s', (timeZone, local, instant, written) => {
    const at = { dateTime: local, timeZone, instant };
    const { start } = writtenTime({ kind: 'timed', start: at, end: at }, 'insert');
    expect(start).toEqual({ dateTime: written, timeZone });
  });

  it('clears in a patch what a time of the other kind consists of', () => {
    const allDay: NewEventTime = { kind: 'allDay', startDate: '2028-02-29', endDate: '2028-03-01' };
    expect(writtenTime(eventTimeOf(allDay), 'patch')).toEqual({
      start: { date: '2028-02-29', dateTime: null, timeZone: null },
      end: { date: '2028-03-01', dateTime: null, timeZone: null },
    });
    expect(writtenTime(eventTimeOf(allDay), 'insert').start).toEqual({ date: '2028-02-29' });
    const wall = { dateTime: '2026-07-01T09:00:00', timeZone: 'UTC' };
    expect(writtenTime(eventTimeOf({ kind: 'timed', start: wall, end: wall }), 'patch').start).toMatchObject({
      date: null,
    });
  });
});
