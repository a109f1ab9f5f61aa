import { CalendarError, createPkcePair, systemRandom } from '@kalends/core';
import { demoEntraClient, entraFaults, graphFaults } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { setUp } from './support/harbour.ts';
import type { Setup } from './support/harbour.ts';
import { openAccounts } from './support/open-accounts.ts';
import type { OpenAccounts } from './support/open-accounts.ts';

const [redirectUri = ''] = demoEntraClient.redirectUris;

async function connected(setup: Setup): Promise<OpenAccounts> {
  const opened = openAccounts(setup);
  const credential = setup.credentialOf('ada');
  await opened.accounts.connect({ id: 'ada', ownerId: 'ada', role: 'user', credential, actor: 'sign-in' });
  return opened;
}

async function failureOf(promise: PromiseLike<unknown>): Promise<CalendarError> {
  const error: unknown = await promise.then(undefined, (reason: unknown) => reason);
  if (CalendarError.is(error)) return error;
  throw new Error('expected a failure', { cause: error });
}

/** Signs Ada in and approves on her second device; returns the page that asked for that, and the callback. */
async function signInAndApprove(url: string): Promise<{ readonly page: string; readonly callback: URLSearchParams }> {
  const submit = async (html: string, fields: Readonly<Record<string, string>>): Promise<Response> => {
    const action = /<form method="post" action="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const flow = /name="flow" value="([^"]*)"/.exec(html)?.[1];
    const body = new URLSearchParams({ ...fields, ...(flow === undefined ? {} : { flow }) });
    return fetch(new URL(action, url), { method: 'POST', redirect: 'manual', body });
  };
  const credentials = { username: 'ada@harbour.example', password: 'tide-1', decision: 'accept' };
  const page = await (await submit(await (await fetch(url)).text(), credentials)).text();
  const answer = await submit(page, { decision: 'approve' });
  return { page, callback: new URL(answer.headers.get('location') ?? '').searchParams };
}

/** The claims that token requests carried, without those that every request of a client has. */
function claimsSent({ emulator }: Setup): readonly unknown[] {
  return emulator.exchanges
    .filter(({ request }) => request.path.endsWith('/token'))
    .map(({ request }) => {
      const claims: unknown = JSON.parse(new URLSearchParams(request.body).get('claims') ?? 'null');
      const token: unknown =
        typeof claims === 'object' && claims !== null && 'access_token' in claims ? claims.access_token : {};
      return Object.fromEntries(Object.entries(token ?? {}).filter(([name]) => name !== 'xms_cc'));
    });
}

describe('a claims challenge, with accounts of a store', () => {
  it('is met by one renewal that carries the claims, however many calls are refused', async () => {
    const setup = await setUp();
    const { accounts, events } = await connected(setup);
    const connection = await accounts.connection('ada');
    await connection.calendars.list();
    await setup.clock.advance(1_000);
    setup.emulator.challengeAccessTokens('ada');

    const pages = await Promise.all(Array.from({ length: 8 }, () => connection.calendars.list()));

    for (const page of pages) expect(page.items).not.toEqual([]);
    const seconds = String(setup.clock.now() / 1000);
    expect(claimsSent(setup)).toEqual([{}, { nbf: { essential: true, value: seconds } }]);
    expect(await events()).toEqual([]);
  });

  it('that a renewal cannot meet asks for a sign-in with the claims of the error, which meets it', async () => {
    const setup = await setUp();
    const { accounts, events } = await connected(setup);
    const connection = await accounts.connection('ada');
    await connection.calendars.list();
    await setup.clock.advance(1_000);
    setup.emulator.challengeAccessTokens('ada');
    setup.emulator.faults.add(entraFaults.refused(50_076));

    const refused = await failureOf(connection.calendars.list());

    expect(refused).toMatchObject({ code: 'reauthorizationRequired', reason: 'multiFactorRequired', retryable: false });
    expect(claimsSent(setup)).toEqual([{}, { nbf: expect.anything() }]);
    // Nothing more is sent until somebody signs in, and whoever begins that finds the claims at the account.
    const sent = setup.emulator.exchanges.length;
    const later = await failureOf(connection.calendars.list());
    expect(later).toMatchObject({ reason: 'multiFactorRequired', claims: refused.claims });
    expect(setup.emulator.exchanges).toHaveLength(sent);
    expect(await events()).toMatchObject([{ type: 'reauthorizationRequired', reason: 'multiFactorRequired' }]);
    const status = (await accounts.get('ada'))?.status;
    const claims = status?.state === 'reauthorizationRequired' ? (status.claims ?? '') : '';
    expect(claims).toBe(refused.claims);

    const { codeChallenge, codeVerifier } = await createPkcePair(systemRandom);
    const { signIn } = setup.provider;
    const url = await signIn.createAuthorizationUrl({ redirectUri, state: 'state-1', codeChallenge, claims });
    const { page, callback } = await signInAndApprove(url);
    expect(page).toContain('Approve the sign-in');
    const credential = await signIn.exchangeCode({
      code: callback.get('code') ?? '',
      codeVerifier,
      redirectUri,
      expectedAccount: { id: setup.emulator.objectIdOf('ada') },
    });
    await accounts.connect({ id: 'ada', ownerId: 'ada', role: 'user', credential, actor: 'sign-in' });
    expect((await (await accounts.connection('ada')).calendars.list()).items).not.toEqual([]);
  });

  it('that a token with its claims does not meet either asks for a sign-in, after one renewal', async () => {
    const setup = await setUp();
    const { accounts } = await connected(setup);
    const connection = await accounts.connection('ada');
    await connection.calendars.list();
    setup.emulator.faults.add(graphFaults.claimsChallenge({ times: 2 }));
    expect(await failureOf(connection.calendars.list())).toMatchObject({
      code: 'reauthorizationRequired',
      reason: 'policy',
      claims: expect.stringContaining('nbf'),
    });
    expect(claimsSent(setup)).toHaveLength(2);
    // The grant is alive: it was the token that was refused.
    expect((await connection.calendars.list()).items).not.toEqual([]);
    expect(claimsSent(setup)).toHaveLength(2);
  });

  it('to an application is met by a token with its claims', async () => {
    const setup = await setUp();
    const { accounts } = openAccounts(setup);
    const credential = await setup.provider.signIn.application({ mailbox: 'pier@harbour.example' });
    await accounts.connect({ id: 'pier', ownerId: 'pier', role: 'room', credential, actor: 'set-up' });
    const connection = await accounts.connection('pier');
    setup.emulator.faults.add(graphFaults.claimsChallenge());
    expect((await connection.calendars.list()).items).not.toEqual([]);
    expect(claimsSent(setup)).toEqual([{}, {}, { nbf: expect.anything() }]);
    const paths = setup.emulator.exchanges.map(({ request }) => decodeURIComponent(request.path));
    expect(paths.filter((path) => path.startsWith('/v1.0/'))).toEqual(
      Array(2).fill('/v1.0/users/pier@harbour.example/calendars'),
    );
  });
});

test.each([
  ['removed', (setup: Setup) => setup.emulator.deleteApplication(), 'AADSTS700016'],
  ['switched off', (setup: Setup) => setup.emulator.disableApplication(), 'AADSTS7000112'],
  ['gone with its tenant', (setup: Setup) => setup.emulator.deleteTenant(), 'AADSTS90002'],
])(
  'an application that was %s ends its whole tenant with one event and one refused call',
  async (_case, act, vendorCode) => {
    const setup = await setUp();
    const { accounts, events } = openAccounts(setup);
    for (const id of ['ada', 'bo'])
      await accounts.connect({ id, ownerId: id, role: 'user', credential: setup.credentialOf(id), actor: 'sign-in' });
    const [ada, bo] = [await accounts.connection('ada'), await accounts.connection('bo')];
    act(setup);
    expect(await failureOf(ada.calendars.list())).toMatchObject({ code: 'tenantAccessRevoked', vendorCode });
    for (const connection of [ada, bo, ada])
      expect(await failureOf(connection.calendars.list())).toMatchObject({ code: 'tenantAccessRevoked' });
    expect(setup.emulator.exchanges).toHaveLength(1);
    expect(await events()).toMatchObject([
      { type: 'tenantAccessRevoked', tenantId: setup.emulator.tenantId, accountIds: ['ada', 'bo'] },
    ]);
  },
);

test('a service user who is locked out for a while stays connected', async () => {
  const client = { clientId: 'service', redirectUris: [], allowsPublicClientFlows: true };
  const setup = await setUp({ clients: [client] });
  setup.emulator.grantAdminConsent({ clientId: 'service', scopes: ['Calendars.Read'] });
  const provider = setup.publicProvider('service');
  const { accounts, events } = openAccounts({ ...setup, provider });
  const credential = await provider.signIn.signInWithPassword({ username: 'ada@harbour.example', password: 'tide-1' });
  await accounts.connect({ id: 'service', ownerId: 'service', role: 'connector', credential, actor: 'set-up' });
  const connection = await accounts.connection('service');
  setup.emulator.updateUser('ada', { isLocked: true });
  const before = setup.emulator.tokenRequests.length;
  for (const _call of [1, 2, 3])
    expect(await failureOf(connection.calendars.list())).toMatchObject({
      code: 'rateLimited',
      vendorCode: 'AADSTS50053',
      retryAfterMs: 300_000,
    });
  // Asking again while it lasts would only prolong it.
  expect(setup.emulator.tokenRequests).toHaveLength(before + 1);
  setup.emulator.updateUser('ada', { isLocked: false });
  await setup.clock.advance(300_000);
  expect((await connection.calendars.list()).items).not.toEqual([]);
  expect(await events()).toEqual([]);
});
