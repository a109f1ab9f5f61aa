import { conformanceCompany } from '@kalends/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { connectAsVisitor, walkAsVisitor } from '../src/demo/demo-visitor.ts';
import type { Visitor } from '../src/demo/demo-visitor.ts';
import { plantedSecrets } from './kit/planted-secrets.ts';
import { startFixture, tokens } from './service-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';

let fixture: ServiceFixture;
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  fixture = await startFixture(undefined, undefined, { KALENDS_ADMIN_TOKEN: tokens.admin });
  ids = Object.fromEntries((await fixture.service.team.list()).map(({ provider, id }) => [provider, id]));
});
afterAll(() => fixture.close());

function personOf(id: string): Visitor {
  const person = conformanceCompany.people.find((candidate) => candidate.id === id);
  if (person === undefined) throw new Error(`Nobody is called ${id}`);
  return person;
}
const ada = personOf('ada');

const ask = (path: string, init: RequestInit = {}, token = tokens.admin): Promise<Response> =>
  fixture.get(`/api/admin${path}`, { ...init, headers: { authorization: `Bearer ${token}` } });
const put = (path: string, body: unknown): Promise<Response> =>
  ask(path, { method: 'PUT', body: typeof body === 'string' ? body : JSON.stringify(body) });
const accountSchema = z.looseObject({ id: z.string(), provider: z.string(), status: z.object({ state: z.string() }) });

describe('who may ask', () => {
  test.each([['wrong'], [''], [`${tokens.admin}x`], [tokens.admin.slice(1)]])('not %j', async (token) => {
    const response = await ask('/accounts', {}, token);
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(await response.text()).not.toContain(tokens.admin);
  });

  test('nobody without a token, or with it elsewhere', async () => {
    expect((await fixture.get('/api/admin/accounts')).status).toBe(401);
    expect((await fixture.get(`/api/admin/accounts?token=${tokens.admin}`)).status).toBe(401);
    expect((await fixture.get('/api/broker/authorize', { method: 'POST' })).status).toBe(404);
  });

  test('nobody where no token is set: there is no such address', async () => {
    await using service = (await startFixture([])).service;
    for (const path of ['/api/admin/accounts', '/api/broker/authorize', '/sso/signed-in?user=ada@tidewater.example']) {
      const response = await fetch(new URL(path, service.url), {
        headers: { authorization: `Bearer ${tokens.admin}` },
      });
      expect([path, response.status]).toEqual([path, 404]);
    }
  });
});

describe('accounts', () => {
  test('are listed with what administrators need, and no secret', async () => {
    const text = await (await ask('/accounts')).text();
    const { accounts } = z.object({ accounts: z.array(accountSchema) }).parse(JSON.parse(text));
    expect(accounts.map(({ provider }) => provider).sort()).toEqual(['ews', 'google', 'graph']);
    expect(text).toContain('ada@tidewater.example');
    const { demo } = fixture.service;
    expect((demo === undefined ? [] : plantedSecrets(demo)).filter((secret) => text.includes(secret))).toEqual([]);
    expect(await (await ask('/accounts?state=reauthorizationRequired')).json()).toEqual({ accounts: [] });
    expect((await ask('/accounts?state=canary')).status).toBe(400);
  });

  test('are read one by one', async () => {
    expect(await (await ask(`/accounts/${ids['google']}`)).json()).toMatchObject({
      provider: 'google',
      ownerId: 'team',
    });
    const missing = await ask('/accounts/nobody');
    expect([missing.status, await missing.json()]).toMatchObject([404, { error: { code: 'notFound' } }]);
  });

  test('are examined', async () => {
    const diagnosis = await (await ask(`/accounts/${ids['google']}/diagnosis`)).json();
    expect(diagnosis).toMatchObject({ provider: 'google', findings: [] });
    expect((await ask(`/accounts/${ids['google']}/diagnosis?webhook=http://plain.example`)).status).toBe(400);
  });

  test('a narrower policy counts at the next request', async () => {
    const path = `/accounts/${ids['microsoft']}/policy`;
    const narrowed = await put(path, { calendars: 'freeBusy', contacts: 'none' });
    expect(await narrowed.json()).toMatchObject({ kind: 'applied' });
    const agenda: unknown = await (await fixture.get('/api/agenda')).json();
    expect(agenda).toMatchObject({
      isComplete: false,
      sources: [{ outcome: 'failed', code: 'policyDenied' }, { outcome: 'complete' }, { outcome: 'complete' }],
    });
    expect(await (await put(path, { calendars: 'read', contacts: 'none' })).json()).toMatchObject({ kind: 'applied' });
    expect(await (await fixture.get('/api/agenda')).json()).toMatchObject({ isComplete: true });
  });

  test('who connects again gets no more than an administrator left', async () => {
    const id = ids['microsoft'];
    await put(`/accounts/${id}/policy`, { calendars: 'freeBusy', contacts: 'none' });
    await connectAsVisitor(fixture.service.url, 'microsoft', ada);
    expect(await (await ask(`/accounts/${id}`)).json()).toMatchObject({ policy: { calendars: 'freeBusy' } });
    await put(`/accounts/${id}/policy`, { calendars: 'read', contacts: 'none' });
    await connectAsVisitor(fixture.service.url, 'microsoft', ada);
    expect(await (await fixture.get('/api/agenda')).json()).toMatchObject({ isComplete: true });
  });

  test('a wider policy waits for consent, which the page asks for', async () => {
    const path = `/accounts/${ids['google']}/policy`;
    const widened = await put(path, { calendars: 'readWrite', contacts: 'none' });
    expect(await widened.json()).toMatchObject({ kind: 'consentRequired', scopes: expect.any(Array) });
    const page = await (await fixture.get('/?tz=UTC')).text();
    expect(page).toContain('was allowed more at Google Calendar than was consented to so far');
    const again = /href="(\/connect\/google\?account=[^"]+)"/.exec(page)?.[1] ?? '';
    const begun = new URL((await fixture.get(again)).headers.get('location') ?? '');
    expect(begun.searchParams.get('scope')).toContain('https://www.googleapis.com/auth/calendar.events ');

    // Nobody else comes back from there, and whoever it is for gets what was asked for.
    const walk = (id: string): Promise<void> =>
      walkAsVisitor(fixture.service.url, new URL(again, fixture.service.url), personOf(id));
    await expect(walk('chitra')).rejects.toThrow('/callback with status 400');
    await walk('ben');
    expect(await (await ask(`/accounts/${ids['google']}`)).json()).toMatchObject({
      policy: { calendars: 'readWrite' },
    });
    expect(await (await fixture.get('/?tz=UTC')).text()).not.toContain('was allowed more');
  });

  test.each([
    ['{', 400],
    ['{}', 400],
    [{ calendars: 'none', contacts: 'none' }, 400],
    [{ calendars: 'read', contacts: 'none', canary: 1 }, 400],
    ['x'.repeat(20_000), 413],
  ])('a policy that is none (%j): %i', async (body, status) => {
    expect((await put(`/accounts/${ids['google']}/policy`, body)).status).toBe(status);
  });

  test('Exchange holds no policies', async () => {
    const response = await put(`/accounts/${ids['exchange']}/policy`, { calendars: 'read', contacts: 'none' });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: { code: 'permissionControlUnavailable', cure: {} } },
    ]);
  });

  test('are looked after and sealed anew', async () => {
    expect(await (await ask('/maintain', { method: 'POST' })).json()).toEqual({
      renewed: 0,
      expired: 0,
      warned: 0,
      failed: 0,
    });
    expect(await (await ask('/rewrap', { method: 'POST' })).json()).toMatchObject({
      counts: { rewrapped: 0, contested: 0, unreadable: 0 },
    });
  });

  test('are removed, once', async () => {
    const path = `/accounts/${ids['exchange']}`;
    expect(await (await ask(path, { method: 'DELETE' })).json()).toMatchObject({ wasConnected: true });
    expect(await (await ask(path, { method: 'DELETE' })).json()).toMatchObject({ wasConnected: false });
    expect(await (await fixture.get('/api/agenda')).json()).toMatchObject({ sources: [{}, {}] });
  });
});
