import { Secret } from '@kalends/core';
import type { TokenCredential } from '@kalends/core';
import { describe, expect, it, test } from 'vitest';
import { tokenPermissions } from '../src/index.ts';
import {
  entraAt,
  failureOf,
  fakeEntra,
  publicEntraAt,
  refusal,
  sleepyClock,
  tenantId,
  tokenAnswer,
  tokenPath,
  unsignedJwt,
} from './support/fake-entra.ts';

const account = { id: 'oid-ada', address: 'ada@tidewater.example', tenantId };
const issuedAt = '2026-11-01T00:00:00Z';
const oauth: TokenCredential = {
  kind: 'oauth',
  provider: 'graph',
  account,
  scopes: ['Calendars.ReadWrite', 'openid', 'profile', 'offline_access'],
  refreshToken: new Secret('refresh-token-0'),
  issuedAt,
};
const password: TokenCredential = {
  kind: 'password',
  provider: 'graph',
  account,
  username: new Secret('ada@tidewater.example'),
  password: new Secret('pass-word-0'),
  scopes: ['Calendars.Read'],
  issuedAt,
};
const application: TokenCredential = { kind: 'application', provider: 'graph', account, issuedAt };

describe('tokens.issue', () => {
  it('renews with exactly the scopes that were granted', async () => {
    const fake = fakeEntra();
    fake.on(tokenPath, tokenAnswer({ scope: 'Calendars.ReadWrite openid profile offline_access' }));
    const issued = await entraAt(fake).tokens.issue({ credential: oauth });
    expect(issued).toEqual({
      accessToken: expect.anything(),
      expiresIn: 3600,
      refreshToken: expect.anything(),
      scopes: ['Calendars.ReadWrite', 'openid', 'profile', 'offline_access'],
    });
    expect([issued.accessToken.reveal(), issued.refreshToken?.reveal()]).toEqual(['access-token-1', 'refresh-token-1']);
    const { form, url } = fake.requests[0] ?? {};
    expect(url?.pathname).toBe(`/${tenantId}/oauth2/v2.0/token`);
    expect(Object.fromEntries(form ?? [])).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-token-0',
      client_secret: 'client-secret-1',
    });
    expect(new Set(form?.get('scope')?.split(' '))).toEqual(
      new Set(['Calendars.ReadWrite', 'offline_access', 'openid', 'profile']),
    );
  });

  test.each([
    ['that of the account where several may sign in', 'organizations', tenantId, tenantId],
    ['the one of the settings', 'tidewater.example', tenantId, 'tidewater.example'],
    ['the shared one for personal accounts', 'common', '9188040d-6c67-4c5b-b112-36a304b66dad', 'common'],
    ['the shared one where none is known', 'common', undefined, 'common'],
    ['the shared one for what is no tenant', 'common', '../x', 'common'],
  ])('asks in the organization: %s', async (_case, configured, accountTenant, asked) => {
    const fake = fakeEntra();
    fake.on(tokenPath, tokenAnswer());
    const { tokens } = entraAt(fake, { tenantId: configured });
    const identity = { id: 'oid-ada', ...(accountTenant === undefined ? {} : { tenantId: accountTenant }) };
    for (const credential of [oauth, password])
      await tokens.issue({ credential: { ...credential, account: identity } });
    expect(fake.requests.map(({ url }) => url.pathname)).toEqual(Array(2).fill(`/${asked}/oauth2/v2.0/token`));
  });

  it('sends a password again', async () => {
    const fake = fakeEntra();
    fake.on(tokenPath, tokenAnswer());
    await publicEntraAt(fake, { tenantId }).tokens.issue({ credential: password });
    expect(Object.fromEntries(fake.requests[0]?.form ?? [])).toMatchObject({
      grant_type: 'password',
      username: 'ada@tidewater.example',
      password: 'pass-word-0',
    });
  });

  it('asks for an application in the tenant of its mailbox, with everything that was consented to', async () => {
    const fake = fakeEntra();
    fake.on(tokenPath, tokenAnswer({ refresh_token: undefined, scope: undefined, id_token: undefined }));
    const { tokens } = entraAt(fake);
    const issued = await tokens.issue({ credential: application });
    expect(Object.keys(issued)).toEqual(['accessToken', 'expiresIn']);
    expect(fake.requests[0]?.url.pathname).toBe(`/${tenantId}/oauth2/v2.0/token`);
    expect(Object.fromEntries(fake.requests[0]?.form ?? [])).toMatchObject({
      grant_type: 'client_credentials',
      scope: 'https://graph.microsoft.com/.default',
    });
    expect([tokens.tokenReach(application), tokens.tokenReach(oauth), tokens.tokenReach(password)]).toEqual([
      'tenant',
      'account',
      'account',
    ]);
  });

  test.each([
    [{ resource: 'exchange' } as const, 'https://outlook.office365.com/.default'],
    [{ resource: 'exchange', cloud: 'usGov' } as const, 'https://outlook.office365.us/.default'],
    [{ cloud: 'china' } as const, 'https://microsoftgraph.chinacloudapi.cn/.default'],
    [
      { resource: 'exchange', resourceUrl: 'https://mail.tidewater.example/' } as const,
      'https://mail.tidewater.example/.default',
    ],
  ])('of %o asks for %s', async (settings, scope) => {
    const fake = fakeEntra();
    fake.on(tokenPath, tokenAnswer());
    const { tokens } = entraAt(fake, settings);
    await tokens.issue({ credential: { ...application, provider: tokens.provider } });
    expect(fake.requests[0]?.form.get('scope')).toBe(scope);
  });

  it('asks Exchange with its own scope whatever form was stored', async () => {
    const fake = fakeEntra();
    fake.on(tokenPath, tokenAnswer({ scope: 'https://outlook.office365.com/EWS.AccessAsUser.All' }));
    const issued = await entraAt(fake, { resource: 'exchange' }).tokens.issue({
      credential: { ...oauth, provider: 'ews', scopes: ['EWS.AccessAsUser.All'] },
    });
    expect(fake.requests[0]?.form.get('scope')).toContain('https://outlook.office365.com/EWS.AccessAsUser.All');
    expect(issued.scopes).toEqual(['EWS.AccessAsUser.All']);
  });

  test.each([
    ['a refresh token', oauth],
    ['a password', password],
    ['an application', application],
  ])('answers a claims challenge with %s', async (_case, credential) => {
    const fake = fakeEntra();
    fake.on(tokenPath, tokenAnswer());
    await entraAt(fake).tokens.issue({ credential, claims: '{"access_token":{"nbf":{"essential":true,"value":"1"}}}' });
    expect(JSON.parse(fake.requests[0]?.form.get('claims') ?? '{}')).toMatchObject({
      access_token: { nbf: { essential: true, value: '1' }, xms_cc: { values: ['CP1'] } },
    });
  });

  test.each([300, 86_399, '3600', 0, -5, 1e12, null, 'soon', {}, undefined])(
    'hands on the lifetime %s as it came',
    async (expiresIn) => {
      const fake = fakeEntra();
      fake.on(tokenPath, tokenAnswer({ expires_in: expiresIn }));
      const issued = await entraAt(fake).tokens.issue({ credential: oauth });
      expect(issued.expiresIn).toEqual(expiresIn);
      expect(issued.accessToken.reveal()).toBe('access-token-1');
    },
  );

  it('repeats what passes by itself, and nothing else', async () => {
    const fake = fakeEntra();
    fake.on(tokenPath, { status: 503 }, { status: 429, headers: { 'retry-after': '7' } }, tokenAnswer());
    const clock = sleepyClock();
    await entraAt(fake, { runtime: { fetch: fake.fetch, clock } }).tokens.issue({ credential: oauth });
    expect(clock.slept.at(-1)).toBe(7_000);
    expect(fake.requests).toHaveLength(3);

    for (const code of [700_082, 50_196]) {
      const dead = fakeEntra();
      dead.on(tokenPath, refusal([code]));
      await failureOf(entraAt(dead).tokens.issue({ credential: oauth }));
      expect(dead.requests).toHaveLength(1);
    }
  });

  it('relays the claims that a new sign-in has to meet', async () => {
    const fake = fakeEntra();
    const claims = '{"access_token":{"capolids":{"essential":true,"values":["policy-1"]}}}';
    fake.on(tokenPath, refusal([53_003], { error: 'interaction_required', claims }));
    const error = await failureOf(entraAt(fake).tokens.issue({ credential: oauth }));
    expect(error).toMatchObject({ code: 'reauthorizationRequired', reason: 'policy', claims });
    expect(JSON.stringify(error)).not.toContain('capolids');
  });

  test.each(['nothing of JSON', '[1]', 'null', `{"a":"${'x'.repeat(9_000)}"}`])(
    'does not relay claims that nobody could ask for: %#',
    async (claims) => {
      const fake = fakeEntra();
      fake.on(tokenPath, refusal([53_003], { error: 'interaction_required', claims }));
      const error = await failureOf(entraAt(fake).tokens.issue({ credential: oauth }));
      expect(error).toMatchObject({ code: 'reauthorizationRequired', reason: 'policy', claims: undefined });
    },
  );

  test.each([
    ['another provider', { ...oauth, provider: 'google' }],
    ['another kind', { ...oauth, kind: 'basic' }],
  ])('refuses a credential of %s before any request', async (_case, credential) => {
    const fake = fakeEntra();
    // Programs without types pass anything.
    const call = entraAt(fake).tokens.issue({ credential: credential as TokenCredential });
    await expect(call).rejects.toMatchObject({ code: 'invalidArgument' });
    expect(fake.requests).toEqual([]);
  });

  test.each(['common', 'organizations', 'consumers'])('an application needs more than %s', async (tenant) => {
    const fake = fakeEntra();
    const call = entraAt(fake, { tenantId: tenant }).tokens.issue({
      credential: { ...application, account: { id: 'pier@tidewater.example' } },
    });
    await expect(call).rejects.toMatchObject({
      code: 'invalidConfiguration',
      cure: { text: expect.stringContaining('tenant') },
    });
    expect(fake.requests).toEqual([]);
  });

  it('an application without a secret or certificate cannot sign in as itself', async () => {
    await expect(publicEntraAt(fakeEntra()).tokens.issue({ credential: application })).rejects.toMatchObject({
      code: 'invalidConfiguration',
    });
  });

  it('there is no call that gives up one grant', () => {
    expect(entraAt(fakeEntra()).tokens).not.toHaveProperty('revoke');
  });
});

test.each([
  [
    'a person',
    { scp: 'Calendars.Read openid', tid: 't' },
    { scopes: ['Calendars.Read', 'openid'], roles: [], isApplication: false, tenantId: 't' },
  ],
  [
    'an application',
    { roles: ['Calendars.Read'], idtyp: 'app' },
    { scopes: [], roles: ['Calendars.Read'], isApplication: true },
  ],
  ['an application without roles', { appid: 'x' }, { scopes: [], roles: [], isApplication: true }],
])('tokenPermissions reads the token of %s', (_case, claims, expected) => {
  expect(tokenPermissions(new Secret(unsignedJwt(claims)))).toEqual(expected);
});

test.each(['EwBAA8l6BAAU', 'a.b', 'a.!.c', `a.${Buffer.from('[]').toString('base64url')}.c`])(
  'tokenPermissions makes nothing of %s',
  (token) => {
    expect(tokenPermissions(new Secret(token))).toBeUndefined();
  },
);
