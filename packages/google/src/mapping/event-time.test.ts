import { describe, expect, it } from 'vitest';
import type { WireEventTime } from '../wire/event.ts';
import { mapEventTime, recurrenceIdOf } from './event-time.ts';

const at = (dateTime: string, timeZone?: string): WireEventTime => ({ dateTime, timeZone });

describe('mapEventTime', () => {
  it.each([
    [
      'in its own zone',
      at('2026-11-16T10:00:00+01:00', 'Europe/Paris'),
      'Europe/Paris',
      '2026-11-16T10:00:00',
      '09:00',
    ],
    // Google renders the clock of the calendar; the event keeps its own zone.
    [
      'shown in another zone',
      at('2026-11-16T04:00:00-05:00', 'Europe/Paris'),
      'Europe/Paris',
      '2026-11-16T10:00:00',
      '09:00',
    ],
    ['in the calendar’s zone', at('2026-11-16T10:00:00+01:00'), 'Europe/Berlin', '2026-11-16T10:00:00', '09:00'],
    ['with a fraction', at('2026-11-16T10:00:00.000Z', 'UTC'), 'UTC', '2026-11-16T10:00:00', '10:00'],
    [
      'in the first of two equal hours',
      at('2026-10-25T02:30:00+02:00', 'Europe/Paris'),
      'Europe/Paris',
      '2026-10-25T02:30:00',
      '00:30',
    ],
    [
      'in the second of two equal hours',
      at('2026-10-25T02:30:00+01:00', 'Europe/Paris'),
      'Europe/Paris',
      '2026-10-25T02:30:00',
      '01:30',
    ],
  ])('maps a start %s', (_what, start, timeZone, dateTime, utc) => {
    const time = mapEventTime({ start, end: start }, 'Europe/Berlin');
    expect(time).toMatchObject({
      kind: 'timed',
      start: { timeZone, dateTime, instant: `${dateTime.slice(0, 11)}${utc}:00Z` },
    });
  });

  it('keeps two zones of one event apart', () => {
    const start = at('2026-11-16T10:00:00+01:00', 'Europe/Paris');
    const end = at('2026-11-16T15:00:00-05:00', 'America/New_York');
    expect(mapEventTime({ start, end }, undefined)).toMatchObject({
      start: { dateTime: '2026-11-16T10:00:00', timeZone: 'Europe/Paris' },
      end: { dateTime: '2026-11-16T15:00:00', timeZone: 'America/New_York', instant: '2026-11-16T20:00:00Z' },
    });
  });

  it('keeps the instant of a zone nobody knows', () => {
    const start = at('2026-11-16T10:00:00+01:00', 'Mars/Base');
    expect(mapEventTime({ start, end: start }, 'Europe/Paris')).toMatchObject({
      start: {
        dateTime: '2026-11-16T09:00:00',
        timeZone: 'UTC',
        instant: '2026-11-16T09:00:00Z',
        unresolvedTimeZone: 'Mars/Base',
      },
    });
  });

  it('has only the offset when neither event nor calendar name a zone', () => {
    const start = at('2026-11-16T10:00:00+01:00');
    expect(mapEventTime({ start, end: start }, undefined)).toMatchObject({
      start: { timeZone: 'UTC', instant: '2026-11-16T09:00:00Z', unresolvedTimeZone: '+01:00' },
    });
    const inUtc = at('2026-11-16T10:00:00Z');
    expect(mapEventTime({ start: inUtc, end: inUtc }, undefined)).not.toHaveProperty('start.unresolvedTimeZone');
  });

  it.each([
    ['with an exclusive end', { date: '2026-11-18' }, '2026-11-18'],
    ['that ends on its own day', { date: '2026-11-16' }, '2026-11-17'],
    ['without an end', undefined, '2026-11-17'],
  ])('maps whole days %s, untouched by zones', (_what, end, endDate) => {
    expect(mapEventTime({ start: { date: '2026-11-16' }, end }, 'Pacific/Auckland')).toEqual({
      kind: 'allDay',
      startDate: '2026-11-16',
      endDate,
    });
  });

  it.each([
    ['start', { start: {}, end: {} }],
    ['start', { start: null, end: { date: '2026-11-16' } }],
    ['end', { start: { date: '2026-11-16' }, end: at('2026-11-16T10:00:00Z') }],
    ['end', { start: at('2026-11-16T10:00:00Z'), end: { date: '2026-11-16' } }],
  ])('names the field that makes no time: %s', (field, event) => {
    expect(() => mapEventTime(event, 'UTC')).toThrow(
      expect.objectContaining({ code: 'invalidResponse', message: expect.stringMatching(`^${field}:`) }),
    );
  });
});

describe('recurrenceIdOf', () => {
  it.each([
    [at('2026-11-16T10:00:00+01:00', 'Europe/Paris'), '2026-11-16T09:00:00Z'],
    [at('2026-11-16T09:00:00.000Z'), '2026-11-16T09:00:00Z'],
    [{ date: '2026-11-16' }, '2026-11-16'],
    [{}, undefined],
    [null, undefined],
  ])('names the slot %j', (originalStart, id) => {
    expect(recurrenceIdOf(originalStart)).toBe(id);
  });
});
