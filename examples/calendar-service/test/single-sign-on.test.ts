import { createHash } from 'node:crypto';
import { conformanceCompany } from '@kalends/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { connectAsVisitor, walkAsVisitor } from '../src/demo/demo-visitor.ts';
import type { Visitor } from '../src/demo/demo-visitor.ts';
import { startFixture, tokens } from './service-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';

const adminConsentDelayMs = 30 * 60_000;
const personOf = (id: string): Visitor => {
  const person = conformanceCompany.people.find((candidate) => candidate.id === id);
  if (person === undefined) throw new Error(`Nobody is called ${id}`);
  return person;
};
const ada = personOf('ada');
const ben = personOf('ben');

async function start(environment: Record<string, string>): Promise<ServiceFixture> {
  const fixture = await startFixture([], undefined, { KALENDS_ADMIN_TOKEN: tokens.admin, ...environment });
  onTestFinished(() => fixture.close());
  return fixture;
}

const answerSchema = z.strictObject({
  outcome: z.enum(['none', 'redirect']),
  url: z.url().optional(),
  reason: z.string().optional(),
  retryAtMs: z.number().optional(),
});
type Answer = z.infer<typeof answerSchema>;

async function signIn(fixture: ServiceFixture, visitor: Visitor, administrator = false): Promise<Answer> {
  const query = new URLSearchParams({ user: visitor.address, ...(administrator ? { administrator: 'true' } : {}) });
  const response = await fixture.get(`/sso/signed-in?${query}`, {
    headers: { authorization: `Bearer ${tokens.admin}` },
  });
  expect(response.status).toBe(200);
  return answerSchema.parse(await response.json());
}

const walk = (fixture: ServiceFixture, { url = '' }: Answer, visitor: Visitor): Promise<void> =>
  walkAsVisitor(fixture.service.url, new URL(url), visitor);

/** Begins as the front end says, and comes back having said no. */
async function refuse(fixture: ServiceFixture, { url = '' }: Answer): Promise<void> {
  const begun = await fetch(url, { redirect: 'manual' });
  const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
  const refusal = new URLSearchParams({ state, error: 'access_denied', error_description: 'AADSTS65004: declined' });
  expect((await fixture.get(`/callback?${refusal}`, { headers: { cookie } })).status).toBe(403);
}

describe('untilConnected', () => {
  test('leads to Microsoft at each sign-in until it worked, and then no more', async () => {
    const fixture = await start({ KALENDS_SSO_PROMPT: 'untilConnected' });
    await refuse(fixture, await signIn(fixture, ada));
    const second = await signIn(fixture, ada);
    expect(second).toMatchObject({ outcome: 'redirect', url: expect.stringContaining(`${fixture.service.url}/sso/`) });
    await walk(fixture, second, ada);
    expect((await fixture.service.team.list()).map(({ name }) => name)).toEqual(['Ada Brandt']);
    expect(await signIn(fixture, ada)).toEqual({ outcome: 'none', reason: 'connected' });
    // The address is the same however it is written.
    expect(await signIn(fixture, { ...ada, address: ada.address.toUpperCase() })).toMatchObject({
      reason: 'connected',
    });
  });

  test('takes only the account that signed in', async () => {
    const fixture = await start({ KALENDS_SSO_PROMPT: 'untilConnected' });
    await expect(walk(fixture, await signIn(fixture, ada), ben)).rejects.toThrow('/callback with status 400');
    expect(await fixture.service.team.list()).toEqual([]);
  });

  test('leaves people alone who were disconnected on purpose', async () => {
    const fixture = await start({ KALENDS_SSO_PROMPT: 'untilConnected' });
    await walk(fixture, await signIn(fixture, ada), ada);
    const [person] = await fixture.service.team.list();
    await fixture.get(`/api/admin/accounts/${person?.id ?? ''}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${tokens.admin}` },
    });
    expect(await signIn(fixture, ada)).toEqual({ outcome: 'none', reason: 'disconnectedByChoice' });
    // By hand it goes, and a grant that ends by itself afterwards is asked for again.
    await connectAsVisitor(fixture.service.url, 'microsoft', ada);
    fixture.service.demo?.emulators.microsoft.revokeSessions('ada');
    await fixture.get('/api/agenda');
    expect(await signIn(fixture, ada)).toMatchObject({ outcome: 'redirect' });
  });
});

describe('firstSignIn', () => {
  test('asks once; by hand everybody still can', async () => {
    const fixture = await start({ KALENDS_SSO_PROMPT: 'firstSignIn' });
    await refuse(fixture, await signIn(fixture, ada));
    expect(await signIn(fixture, ada)).toEqual({ outcome: 'none', reason: 'alreadyAsked' });
    expect(await signIn(fixture, ben)).toMatchObject({ outcome: 'redirect' });
    await connectAsVisitor(fixture.service.url, 'microsoft', ada);
    expect(await fixture.service.team.list()).toHaveLength(1);
  });

  test('asks once also when nobody follows', async () => {
    const fixture = await start({ KALENDS_SSO_PROMPT: 'firstSignIn' });
    await signIn(fixture, ada);
    expect(await signIn(fixture, ada)).toEqual({ outcome: 'none', reason: 'alreadyAsked' });
  });
});

describe('an organization where an administrator has to consent', () => {
  test('is not asked in a circle while the switch of the service says otherwise', async () => {
    const fixture = await start({ KALENDS_SSO_PROMPT: 'untilConnected' });
    const { microsoft } = fixture.service.demo?.emulators ?? {};
    microsoft?.setUserConsent('disabled');
    await expect(walk(fixture, await signIn(fixture, ada), ada)).rejects.toThrow('status');
    const begun = await fetch((await signIn(fixture, ben)).url ?? '', { redirect: 'manual' });
    const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const refusal = new URLSearchParams({ state, error: 'access_denied', error_description: 'AADSTS90094: Admin.' });
    expect((await fixture.get(`/callback?${refusal}`, { headers: { cookie } })).status).toBe(403);
    expect(await signIn(fixture, ben)).toMatchObject({ outcome: 'none', reason: 'adminConsentPending' });
    await fixture.clock.advance(adminConsentDelayMs);
    expect(await signIn(fixture, ben)).toMatchObject({ outcome: 'redirect' });
  });

  test('people wait, the administrator consents for all, and then they connect without being asked', async () => {
    const fixture = await start({ KALENDS_SSO_PROMPT: 'untilConnected', KALENDS_USERS_MAY_CONSENT: 'false' });
    expect(await signIn(fixture, ada)).toEqual({ outcome: 'none', reason: 'administratorMustConsent' });
    expect((await fixture.get('/connect/microsoft')).status).toBe(403);
    expect(await (await fixture.get('/?tz=UTC')).text()).toContain('href="/connect/organization"');

    const account = fixture.service.demo?.emulators.microsoft.administrator();
    const administrator = { address: account?.userName ?? '', password: account?.password ?? '' };
    const answer = await signIn(fixture, administrator, true);
    expect(answer).toMatchObject({ outcome: 'redirect' });
    await walk(fixture, answer, administrator);
    expect(await (await fixture.get('/?tz=UTC')).text()).not.toContain('/connect/organization');
    await walk(fixture, await signIn(fixture, ada), ada);
    expect(await fixture.service.team.list()).toHaveLength(1);
  });

  test('the administrator can also begin on the page', async () => {
    const fixture = await start({ KALENDS_USERS_MAY_CONSENT: 'false' });
    const account = fixture.service.demo?.emulators.microsoft.administrator();
    const administrator = { address: account?.userName ?? '', password: account?.password ?? '' };
    const url = new URL('/connect/organization', fixture.service.url);
    await walkAsVisitor(fixture.service.url, url, administrator);
    await connectAsVisitor(fixture.service.url, 'microsoft', ben);
    expect(await fixture.service.team.list()).toHaveLength(1);
  });
});

test('a consent that nobody gave is not believed, although the callback says so', async () => {
  const fixture = await start({ KALENDS_USERS_MAY_CONSENT: 'false' });
  const begun = await fixture.get('/connect/organization');
  const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
  const forged = new URLSearchParams({ state, admin_consent: 'True', tenant: '11111111-2222-4333-8444-555555555555' });
  expect((await fixture.get(`/callback?${forged}`, { headers: { cookie } })).status).not.toBe(302);
  expect((await fixture.get('/connect/microsoft')).status).toBe(403);
});

test('a ticket is good once and for ten minutes', async () => {
  const fixture = await start({ KALENDS_SSO_PROMPT: 'untilConnected' });
  const { url = '' } = await signIn(fixture, ada);
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(302);
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(400);
  const late = await signIn(fixture, ada);
  await fixture.clock.advance(10 * 60_000);
  expect((await fetch(late.url ?? '', { redirect: 'manual' })).status).toBe(400);
});

test('switched off, nobody is sent anywhere, and the hook says so', async () => {
  const fixture = await start({});
  expect(await signIn(fixture, ada)).toEqual({ outcome: 'none', reason: 'off' });
});

test('the hook wants its token and an address, and answers in JSON', async () => {
  const fixture = await start({ KALENDS_SSO_PROMPT: 'untilConnected' });
  expect((await fixture.get('/sso/signed-in?user=ada@tidewater.example')).status).toBe(401);
  const headers = { authorization: `Bearer ${tokens.admin}` };
  const response = await fixture.get('/sso/signed-in?user=canary', { headers });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code: 'invalidArgument', message: 'Not usable: user' } });
});

test('the history of a person survives in the vault, sealed, and stays short', async () => {
  const fixture = await start({ KALENDS_SSO_PROMPT: 'untilConnected' });
  for (let times = 0; times < 5; times += 1) await refuse(fixture, await signIn(fixture, ada));
  const vault = fixture.service.accounts.vault.handle('test', 'secrets');
  const name = `sso.person.${createHash('sha256').update(ada.address).digest('base64url')}`;
  const text = (await vault.open({ name }, 'test'))?.reveal() ?? '';
  const kept = z.array(z.object({ kind: z.string() })).parse(JSON.parse(text));
  expect(kept.map(({ kind }) => kind)).toEqual(['signIn', 'refused']);
});
