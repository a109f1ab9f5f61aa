import { calendarEventSchema } from '@kalends/core/schemas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emulatedGoogle } from './support/emulated-google.ts';
import type { EmulatedGoogle } from './support/emulated-google.ts';
import { rejection } from './support/setup.ts';

let kit: EmulatedGoogle;

beforeEach(async () => {
  kit = await emulatedGoogle();
});
afterEach(() => kit.emulator.close());

describe('signing in at the emulator', () => {
  it('gives a credential that reads calendars', async () => {
    await using connection = await kit.connect('ada');
    expect(connection.account).toMatchObject({ address: 'ada@tidewater.example' });
    const calendars = await connection.calendars.list().toArray();
    expect(calendars).toMatchObject([
      { id: 'ada@tidewater.example', isPrimary: true, role: 'owner', timeZone: 'Europe/Paris' },
      { name: 'Side projects', isPrimary: false, role: 'owner', color: '#16a765' },
    ]);
  });

  it('says what was unticked', async () => {
    const { callback, codeVerifier } = await kit.signIn('ada', { tick: (scope) => !scope.includes('calendarlist') });
    const code = callback.get('code') ?? '';
    expect(
      await rejection(kit.provider.signIn.exchangeCode({ code, codeVerifier, redirectUri: kit.redirectUri })),
    ).toMatchObject({
      code: 'consentRequired',
      message: 'Access was not granted to: listing calendars',
    });
  });

  it('says that the person said no', async () => {
    const { callback } = await kit.signIn('ada', { action: 'deny' });
    expect(kit.provider.signIn.callbackError(callback)).toMatchObject({
      code: 'signInRefused',
      vendorCode: 'access_denied',
    });
  });

  it('takes a code once, and only with its verifier', async () => {
    const { callback, codeVerifier } = await kit.signIn('ada');
    const code = callback.get('code') ?? '';
    await kit.provider.signIn.exchangeCode({ code, codeVerifier, redirectUri: kit.redirectUri });
    const again = { code, codeVerifier, redirectUri: kit.redirectUri };
    expect(await rejection(kit.provider.signIn.exchangeCode(again))).toMatchObject({ code: 'signInRefused' });
    const other = await kit.signIn('ada');
    const stolen = { code: other.callback.get('code') ?? '', codeVerifier, redirectUri: kit.redirectUri };
    expect(await rejection(kit.provider.signIn.exchangeCode(stolen))).toMatchObject({ code: 'signInRefused' });
  });
});

describe('reading from the emulator', () => {
  const window = { start: '2026-11-16T00:00:00Z', end: '2026-11-23T00:00:00Z' };

  it('lists a week', async () => {
    await using connection = await kit.connect('ada');
    const events = await connection.events.list({ window, timeZone: 'Europe/Paris' }).toArray();
    for (const event of events) expect(calendarEventSchema.parse(event)).toEqual(event);
    expect(events.map(({ title, kind }) => [title, kind])).toEqual([
      ['Planning', 'single'],
      ['Standup', 'exception'],
      ['Holiday', 'single'],
    ]);
    expect(events[0]).toMatchObject({
      calendarId: 'ada@tidewater.example',
      time: { start: { dateTime: '2026-11-16T10:00:00', timeZone: 'Europe/Paris', instant: '2026-11-16T09:00:00Z' } },
      organizer: { address: 'ada@tidewater.example', isSelf: true },
      conference: { url: 'https://meet.google.com/abc-defg-hij', service: 'meet' },
      participationStatus: 'accepted',
    });
    expect(events[0]?.attendees).toMatchObject([
      { address: 'bob@tidewater.example', participationStatus: 'tentative', kind: 'individual', isSelf: false },
      { kind: 'resource', participationStatus: 'accepted' },
    ]);
    expect(events[1]).toMatchObject({
      recurrenceId: '2026-11-16T08:00:00Z',
      time: { start: { instant: '2026-11-17T08:30:00Z' } },
    });
    expect(events[2]).toMatchObject({ time: { kind: 'allDay', startDate: '2026-11-20', endDate: '2026-11-22' } });
  });

  it('shows an invitation with the invitee’s eyes', async () => {
    await using connection = await kit.connect('bob');
    const [event] = (await connection.events.list({ window })).items;
    expect(event).toMatchObject({
      title: 'Planning',
      organizer: { address: 'ada@tidewater.example', isSelf: false },
      participationStatus: 'tentative',
      time: { start: { instant: '2026-11-16T09:00:00Z' } },
    });
    expect(event?.attendees.find(({ isSelf }) => isSelf)?.address).toBe('bob@tidewater.example');
  });

  it('keeps the wall time of a series when clocks change', async () => {
    await using connection = await kit.connect('ada');
    const autumn = { start: '2026-10-19T00:00:00Z', end: '2026-11-03T00:00:00Z' };
    const events = await connection.events.list({ window: autumn }).toArray();
    expect(events.map(({ time }) => time)).toMatchObject([
      { start: { dateTime: '2026-10-19T09:00:00', instant: '2026-10-19T07:00:00Z' } },
      { start: { dateTime: '2026-10-26T09:00:00', instant: '2026-10-26T08:00:00Z' } },
      { start: { dateTime: '2026-11-02T09:00:00', instant: '2026-11-02T08:00:00Z' } },
    ]);
  });

  it('reads a master from one of its occurrences, with what was deleted', async () => {
    await using connection = await kit.connect('ada');
    const autumn = { start: '2026-10-26T00:00:00Z', end: '2026-10-27T00:00:00Z' };
    const [occurrence] = (await connection.events.list({ window: autumn })).items;
    expect(occurrence).toMatchObject({ kind: 'occurrence', recurrenceId: '2026-10-26T08:00:00Z' });
    const eventId = occurrence?.kind === 'occurrence' ? occurrence.masterId : '';
    const master = await connection.events.get({ eventId });
    expect(calendarEventSchema.parse(master)).toMatchObject({
      kind: 'master',
      recurrence: {
        rules: [{ frequency: 'weekly', byDay: [{ day: 'mo' }], end: { kind: 'count', count: 6 } }],
        excluded: ['2026-11-09T08:00:00Z'],
      },
    });
  });

  it('walks pages, short and empty ones too', async () => {
    await using connection = await kit.connect('ada');
    kit.emulator.limitPages([0, 0, 1, 0, 1]);
    const events = await connection.events.list({ window, timeZone: 'Europe/Paris' }).toArray();
    expect(events.map(({ title }) => title)).toEqual(['Planning', 'Standup', 'Holiday']);
  });

  it('finds nothing under an unknown id and under a deleted one', async () => {
    await using connection = await kit.connect('ada');
    expect(await rejection(connection.events.get({ eventId: 'nobody' }))).toMatchObject({ code: 'notFound' });
    const eventId = kit.emulator.eventId('planning');
    kit.emulator.removeEvent('ada', 'primary', eventId);
    expect(await rejection(connection.events.get({ eventId }))).toMatchObject({ code: 'notFound' });
  });

  it('goes on after access tokens ended, and stops after the grant was withdrawn', async () => {
    await using connection = await kit.connect('ada');
    await connection.calendars.list();
    kit.emulator.expireAccessTokens();
    await expect(connection.calendars.list().toArray()).resolves.toHaveLength(2);
    kit.emulator.revokeGrants('ada');
    expect(await rejection(connection.calendars.list())).toMatchObject({ code: 'reauthorizationRequired' });
  });

  it('reads an hour later with a new token', async () => {
    await using connection = await kit.connect('ada');
    await connection.calendars.list();
    await kit.clock.advance(3_600_000);
    await expect(connection.calendars.list().toArray()).resolves.toHaveLength(2);
  });

  it('carries on through answers in small pieces, and names one that is cut off', async () => {
    await using connection = await kit.connect('ada');
    await connection.calendars.list();
    kit.emulator.faults.add({ action: { kind: 'chunk', chunkBytes: 3 } });
    await expect(connection.calendars.list().toArray()).resolves.toHaveLength(2);
    kit.emulator.faults.add({ action: { kind: 'truncate', bytes: 40 } });
    expect(await rejection(connection.calendars.list())).toMatchObject({
      code: expect.stringMatching(/^(invalidResponse|networkError)$/),
    });
    kit.emulator.faults.add({ action: { kind: 'reset', when: 'beforeHandling' } });
    expect(await rejection(connection.calendars.list())).toMatchObject({ code: 'networkError' });
  });
});
