import { createPkcePair, systemRandom } from '@kalends/core';
import type { CalendarConnection, OAuthProvider } from '@kalends/core';
import { calendarEventSchema } from '@kalends/core/schemas';
import { demoGoogleClient, manualClock, startGoogleEmulator } from '@kalends/testing';
import type { Company, GoogleEmulator, ManualClock } from '@kalends/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { google } from '../src/index.ts';
import { now, rejection } from './support/setup.ts';

const company: Company = {
  name: 'Tidewater',
  domain: 'tidewater.example',
  timeZone: 'Europe/Paris',
  people: [
    {
      id: 'ada',
      name: 'Ada',
      address: 'ada@tidewater.example',
      timeZone: 'Europe/Paris',
      password: 'correct horse',
      calendars: [{ id: 'side', name: 'Side projects', color: '#16a765' }],
    },
    {
      id: 'bob',
      name: 'Bob',
      address: 'bob@tidewater.example',
      timeZone: 'America/New_York',
      password: 'battery staple',
    },
  ],
  rooms: [{ id: 'room4', name: 'Room 4', address: 'room4@tidewater.example', capacity: 6, building: 'A', floor: '1' }],
  meetings: [
    {
      id: 'planning',
      title: 'Planning',
      organizer: 'ada',
      invitees: [
        { who: 'bob', response: 'tentative' },
        { who: 'room4', response: 'accepted' },
      ],
      when: { kind: 'timed', start: '2026-11-16T10:00:00', end: '2026-11-16T11:00:00', timeZone: 'Europe/Paris' },
      conferenceUrl: 'https://meet.google.com/abc-defg-hij',
    },
    {
      id: 'standup',
      title: 'Standup',
      organizer: 'ada',
      when: { kind: 'timed', start: '2026-10-19T09:00:00', end: '2026-10-19T09:15:00', timeZone: 'Europe/Paris' },
      series: {
        rule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=6',
        deleted: ['2026-11-09T09:00:00'],
        exceptions: [
          {
            originalStart: '2026-11-16T09:00:00',
            when: { kind: 'timed', start: '2026-11-17T09:30:00', end: '2026-11-17T09:45:00', timeZone: 'Europe/Paris' },
          },
        ],
      },
    },
    {
      id: 'holiday',
      title: 'Holiday',
      organizer: 'ada',
      when: { kind: 'allDay', start: '2026-11-20', end: '2026-11-22' },
    },
  ],
};

let emulator: GoogleEmulator;
let clock: ManualClock;
let provider: OAuthProvider;
const redirectUri = demoGoogleClient.redirectUris[0] ?? '';

beforeEach(async () => {
  clock = manualClock(now);
  emulator = await startGoogleEmulator({ clock, company });
  provider = google({
    clientId: demoGoogleClient.clientId,
    clientSecret: demoGoogleClient.clientSecret ?? '',
    endpoints: {
      authorizationUrl: `${emulator.origin}/o/oauth2/v2/auth`,
      tokenUrl: `${emulator.origin}/token`,
      apiRootUrl: `${emulator.origin}/`,
    },
    allowInsecureLoopback: true,
    retry: { maxAttempts: 1 },
    runtime: { clock },
  });
});
afterEach(() => emulator.close());

/** Fills in the sign-in page as a person does and returns the callback's parameters and the verifier. */
async function signIn(
  person: 'ada' | 'bob',
  choice: { readonly tick?: (scope: string) => boolean; readonly action?: 'allow' | 'deny' } = {},
): Promise<{ readonly callback: URLSearchParams; readonly codeVerifier: string }> {
  const { codeVerifier, codeChallenge } = await createPkcePair(systemRandom);
  const url = await provider.signIn.createAuthorizationUrl({ redirectUri, state: 'state-1', codeChallenge });
  const html = await (await fetch(url)).text();
  const { address = '', password = '' } = company.people.find(({ id }) => id === person) ?? {};
  const form = new URLSearchParams({ username: address, password, granular: 'true', action: choice.action ?? 'allow' });
  for (const [, scope = ''] of html.matchAll(/type="checkbox" name="scope" value="([^"]+)"/g)) {
    if (choice.tick?.(scope) ?? true) form.append('scope', scope);
  }
  const answer = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  const callback = new URL(answer.headers.get('location') ?? '').searchParams;
  expect(callback.get('state')).toBe('state-1');
  return { callback, codeVerifier };
}

async function connect(person: 'ada' | 'bob'): Promise<CalendarConnection> {
  const { callback, codeVerifier } = await signIn(person);
  const code = callback.get('code') ?? '';
  const credential = await provider.signIn.exchangeCode({ code, codeVerifier, redirectUri });
  return provider.connect({ credential });
}

describe('signing in at the emulator', () => {
  it('gives a credential that reads calendars', async () => {
    await using connection = await connect('ada');
    expect(connection.account).toMatchObject({ address: 'ada@tidewater.example' });
    const calendars = await connection.calendars.list().toArray();
    expect(calendars).toMatchObject([
      { id: 'ada@tidewater.example', isPrimary: true, role: 'owner', timeZone: 'Europe/Paris' },
      { name: 'Side projects', isPrimary: false, role: 'owner', color: '#16a765' },
    ]);
  });

  it('says what was unticked', async () => {
    const { callback, codeVerifier } = await signIn('ada', { tick: (scope) => !scope.includes('calendarlist') });
    const code = callback.get('code') ?? '';
    expect(await rejection(provider.signIn.exchangeCode({ code, codeVerifier, redirectUri }))).toMatchObject({
      code: 'consentRequired',
      message: 'Access was not granted to: listing calendars',
    });
  });

  it('says that the person said no', async () => {
    const { callback } = await signIn('ada', { action: 'deny' });
    expect(provider.signIn.callbackError(callback)).toMatchObject({
      code: 'signInRefused',
      vendorCode: 'access_denied',
    });
  });

  it('takes a code once, and only with its verifier', async () => {
    const { callback, codeVerifier } = await signIn('ada');
    const code = callback.get('code') ?? '';
    await provider.signIn.exchangeCode({ code, codeVerifier, redirectUri });
    const again = { code, codeVerifier, redirectUri };
    expect(await rejection(provider.signIn.exchangeCode(again))).toMatchObject({ code: 'signInRefused' });
    const other = await signIn('ada');
    const stolen = { code: other.callback.get('code') ?? '', codeVerifier, redirectUri };
    expect(await rejection(provider.signIn.exchangeCode(stolen))).toMatchObject({ code: 'signInRefused' });
  });
});

describe('reading from the emulator', () => {
  const window = { start: '2026-11-16T00:00:00Z', end: '2026-11-23T00:00:00Z' };

  it('lists a week', async () => {
    await using connection = await connect('ada');
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
    await using connection = await connect('bob');
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
    await using connection = await connect('ada');
    const autumn = { start: '2026-10-19T00:00:00Z', end: '2026-11-03T00:00:00Z' };
    const events = await connection.events.list({ window: autumn }).toArray();
    expect(events.map(({ time }) => time)).toMatchObject([
      { start: { dateTime: '2026-10-19T09:00:00', instant: '2026-10-19T07:00:00Z' } },
      { start: { dateTime: '2026-10-26T09:00:00', instant: '2026-10-26T08:00:00Z' } },
      { start: { dateTime: '2026-11-02T09:00:00', instant: '2026-11-02T08:00:00Z' } },
    ]);
  });

  it('reads a master from one of its occurrences, with what was deleted', async () => {
    await using connection = await connect('ada');
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
    await using connection = await connect('ada');
    emulator.limitPages([0, 0, 1, 0, 1]);
    const events = await connection.events.list({ window, timeZone: 'Europe/Paris' }).toArray();
    expect(events.map(({ title }) => title)).toEqual(['Planning', 'Standup', 'Holiday']);
  });

  it('finds nothing under an unknown id and under a deleted one', async () => {
    await using connection = await connect('ada');
    expect(await rejection(connection.events.get({ eventId: 'nobody' }))).toMatchObject({ code: 'notFound' });
    const eventId = emulator.eventId('planning');
    emulator.removeEvent('ada', 'primary', eventId);
    expect(await rejection(connection.events.get({ eventId }))).toMatchObject({ code: 'notFound' });
  });

  it('goes on after access tokens ended, and stops after the grant was withdrawn', async () => {
    await using connection = await connect('ada');
    await connection.calendars.list();
    emulator.expireAccessTokens();
    await expect(connection.calendars.list().toArray()).resolves.toHaveLength(2);
    emulator.revokeGrants('ada');
    expect(await rejection(connection.calendars.list())).toMatchObject({ code: 'reauthorizationRequired' });
  });

  it('reads an hour later with a new token', async () => {
    await using connection = await connect('ada');
    await connection.calendars.list();
    await clock.advance(3_600_000);
    await expect(connection.calendars.list().toArray()).resolves.toHaveLength(2);
  });

  it('carries on through answers in small pieces, and names one that is cut off', async () => {
    await using connection = await connect('ada');
    await connection.calendars.list();
    emulator.faults.add({ action: { kind: 'chunk', chunkBytes: 3 } });
    await expect(connection.calendars.list().toArray()).resolves.toHaveLength(2);
    emulator.faults.add({ action: { kind: 'truncate', bytes: 40 } });
    expect(await rejection(connection.calendars.list())).toMatchObject({
      code: expect.stringMatching(/^(invalidResponse|networkError)$/),
    });
    emulator.faults.add({ action: { kind: 'reset', when: 'beforeHandling' } });
    expect(await rejection(connection.calendars.list())).toMatchObject({ code: 'networkError' });
  });
});
