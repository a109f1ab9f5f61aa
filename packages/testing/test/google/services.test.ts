import { describe, expect, it } from 'vitest';
import { demoGoogleClient } from '../../src/google/google-client.ts';
import { googleFaults } from '../../src/google/google-faults.ts';
import { exchangeAssertion, signAssertion } from './google-assertion.ts';
import type { ErrorBody } from './google-kit.ts';
import { auth, eventsPath, guests, hour, startWriteKit } from './write-kit.ts';

describe('an account without the Calendar service', () => {
  it('is refused with notACalendarUser, keeps its tokens and its contacts, and comes back', async () => {
    await using kit = await startWriteKit();
    kit.emulator.setCalendarService('bo', false);
    for (const path of [eventsPath(), '/calendar/v3/users/me/calendarList']) {
      expect(await kit.refusal('GET', path, { person: 'bo' })).toEqual({
        status: 403,
        reason: 'notACalendarUser',
        message: 'The user must be signed up for Google Calendar.',
      });
    }
    const people = { person: 'bo', query: { personFields: 'names' } };
    expect((await kit.call('GET', '/v1/people/me/connections', people)).status).toBe(200);
    kit.emulator.setCalendarService('bo', true);
    expect((await kit.call('GET', eventsPath(), { person: 'bo' })).status).toBe(200);
  });

  it('is hidden from others, and invitations to it go outside', async () => {
    await using kit = await startWriteKit();
    kit.emulator.shareCalendar({ calendarId: 'bo@tidewater.example', with: 'ada@tidewater.example', role: 'reader' });
    kit.emulator.setCalendarService('bo', false);
    expect((await kit.call('GET', eventsPath('bo@tidewater.example'))).status).toBe(404);
    await kit.insert({ ...hour(), attendees: guests('bo', 'cy') }, { query: { sendUpdates: 'externalOnly' } });
    expect(kit.emulator.storedEvents('bo')).toEqual([]);
    expect(kit.emulator.sentMails.map(({ to }) => to)).toEqual(['bo@tidewater.example']);
    expect(() => kit.emulator.setCalendarService('nobody', false)).toThrow(RangeError);
  });
});

describe('an API that is not enabled', () => {
  it('is refused in the project it is missing from, and named', async () => {
    const other = { clientId: '987-other.apps.googleusercontent.com', redirectUris: [] };
    await using kit = await startWriteKit(undefined, { clients: [demoGoogleClient, other] });
    kit.emulator.setApiEnabled(demoGoogleClient.clientId, 'calendar', false);
    const { status, body } = await kit.call<ErrorBody>('GET', eventsPath());
    expect(status).toBe(403);
    expect(body.error).toMatchObject({
      message: expect.stringContaining(
        'Google Calendar API has not been used in project 123456789012 before or it is disabled.',
      ),
      status: 'PERMISSION_DENIED',
      errors: [{ domain: 'usageLimits', reason: 'accessNotConfigured' }],
      details: [
        {
          reason: 'SERVICE_DISABLED',
          metadata: { service: 'calendar-json.googleapis.com', consumer: 'projects/123456789012' },
        },
      ],
    });
    expect((await kit.call('GET', '/v1/people/me/connections', { query: { personFields: 'names' } })).status).toBe(200);
    const { accessToken } = kit.emulator.issueTokens({
      person: 'ada',
      scopes: [`${auth}calendar`],
      clientId: other.clientId,
    });
    const headers = { authorization: `Bearer ${accessToken}` };
    expect((await kit.call('GET', eventsPath(), { headers })).status).toBe(200);
    kit.emulator.setApiEnabled(demoGoogleClient.clientId, 'calendar', true);
    expect((await kit.call('GET', eventsPath())).status).toBe(200);
  });

  it.each([
    ['people', '/v1/people/me/connections', { personFields: 'names' }, 'SERVICE_DISABLED'],
    ['admin', '/admin/directory/v1/customer/my_customer/resources/buildings', {}, 'accessNotConfigured'],
  ] as const)('may be %s', async (api, path, query, reason) => {
    await using kit = await startWriteKit();
    kit.emulator.setApiEnabled(demoGoogleClient.clientId, api, false);
    const { status, text } = await kit.call('GET', path, { query });
    expect([status, text.includes(reason)]).toEqual([403, true]);
    expect((await kit.call('GET', eventsPath())).status).toBe(200);
  });

  it('may be missing from the project of a service account', async () => {
    await using kit = await startWriteKit();
    const key = await kit.emulator.createServiceAccountKey();
    const { body: token } = await exchangeAssertion(kit, signAssertion(kit, key));
    const headers = { authorization: `Bearer ${token['access_token']}` };
    expect((await kit.call('GET', eventsPath(), { headers })).status).toBe(200);
    kit.emulator.setApiEnabled(key.client_id, 'calendar', false);
    expect(await kit.refusal('GET', eventsPath(), { headers })).toMatchObject({ reason: 'accessNotConfigured' });
    expect((await kit.call('GET', eventsPath())).status).toBe(200);
  });

  it('is a fault as well', async () => {
    await using kit = await startWriteKit();
    kit.emulator.faults.add(googleFaults.accessNotConfigured());
    expect(await kit.refusal('GET', eventsPath())).toMatchObject({ status: 403, reason: 'accessNotConfigured' });
  });
});

describe('quotas', () => {
  it('of a project: 403 rateLimitExceeded until the minute is over, every third with its start', async () => {
    await using kit = await startWriteKit();
    kit.emulator.setQuota({ perMinute: 2 });
    await kit.read((await kit.insert(hour())).id);
    const windows: (string | undefined)[] = [];
    for (const person of ['ada', 'bo', 'cy']) {
      const { status, body } = await kit.call<ErrorBody>('GET', eventsPath(), { person });
      expect([status, body.error.errors[0]?.reason]).toEqual([403, 'rateLimitExceeded']);
      windows.push(body.error.details?.[0]?.metadata['window_start_time']);
    }
    expect(windows).toEqual([undefined, undefined, '2026-03-01T08:00:00.000Z']);
    await kit.clock.advance(59_999);
    expect((await kit.call('GET', eventsPath())).status).toBe(403);
    await kit.clock.advance(1);
    expect((await kit.call('GET', eventsPath())).status).toBe(200);
  });

  it('of an account: 403 userRateLimitExceeded, others go on', async () => {
    await using kit = await startWriteKit();
    kit.emulator.setQuota({ perMinuteAndUser: 1 });
    expect((await kit.call('GET', eventsPath())).status).toBe(200);
    expect(await kit.refusal('GET', eventsPath())).toMatchObject({ status: 403, reason: 'userRateLimitExceeded' });
    expect((await kit.call('GET', eventsPath(), { person: 'bo' })).status).toBe(200);
    kit.emulator.setQuota();
    expect((await kit.call('GET', eventsPath())).status).toBe(200);
  });

  it('at once: 429 while answers are held', async () => {
    await using kit = await startWriteKit();
    kit.emulator.setQuota({ atOnce: 1 });
    const held = kit.emulator.holdAnswers((request) => request.method === 'POST');
    const inserting = fetch(kit.emulator.origin + eventsPath(), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${kit.emulator.issueTokens({ person: 'ada', scopes: [`${auth}calendar`] }).accessToken}`,
      },
      body: JSON.stringify(hour()),
    });
    await held.arrived();
    expect(kit.emulator.storedEvents('ada')).toHaveLength(1);
    expect(await kit.refusal('GET', eventsPath())).toMatchObject({ status: 429, reason: 'rateLimitExceeded' });
    held.release();
    expect((await inserting).status).toBe(200);
    expect((await kit.call('GET', eventsPath())).status).toBe(200);
  });
});

describe('faults of writes', () => {
  const body = { id: 'abcde00001', ...hour() };

  it.each([
    ['connectionCut', 0],
    ['lostAnswer', 1],
  ] as const)('%s leaves %i events, and the second try tells which', async (name, count) => {
    await using kit = await startWriteKit();
    kit.emulator.faults.add(googleFaults[name]());
    await expect(kit.call('POST', eventsPath(), { body })).rejects.toThrow('fetch failed');
    expect(kit.emulator.storedEvents('ada')).toHaveLength(count);
    expect((await kit.call('POST', eventsPath(), { body })).status).toBe(count === 0 ? 200 : 409);
    expect(kit.emulator.storedEvents('ada')).toHaveLength(1);
  });

  it('lateGatewayTimeout answers 504 after the effect, and lets reads alone', async () => {
    await using kit = await startWriteKit();
    kit.emulator.faults.add(googleFaults.lateGatewayTimeout());
    expect((await kit.call('GET', eventsPath())).status).toBe(200);
    const busy = { timeMin: '2026-03-02T00:00:00Z', timeMax: '2026-03-03T00:00:00Z', items: [] };
    expect((await kit.call('POST', '/calendar/v3/freeBusy', { body: busy })).status).toBe(200);
    const answer = await kit.call('POST', eventsPath(), { body });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([504, 'text/html; charset=UTF-8']);
    expect(kit.emulator.storedEvents('ada')).toHaveLength(1);
  });

  it('nthWrite hits the n-th write and no other', async () => {
    await using kit = await startWriteKit();
    kit.emulator.faults.add(googleFaults.nthWrite(2, googleFaults.backendError(500)));
    const statuses: number[] = [];
    for (let index = 0; index < 3; index += 1) {
      await kit.call('GET', eventsPath());
      statuses.push((await kit.call('POST', eventsPath(), { body: hour() })).status);
    }
    expect(statuses).toEqual([200, 500, 200]);
    expect(kit.emulator.storedEvents('ada')).toHaveLength(2);
    expect(() => googleFaults.nthWrite(0, googleFaults.backendError())).toThrow(RangeError);
  });

  it('may name a wait', async () => {
    await using kit = await startWriteKit();
    kit.emulator.faults.add(googleFaults.nthWrite(1, googleFaults.tooManyRequests({ retryAfterSeconds: 7 })));
    const answer = await kit.call('POST', eventsPath(), { body });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
  });

  it.each([
    ['contactsQuota', 429, 'RESOURCE_EXHAUSTED'],
    ['contactsUnavailable', 503, 'UNAVAILABLE'],
  ] as const)('%s hits contacts alone', async (name, status, code) => {
    await using kit = await startWriteKit();
    kit.emulator.faults.add(googleFaults[name]());
    expect((await kit.call('GET', eventsPath())).status).toBe(200);
    const answer = await kit.call<{ error: object }>('GET', '/v1/people/me/connections', {
      query: { personFields: 'names' },
    });
    expect([answer.status, answer.body.error]).toEqual([
      status,
      { code: status, message: expect.any(String), status: code },
    ]);
  });
});

describe('inspection', () => {
  it('finds calendars by person, room and id', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), summary: 'Planning', attendees: guests('bo', 'harbour') });
    const stored = {
      id,
      uid: `${id}@google.com`,
      kind: 'single',
      status: 'confirmed',
      title: 'Planning',
      start: { dateTime: '2026-03-02T10:00:00+01:00', timeZone: 'Europe/Berlin' },
      end: { dateTime: '2026-03-02T11:00:00+01:00', timeZone: 'Europe/Berlin' },
      recurrence: [],
      organizer: 'ada@tidewater.example',
      attendees: [
        { address: 'bo@tidewater.example', response: 'needsAction' },
        { address: 'harbour@tidewater.example', response: 'accepted' },
      ],
      sequence: 0,
      etag: expect.stringMatching(/^"\d+"$/),
    };
    for (const [whose, calendarId] of [
      ['ada', 'ada@tidewater.example'],
      ['harbour', 'harbour@tidewater.example'],
      ['bo@tidewater.example', 'bo@tidewater.example'],
    ] as const) {
      expect(kit.emulator.storedEvents(whose)).toEqual([{ calendarId, ...stored }]);
    }
    expect(() => kit.emulator.storedEvents('nobody')).toThrow(RangeError);
  });
});
