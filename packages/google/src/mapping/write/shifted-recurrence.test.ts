import type { EventTime, Recurrence, RecurrenceEnd } from '@kalends/core';
import { eventTimeOf } from '@kalends/core/time';
import { describe, expect, it } from 'vitest';
import { shiftedRecurrence } from './shifted-recurrence.ts';

const timed = (dateTime: string, timeZone = 'Europe/Berlin'): EventTime =>
  eventTimeOf({ kind: 'timed', start: { dateTime, timeZone }, end: { dateTime, timeZone } });
const allDay = (startDate: string, endDate: string): EventTime => ({ kind: 'allDay', startDate, endDate });

const recurrence = (end: RecurrenceEnd, more: Partial<Recurrence> = {}): Recurrence => ({
  rules: [{ frequency: 'daily', interval: 1, skip: 'omit', firstDayOfWeek: 'mo', end }],
  excludedRules: [],
  additional: [],
  excluded: [],
  ...more,
});

describe('shiftedRecurrence', () => {
  it('moves what it names on the clock of the wall', () => {
    const given = recurrence(
      { kind: 'untilInstant', instant: '2026-10-28T08:00:00Z' },
      { excluded: ['2026-10-24T07:00:00Z', '2026-10-26T08:00:00Z'], additional: ['2026-11-03T17:00:00Z'] },
    );
    expect(shiftedRecurrence(given, timed('2026-10-22T09:00:00'), timed('2026-10-22T11:30:00'))).toEqual(
      recurrence(
        { kind: 'untilInstant', instant: '2026-10-28T10:30:00Z' },
        { excluded: ['2026-10-24T09:30:00Z', '2026-10-26T10:30:00Z'], additional: ['2026-11-03T19:30:00Z'] },
      ),
    );
  });

  it('keeps the wall time where only the zone changes', () => {
    const given = recurrence({ kind: 'never' }, { excluded: ['2026-11-26T08:00:00Z'] });
    const shifted = shiftedRecurrence(
      given,
      timed('2026-11-22T09:00:00'),
      timed('2026-11-22T09:00:00', 'America/New_York'),
    );
    expect(shifted.excluded).toEqual(['2026-11-26T14:00:00Z']);
  });

  it('moves dates by days', () => {
    const given = recurrence({ kind: 'untilDate', date: '2027-02-27' }, { excluded: ['2027-02-26'] });
    const shifted = shiftedRecurrence(given, allDay('2027-02-20', '2027-02-21'), allDay('2027-02-22', '2027-02-25'));
    expect(shifted).toEqual(recurrence({ kind: 'untilDate', date: '2027-03-01' }, { excluded: ['2027-02-28'] }));
  });

  it('makes dates of instants, and instants of dates', () => {
    const zoned = recurrence(
      { kind: 'untilInstant', instant: '2026-11-28T23:30:00Z' },
      { excluded: ['2026-11-25T23:30:00Z'] },
    );
    const dated = recurrence({ kind: 'untilDate', date: '2026-11-29' }, { excluded: ['2026-11-26'] });
    const night = timed('2026-11-22T00:30:00');
    const day = allDay('2026-11-22', '2026-11-23');
    expect(shiftedRecurrence(zoned, night, day)).toEqual(dated);
    expect(shiftedRecurrence(dated, day, night).excluded).toEqual(['2026-11-25T23:30:00Z']);
    const additional = { ...dated, additional: ['2026-12-24'] };
    expect(() => shiftedRecurrence(additional, day, night)).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });

  it.each([
    ['before the time of day', '2026-11-24T00:00:00Z', '2026-11-23'],
    ['at the time of day', '2026-11-24T08:00:00Z', '2026-11-24'],
    ['after the time of day', '2026-11-24T22:59:59Z', '2026-11-24'],
  ])('ends whole days with the last occurrence that there was: an end %s', (_what, instant, date) => {
    const given = recurrence({ kind: 'untilInstant', instant });
    const shifted = shiftedRecurrence(given, timed('2026-11-20T09:00:00'), allDay('2026-11-20', '2026-11-21'));
    expect(shifted).toEqual(recurrence({ kind: 'untilDate', date }));
  });

  it('changes nothing where the time stays', () => {
    const given = recurrence({ kind: 'count', count: 5 }, { excluded: ['2026-10-25T00:30:00Z'] });
    const time = timed('2026-10-20T02:30:00');
    expect(shiftedRecurrence(given, time, time)).toEqual(given);
  });
});
