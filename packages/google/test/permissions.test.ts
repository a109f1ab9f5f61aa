import { calendarAccessLevels, CalendarError, requirePermission, Secret } from '@kalends/core';
import type { AccessPolicy, AuthorizationSource, GetAuthorizationOptions } from '@kalends/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { googleConnectionFromClient } from '../src/index.ts';
import { emulatedGoogle } from './support/emulated-google.ts';
import type { EmulatedGoogle } from './support/emulated-google.ts';
import { json } from './support/fake-google.ts';
import { calendarScope, credential, rejection, setup } from './support/setup.ts';
import { uniformClient } from './support/uniform-client.ts';

const window = { start: '2026-11-16T00:00:00Z', end: '2026-11-17T00:00:00Z' };
const freeBusyOnly: AccessPolicy = { calendars: 'freeBusy', contacts: 'none' };

describe('the scopes of a policy', () => {
  let kit: EmulatedGoogle;
  beforeEach(async () => {
    kit = await emulatedGoogle();
  });
  afterEach(() => kit.emulator.close());

  it.each(calendarAccessLevels)(
    '%s: what is sent, what is declared and what is granted are one set',
    async (calendars) => {
      const policy: AccessPolicy = { calendars, contacts: 'none' };
      const provider = kit.oauth({ policy });
      const { callback, codeVerifier, url } = await kit.signIn('ada', {}, provider);
      const declared = provider.signIn.scopesFor(policy);
      const seen = kit.emulator.exchanges.find(({ request }) => request.path === url.pathname)?.request.url ?? url.href;
      expect(new URL(seen, url).searchParams.get('scope')?.split(' ')).toEqual(declared);
      const { redirectUri } = kit;
      const { scopes } = await provider.signIn.exchangeCode({
        code: callback.get('code') ?? '',
        codeVerifier,
        redirectUri,
      });
      const calendarScopes = (all: readonly string[]): readonly string[] =>
        all.filter((scope) => scope.startsWith(calendarScope)).toSorted();
      expect(calendarScopes(scopes)).toEqual(calendarScopes(declared));
      expect(provider.signIn.grantedAccess(scopes)).toEqual(policy);
    },
  );

  it('are those of the call when it names a policy', async () => {
    const policy: AccessPolicy = { calendars: 'readWrite', contacts: 'none' };
    const { callback, codeVerifier, url } = await kit.signIn('ada', { options: { policy } });
    expect(url.searchParams.get('scope')).toBe(kit.provider.signIn.scopesFor(policy).join(' '));
    const grant = { code: callback.get('code') ?? '', codeVerifier, redirectUri: kit.redirectUri };
    const { scopes } = await kit.provider.signIn.exchangeCode({ ...grant, policy });
    expect(kit.provider.signIn.grantedAccess(scopes)).toEqual(policy);
  });
});

describe('a policy of the application', () => {
  it('stops what it forbids before anything is sent, whatever the token allows', async () => {
    const { provider, service } = setup();
    const scopes = [...credential.scopes, calendarScope];
    const connection = provider.connect({ credential: { ...credential, scopes }, policy: freeBusyOnly });
    const refused = { code: 'policyDenied', provider: 'google' };
    expect(await rejection(connection.events.list({ window }))).toMatchObject({ ...refused, operation: 'events.list' });
    expect(await rejection(connection.events.get({ eventId: 'e1' }))).toMatchObject(refused);
    expect(await rejection(connection.calendars.list())).toMatchObject(refused);
    expect(service.requests).toHaveLength(0);
  });

  it('has to be one that Google can be asked for', () => {
    const { provider } = setup();
    const policy: AccessPolicy = { calendars: 'read', contacts: 'read' };
    expect(() => provider.connect({ credential, policy })).toThrow(
      expect.objectContaining({ code: 'permissionControlUnavailable' }),
    );
    expect(() => provider.signIn.scopesFor(policy)).toThrow(
      expect.objectContaining({ code: 'permissionControlUnavailable' }),
    );
  });

  it.each<[string, unknown]>([
    ['a word', 'read'],
    ['a number', 7],
    ['an unknown level', { calendars: 'all', contacts: 'none' }],
    ['one switch', { calendars: 'read' }],
  ])('is refused when it is %s', async (_what, wrong) => {
    const { provider, service } = setup();
    // What a caller without types could pass.
    const policy = wrong as AccessPolicy;
    const refused = { code: 'invalidArgument', message: expect.stringContaining('policy') };
    expect(() => provider.connect({ credential, policy })).toThrow(expect.objectContaining(refused));
    expect(() => provider.signIn.scopesFor(policy)).toThrow(expect.objectContaining(refused));
    const exchange = { code: 'c', codeVerifier: 'v', redirectUri: 'https://app.example/', policy };
    expect(await rejection(provider.signIn.exchangeCode(exchange))).toMatchObject(refused);
    expect(service.requests).toHaveLength(0);
  });

  it('stops the calls on somebody else’s client as well', async () => {
    const never = (): Promise<never> => Promise.reject(new Error('It was asked'));
    const client = uniformClient(never);
    const account = { id: '1177', address: 'ada@example.com' };
    const connection = googleConnectionFromClient({ client, account, policy: freeBusyOnly });
    expect(await rejection(connection.events.list({ window }))).toMatchObject({ code: 'policyDenied' });
    expect(() =>
      googleConnectionFromClient({ client, account, policy: { calendars: 'read', contacts: 'read' } }),
    ).toThrow(expect.objectContaining({ code: 'permissionControlUnavailable' }));
  });
});

describe('a connection over authorizations that somebody else takes care of', () => {
  const account = { id: '1177', address: 'ada@example.com' };
  const listPath = '/calendar/v3/users/me/calendarList';
  const bearer = (token: string) => ({ kind: 'bearer', token: new Secret(token), expiresAtMs: Infinity }) as const;

  it('asks before every request, naming what for', async () => {
    const { provider, service } = setup();
    const asked: GetAuthorizationOptions[] = [];
    let policy: AccessPolicy = { calendars: 'read', contacts: 'none' };
    const authorization: AuthorizationSource = {
      get: (options = {}) => {
        asked.push(options);
        if (options.permission !== undefined) requirePermission(policy, options.permission);
        return Promise.resolve(bearer('theirs'));
      },
      replace: () => Promise.reject(new Error('Nothing was refused')),
    };
    service.on(listPath, json({ items: [], nextPageToken: 'more' }), json({ items: [] }));
    const connection = provider.connect({ account, authorization });
    const first = await connection.calendars.list();
    await connection.calendars.list({ pageToken: first.nextPageToken ?? '' });
    expect(asked.map(({ permission }) => permission)).toEqual([
      { group: 'calendars', access: 'read' },
      { group: 'calendars', access: 'read' },
    ]);
    expect(service.requests.map(({ headers }) => headers.get('authorization'))).toEqual(Array(2).fill('Bearer theirs'));
    // Somebody narrows it while the connection is open: the very next request is not sent.
    policy = freeBusyOnly;
    expect(await rejection(connection.calendars.list())).toMatchObject({ code: 'policyDenied' });
    expect(service.requests).toHaveLength(2);
  });

  it('has a refused token replaced once', async () => {
    const { provider, service } = setup();
    const refused: unknown[] = [];
    const authorization: AuthorizationSource = {
      get: () => Promise.resolve(bearer('old')),
      replace: (options) => {
        refused.push(options.refused.kind === 'bearer' ? options.refused.token.reveal() : undefined);
        return Promise.resolve(bearer('new'));
      },
    };
    service.on(listPath, json({ error: { errors: [{ reason: 'authError' }] } }, 401), json({ items: [] }));
    await provider.connect({ account, authorization }).calendars.list();
    expect(refused).toEqual(['old']);
    expect(service.requests.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer old', 'Bearer new']);
  });

  it('asks whoever refuses to authorize once, however often it tries reads again', async () => {
    const { provider, service } = setup({ settings: { retry: { maxAttempts: 3 } } });
    let asked = 0;
    const authorization: AuthorizationSource = {
      get: () => {
        asked += 1;
        return Promise.reject(new CalendarError({ code: 'storeUnavailable', message: 'The store is down' }));
      },
      replace: () => Promise.reject(new Error('Nothing was refused')),
    };
    const connection = provider.connect({ account, authorization });
    expect(await rejection(connection.calendars.list())).toMatchObject({ code: 'storeUnavailable', retryable: true });
    expect(asked).toBe(1);
    expect(service.requests).toHaveLength(0);
  });

  it('needs access tokens', async () => {
    const { provider, service } = setup();
    const authorization: AuthorizationSource = {
      get: () => Promise.resolve({ kind: 'basic', username: new Secret('a'), password: new Secret('b') }),
      replace: () => Promise.reject(new Error('Nothing was refused')),
    };
    const connection = provider.connect({ account, authorization });
    expect(await rejection(connection.calendars.list())).toMatchObject({ code: 'invalidArgument' });
    expect(service.requests).toHaveLength(0);
  });

  it.each<[string, object]>([
    ['account', { account: { id: '' } }],
    ['authorization', { authorization: {} }],
  ])('refuses a wrong %s', (name, wrong) => {
    const { provider } = setup();
    const authorization: AuthorizationSource = {
      get: () => Promise.resolve(bearer('a')),
      replace: () => Promise.resolve(bearer('a')),
    };
    expect(() => provider.connect({ account, authorization, ...wrong })).toThrow(
      expect.objectContaining({ code: 'invalidArgument', message: expect.stringContaining(name) }),
    );
  });

  it('can do what its scopes open, and everything when they are not known', () => {
    const { provider } = setup();
    const authorization: AuthorizationSource = {
      get: () => Promise.resolve(bearer('a')),
      replace: () => Promise.resolve(bearer('a')),
    };
    const listOf = (scopes?: readonly string[]): object =>
      provider.connect({ account, authorization, ...(scopes === undefined ? {} : { scopes }) }).capabilities;
    expect(listOf()).toMatchObject({ calendars: { list: true }, events: { list: true, get: true } });
    expect(listOf([`${calendarScope}.freebusy`])).toMatchObject({
      calendars: { list: false },
      events: { list: false },
    });
    expect(listOf()).toMatchObject({ permissionControl: { calendars: true, contacts: false } });
  });
});
