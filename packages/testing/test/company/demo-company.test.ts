import { describe, expect, test } from 'vitest';
import {
  conformanceCompany,
  demoCompany,
  startExchangeEmulator,
  startGoogleEmulator,
  startGraphEmulator,
} from '../../src/index.ts';

describe('demoCompany', () => {
  test.each(['2026-11-16', '2026-11-20', '2024-02-29', '2027-01-01'])('has meetings in the week of %s', (today) => {
    const company = demoCompany(today);
    const days = company.meetings.map((meeting) => meeting.when.start.slice(0, 10));
    expect(
      days.filter((day) => Math.abs(Date.parse(day) - Date.parse(today)) <= 7 * 86_400_000).length,
    ).toBeGreaterThan(6);
  });

  test('shows the coming week from Saturday on', () => {
    const friday = demoCompany('2026-11-20').meetings.find((meeting) => meeting.id === 'lunch')?.when.start;
    const saturday = demoCompany('2026-11-21').meetings.find((meeting) => meeting.id === 'lunch')?.when.start;
    expect([friday, saturday]).toEqual(['2026-11-17T12:15:00', '2026-11-24T12:15:00']);
  });

  test.each(['22/11/2026', '2026-99-99', ''])('refuses %j', (today) => {
    expect(() => demoCompany(today)).toThrow(RangeError);
  });
});

describe.each([
  ['demo', demoCompany('2026-11-20')],
  ['conformance', conformanceCompany],
])('the %s company', (_name, company) => {
  test('names only people, rooms and calendars that it has', () => {
    const ids = new Set([...company.people, ...company.rooms].map(({ id }) => id));
    const calendars = new Set(company.people.flatMap((person) => person.calendars ?? []).map(({ id }) => id));
    const named = company.meetings.flatMap(({ organizer, invitees = [] }) => [
      organizer,
      ...invitees.flatMap(({ who }) => (typeof who === 'string' ? [who] : [])),
    ]);
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
    const used = company.meetings.flatMap(({ calendar }) => (calendar === undefined ? [] : [calendar]));
    expect(used.filter((id) => !calendars.has(id))).toEqual([]);
    expect(new Set(company.meetings.map(({ id }) => id)).size).toBe(company.meetings.length);
  });

  test('fits into all three systems', async () => {
    const emulators = await Promise.all([
      startGraphEmulator({ company }),
      startGoogleEmulator({ company }),
      startExchangeEmulator({ company }),
    ]);
    await Promise.all(emulators.map((emulator) => emulator.close()));
    expect(emulators).toHaveLength(3);
  });
});
