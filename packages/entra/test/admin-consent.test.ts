import { describe, expect, it, test } from 'vitest';
import { entraAt, fakeEntra, tenantId, tokenAnswer, tokenPath, unsignedJwt } from './support/fake-entra.ts';

const redirectUri = 'https://app.tidewater.example/consented';
const { signIn } = entraAt(fakeEntra(), { adminConsentRedirectUri: redirectUri });

describe('createAdminConsentUrl', () => {
  test.each([
    [{}, 'Calendars.Read offline_access'],
    [
      { policy: { calendars: 'readWrite', contacts: 'read' } } as const,
      'Calendars.ReadWrite Contacts.Read offline_access',
    ],
    [{ permissions: 'application' } as const, 'https://graph.microsoft.com/.default'],
  ])('for %o asks for %s', (extra, scope) => {
    const url = new URL(signIn.createAdminConsentUrl({ redirectUri, state: 'state-1', ...extra }));
    expect(url.pathname).toBe('/organizations/v2.0/adminconsent');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'client-1',
      scope,
      redirect_uri: redirectUri,
      state: 'state-1',
    });
  });

  it('leads to one organization when it is known', () => {
    const url = signIn.createAdminConsentUrl({ redirectUri, state: 's', tenantId });
    expect(new URL(url).pathname).toBe(`/${tenantId}/v2.0/adminconsent`);
  });

  test.each([
    ['state', { state: '' }],
    ['redirectUri', { redirectUri: '/consented' }],
  ])('needs a %s', (name, change) => {
    expect(() => signIn.createAdminConsentUrl({ redirectUri, state: 's', ...change })).toThrow(
      expect.objectContaining({ code: 'invalidArgument', message: expect.stringContaining(name) }),
    );
  });
});

describe('readAdminConsentCallback', () => {
  const read = (query: string): unknown =>
    signIn.readAdminConsentCallback(new URLSearchParams(query), { state: 'state-1' });

  it('says what the callback claims', () => {
    const query = `admin_consent=True&tenant=${tenantId}&scope=https%3A%2F%2Fgraph.microsoft.com%2FCalendars.Read&state=state-1`;
    expect(read(query)).toEqual({ claimedTenantId: tenantId, scopes: ['Calendars.Read'] });
  });

  test.each([
    [
      'a refusal, though consent stands beside it',
      `admin_consent=True&tenant=${tenantId}&error=access_denied&error_description=AADSTS65004%3A+canary&state=state-1`,
      'adminConsentRequired',
    ],
    ['a refusal without a number', 'admin_consent=True&error=consent_required&state=state-1', 'adminConsentRequired'],
    [
      'a wrong registration',
      'error=invalid_client&error_description=AADSTS650056%3A+canary&state=state-1',
      'invalidConfiguration',
    ],
    ['another state', `admin_consent=True&tenant=${tenantId}&state=state-2`, 'signInRefused'],
    ['no state', `admin_consent=True&tenant=${tenantId}`, 'signInRefused'],
    ['an error with another state', 'error=access_denied&state=x', 'signInRefused'],
    ['no consent', `tenant=${tenantId}&state=state-1`, 'invalidResponse'],
    ['a tenant that is none', 'admin_consent=True&tenant=../x&state=state-1', 'invalidResponse'],
  ])('refuses %s', (_case, query, code) => {
    expect(() => read(query)).toThrow(
      expect.objectContaining({ code, message: expect.not.stringContaining('canary') }),
    );
  });

  it('does not take an empty state for equal to none', () => {
    const parameters = new URLSearchParams(`admin_consent=True&tenant=${tenantId}`);
    expect(() => signIn.readAdminConsentCallback(parameters, { state: '' })).toThrow(
      expect.objectContaining({ code: 'signInRefused' }),
    );
  });
});

it('confirmAdminConsent asks that tenant for a fresh token', async () => {
  const fake = fakeEntra();
  fake.on(tokenPath, tokenAnswer({ access_token: unsignedJwt({ roles: ['Calendars.Read'], idtyp: 'app' }) }));
  expect(await entraAt(fake).signIn.confirmAdminConsent({ tenantId })).toEqual({ tenantId, roles: ['Calendars.Read'] });
  expect(fake.requests.map(({ url }) => url.pathname)).toEqual([`/${tenantId}/oauth2/v2.0/token`]);
});
