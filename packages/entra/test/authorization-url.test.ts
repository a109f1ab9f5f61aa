import { describe, expect, it, test } from 'vitest';
import { entraAt, fakeEntra, failureOf, nonceOf } from './support/fake-entra.ts';

const codeVerifier = 'v'.repeat(43);
const options = {
  redirectUri: 'https://app.tidewater.example/callback',
  state: 'state-1',
  codeChallenge: 'c'.repeat(43),
};

async function urlOf(
  settings: Parameters<typeof entraAt>[1],
  extra: Readonly<Record<string, unknown>> = {},
): Promise<URL> {
  const fake = fakeEntra();
  const url = await entraAt(fake, settings).signIn.createAuthorizationUrl({ ...options, ...extra });
  expect(fake.requests).toEqual([]);
  return new URL(url);
}

describe('createAuthorizationUrl', () => {
  it('asks for a code with PKCE, state, nonce and least scopes', async () => {
    const url = await urlOf({});
    expect(`${url.origin}${url.pathname}`).toBe(
      'https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize',
    );
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: 'client-1',
      redirect_uri: options.redirectUri,
      response_type: 'code',
      response_mode: 'query',
      state: 'state-1',
      code_challenge: options.codeChallenge,
      code_challenge_method: 'S256',
      prompt: 'select_account',
      claims: expect.stringContaining('CP1'),
    });
    expect(url.searchParams.get('nonce')).toMatch(/^[\w-]{43}$/);
    expect(url.searchParams.get('scope')?.split(' ').sort()).toEqual([
      'Calendars.Read',
      'offline_access',
      'openid',
      'profile',
    ]);
    expect(url.href).not.toContain('client-secret-1');
  });

  it('derives the nonce from the verifier of the session', async () => {
    const { createHash } = await import('node:crypto');
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
    const url = await urlOf({}, { codeChallenge });
    expect(url.searchParams.get('nonce')).toBe(nonceOf(codeVerifier));
  });

  test.each([
    ['freeBusy', 'none', ['Calendars.ReadBasic']],
    ['freeBusy', 'read', ['Calendars.ReadBasic', 'Contacts.Read']],
    ['read', 'none', ['Calendars.Read']],
    ['read', 'read', ['Calendars.Read', 'Contacts.Read']],
    ['read', 'readWrite', ['Calendars.Read', 'Contacts.ReadWrite']],
    ['readWrite', 'none', ['Calendars.ReadWrite']],
    ['readWrite', 'read', ['Calendars.ReadWrite', 'Contacts.Read']],
    ['readWrite', 'readWrite', ['Calendars.ReadWrite', 'Contacts.ReadWrite']],
  ] as const)('a policy of %s calendars and %s contacts asks for %j', async (calendars, contacts, permissions) => {
    const policy = { calendars, contacts };
    const { signIn } = entraAt(fakeEntra());
    expect(signIn.scopesFor(policy)).toEqual([...permissions, 'offline_access']);
    expect(signIn.grantedAccess(permissions)).toEqual(policy);
    const url = await urlOf({}, { policy });
    const scopes = url.searchParams
      .get('scope')
      ?.split(' ')
      .filter((scope) => scope.includes('.'));
    expect(scopes).toEqual(permissions);
  });

  test.each([
    [['offline_access'], undefined],
    [['Contacts.Read'], undefined],
    [['calendars.readwrite.shared'], { calendars: 'readWrite', contacts: 'none' }],
    [['Calendars.ReadBasic.All'], { calendars: 'freeBusy', contacts: 'none' }],
    [['Calendars.Read', 'Calendars.ReadBasic'], { calendars: 'read', contacts: 'none' }],
  ])('scopes %j grant %o', (scopes, access) => {
    expect(entraAt(fakeEntra()).signIn.grantedAccess(scopes)).toEqual(access);
  });

  it('adds scopes of the settings', async () => {
    const url = await urlOf({ additionalScopes: ['Calendars.Read.Shared'] });
    expect(url.searchParams.get('scope')).toContain('Calendars.Read.Shared');
  });

  it('asks Exchange for the whole mailbox, and refuses to promise less', async () => {
    const url = await urlOf({ resource: 'exchange' });
    expect(url.searchParams.get('scope')).toContain('https://outlook.office365.com/EWS.AccessAsUser.All');
    const { signIn } = entraAt(fakeEntra(), { resource: 'exchange' });
    const refused = await failureOf(
      signIn.createAuthorizationUrl({ ...options, policy: { calendars: 'read', contacts: 'none' } }),
    );
    expect(refused).toMatchObject({
      code: 'permissionControlUnavailable',
      provider: 'ews',
      cure: { text: expect.stringContaining('Switch off the EWS URL') },
    });
    expect(signIn.grantedAccess(['EWS.AccessAsUser.All'])).toEqual({ calendars: 'readWrite', contacts: 'readWrite' });
    expect(signIn.grantedAccess(['Calendars.Read'])).toBeUndefined();
  });

  test.each([
    [
      'a login hint instead of the choice of accounts',
      { loginHint: 'ada@x.example' },
      { login_hint: 'ada@x.example', prompt: null },
    ],
    [
      'a prompt beside a hint',
      { loginHint: 'ada@x.example', prompt: 'login' },
      { login_hint: 'ada@x.example', prompt: 'login' },
    ],
    [
      'a domain hint',
      { domainHint: 'tidewater.example' },
      { domain_hint: 'tidewater.example', prompt: 'select_account' },
    ],
    ['a silent try', { prompt: 'none' }, { prompt: 'none' }],
    ['a new consent', { prompt: 'consent' }, { prompt: 'consent' }],
  ])('takes %s', async (_case, extra, expected) => {
    const url = await urlOf({}, extra);
    for (const [name, value] of Object.entries(expected))
      expect([name, url.searchParams.get(name)]).toEqual([name, value]);
  });

  it('hands on the claims of an error, merged with what the application understands', async () => {
    const url = await urlOf({}, { claims: '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}' });
    expect(JSON.parse(url.searchParams.get('claims') ?? '')).toMatchObject({
      access_token: { acrs: { essential: true, value: 'c1' }, xms_cc: { values: ['CP1'] } },
    });
  });

  it('does not promise to understand claims challenges when told so', async () => {
    expect((await urlOf({ claimsChallenges: false })).searchParams.get('claims') ?? '').not.toContain('CP1');
  });

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['state', { state: '' }],
    ['codeChallenge', { codeChallenge: '' }],
    ['codeChallenge', { codeChallenge: 'a verifier, by mistake' }],
    ['redirectUri', { redirectUri: '/callback' }],
    ['claims', { claims: 'nothing of JSON' }],
    ['domainHint', { domainHint: 'a b' }],
    ['prompt', { prompt: 'nothing' }],
    ['policy.calendars', { policy: { calendars: 'all', contacts: 'none' } }],
    ['policy.contacts', { policy: { calendars: 'read' } }],
    ['policy', { policy: null }],
  ])('refuses to go without a good %s', async (name, overrides) => {
    const call = entraAt(fakeEntra()).signIn.createAuthorizationUrl({ ...options, ...overrides });
    await expect(call).rejects.toMatchObject({ code: 'invalidArgument', message: expect.stringContaining(name) });
  });

  test.each([
    [{ cloud: 'usGov' } as const, 'https://login.microsoftonline.us/organizations/'],
    [{ cloud: 'usGovDod' } as const, 'https://login.microsoftonline.us/organizations/'],
    [
      { cloud: 'china', tenantId: 'tidewater.example' } as const,
      'https://login.partner.microsoftonline.cn/tidewater.example/',
    ],
    [{ authority: 'http://127.0.0.1:4010/tenant-9', allowInsecureLoopback: true }, 'http://127.0.0.1:4010/tenant-9/'],
  ])('goes where the settings %o say', async (settings, start) => {
    expect((await urlOf(settings)).href).toContain(`${start}oauth2/v2.0/authorize?`);
  });
});

describe('where people may not consent', () => {
  const settings = { usersMayConsent: false, tenantId: 'tidewater.example' };

  test.each([{}, { hasAdminConsented: true, prompt: 'consent' }])('nobody is sent to a page: %o', async (extra) => {
    const refused = await failureOf(
      entraAt(fakeEntra(), settings).signIn.createAuthorizationUrl({ ...options, ...extra } as typeof options),
    );
    expect(refused).toMatchObject({
      code: 'adminConsentRequired',
      retryable: false,
      retryAfterMs: 1_800_000,
      cure: { url: expect.stringContaining('/tidewater.example/v2.0/adminconsent?client_id=client-1') },
    });
  });

  it('everybody is once the administrator has consented', async () => {
    expect((await urlOf(settings, { hasAdminConsented: true })).pathname).toContain('authorize');
  });
});
