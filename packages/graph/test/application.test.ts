import { Secret } from '@kalends/core';
import type { ApplicationCredential, AuthorizationSource, GetAuthorizationOptions } from '@kalends/core';
import { demoEntraClient } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { march, setUp } from './support/harbour.ts';
import type { Setup } from './support/harbour.ts';

const mailbox = 'pier@harbour.example';
const policies = (accessRight: 'RestrictAccess' | 'DenyAccess', ...members: string[]) => [
  { clientId: demoEntraClient.clientId, accessRight, members },
];

function roomOf({ emulator }: Setup, address: string = mailbox): ApplicationCredential {
  return {
    kind: 'application',
    provider: 'graph',
    account: { id: address, address, tenantId: emulator.tenantId },
    issuedAt: '2026-03-20T08:00:00Z',
  };
}

const graphPaths = ({ emulator }: Setup): readonly string[] =>
  emulator.exchanges.map(({ request }) => request.path).filter((path) => path.startsWith('/v1.0/'));

describe('the application in its own name', () => {
  it('reads a room by its address, never as /me, and without anybody’s token', async () => {
    const setup = await setUp();
    const credential = await setup.provider.signIn.application({ mailbox });
    const connection = setup.provider.connect({ credential });
    expect((await connection.calendars.list().toArray()).some(({ isPrimary }) => isPrimary)).toBe(true);
    const [event] = await connection.events.list({ window: march }).toArray();
    expect(event).toMatchObject({ title: 'Berth planning' });
    const got = await connection.events.get({ eventId: event?.id ?? '' });
    expect(got.id).toBe(event?.id);
    for (const path of graphPaths(setup)) expect(decodeURIComponent(path)).toContain(`/v1.0/users/${mailbox}/`);
    const grants = new Set(setup.emulator.tokenRequests.map(({ grantType }) => grantType));
    expect([...grants]).toEqual(['client_credentials']);
  });

  it.each([
    ['is known by its kind where somebody else gives the authorizations', 'application', /\/users\//],
    // Personal accounts have no other id than their address where the id token names none.
    ['is not guessed from an account whose id is its address', undefined, /\/me\//],
  ] as const)('%s', async (_case, credentialKind, path) => {
    const setup = await setUp();
    const { accessToken } =
      credentialKind === undefined ? setup.emulator.issueTokens({ person: 'ada' }) : setup.emulator.issueAppToken();
    const authorization: AuthorizationSource = {
      get: () => Promise.resolve({ kind: 'bearer', token: new Secret(accessToken), expiresAtMs: Infinity }),
      replace: () => Promise.reject(new Error('not asked for')),
    };
    const { account } = roomOf(setup);
    const connection = setup.provider.connect({
      account,
      authorization,
      ...(credentialKind === undefined ? {} : { credentialKind }),
    });
    await connection.calendars.list();
    expect(graphPaths(setup)[0]).toMatch(path);
  });

  it('takes no authorization made from a password of Exchange', async () => {
    const setup = await setUp();
    const { account } = roomOf(setup);
    const authorization: AuthorizationSource = {
      get: () => Promise.reject(new Error('not asked for')),
      replace: () => Promise.reject(new Error('not asked for')),
    };
    expect(() => setup.provider.connect({ account, authorization, credentialKind: 'basic' })).toThrow(
      expect.objectContaining({ code: 'invalidArgument' }),
    );
  });

  test.each([
    ['a member of the group it is limited to', 'RestrictAccess', 'pier'],
    ['somebody outside the group it is kept from', 'DenyAccess', 'ada'],
  ] as const)('may open the mailbox of %s', async (_case, accessRight, member) => {
    const setup = await setUp({ applicationAccessPolicies: policies(accessRight, member) });
    const { items } = await setup.provider.connect({ credential: roomOf(setup) }).calendars.list();
    expect(items).not.toEqual([]);
  });

  test.each([
    ['somebody outside the group it is limited to', 'RestrictAccess', 'ada'],
    ['a member of the group it is kept from', 'DenyAccess', 'pier'],
  ] as const)('may not open the mailbox of %s', async (_case, accessRight, member) => {
    const setup = await setUp({ applicationAccessPolicies: policies(accessRight, member) });
    await expect(setup.provider.connect({ credential: roomOf(setup) }).calendars.list()).rejects.toMatchObject({
      code: 'accessDenied',
      retryable: false,
      status: 403,
      // Nobody can sign in again.
      cure: { text: expect.stringMatching(/^An administrator consents/) },
    });
  });

  test.each([45, 90])('waits for a rule that takes %i minutes, with growing pauses', async (minutes) => {
    const setup = await setUp({ applicationAccessPolicies: policies('RestrictAccess', 'ada') });
    setup.emulator.setApplicationAccessPolicies(policies('RestrictAccess', 'pier'), {
      effectiveAfterMs: minutes * 60_000,
    });
    const test = setup.emulator.testApplicationAccess(demoEntraClient.clientId, 'pier');
    const provider = setup.providerWith({
      testedAccess: (address) => (address === mailbox && test === 'Granted' ? 'granted' : undefined),
    });
    const connection = provider.connect({ credential: roomOf(setup) });
    const waits: number[] = [];
    let passedMs = 0;
    for (;;) {
      const error: unknown = await connection.calendars.list().then(undefined, (reason: unknown) => reason);
      if (!(error instanceof Error)) break;
      expect(error).toMatchObject({ code: 'policyPropagating', retryable: true, retryAfterMs: expect.any(Number) });
      const wait = 'retryAfterMs' in error && typeof error.retryAfterMs === 'number' ? error.retryAfterMs : 0;
      waits.push(wait / 60_000);
      passedMs += wait;
      await setup.clock.advance(wait);
    }
    expect(waits).toEqual(minutes === 45 ? [15, 30] : [15, 30, 60]);
    expect(passedMs).toBeGreaterThanOrEqual(minutes * 60_000);
  });

  test.each([['denied'], [undefined]] as const)('takes a refusal for one when the test said %s', async (tested) => {
    const setup = await setUp({ applicationAccessPolicies: policies('DenyAccess', 'pier') });
    const provider = setup.providerWith({ testedAccess: () => tested });
    await expect(provider.connect({ credential: roomOf(setup) }).calendars.list()).rejects.toMatchObject({
      code: 'accessDenied',
    });
  });

  it('takes a refusal of a person for one whatever a test said', async () => {
    const setup = await setUp();
    const provider = setup.providerWith({ testedAccess: () => 'granted' });
    const credential = setup.credentialOf('ada', ['Contacts.Read']);
    await expect(provider.connect({ credential }).calendars.list()).rejects.toMatchObject({ code: 'accessDenied' });
  });

  it('reaches mailboxes by a role of Exchange, of which its token says nothing', async () => {
    const { applicationPermissions: _, ...client } = demoEntraClient;
    const setup = await setUp({
      clients: [client],
      applicationRoleAssignments: [
        { clientId: client.clientId, role: 'Application Calendars.Read', members: ['pier'] },
      ],
    });
    await expect(setup.provider.signIn.application({ mailbox })).rejects.toMatchObject({
      code: 'adminConsentRequired',
      missingScopes: ['Calendars.Read'],
    });
    const credential = await setup.provider.signIn.application({ mailbox, grantedBy: 'exchange' });
    expect((await setup.provider.connect({ credential }).calendars.list()).items).not.toEqual([]);
    const { findings } = await setup.provider.connect({ credential }).diagnose();
    expect(findings).toEqual([]);
  });
});

describe('blocked mailboxes', () => {
  it.each([
    ['a list', (): readonly string[] => [mailbox.toUpperCase()]],
    ['a function', () => (address: string) => address === mailbox],
  ])('of %s are refused before any request', async (_case, blocked) => {
    const setup = await setUp();
    const provider = setup.providerWith({ blockedMailboxes: blocked() });
    await expect(provider.connect({ credential: roomOf(setup) }).calendars.list()).rejects.toMatchObject({
      code: 'accessDenied',
      message: expect.stringContaining('nothing was sent'),
    });
    expect(setup.emulator.exchanges).toEqual([]);
    const ada = provider.connect({ credential: roomOf(setup, 'ada@harbour.example') });
    await expect(ada.calendars.list()).resolves.toBeDefined();
  });

  it('stay refused though a test of the access rules still says granted', async () => {
    const setup = await setUp();
    const provider = setup.providerWith({ blockedMailboxes: [mailbox], testedAccess: () => 'granted' });
    await expect(provider.connect({ credential: roomOf(setup) }).calendars.list()).rejects.toMatchObject({
      code: 'accessDenied',
      retryable: false,
    });
  });

  it('count from the next call on', async () => {
    const setup = await setUp();
    let isBlocked = false;
    const provider = setup.providerWith({ blockedMailboxes: () => isBlocked });
    const connection = provider.connect({ credential: roomOf(setup) });
    await connection.calendars.list();
    isBlocked = true;
    await expect(connection.calendars.list()).rejects.toMatchObject({ code: 'accessDenied' });
  });
});

describe('the policy', () => {
  it('is asked before each request, whatever the token allows', async () => {
    const setup = await setUp();
    const credential = setup.credentialOf('ada', ['Calendars.ReadWrite']);
    const policy = { calendars: 'freeBusy', contacts: 'none' } as const;
    const connection = setup.provider.connect({ credential, policy });
    for (const call of [
      () => connection.calendars.list(),
      () => connection.events.list({ window: march }),
      () => connection.events.get({ eventId: 'x' }),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'policyDenied', provider: 'graph' });
    expect(setup.emulator.exchanges).toEqual([]);
  });

  it('is named by every call of another source of authorizations, and by no diagnosis', async () => {
    const setup = await setUp();
    const { accessToken } = setup.emulator.issueTokens({ person: 'ada' });
    const asked: (GetAuthorizationOptions['permission'] | 'none')[] = [];
    const connection = setup.provider.connect({
      account: setup.credentialOf('ada').account,
      authorization: {
        get: ({ permission } = {}) => {
          asked.push(permission ?? 'none');
          return Promise.resolve({ kind: 'bearer', token: new Secret(accessToken), expiresAtMs: Infinity });
        },
        replace: () => Promise.reject(new Error('not asked for')),
      },
    });
    await connection.calendars.list();
    const events = await connection.events.list({ window: march }).toArray();
    const occurrence = events.find((event) => event.kind === 'occurrence');
    await connection.events.get({ eventId: occurrence?.masterId ?? '' });
    // The calendars, the default one, its events, and a series in two requests.
    expect(asked).toHaveLength(5);
    expect(new Set(asked.map((each) => JSON.stringify(each)))).toEqual(
      new Set([JSON.stringify({ group: 'calendars', access: 'read' })]),
    );
    asked.length = 0;
    await connection.diagnose();
    expect(new Set(asked)).toEqual(new Set(['none']));
  });

  it('stops the next request when its source says so', async () => {
    const setup = await setUp();
    const { accessToken } = setup.emulator.issueTokens({ person: 'ada' });
    let isGone = false;
    const connection = setup.provider.connect({
      account: setup.credentialOf('ada').account,
      authorization: {
        get: () =>
          isGone
            ? Promise.reject(new Error('gone'))
            : Promise.resolve({ kind: 'bearer', token: new Secret(accessToken), expiresAtMs: Infinity }),
        replace: () => Promise.reject(new Error('not asked for')),
      },
    });
    await connection.calendars.list();
    const before = setup.emulator.exchanges.length;
    isGone = true;
    await expect(connection.calendars.list()).rejects.toThrow('gone');
    expect(setup.emulator.exchanges).toHaveLength(before);
  });

  it('refuses an authorization that is a password', async () => {
    const setup = await setUp();
    const secret = new Secret('canary');
    const connection = setup.provider.connect({
      account: setup.credentialOf('ada').account,
      authorization: {
        get: () => Promise.resolve({ kind: 'basic', username: secret, password: secret }),
        replace: () => Promise.reject(new Error('not asked for')),
      },
    });
    await expect(connection.calendars.list()).rejects.toMatchObject({ code: 'invalidArgument' });
  });
});

describe('a service user with a password', () => {
  it('reads its own calendar', async () => {
    const client = { clientId: 'service', redirectUris: [], allowsPublicClientFlows: true };
    const setup = await setUp({ clients: [client] });
    setup.emulator.grantAdminConsent({ clientId: 'service', scopes: ['Calendars.Read'] });
    const provider = setup.publicProvider('service');
    const credential = await provider.signIn.signInWithPassword({
      username: 'ada@harbour.example',
      password: 'tide-1',
    });
    expect(credential.account).toMatchObject({ address: 'ada@harbour.example' });
    expect((await provider.connect({ credential }).calendars.list()).items).not.toEqual([]);
  });
});
