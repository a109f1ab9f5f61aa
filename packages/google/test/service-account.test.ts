import { generateKeyPairSync } from 'node:crypto';
import { credentialFromPlaintext, credentialToPlaintext } from '@kalends/core/schemas';
import { googleFaults } from '@kalends/testing';
import type { GoogleServiceAccountKey } from '@kalends/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { google } from '../src/index.ts';
import type { GoogleServiceAccount, GoogleServiceAccountProvider } from '../src/index.ts';
import { emulatedGoogle } from './support/emulated-google.ts';
import type { EmulatedGoogle } from './support/emulated-google.ts';
import { fakeGoogle, json } from './support/fake-google.ts';
import { calendarScope, credential as oauthCredential, rejection } from './support/setup.ts';

const domain = 'tidewater.example';
const mailbox = `ada@${domain}`;
const window = { start: '2026-11-16T00:00:00Z', end: '2026-11-17T00:00:00Z' };
const scopes = ['events.readonly', 'freebusy', 'calendarlist.readonly'].map((name) => `${calendarScope}.${name}`);

let kit: EmulatedGoogle;
let key: GoogleServiceAccountKey;
let account: GoogleServiceAccount;
let provider: GoogleServiceAccountProvider;
beforeEach(async () => {
  kit = await emulatedGoogle();
  key = await kit.emulator.createServiceAccountKey();
  kit.emulator.authorizeDelegation({ domain, clientId: key.client_id, scopes });
  account = {
    clientEmail: key.client_email,
    privateKey: key.private_key,
    keyId: key.private_key_id,
    clientId: key.client_id,
  };
  provider = kit.serviceAccount({ serviceAccount: JSON.stringify(key) });
});
afterEach(() => kit.emulator.close());

/** The assertions that were sent, decoded. */
const assertions = (): { header: unknown; claims: unknown }[] =>
  kit.emulator.exchanges
    .filter(({ request }) => request.path === '/token')
    .map(({ request }) => {
      const [header = '', claims = ''] = (new URLSearchParams(request.body).get('assertion') ?? '').split('.');
      const decode = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
      return { header: decode(header), claims: decode(claims) };
    });

describe('domain-wide delegation', () => {
  it('opens the calendars of a person with nothing secret to keep', async () => {
    const credential = await provider.application({ mailbox: 'Ada@Tidewater.example' });
    expect(credential).toEqual({
      kind: 'application',
      provider: 'google',
      account: { id: mailbox, address: mailbox, tenantId: domain },
      issuedAt: '2026-11-16T08:00:00.000Z',
    });
    expect(credentialFromPlaintext(credentialToPlaintext(credential))).toEqual(credential);
    await using connection = provider.connect({ credential });
    expect(connection.capabilities).toMatchObject({ calendars: { list: true }, events: { list: true } });
    expect(await connection.calendars.list().toArray()).toMatchObject([{ id: mailbox, role: 'owner' }, {}]);
    const events = await connection.events.list({ window }).toArray();
    expect(events.map(({ title }) => title)).toContain('Planning');
    expect(events[0]?.organizer).toMatchObject({ isSelf: true });
  });

  it('asserts what Google asks for, by the injected clock', async () => {
    await provider.application({ mailbox });
    const issuedAt = Date.parse('2026-11-16T08:00:00Z') / 1000;
    expect(assertions()).toEqual([
      {
        header: { alg: 'RS256', typ: 'JWT', kid: key.private_key_id },
        claims: {
          iss: key.client_email,
          sub: mailbox,
          scope: scopes.join(' '),
          aud: `${kit.emulator.origin}/token`,
          iat: issuedAt,
          exp: issuedAt + 3600,
        },
      },
    ]);
    expect(provider.scopes).toEqual(scopes);
  });

  it('renews its token with a new assertion, and after a refusal', async () => {
    await using connection = provider.connect({ credential: await provider.application({ mailbox }) });
    await connection.calendars.list();
    await kit.clock.advance(3_600_000);
    await connection.calendars.list();
    kit.emulator.expireAccessTokens();
    await connection.calendars.list();
    expect(assertions()).toHaveLength(4);
  });

  it('is given no refresh token, whatever an answer holds', async () => {
    const service = fakeGoogle();
    service.on('/token', json({ access_token: 'a', expires_in: 300, refresh_token: 'r' }));
    const scripted = google({ serviceAccount: JSON.stringify(key), runtime: { fetch: service.fetch } });
    const issued = await scripted.tokens.issue({ credential: await scripted.application({ mailbox }) });
    expect(issued).toMatchObject({ expiresIn: 300 });
    expect(issued).not.toHaveProperty('refreshToken');
  });

  it('opens one mailbox with each token, and keeps connections apart', async () => {
    const [ada, bob] = await Promise.all(
      [mailbox, `bob@${domain}`].map((address) => provider.application({ mailbox: address })),
    );
    if (ada === undefined || bob === undefined) throw new Error('Two were asked for');
    expect(provider.tokens.tokenReach(ada)).toBe('account');
    expect(provider.tokens).not.toHaveProperty('revoke');
    const firstOf = async (credential: typeof ada): Promise<string | undefined> =>
      (await provider.connect({ credential }).calendars.list()).items[0]?.id;
    expect(await Promise.all([firstOf(ada), firstOf(bob)])).toEqual([mailbox, `bob@${domain}`]);
  });

  it('asks on account of each person, whom Google would else count as one', async () => {
    const quotaUsers = async (address: string): Promise<Set<string | undefined>> => {
      await using connection = provider.connect({ credential: await provider.application({ mailbox: address }) });
      const from = kit.emulator.exchanges.length;
      await connection.calendars.list();
      await connection.events.getMany({ eventIds: ['e1', 'e2'] });
      await connection.freeBusy.query({ mailboxes: [mailbox], window });
      const requests = kit.emulator.exchanges.slice(from).filter(({ request }) => request.path !== '/token');
      expect(requests.length).toBeGreaterThan(2);
      return new Set(requests.map(({ request }) => request.headers['x-goog-quota-user']));
    };
    const [ada, again, bob] = [
      await quotaUsers(mailbox),
      await quotaUsers(mailbox.toUpperCase()),
      await quotaUsers(`bob@${domain}`),
    ];
    expect([...ada]).toEqual([expect.stringMatching(/^[0-9a-f]{40}$/)]);
    expect(again).toEqual(ada);
    expect(bob).not.toEqual(ada);
    const own = await kit.connect('ada');
    await own.calendars.list();
    expect(kit.emulator.exchanges.at(-1)?.request.headers).not.toHaveProperty('x-goog-quota-user');
  });

  it('is not held up for one person by what it asked for another', async () => {
    const [ada, bob] = [
      provider.connect({ credential: await provider.application({ mailbox }) }),
      provider.connect({ credential: await provider.application({ mailbox: `bob@${domain}` }) }),
    ];
    kit.emulator.setQuota({ perMinuteAndUser: 1 });
    await ada.calendars.list();
    await bob.calendars.list();
    expect(await rejection(ada.calendars.list())).toMatchObject({ code: 'rateLimited' });
    // Without a name for the person it is the service account that is counted.
    const credential = await provider.application({ mailbox });
    const { accessToken: token } = await provider.tokens.issue({ credential });
    const bare = (): Promise<Response> =>
      fetch(`${kit.emulator.origin}/calendar/v3/users/me/calendarList`, {
        headers: { authorization: `Bearer ${token.reveal()}` },
      });
    expect([(await bare()).status, (await bare()).status]).toEqual([200, 403]);
  });

  it('holds the policy of its settings against calls', async () => {
    const policy = { calendars: 'freeBusy', contacts: 'none' } as const;
    const narrow = kit.serviceAccount({ serviceAccount: account, policy });
    kit.emulator.authorizeDelegation({ domain, clientId: key.client_id, scopes: narrow.scopes });
    const connection = narrow.connect({ credential: await narrow.application({ mailbox }) });
    expect(await rejection(connection.events.list({ window }))).toMatchObject({ code: 'policyDenied' });
  });

  it.each(['nobody', 'a b@example.com', '', 'ada@'])(
    'refuses %j as a mailbox before anything is sent',
    async (wrong) => {
      expect(await rejection(provider.application({ mailbox: wrong }))).toMatchObject({ code: 'invalidArgument' });
      expect(kit.emulator.exchanges).toHaveLength(0);
    },
  );

  it('refuses a credential of another kind', async () => {
    // What a caller without types could pass.
    const wrong = { credential: oauthCredential } as never;
    expect(() => provider.connect(wrong)).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
    expect(await rejection(provider.tokens.issue(wrong))).toMatchObject({ code: 'invalidArgument' });
  });
});

describe('what Google says to a service account', () => {
  it.each<[string, () => unknown, object]>([
    [
      'no delegation at all',
      () => kit.emulator.withdrawDelegation(domain, key.client_id),
      { code: 'adminConsentRequired', vendorCode: 'unauthorized_client', retryAfterMs: 1_800_000 },
    ],
    [
      'delegation to the address in place of the numeric id',
      () => {
        kit.emulator.withdrawDelegation(domain, key.client_id);
        kit.emulator.authorizeDelegation({ domain, clientId: key.client_email, scopes });
      },
      { code: 'adminConsentRequired', vendorCode: 'unauthorized_client' },
    ],
    [
      'a wider scope than the one that is asked for',
      () => kit.emulator.authorizeDelegation({ domain, clientId: key.client_id, scopes: [calendarScope] }),
      { code: 'adminConsentRequired', vendorCode: 'unauthorized_client' },
    ],
    [
      'one scope of two',
      () => kit.emulator.authorizeDelegation({ domain, clientId: key.client_id, scopes: scopes.slice(0, 1) }),
      { code: 'adminConsentRequired', vendorCode: 'access_denied' },
    ],
  ])('%s: names the id and the scopes for the console', async (_what, happens, expected) => {
    happens();
    const error = await rejection(provider.application({ mailbox }));
    expect(error).toMatchObject({ provider: 'google', operation: 'application', retryable: false, ...expected });
    expect(error).toMatchObject({
      cure: {
        text: expect.stringMatching(new RegExp(`${key.client_id}.*${scopes.join(',').replaceAll('.', '\\.')}`)),
        url: 'https://admin.google.com/ac/owl/domainwidedelegation',
      },
    });
  });

  it('says how to find the numeric id when it does not know it', async () => {
    kit.emulator.withdrawDelegation(domain, key.client_id);
    const { clientId: _, ...unnumbered } = account;
    const error = await rejection(kit.serviceAccount({ serviceAccount: unnumbered }).application({ mailbox }));
    expect(error).toMatchObject({ cure: { text: expect.stringContaining('unique id') } });
  });

  it('delegation that takes its time', async () => {
    kit.emulator.authorizeDelegation({ domain, clientId: key.client_id, scopes, delaySeconds: 1800 });
    const error = await rejection(provider.application({ mailbox }));
    expect(error).toMatchObject({ code: 'adminConsentRequired', retryAfterMs: 1_800_000 });
    await kit.clock.advance(1_800_000);
    await expect(provider.application({ mailbox })).resolves.toBeDefined();
  });

  it.each<[string, () => unknown, object]>([
    [
      'a person who does not exist',
      () => undefined,
      { code: 'mailboxUnavailable', vendorCode: 'invalid_grant', cure: { text: expect.stringContaining('address') } },
    ],
    [
      'a disabled account',
      () => kit.emulator.setAccountStatus('bob', 'disabled'),
      { code: 'reauthorizationRequired', reason: 'accountDisabled' },
    ],
    [
      'a deleted key',
      () => kit.emulator.deleteServiceAccountKey(key.private_key_id),
      { code: 'privateKeyUnavailable', reason: 'keyMismatch', cure: { text: expect.stringContaining('new key') } },
    ],
    [
      'a disabled key',
      () => kit.emulator.setServiceAccountKeyEnabled(key.private_key_id, false),
      { code: 'privateKeyUnavailable', reason: 'keyMismatch' },
    ],
    [
      'a disabled service account',
      () => kit.emulator.setServiceAccountStatus(key.client_email, 'disabled'),
      {
        code: 'invalidConfiguration',
        vendorCode: 'disabled_client',
        cure: { text: expect.stringContaining('Enable') },
      },
    ],
    [
      'a deleted service account',
      () => kit.emulator.setServiceAccountStatus(key.client_email, 'deleted'),
      { code: 'invalidConfiguration', vendorCode: 'deleted_client' },
    ],
    [
      'an administrator who blocks it',
      () => kit.emulator.setAppAccess(domain, key.client_id, 'blocked'),
      { code: 'adminConsentRequired', vendorCode: 'admin_policy_enforced' },
    ],
    [
      'an outage',
      () => kit.emulator.faults.add(googleFaults.tokenEndpointUnavailable()),
      { code: 'serviceUnavailable', retryable: true },
    ],
  ])('%s', async (what, happens, expected) => {
    happens();
    const address = what.includes('does not exist') ? `nobody@${domain}` : `bob@${domain}`;
    expect(await rejection(provider.application({ mailbox: address }))).toMatchObject(expected);
  });

  it('an account that Google does not know', async () => {
    const stranger = kit.serviceAccount({ serviceAccount: { ...account, clientEmail: 'who@nowhere.example' } });
    expect(await rejection(stranger.application({ mailbox }))).toMatchObject({
      code: 'invalidConfiguration',
      message: 'Google does not know this service account',
    });
  });

  it('another key under the same id', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const wrong = kit.serviceAccount({ serviceAccount: { ...account, privateKey: pem } });
    expect(await rejection(wrong.application({ mailbox }))).toMatchObject({ reason: 'keyMismatch' });
  });

  it('an assertion made out to somebody else', async () => {
    const endpoints = { ...kit.common.endpoints, tokenUrl: `${kit.emulator.origin}/token?via=proxy` };
    const wrong = kit.serviceAccount({ serviceAccount: account, endpoints });
    expect(await rejection(wrong.application({ mailbox }))).toMatchObject({
      code: 'invalidConfiguration',
      cure: { text: expect.stringContaining('tokenUrl') },
    });
  });

  it.each([
    [20, 'ahead of', /20 minutes ahead of/],
    [-90, 'behind', /90 minutes behind/],
  ])('a clock that is %i minutes wrong (%s)', async (minutes, _direction, message) => {
    const { clock } = kit;
    const wrongClock = { now: () => clock.now() + minutes * 60_000, sleep: () => new Promise<void>(() => undefined) };
    const wrong = kit.serviceAccount({
      serviceAccount: account,
      runtime: { ...kit.common.runtime, clock: wrongClock },
    });
    expect(await rejection(wrong.application({ mailbox }))).toMatchObject({
      code: 'invalidConfiguration',
      message: expect.stringMatching(message),
      cure: { text: expect.stringContaining('clock') },
    });
  });
});
