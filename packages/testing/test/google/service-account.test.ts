import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GoogleServiceAccountKey } from '../../src/google/handle/service-account-controls.ts';
import { exchangeAssertion, signAssertion } from './google-assertion.ts';
import type { AssertionClaims } from './google-assertion.ts';
import { calendarScope, emptyCompany, meeting, startKit, withMeetings } from './google-kit.ts';
import type { Answer, ErrorBody, Kit, ListBody } from './google-kit.ts';

const domain = 'tidewater.example';
const sub = 'ada@tidewater.example';
const readonlyScope = 'https://www.googleapis.com/auth/calendar.readonly';

type Tokens = Answer<Record<string, string | number>>;

// Making an RSA key takes a while; the tests that change nothing about the account share one.
let kit: Kit;
let key: GoogleServiceAccountKey;
beforeAll(async () => {
  kit = await startKit(withMeetings(meeting({ id: 'm', invitees: [{ who: 'harbour', response: 'accepted' }] })));
  key = await kit.emulator.createServiceAccountKey({ name: 'shared' });
  kit.emulator.authorizeDelegation({ domain, clientId: key.client_id, scopes: [calendarScope] });
});
afterAll(() => kit.emulator.close());

const ask = (claims: AssertionClaims = {}, header: object = {}): Promise<Tokens> =>
  exchangeAssertion(kit, signAssertion(kit, key, claims, header));
const events = (accessToken: unknown, path: string): Promise<Answer<ListBody>> =>
  kit.api(path, {}, { headers: { authorization: `Bearer ${String(accessToken)}` } });

describe('service account key', () => {
  it('is the file that the console hands out', () => {
    expect(key).toMatchObject({
      type: 'service_account',
      project_id: 'kalends-demo',
      private_key_id: expect.stringMatching(/^[0-9a-f]{40}$/),
      private_key: expect.stringMatching(/^-----BEGIN PRIVATE KEY-----\n/),
      client_email: 'shared@kalends-demo.iam.gserviceaccount.com',
      client_id: expect.stringMatching(/^\d{21}$/),
      token_uri: `${kit.emulator.origin}/token`,
    });
  });

  it('can be replaced: a second key of the same account works beside the first, and without naming itself', async () => {
    const second = await kit.emulator.createServiceAccountKey({ name: 'shared' });
    expect(second.client_id).toBe(key.client_id);
    expect(second.private_key_id).not.toBe(key.private_key_id);
    expect((await exchangeAssertion(kit, signAssertion(kit, second, {}, { kid: undefined }))).status).toBe(200);
    expect((await ask()).status).toBe(200);
  });

  it('is the one that the header names, not any other of the account', async () => {
    const second = await kit.emulator.createServiceAccountKey({ name: 'shared' });
    const mislabelled = signAssertion(kit, second, {}, { kid: key.private_key_id });
    expect((await exchangeAssertion(kit, mislabelled)).body['error_description']).toBe('Invalid JWT Signature.');
  });

  it('is dead once deleted and while disabled', async () => {
    const temporary = await kit.emulator.createServiceAccountKey({ name: 'shared' });
    const use = (): Promise<Tokens> => exchangeAssertion(kit, signAssertion(kit, temporary));
    kit.emulator.setServiceAccountKeyEnabled(temporary.private_key_id, false);
    expect((await use()).body).toEqual({ error: 'invalid_grant', error_description: 'Invalid JWT Signature.' });
    kit.emulator.setServiceAccountKeyEnabled(temporary.private_key_id, true);
    expect((await use()).status).toBe(200);
    kit.emulator.deleteServiceAccountKey(temporary.private_key_id);
    expect((await use()).body['error_description']).toBe('Invalid JWT Signature.');
    expect(() => kit.emulator.deleteServiceAccountKey(temporary.private_key_id)).toThrow(RangeError);
    expect(() => kit.emulator.setServiceAccountStatus('nobody@example.test', 'disabled')).toThrow(RangeError);
  });
});

describe('assertion for a person', () => {
  it('opens the calendar of that person, without a refresh token', async () => {
    const { status, body } = await ask({ sub });
    expect(status).toBe(200);
    expect(body).toEqual({ access_token: expect.stringMatching(/^ya29\./), expires_in: 3599, token_type: 'Bearer' });
    const list = await events(body['access_token'], 'calendars/primary/events');
    expect(list.body.items.map(({ summary }) => summary)).toEqual(['m']);
    expect((await events(body['access_token'], 'calendars/harbour@tidewater.example/events')).status).toBe(404);
  });

  it('works for the address whatever its case, and for the audiences that Google names', async () => {
    expect((await ask({ sub: 'Ada@Tidewater.example' })).status).toBe(200);
    expect((await ask({ sub, aud: 'https://oauth2.googleapis.com/token' })).status).toBe(200);
  });

  it.each([
    ['65 minutes ahead', 65 * 60, 200],
    ['more than 65 minutes ahead', 65 * 60 + 1, 400],
    ['now', 0, 400],
    ['before it was issued', -1, 400],
  ])('may end %s: %d s', async (_, seconds, status) => {
    const iat = kit.clock.now() / 1000;
    expect((await ask({ sub, iat, exp: iat + seconds })).status).toBe(status);
  });

  it.each([
    ['for longer than that', -3600, 1800],
    ['to end before it begins', 240, 120],
  ])('may not be made %s', async (_, from, to) => {
    const now = kit.clock.now() / 1000;
    const { body } = await ask({ sub, iat: now + from, exp: now + to });
    expect(String(body['error_description'])).toContain('Check your iat and exp values');
  });

  it('may be made a little ahead of time, by a clock that is fast', async () => {
    const now = kit.clock.now() / 1000;
    expect((await ask({ sub, iat: now + 240, exp: now + 3600 })).status).toBe(200);
    expect((await ask({ sub, iat: now + 360, exp: now + 3600 })).status).toBe(400);
  });

  it('takes scopes literally, all of them', async () => {
    expect((await ask({ sub, scope: readonlyScope })).body['error']).toBe('unauthorized_client');
    expect((await ask({ sub, scope: `${calendarScope} ${readonlyScope}` })).body['error']).toBe('access_denied');
  });

  it('waits until the authorisation took effect, and ends with it', async () => {
    await using own = await startKit();
    const robot = await own.emulator.createServiceAccountKey();
    const clientId = robot.client_id;
    const use = async (): Promise<unknown> =>
      (await exchangeAssertion(own, signAssertion(own, robot, { sub }))).body['error'];
    own.emulator.authorizeDelegation({ domain, clientId, scopes: [calendarScope], delaySeconds: 900 });
    expect(await use()).toBe('unauthorized_client');
    await own.clock.advance(900_000);
    expect(await use()).toBeUndefined();
    own.emulator.withdrawDelegation(domain, clientId);
    expect(await use()).toBe('unauthorized_client');
  });

  it.each(['disabled', 'deleted'] as const)('is refused while the person is %s', async (status) => {
    const before = (await ask({ sub: 'bo@tidewater.example' })).body['access_token'];
    kit.emulator.setAccountStatus('bo', status);
    expect((await ask({ sub: 'bo@tidewater.example' })).body['error']).toBe('invalid_grant');
    expect((await events(before, 'calendars/primary/events')).status).toBe(401);
    kit.emulator.setAccountStatus('bo', 'active');
    expect((await events(before, 'calendars/primary/events')).status).toBe(200);
  });
});

describe('assertion without a person', () => {
  it('makes the service account its own user, with an empty calendar that nobody else sees', async () => {
    const { body } = await ask();
    expect((await events(body['access_token'], 'calendars/primary/events')).body.items).toEqual([]);
    const list = await events(body['access_token'], 'users/me/calendarList');
    expect(list.body.items.map(({ id }) => id)).toEqual([key.client_email]);
    const foreign = await kit.api<ErrorBody>(`calendars/${encodeURIComponent(key.client_email)}`);
    expect(foreign.status).toBe(404);
  });

  it('needs no delegation, and reaches what is shared with it', async () => {
    await using own = await startKit(emptyCompany);
    const robot = await own.emulator.createServiceAccountKey();
    const { body } = await exchangeAssertion(own, signAssertion(own, robot));
    const room = (): Promise<Answer<ListBody>> =>
      own.api(
        'calendars/harbour@tidewater.example/events',
        {},
        { headers: { authorization: `Bearer ${body['access_token']}` } },
      );
    expect((await room()).status).toBe(404);
    own.emulator.shareCalendar({
      calendarId: 'harbour@tidewater.example',
      with: robot.client_email,
      role: 'owner',
    });
    expect((await room()).body).toMatchObject({ accessRole: 'owner', summary: 'Harbour' });
  });

  it('can be revoked like any access token', async () => {
    const { body } = await ask();
    const revoke = (): Promise<Response> =>
      fetch(`${kit.emulator.origin}/revoke`, {
        method: 'POST',
        body: new URLSearchParams({ token: String(body['access_token']) }),
      });
    expect((await revoke()).status).toBe(200);
    expect((await events(body['access_token'], 'calendars/primary/events')).status).toBe(401);
    expect((await revoke()).status).toBe(400);
  });

  it('signs in nowhere as a person', async () => {
    expect((await kit.consent({ username: key.client_email, password: '' })).text).toContain('Wrong email or password');
  });
});
