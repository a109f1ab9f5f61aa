import { CalendarError } from '@kalends/core';
import { describe, expect, test } from 'vitest';
import { agendaQuery } from '../src/agenda/agenda-query.ts';
import type { AgendaQuery } from '../src/agenda/agenda-query.ts';

const defaults = { timeZone: 'Europe/Berlin', nowMs: Date.parse('2026-03-20T23:30:00Z') };
const query = (parameters: Parameters<typeof agendaQuery>[0]): AgendaQuery => agendaQuery(parameters, defaults);

describe('agendaQuery', () => {
  test('begins with today in the viewer’s zone and shows 14 days', () => {
    expect(query({})).toEqual({
      window: { start: '2026-03-20T23:00:00.000Z', end: '2026-04-03T22:00:00.000Z' },
      timeZone: 'Europe/Berlin',
      firstDate: '2026-03-21',
      lastDate: '2026-04-03',
    });
    expect(query({ tz: 'America/New_York' })).toMatchObject({ firstDate: '2026-03-20', lastDate: '2026-04-02' });
  });

  test('takes instants, and shows the days they lie in', () => {
    expect(query({ from: '2026-03-29T00:30:00+01:00', to: '2026-03-29T22:00:00Z' })).toMatchObject({
      window: { start: '2026-03-28T23:30:00.000Z', end: '2026-03-29T22:00:00.000Z' },
      firstDate: '2026-03-29',
      lastDate: '2026-03-29',
    });
    expect(query({ from: '2026-03-29T00:30:00+01:00' }).lastDate).toBe('2026-04-11');
  });

  test.each([
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z', 23],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00.000Z', 25],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00.000Z', 24.5],
  ])('a day in %s is as long as its clocks make it', (tz, date, start, hours) => {
    const next = `2026-${date.slice(5, 8)}${String(Number(date.slice(8)) + 1).padStart(2, '0')}`;
    const { window, firstDate, lastDate } = query({ from: date, to: next, tz });
    expect([window.start, (Date.parse(window.end) - Date.parse(window.start)) / 3_600_000]).toEqual([start, hours]);
    expect([firstDate, lastDate]).toEqual([date, date]);
  });

  test('shows 366 days and no more, whatever clocks do', () => {
    expect(query({ from: '2026-03-28', to: '2027-03-29' }).lastDate).toBe('2027-03-28');
    expect(query({ from: '2026-10-24', to: '2027-10-25' }).lastDate).toBe('2027-10-24');
  });

  test.each([
    [{ from: '2026-03-28', to: '2027-03-30' }, 'to'],
    [{ from: '2026-03-28T00:00:00Z', to: '2027-03-29T00:00:01Z' }, 'to'],
    [{ from: '2026-03-28', to: '2026-03-28' }, 'to'],
    [{ from: '2026-03-28T00:00:00' }, 'from'],
    [{ from: '2026-3-28' }, 'from'],
    [{ from: '' }, 'from'],
    [{ to: 'x'.repeat(10_000) }, 'to'],
    [{ from: '9999-12-31' }, 'from'],
    [{ from: '0000-01-01' }, 'from'],
    [{ from: '2026-01-01', to: '9999-12-31T23:59:59Z' }, 'to'],
    [{ tz: '' }, 'tz'],
    [{ tz: '+01:00' }, 'tz'],
    [{ tz: '../../etc/passwd' }, 'tz'],
  ])('refuses %j, names the parameter and does not repeat it', (parameters, name) => {
    const attempt = (): unknown => query(parameters);
    expect(attempt).toThrow(CalendarError);
    expect(attempt).toThrow(new RegExp(`^${name}: `));
    for (const value of Object.values(parameters).filter((text) => text !== '')) expect(attempt).not.toThrow(value);
  });
});
