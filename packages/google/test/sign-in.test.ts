import { createPkcePair } from '@kalends/core';
import { credentialFromPlaintext, credentialToPlaintext } from '@kalends/core/schemas';
import { describe, expect, it } from 'vitest';
import { google } from '../src/index.ts';
import { json } from './support/fake-google.ts';
import { calendarScope, idToken, rejection, setup } from './support/setup.ts';

const claims = {
  iss: 'https://accounts.google.com',
  aud: 'client-1',
  exp: Date.parse('2026-11-16T09:00:00Z') / 1000,
  sub: '1177',
  email: 'ada@example.com',
  email_verified: true,
  name: 'Ada',
  hd: 'example.com',
};
const tokens = {
  access_token: 'access-1',
  expires_in: 3599,
  token_type: 'Bearer',
  refresh_token: 'refresh-1',
  scope: `openid https://www.googleapis.com/auth/userinfo.email ${calendarScope}.events.readonly ${calendarScope}.freebusy ${calendarScope}.calendarlist.readonly`,
  id_token: idToken(claims),
};
const exchange = { code: 'code-1', codeVerifier: 'verifier-1', redirectUri: 'https://app.example/callback' };

describe('signIn.createAuthorizationUrl', () => {
  const options = {
    redirectUri: 'https://app.example/callback',
    state: 'state-1',
    codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  };

  it('asks for offline access with the consent page, PKCE and the least scopes', async () => {
    const { provider, service } = setup();
    const url = new URL(await provider.signIn.createAuthorizationUrl({ ...options, loginHint: 'ada@example.com' }));
    expect(url.origin + url.pathname).toBe('https://accounts.google.com/o/oauth2/v2/auth');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'client-1',
      redirect_uri: 'https://app.example/callback',
      scope: `openid email ${calendarScope}.events.readonly ${calendarScope}.freebusy ${calendarScope}.calendarlist.readonly`,
      state: 'state-1',
      access_type: 'offline',
      prompt: 'consent',
      code_challenge: options.codeChallenge,
      code_challenge_method: 'S256',
      login_hint: 'ada@example.com',
    });
    expect(service.requests).toHaveLength(0);
  });

  it('takes a challenge that createPkcePair made', async () => {
    const { provider } = setup();
    const { codeChallenge } = await createPkcePair({ bytes: (length) => new Uint8Array(length).fill(7) });
    const url = await provider.signIn.createAuthorizationUrl({ ...options, codeChallenge });
    expect(new URL(url).searchParams.get('code_challenge')).toBe(codeChallenge);
  });

  it.each([
    ['redirectUri', { redirectUri: '/callback' }],
    ['state', { state: '' }],
    ['codeChallenge', { codeChallenge: 'plain' }],
  ])('refuses a %s that cannot be right', async (name, wrong) => {
    const { provider } = setup();
    const error = await rejection(provider.signIn.createAuthorizationUrl({ ...options, ...wrong }));
    expect(error).toMatchObject({ code: 'invalidArgument', message: expect.stringContaining(name) });
  });
});

describe('signIn.exchangeCode', () => {
  it('turns a code into a credential that names the account', async () => {
    const { provider, service } = setup();
    service.on('/token', json({ ...tokens, refresh_token_expires_in: 604_799 }));
    const credential = await provider.signIn.exchangeCode(exchange);
    expect({ ...credential, refreshToken: credential.refreshToken.reveal() }).toEqual({
      kind: 'oauth',
      provider: 'google',
      account: { id: '1177', address: 'ada@example.com', name: 'Ada', tenantId: 'example.com' },
      scopes: tokens.scope.split(' '),
      refreshToken: 'refresh-1',
      issuedAt: '2026-11-16T08:00:00.000Z',
      refreshExpiresAt: '2026-11-23T07:59:59.000Z',
    });
    expect(credentialFromPlaintext(credentialToPlaintext(credential))).toMatchObject({ account: credential.account });
    expect(service.requests).toHaveLength(1);
    const [sent] = service.requests;
    expect(sent?.url.href).toBe('https://oauth2.googleapis.com/token');
    expect(sent?.method).toBe('POST');
    expect(Object.fromEntries(sent?.form ?? [])).toEqual({
      grant_type: 'authorization_code',
      code: 'code-1',
      code_verifier: 'verifier-1',
      redirect_uri: 'https://app.example/callback',
      client_id: 'client-1',
      client_secret: 'secret-1',
    });
  });

  it('leaves an address out that Google has not verified', async () => {
    const { provider, service } = setup();
    service.on('/token', json({ ...tokens, id_token: idToken({ ...claims, email_verified: false }) }));
    expect((await provider.signIn.exchangeCode(exchange)).account).not.toHaveProperty('address');
  });

  it.each([
    ['events', `openid email ${calendarScope}.freebusy ${calendarScope}.calendarlist.readonly`, 'reading events'],
    [
      'free and busy times',
      `openid email ${calendarScope}.events ${calendarScope}.calendarlist`,
      'seeing free and busy times',
    ],
    ['calendars', `openid email ${calendarScope}.events.readonly ${calendarScope}.freebusy`, 'listing calendars'],
    ['everything', 'openid email', 'reading events, seeing free and busy times, listing calendars'],
  ])('says which part was unticked: %s', async (_part, scope, named) => {
    const { provider, service } = setup();
    service.on('/token', json({ ...tokens, scope }));
    const error = await rejection(provider.signIn.exchangeCode(exchange));
    expect(error).toMatchObject({
      code: 'consentRequired',
      message: `Access was not granted to: ${named}`,
      cure: { text: expect.stringContaining('ticked') },
    });
  });

  it('is content with a broader scope than it asked for', async () => {
    const { provider, service } = setup();
    service.on('/token', json({ ...tokens, scope: `openid email ${calendarScope}` }));
    expect((await provider.signIn.exchangeCode(exchange)).scopes).toContain(calendarScope);
  });

  it('takes an answer without a refresh token for no connection', async () => {
    const { provider, service } = setup();
    const { refresh_token: _, ...withoutRefreshToken } = tokens;
    service.on('/token', json(withoutRefreshToken));
    expect(await rejection(provider.signIn.exchangeCode(exchange))).toMatchObject({
      code: 'consentRequired',
      cure: { url: 'https://myaccount.google.com/connections' },
    });
  });

  it.each([
    ['of another issuer', { ...claims, iss: 'https://evil.example' }],
    ['for another application', { ...claims, aud: 'client-2' }],
    ['for another application as well', { ...claims, aud: ['client-1', 'client-2'] }],
    ['for nobody', { ...claims, aud: [] }],
    ['that has expired', { ...claims, exp: Date.parse('2026-11-16T07:54:00Z') / 1000 }],
    ['without a subject', { ...claims, sub: undefined }],
  ])('refuses an ID token %s', async (_what, wrong) => {
    const { provider, service } = setup();
    service.on('/token', json({ ...tokens, id_token: idToken(wrong) }));
    expect(await rejection(provider.signIn.exchangeCode(exchange))).toMatchObject({ code: 'invalidResponse' });
  });

  it.each([undefined, 'not-a-token', 'a.b.c', 'a.%%%.c'])('refuses %s as an ID token', async (wrong) => {
    const { provider, service } = setup();
    service.on('/token', json({ ...tokens, id_token: wrong }));
    expect(await rejection(provider.signIn.exchangeCode(exchange))).toMatchObject({
      code: 'invalidResponse',
      operation: 'signIn.exchangeCode',
    });
  });

  it('says that a code is used or expired, and does not send it twice', async () => {
    const { provider, service } = setup();
    service.on('/token', json({ error: 'invalid_grant', error_description: 'Bad Request' }, 400));
    expect(await rejection(provider.signIn.exchangeCode(exchange))).toMatchObject({
      code: 'signInRefused',
      vendorCode: 'invalid_grant',
      status: 400,
      operation: 'signIn.exchangeCode',
    });
    expect(service.requests).toHaveLength(1);
  });

  it('does not repeat the exchange when the service fails: the code may be used up', async () => {
    const { provider, service } = setup();
    service.on('/token', json({ error: 'internal_failure' }, 500));
    expect(await rejection(provider.signIn.exchangeCode(exchange))).toMatchObject({
      code: 'serviceUnavailable',
      retryable: true,
    });
    expect(service.requests).toHaveLength(1);
  });

  it.each(['code', 'codeVerifier', 'redirectUri'])('needs %s', async (name) => {
    const { provider, service } = setup();
    const error = await rejection(provider.signIn.exchangeCode({ ...exchange, [name]: '' }));
    expect(error).toMatchObject({ code: 'invalidArgument', message: expect.stringContaining(name) });
    expect(service.requests).toHaveLength(0);
  });

  it('fetches the client secret when it is needed, and not before', async () => {
    let asked = 0;
    const { provider, service } = setup({
      settings: {
        clientSecret: () => {
          asked += 1;
          return Promise.resolve('fetched-secret');
        },
      },
    });
    expect(asked).toBe(0);
    service.on('/token', json(tokens));
    await provider.signIn.exchangeCode(exchange);
    expect(service.requests[0]?.form.get('client_secret')).toBe('fetched-secret');
  });
});

describe('signIn.callbackError', () => {
  it.each([
    ['access_denied', 'signInRefused'],
    ['admin_policy_enforced', 'adminConsentRequired'],
    ['org_internal', 'signInRefused'],
    ['redirect_uri_mismatch', 'invalidConfiguration'],
    ['consent_required', 'consentRequired'],
    ['server_error', 'serviceUnavailable'],
    ['something_new', 'signInRefused'],
  ])('reads %s as %s', (error, code) => {
    const provider = google({ clientId: 'client-1', clientSecret: 'secret-1' });
    const parameters = new URLSearchParams({ error, error_description: 'CANARY', state: 'state-1' });
    const mapped = provider.signIn.callbackError(parameters);
    expect(mapped).toMatchObject({ code, operation: 'signIn.callback' });
    expect(JSON.stringify(mapped)).not.toContain('CANARY');
  });
});
