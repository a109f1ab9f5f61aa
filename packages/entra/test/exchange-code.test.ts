import { CalendarError } from '@kalends/core';
import type { OAuthCredential } from '@kalends/core';
import { describe, expect, it, test } from 'vitest';
import {
  adaClaims,
  entraAt,
  failureOf,
  fakeEntra,
  nonceOf,
  publicEntraAt,
  refusal,
  tenantId,
  tokenAnswer,
  tokenPath,
  unsignedJwt,
} from './support/fake-entra.ts';
import type { FakeEntra } from './support/fake-entra.ts';

const redirectUri = 'https://app.tidewater.example/callback';
const exchange = { code: 'code-1', codeVerifier: 'verifier-1', redirectUri };

function granting(
  answer: Readonly<Record<string, unknown>> = {},
  claims: Readonly<Record<string, unknown>> = {},
): FakeEntra {
  const fake = fakeEntra();
  const idToken = unsignedJwt({ ...adaClaims, nonce: nonceOf('verifier-1'), ...claims });
  fake.on(tokenPath, tokenAnswer({ id_token: idToken, ...answer }));
  return fake;
}

describe('exchangeCode', () => {
  it('redeems the code once and names the account', async () => {
    const fake = granting();
    const credential = await entraAt(fake).signIn.exchangeCode(exchange);

    expect(credential).toEqual<OAuthCredential>({
      kind: 'oauth',
      provider: 'graph',
      account: { id: 'oid-ada', address: 'ada@tidewater.example', name: 'Ada Quay', tenantId },
      scopes: ['Calendars.Read', 'openid', 'profile', 'offline_access'],
      refreshToken: credential.refreshToken,
      issuedAt: '2026-11-16T08:00:00.000Z',
    });
    expect(credential.refreshToken.reveal()).toBe('refresh-token-1');
    expect(JSON.stringify(credential)).not.toContain('refresh-token-1');
    const [token] = fake.requests;
    expect(fake.requests).toHaveLength(1);
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
  });

  it('sends no secret for a public client', async () => {
    const fake = granting();
    await publicEntraAt(fake).signIn.exchangeCode(exchange);
    expect(fake.requests[0]?.form.has('client_secret')).toBe(false);
  });

  it('keeps the end of a refresh token that names one', async () => {
    const credential = await entraAt(granting({ refresh_token_expires_in: '86400' })).signIn.exchangeCode(exchange);
    expect(credential.refreshExpiresAt).toBe('2026-11-17T08:00:00.000Z');
  });

  test.each([
    ['calendar access', { scope: 'openid profile offline_access' }, ['Calendars.Read']],
    ['part of it', { scope: 'Calendars.ReadBasic offline_access' }, ['Calendars.Read']],
    ['staying connected', { refresh_token: undefined }, ['offline_access']],
  ])('refuses a sign-in without %s and names what is missing', async (_case, answer, missingScopes) => {
    await expect(entraAt(granting(answer)).signIn.exchangeCode(exchange)).rejects.toMatchObject({
      code: 'consentRequired',
      missingScopes,
      cure: { text: expect.stringContaining('Sign in again') },
    });
  });

  it('sends nobody to a page where only an administrator can grant what is missing', async () => {
    const { signIn } = entraAt(granting({ scope: 'Calendars.Read' }), { usersMayConsent: false, tenantId });
    const policy = { calendars: 'readWrite', contacts: 'none' } as const;
    const error = await failureOf(signIn.exchangeCode({ ...exchange, policy }));
    expect(error).toMatchObject({
      code: 'adminConsentRequired',
      missingScopes: ['Calendars.ReadWrite'],
      retryAfterMs: 1_800_000,
      cure: { url: expect.stringContaining('Calendars.ReadWrite') },
    });
  });

  test.each([
    ['a wider scope', 'Calendars.ReadWrite offline_access'],
    ['the long form', 'https://graph.microsoft.com/Calendars.Read offline_access'],
  ])('is content with %s', async (_case, scope) => {
    const { scopes } = await entraAt(granting({ scope })).signIn.exchangeCode(exchange);
    expect(scopes).toEqual([scope.includes('ReadWrite') ? 'Calendars.ReadWrite' : 'Calendars.Read', 'offline_access']);
  });

  test.each([
    ['Calendars.Read.Shared', 'Calendars.Read', ['Calendars.Read.Shared']],
    ['Calendars.Read.Shared', 'Calendars.Read Calendars.Read.Shared', []],
    ['Calendars.Read.Shared', 'Calendars.Read Calendars.ReadWrite.Shared', []],
    ['Calendars.Read.Shared', 'Calendars.ReadWrite', ['Calendars.Read.Shared']],
    ['MailboxSettings.Read', 'Calendars.Read', ['MailboxSettings.Read']],
    ['MailboxSettings.Read', 'Calendars.Read MailboxSettings.ReadWrite', []],
    ['MailboxSettings.ReadWrite', 'Calendars.Read MailboxSettings.Read', ['MailboxSettings.ReadWrite']],
    ['User.Read', 'Calendars.Read User.Read.All', []],
    ['User.Read.All', 'Calendars.Read User.Read', ['User.Read.All']],
    ['https://graph.microsoft.com/Place.Read.All', 'Calendars.Read Place.Read.All', []],
    ['https://graph.microsoft.com/Place.Read.All', 'Calendars.Read', ['https://graph.microsoft.com/Place.Read.All']],
    ['Presence', 'Calendars.Read presence', []],
    ['email', 'Calendars.Read', []],
  ] as const)('holds the additional scope %s against a grant of %s', async (scope, granted, missing) => {
    const { signIn } = entraAt(granting({ scope: granted }), { additionalScopes: [scope] });
    const found = await signIn.exchangeCode(exchange).then(
      () => [],
      (error: unknown) => (CalendarError.is(error) ? error.missingScopes : error),
    );
    expect(found).toEqual(missing);
  });

  it('lets the provider find the mailbox behind the sign-in', async () => {
    const seen: unknown[] = [];
    const { signIn } = entraAt(granting(), {
      findMailbox: ({ accessToken, account }) => {
        seen.push(accessToken.reveal(), account.id);
        return Promise.resolve({ ...account, address: 'ada.quay@tidewater.example' });
      },
    });
    expect((await signIn.exchangeCode(exchange)).account.address).toBe('ada.quay@tidewater.example');
    expect(seen).toEqual(['access-token-1', 'oid-ada']);
  });

  test.each([
    ['another session', { nonce: nonceOf('verifier-2') }, {}],
    ['no session', { nonce: undefined }, {}],
    ['another service', { iss: `https://login.evil.example/${tenantId}/v2.0` }, {}],
    ['another tenant than it says', { iss: `https://login.microsoftonline.com/another/v2.0` }, {}],
    ['nobody', { iss: undefined }, {}],
    ['another application', { aud: 'client-2' }, {}],
    ['no application', { aud: undefined }, {}],
    ['another organization', {}, { tenantId: '11111111-2222-4333-8444-555555555555' }],
    ['an organization where personal accounts are meant', {}, { tenantId: 'consumers' }],
    [
      'a personal account where organizations are meant',
      {
        tid: '9188040d-6c67-4c5b-b112-36a304b66dad',
        iss: 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
      },
      {},
    ],
  ])('refuses an answer of %s', async (_case, claims, settings) => {
    let isMailboxAsked = false;
    const call = entraAt(granting({}, claims), {
      ...settings,
      findMailbox: ({ account }) => {
        isMailboxAsked = true;
        return Promise.resolve(account);
      },
    }).signIn.exchangeCode(exchange);
    await expect(call).rejects.toMatchObject({ code: 'signInRefused' });
    expect(isMailboxAsked).toBe(false);
  });

  test.each([
    ['the account by id', { id: 'oid-ada' }],
    ['the account by address, however written', { address: 'ADA@tidewater.example' }],
    ['nobody in particular', {}],
  ])('welcomes %s', async (_case, expectedAccount) => {
    const { account } = await entraAt(granting()).signIn.exchangeCode({ ...exchange, expectedAccount });
    expect(account.id).toBe('oid-ada');
  });

  test.each([
    ['another id, whatever the address', { id: 'oid-bo', address: 'ada@tidewater.example' }],
    ['another address', { address: 'bo@tidewater.example' }],
  ])('refuses who comes in place of %s', async (_case, expectedAccount) => {
    const call = entraAt(granting()).signIn.exchangeCode({ ...exchange, expectedAccount });
    await expect(call).rejects.toMatchObject({ code: 'signInRefused', cure: { text: expect.any(String) } });
  });

  it('looks at no mailbox of somebody else', async () => {
    let isMailboxAsked = false;
    const { signIn } = entraAt(granting(), {
      findMailbox: ({ account }) => {
        isMailboxAsked = true;
        return Promise.resolve(account);
      },
    });
    const call = signIn.exchangeCode({ ...exchange, expectedAccount: { id: 'oid-bo' } });
    await expect(call).rejects.toMatchObject({ code: 'signInRefused' });
    expect(isMailboxAsked).toBe(false);
  });

  test.each([
    ['code', { code: '' }],
    ['codeVerifier', { codeVerifier: '' }],
    ['redirectUri', { redirectUri: '' }],
  ])('refuses a bad %s before any request', async (name, overrides) => {
    const fake = fakeEntra();
    await expect(entraAt(fake).signIn.exchangeCode({ ...exchange, ...overrides })).rejects.toMatchObject({
      code: 'invalidArgument',
      message: expect.stringContaining(name),
    });
    expect(fake.requests).toEqual([]);
  });

  test.each([
    ['a web page', { status: 503, text: '<html>canary</html>' }, 'serviceUnavailable'],
    ['throttling', { status: 429, headers: { 'retry-after': '3700' }, json: { error: 'x' } }, 'rateLimited'],
    ['a web page in place of a token', { text: '<html>canary</html>' }, 'invalidResponse'],
    ['a token answer without a token', { json: { token_type: 'Bearer' } }, 'invalidResponse'],
    ['a bare invalid_grant', { status: 400, json: { error: 'invalid_grant' } }, 'signInRefused'],
    ['a suberror', { status: 400, json: { error: 'invalid_grant', suberror: 'consent_required' } }, 'consentRequired'],
    ['an unknown error', { status: 400, json: { error: 'brand_new' } }, 'signInRefused'],
    ['no error at all', { status: 400, text: 'canary' }, 'invalidResponse'],
    ['an id token that is none', tokenAnswer({ id_token: 'canary' }), 'invalidResponse'],
    ['no id token', tokenAnswer({ id_token: undefined }), 'signInRefused'],
  ])('names %s from the token endpoint, asked once', async (_case, answer, code) => {
    const fake = fakeEntra();
    fake.on(tokenPath, answer);
    const error = await failureOf(entraAt(fake).signIn.exchangeCode(exchange));
    expect(error).toMatchObject({ code, provider: 'graph', operation: 'signIn.exchangeCode' });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('canary');
    expect(error.retryAfterMs).toBe(code === 'rateLimited' ? 3_700_000 : undefined);
    expect(fake.requests).toHaveLength(1);
  });

  it('gives an administrator the link to consent', async () => {
    const fake = fakeEntra();
    fake.on(tokenPath, refusal([90_094]));
    const error = await failureOf(entraAt(fake, { tenantId: 'common' }).signIn.exchangeCode(exchange));
    const url = new URL(error.cure?.url ?? '');
    expect(error.retryAfterMs).toBe(1_800_000);
    expect(`${url.origin}${url.pathname}`).toBe('https://login.microsoftonline.com/organizations/v2.0/adminconsent');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'client-1',
      scope: 'Calendars.Read offline_access',
      redirect_uri: redirectUri,
    });
  });
});

describe('callbackError', () => {
  const errorOf = (query: string, usersMayConsent = true): Error =>
    entraAt(fakeEntra(), { usersMayConsent }).signIn.callbackError(new URLSearchParams(query));

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

  it('asks for the administrator where people may not consent', () => {
    expect(errorOf('error=consent_required', false)).toMatchObject({
      code: 'adminConsentRequired',
      retryAfterMs: 1_800_000,
      cure: { url: expect.stringContaining('/organizations/v2.0/adminconsent?client_id=client-1') },
    });
  });
});
