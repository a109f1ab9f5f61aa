import { exportJWK, exportPKCS8, generateKeyPair, importPKCS8, SignJWT } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { beforeAll, describe, expect, it, test, vi } from 'vitest';
import { nestedAppTokenVerifier } from '../src/index.ts';
import type { NestedAppTokenSettings, NestedAppTokenVerifier } from '../src/index.ts';
import { failureOf, fakeEntra, sleepyClock, tenantId } from './support/fake-entra.ts';
import type { FakeEntra } from './support/fake-entra.ts';

const now = '2026-12-01T10:00:00Z';
const nowSeconds = Date.parse(now) / 1000;
const good = {
  iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
  aud: 'back-end-1',
  tid: tenantId,
  oid: 'oid-ada',
  azp: 'add-in-1',
  scp: 'access_as_user',
  preferred_username: 'ada@tidewater.example',
  nbf: nowSeconds - 60,
  exp: nowSeconds + 3_600,
};
let keys: { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey };
let other: typeof keys;
let publicJwk: JWK;

beforeAll(async () => {
  keys = await generateKeyPair('RS256', { extractable: true });
  other = await generateKeyPair('RS256');
  publicJwk = { ...(await exportJWK(keys.publicKey)), kid: 'key-1', use: 'sig' };
});

function tokenOf(
  claims: Readonly<Record<string, unknown>> = {},
  key: CryptoKey = keys.privateKey,
  kid = 'key-1',
): Promise<string> {
  return new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
}

function verifierAt(
  fake: FakeEntra,
  settings: Partial<NestedAppTokenSettings> = {},
): { readonly verifier: NestedAppTokenVerifier; readonly clock: ReturnType<typeof sleepyClock> } {
  const clock = sleepyClock(now);
  const all = { clientId: 'back-end-1', tenants: [tenantId], ...settings, runtime: { fetch: fake.fetch, clock } };
  return { verifier: nestedAppTokenVerifier(all), clock };
}

function publishing(): FakeEntra {
  const fake = fakeEntra();
  fake.on('/discovery/v2.0/keys', { json: { keys: [publicJwk] } });
  return fake;
}

function outcomeOf(verified: Promise<unknown>): Promise<string> {
  return verified.then(
    () => 'is taken',
    (error: unknown) => String(error),
  );
}

describe('nestedAppTokenVerifier', () => {
  it('says who calls, and asks for the keys once', async () => {
    const fake = publishing();
    const { verifier } = verifierAt(fake);
    expect(await verifier.verify(await tokenOf())).toEqual({
      accountId: 'oid-ada',
      tenantId,
      username: 'ada@tidewater.example',
      clientId: 'add-in-1',
      scopes: ['access_as_user'],
    });
    await verifier.verify(await tokenOf({ oid: 'oid-bo' }));
    expect(fake.requests.map(({ url }) => url.href)).toEqual([
      `https://login.microsoftonline.com/${tenantId}/discovery/v2.0/keys`,
    ]);
  });

  it('takes tokens of version 1.0', async () => {
    const claims = {
      iss: `https://sts.windows.net/${tenantId}/`,
      aud: 'api://back-end-1',
      azp: undefined,
      appid: 'add-in-1',
      preferred_username: undefined,
      upn: 'ada@tidewater.example',
    };
    expect(await verifierAt(publishing()).verifier.verify(await tokenOf(claims))).toMatchObject({
      clientId: 'add-in-1',
      username: 'ada@tidewater.example',
    });
  });

  test.each([
    ['another audience', { aud: 'api://somebody-else' }, 'somebody else'],
    ['another issuer', { iss: 'https://login.evil.example/v2.0' }, 'issued by somebody else'],
    [
      'the issuer of another tenant',
      { iss: 'https://login.microsoftonline.com/another/v2.0' },
      'issued by somebody else',
    ],
    ['an end in the past', { exp: nowSeconds - 301 }, 'has expired'],
    ['no end', { exp: undefined }, 'somebody else, or is not valid yet'],
    ['a beginning in the future', { nbf: nowSeconds + 301 }, 'not valid yet'],
    ['another organization', { tid: '11111111-2222-4333-8444-555555555555' }, 'organization'],
    ['no organization', { tid: undefined }, 'no access token'],
    ['nobody signed in', { scp: undefined, roles: ['x'] }, 'scopes'],
    ['no person', { oid: undefined }, 'who is signed in'],
  ])('refuses a token with %s', async (_case, claims, why) => {
    const error = await failureOf(verifierAt(publishing()).verifier.verify(await tokenOf(claims)));
    expect(error).toMatchObject({ code: 'authenticationFailed', message: expect.stringContaining(why) });
    expect(JSON.stringify(error)).not.toContain('oid-ada');
  });

  it.each([
    ['clocks that differ a little', { exp: nowSeconds - 299 }, {}],
    ['a scope that is asked for', {}, { requiredScopes: ['access_as_user'] }],
    ['an add-in that is named', {}, { clients: ['ADD-IN-1'] }],
    ['an audience that is named', { aud: 'https://x.example' }, { audiences: ['https://x.example'] }],
  ])('takes %s', async (_case, claims, settings) => {
    await expect(verifierAt(publishing(), settings).verifier.verify(await tokenOf(claims))).resolves.toBeDefined();
  });

  it.each([
    ['another scope', { requiredScopes: ['write_as_user'] }],
    ['another add-in', { clients: ['add-in-2'] }],
  ])('refuses when the settings ask for %s', async (_case, settings) => {
    const error = await failureOf(verifierAt(publishing(), settings).verifier.verify(await tokenOf()));
    expect(error.code).toBe('authenticationFailed');
  });

  it('refuses what was signed by somebody else or not at all', async () => {
    const fake = publishing();
    const { verifier } = verifierAt(fake);
    const forged = await tokenOf({}, other.privateKey);
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none' })}.${part(good)}.`;
    const symmetric = await new SignJWT(good)
      .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
      .sign(new Uint8Array(32));
    // The right key, used in another way than Entra does.
    const padded = await importPKCS8(await exportPKCS8(keys.privateKey), 'PS256');
    const otherwise = await new SignJWT(good).setProtectedHeader({ alg: 'PS256', kid: 'key-1' }).sign(padded);
    for (const token of [otherwise, forged, unsigned, symmetric, 'nothing', `${'a'.repeat(20_000)}.b.c`])
      expect(await failureOf(verifier.verify(token))).toMatchObject({ code: 'authenticationFailed' });
  });

  it('learns of new keys, and does not let forged tokens make it ask and ask', async () => {
    const fake = fakeEntra();
    const next = { ...(await exportJWK(other.publicKey)), kid: 'key-2' };
    fake.on('/discovery/v2.0/keys', { json: { keys: [publicJwk] } }, { json: { keys: [publicJwk, next] } });
    const { verifier, clock } = verifierAt(fake);
    await verifier.verify(await tokenOf());
    const rolled = await tokenOf({}, other.privateKey, 'key-2');
    for (let attempt = 0; attempt < 5; attempt += 1)
      expect(await failureOf(verifier.verify(rolled))).toMatchObject({ code: 'authenticationFailed' });
    expect(fake.requests).toHaveLength(1);
    await clock.sleep(300_000);
    await expect(verifier.verify(rolled)).resolves.toBeDefined();
    expect(fake.requests).toHaveLength(2);
  });

  it('asks again after a day, and after a failure', async () => {
    const fake = fakeEntra();
    fake.on('/discovery/v2.0/keys', { status: 503 }, { json: { keys: [publicJwk] } });
    const { verifier, clock } = verifierAt(fake);
    expect(await failureOf(verifier.verify(await tokenOf()))).toMatchObject({ code: 'serviceUnavailable' });
    await verifier.verify(await tokenOf());
    await clock.sleep(24 * 3_600_000);
    await verifier.verify(await tokenOf({ exp: nowSeconds + 90_000 }));
    expect(fake.requests).toHaveLength(3);
  });

  it.each([
    ['something that is no key set', { json: { keys: 'none' } }],
    ['a web page', { text: '<html>' }],
  ])('says that it got %s', async (_case, answer) => {
    const fake = fakeEntra();
    fake.on('/discovery/v2.0/keys', answer);
    expect(await failureOf(verifierAt(fake).verifier.verify(await tokenOf()))).toMatchObject({
      code: 'invalidResponse',
    });
  });

  it('asks one shared key set where anybody may come', async () => {
    const fake = publishing();
    const strange = '11111111-2222-4333-8444-555555555555';
    const { verifier } = verifierAt(fake, { tenants: 'any' });
    await verifier.verify(await tokenOf({ tid: strange, iss: `https://login.microsoftonline.com/${strange}/v2.0` }));
    expect(fake.requests[0]?.url.pathname).toBe('/common/discovery/v2.0/keys');
  });

  it.each([
    ['clientId', { clientId: '' }],
    ['tenants', { tenants: [] }],
    ['cloud', { cloud: 'moon' }],
  ])('needs a good %s', (name, settings) => {
    // Programs without types pass anything.
    const all = { clientId: 'back-end-1', tenants: 'any', ...settings } as NestedAppTokenSettings;
    expect(() => nestedAppTokenVerifier(all)).toThrow(
      expect.objectContaining({ code: 'invalidArgument', message: expect.stringContaining(name) }),
    );
  });

  test.each([
    ['every tenant', 'https://login.microsoftonline.com/{tenantid}/v2.0', 'is taken'],
    ['the tenant of the token', `https://login.microsoftonline.com/${tenantId}/v2.0`, 'is taken'],
    ['another tenant', 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0', 'unknown key'],
  ])('a token with a key of %s (%s): %s', async (_case, issuer, outcome) => {
    const fake = fakeEntra();
    fake.on('/discovery/v2.0/keys', { json: { keys: [{ ...publicJwk, issuer }] } });
    const { verifier } = verifierAt(fake, { tenants: 'any' });
    expect(await outcomeOf(verifier.verify(await tokenOf()))).toContain(outcome);
  });

  it('ends when its caller leaves', async () => {
    const call = verifierAt(publishing()).verifier.verify('x', { signal: AbortSignal.abort() });
    expect(await failureOf(call)).toMatchObject({ code: 'aborted' });
  });

  it('lets one caller leave keys that others wait for', async () => {
    const fake = fakeEntra();
    const slow = Promise.withResolvers<undefined>();
    fake.on('/discovery/v2.0/keys', async () => {
      await slow.promise;
      return { json: { keys: [publicJwk] } };
    });
    const { verifier } = verifierAt(fake);
    const token = await tokenOf();
    const leaving = new AbortController();
    const left = failureOf(verifier.verify(token, { signal: leaving.signal }));
    const waiting = verifier.verify(token, { signal: new AbortController().signal });
    await vi.waitFor(() => expect(fake.requests).toHaveLength(1));
    leaving.abort();
    expect(await left).toMatchObject({ code: 'aborted', provider: 'addin' });
    slow.resolve(undefined);
    await expect(waiting).resolves.toMatchObject({ accountId: 'oid-ada' });
    expect(fake.requests).toHaveLength(1);
  });
});
