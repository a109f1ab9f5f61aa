import { CalendarError } from '@kalends/core';
import type { OAuthCredential, OAuthProvider } from '@kalends/core';
import { describe, expect, it, test } from 'vitest';
import { graph } from '../src/index.ts';
import type { GraphSettings } from '../src/index.ts';
import { signInErrorTable } from '../src/errors/sign-in-error-table.ts';
import { primaryCalendar } from './support/graph-answers.ts';
import { fakeMicrosoft, idToken, sleepyClock, tokenAnswer } from './support/fake-microsoft.ts';
import type { FakeMicrosoft } from './support/fake-microsoft.ts';

const redirectUri = 'https://app.tidewater.example/callback';
const claims = {
  oid: 'oid-ada',
  tid: 'tenant-1',
  preferred_username: 'ada.sign-in@tidewater.example',
  name: 'Ada Quay',
};
const exchange = { code: 'code-1', codeVerifier: 'verifier-1', redirectUri };

function providerOf(fake: FakeMicrosoft, settings: Partial<GraphSettings> = {}): OAuthProvider {
  return graph({
    clientId: 'client-1',
    clientSecret: 'client-secret-1',
    ...settings,
    runtime: { fetch: fake.fetch, clock: sleepyClock() },
  });
}

function granting(answer: Readonly<Record<string, unknown>> = {}): FakeMicrosoft {
  const fake = fakeMicrosoft();
  fake.on('/token', { json: tokenAnswer({ refresh_token: 'refresh-1', id_token: idToken(claims), ...answer }) });
  fake.on('/me/calendar', { json: primaryCalendar });
  return fake;
}

describe('exchangeCode with a part missing', () => {
  test.each([
    ['code', { code: '' }],
    ['codeVerifier', { codeVerifier: '' }],
    ['redirectUri', { redirectUri: '' }],
  ])('refuses a bad %s', async (name, overrides) => {
    const fake = fakeMicrosoft();
    await expect(providerOf(fake).signIn.exchangeCode({ ...exchange, ...overrides })).rejects.toMatchObject({
      code: 'invalidArgument',
      message: expect.stringContaining(name),
    });
    expect(fake.requests).toEqual([]);
  });
});

describe('exchangeCode', () => {
  it('redeems the code and names the mailbox by its default calendar', async () => {
    const fake = granting();

    const credential = await providerOf(fake).signIn.exchangeCode(exchange);

    expect(credential).toEqual<OAuthCredential>({
      kind: 'oauth',
      provider: 'graph',
      account: { id: 'oid-ada', address: 'ada@tidewater.example', name: 'Ada Quay', tenantId: 'tenant-1' },
      scopes: ['Calendars.Read', 'openid', 'profile', 'offline_access'],
      refreshToken: credential.refreshToken,
      issuedAt: '2026-11-16T08:00:00.000Z',
      refreshExpiresAt: '2027-02-14T08:00:00.000Z',
    });
    expect(credential.refreshToken.reveal()).toBe('refresh-1');
    expect(JSON.stringify(credential)).not.toContain('refresh-1');
    const [token, calendar] = fake.requests;
    expect(`${token?.method} ${token?.url.origin}${token?.url.pathname}`).toBe(
      'POST https://login.microsoftonline.com/organizations/oauth2/v2.0/token',
    );
    expect(Object.fromEntries(token?.form ?? [])).toMatchObject({
      grant_type: 'authorization_code',
      client_id: 'client-1',
      client_secret: 'client-secret-1',
      code: 'code-1',
      code_verifier: 'verifier-1',
      redirect_uri: redirectUri,
    });
    expect(calendar?.url.pathname).toBe('/v1.0/me/calendar');
    expect(calendar?.headers.get('authorization')).toBe('Bearer access-token');
  });

  it('sends no secret for a public client', async () => {
    const fake = granting();
    const provider = graph({ clientId: 'client-1', runtime: { fetch: fake.fetch, clock: sleepyClock() } });
    await provider.signIn.exchangeCode(exchange);
    expect(fake.tokenRequests()[0]?.form.has('client_secret')).toBe(false);
  });

  test.each([
    ['calendar access', { scope: 'openid profile offline_access' }],
    ['staying connected', { refresh_token: undefined }],
  ])('refuses a sign-in without %s', async (_case, answer) => {
    const fake = granting(answer);
    await expect(providerOf(fake).signIn.exchangeCode(exchange)).rejects.toMatchObject({
      code: 'consentRequired',
      cure: { text: expect.stringContaining('Sign in again') },
    });
    expect(fake.graphRequests()).toEqual([]);
  });

  it('accepts scopes in their long form', async () => {
    const fake = granting({ scope: 'https://graph.microsoft.com/Calendars.ReadWrite offline_access' });
    const { scopes } = await providerOf(fake).signIn.exchangeCode(exchange);
    expect(scopes).toEqual(['Calendars.ReadWrite', 'offline_access']);
  });

  it('says at sign-in that the account has no mailbox', async () => {
    const fake = granting();
    fake.on('/me/calendar', { status: 404, json: { error: { code: 'MailboxNotEnabledForRESTAPI', message: 'x' } } });
    await expect(providerOf(fake).signIn.exchangeCode(exchange)).rejects.toMatchObject({
      code: 'mailboxUnavailable',
      retryable: false,
    });
  });

  test.each(signInErrorTable.map((row) => [row.vendorCode, row.code] as const))(
    'maps AADSTS%i to %s, keeps ids and drops texts',
    async (vendorCode, code) => {
      const fake = granting();
      fake.on('/token', {
        status: 400,
        json: {
          error: 'canary_error',
          error_description: `AADSTS${vendorCode}: canary text`,
          error_codes: [vendorCode],
          trace_id: '0e6a7c3a-5d3f-4a52-9d42-6f5f0f7c1a01',
        },
      });
      const error: unknown = await providerOf(fake)
        .signIn.exchangeCode(exchange)
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        code,
        vendorCode: `AADSTS${vendorCode}`,
        status: 400,
        requestId: '0e6a7c3a-5d3f-4a52-9d42-6f5f0f7c1a01',
      });
      expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('canary');
      expect(fake.tokenRequests()).toHaveLength(1);
    },
  );

  test.each([
    ['a web page', { status: 503, text: '<html>canary</html>' }, 'serviceUnavailable'],
    ['throttling', { status: 429, headers: { 'retry-after': '3700' }, json: { error: 'x' } }, 'rateLimited'],
    ['a web page in place of a token', { text: '<html>canary</html>' }, 'invalidResponse'],
    ['a token answer without a token', { json: { token_type: 'Bearer' } }, 'invalidResponse'],
    ['a bare invalid_grant', { status: 400, json: { error: 'invalid_grant' } }, 'signInRefused'],
    ['a suberror', { status: 400, json: { error: 'invalid_grant', suberror: 'consent_required' } }, 'consentRequired'],
    ['an unknown error', { status: 400, json: { error: 'brand_new' } }, 'signInRefused'],
  ])('names %s from the token endpoint', async (_case, answer, code) => {
    const fake = granting();
    fake.on('/token', answer);
    const error: unknown = await providerOf(fake)
      .signIn.exchangeCode(exchange)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, provider: 'graph' });
    expect(String(error)).not.toContain('canary');
    expect(error).toHaveProperty('retryAfterMs', code === 'rateLimited' ? 3_700_000 : undefined);
  });

  it('gives an administrator the link to consent', async () => {
    const fake = granting();
    fake.on('/token', { status: 400, json: { error: 'invalid_grant', error_codes: [90094] } });
    const error: unknown = await providerOf(fake, { tenantId: 'common' })
      .signIn.exchangeCode(exchange)
      .catch((reason: unknown) => reason);
    const cure = CalendarError.is(error) ? error.cure : undefined;
    const url = new URL(cure?.url ?? '');
    expect(`${url.origin}${url.pathname}`).toBe('https://login.microsoftonline.com/organizations/v2.0/adminconsent');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'client-1',
      scope: 'Calendars.Read offline_access',
      redirect_uri: redirectUri,
    });
  });
});

describe('callbackError', () => {
  const errorOf = (query: string): Error =>
    providerOf(fakeMicrosoft()).signIn.callbackError(new URLSearchParams(query));

  test.each([
    ['error=access_denied&error_subcode=cancel', 'signInRefused', 'access_denied'],
    ['error=access_denied&error_description=AADSTS65004%3A+canary', 'consentRequired', 'AADSTS65004'],
    ['error=consent_required&admin_consent=True', 'consentRequired', 'consent_required'],
    ['error=access_denied&error_description=AADSTS90094%3A+canary', 'adminConsentRequired', 'AADSTS90094'],
    ['error=invalid_client&error_description=AADSTS650052%3A+canary', 'adminConsentRequired', 'AADSTS650052'],
    ['error=invalid_request&error_description=canary', 'invalidConfiguration', 'invalid_request'],
    ['error=temporarily_unavailable', 'serviceUnavailable', 'temporarily_unavailable'],
    ['error=%3Cscript%3Ecanary', 'signInRefused', undefined],
    ['', 'invalidResponse', undefined],
  ])('reads %s', (query, code, vendorCode) => {
    const error = errorOf(query);
    expect(error).toMatchObject({ code, vendorCode });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('canary');
  });

  it('points to admin consent where that is the cure', () => {
    expect(errorOf('error=access_denied&error_description=AADSTS90094')).toMatchObject({
      cure: { url: expect.stringContaining('/organizations/v2.0/adminconsent?client_id=client-1') },
    });
  });
});

describe('settings', () => {
  test.each([
    ['an unknown setting', { clientIdd: 'x' }, 'clientIdd'],
    ['an empty client id', { clientId: ' ' }, 'clientId'],
    ['a tenant that is a path', { tenantId: '../x' }, 'tenantId'],
    ['an unknown cloud', { cloud: 'moon' }, 'cloud'],
    ['scopes without offline_access', { scopes: ['Calendars.Read'] }, 'offline_access'],
    ['a scope with a blank', { scopes: ['a b', 'offline_access'] }, 'scopes'],
    ['a timeout of nothing', { timeoutMs: 0 }, 'timeoutMs'],
    ['a wait of no length', { retry: { maxWaitMs: Number.NaN } }, 'retry.maxWaitMs'],
    ['a wait into the past', { retry: { maxWaitMs: -1 } }, 'retry.maxWaitMs'],
    ['a base URL with a query', { graphBaseUrl: 'https://graph.example/?a=b' }, 'graphBaseUrl'],
  ])('refuse %s, naming it', (_case, settings, name) => {
    // Programs without types pass anything.
    const all = { clientId: 'client-1', ...settings } as GraphSettings;
    expect(() => graph(all)).toThrow(
      expect.objectContaining({ code: 'invalidArgument', message: expect.stringContaining(name) }),
    );
  });

  test.each([
    ['http to a real host', { graphBaseUrl: 'http://graph.example', allowInsecureLoopback: true }],
    ['http to loopback unasked', { authority: 'http://127.0.0.1:1' }],
  ])('refuse %s', (_case, settings) => {
    expect(() => graph({ clientId: 'client-1', ...settings })).toThrow(
      expect.objectContaining({ code: 'insecureTransport' }),
    );
  });

  it('are not changed, and the scopes are handed on', () => {
    const scopes = Object.freeze(['Calendars.Read', 'offline_access']);
    expect(graph(Object.freeze({ clientId: 'client-1', scopes })).signIn.scopes).toEqual(scopes);
  });
});
