import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { demoGoogleClient } from '../../src/google/google-client.ts';
import { googleFaults } from '../../src/google/google-faults.ts';
import { calendarScope, redirectUri, startKit } from './google-kit.ts';
import type { Kit } from './google-kit.ts';

const settingsScope = 'https://www.googleapis.com/auth/calendar.settings.readonly';
const dayMs = 86_400_000;

async function code(kit: Kit, parameters: Record<string, string> = {}, scopes?: readonly string[]): Promise<string> {
  const { location } = await kit.consent({ parameters, ...(scopes === undefined ? {} : { scopes }) });
  return location?.searchParams.get('code') ?? '';
}

async function connect(kit: Kit, parameters: Record<string, string> = {}): Promise<Record<string, string | number>> {
  const value = await code(kit, { access_type: 'offline', prompt: 'consent', ...parameters });
  const answer = await kit.token({ grant_type: 'authorization_code', code: value, redirect_uri: redirectUri });
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
}

function exchange(value: string, more: Record<string, string> = {}): Record<string, string> {
  return { grant_type: 'authorization_code', code: value, redirect_uri: redirectUri, ...more };
}

function refresh(token: unknown, more: Record<string, string> = {}): Record<string, string> {
  return { grant_type: 'refresh_token', refresh_token: String(token), ...more };
}

describe('code exchange', () => {
  it('gives tokens that work for an hour by the clock', async () => {
    await using kit = await startKit();
    const tokens = await connect(kit);
    expect(tokens).toEqual({
      access_token: expect.stringMatching(/^ya29\./),
      refresh_token: expect.stringMatching(/^1\/\/0g/),
      expires_in: 3599,
      scope: calendarScope,
      token_type: 'Bearer',
    });
    const call = (): Promise<Response> =>
      fetch(`${kit.emulator.origin}/calendar/v3/colors`, {
        headers: { authorization: `Bearer ${tokens['access_token']}` },
      });
    await kit.clock.advance(3_598_000);
    expect((await call()).status).toBe(200);
    await kit.clock.advance(1_000);
    expect((await call()).status).toBe(401);
  });

  it('gives a refresh token only for offline access with consent on screen', async () => {
    await using kit = await startKit();
    const online = await kit.token(exchange(await code(kit)));
    expect(online.body).not.toHaveProperty('refresh_token');
    const silent = await kit.token(exchange(await code(kit, { access_type: 'offline' })));
    expect(silent.body).not.toHaveProperty('refresh_token');
    const forced = await kit.token(exchange(await code(kit, { access_type: 'offline', prompt: 'consent' })));
    expect(forced.body).toHaveProperty('refresh_token');
  });

  it.each([
    ['a code used before', 400, 'invalid_grant', 'Bad Request', {}],
    ['text that is no code', 400, 'invalid_grant', 'Malformed auth code.', { code: 'abc' }],
    ['a wrong secret', 401, 'invalid_client', 'Unauthorized', { client_secret: 'wrong' }],
    ['an unknown client', 401, 'invalid_client', 'The OAuth client was not found.', { client_id: 'nobody' }],
    ['an unknown grant type', 400, 'unsupported_grant_type', 'Invalid grant_type: magic', { grant_type: 'magic' }],
    ['no code', 400, 'invalid_request', 'Missing required parameter: code', { code: '' }],
  ])('refuses %s', async (_, status, error, description, form) => {
    await using kit = await startKit();
    const value = await code(kit);
    await kit.token(exchange(value));
    const answer = await kit.token(exchange(value, form));
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ error, error_description: description });
  });

  it('refuses expired codes, codes of other clients and other redirect URIs', async () => {
    await using kit = await startKit();
    kit.emulator.registerClient({ clientId: 'other', redirectUris: [redirectUri] });
    const expired = await code(kit);
    await kit.clock.advance(10 * 60_000);
    expect((await kit.token(exchange(expired))).body['error']).toBe('invalid_grant');
    const foreign = await kit.token(exchange(await code(kit), { client_id: 'other' }));
    expect(foreign.body['error']).toBe('invalid_grant');
    const elsewhere = await kit.token(
      exchange(await code(kit), { redirect_uri: 'http://localhost:3000/oauth/google/callback' }),
    );
    expect(elsewhere).toMatchObject({ status: 400, body: { error: 'redirect_uri_mismatch' } });
  });

  it('verifies PKCE, S256 and plain', async () => {
    await using kit = await startKit();
    const verifier = 'v'.repeat(50);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const parameters = { code_challenge: challenge, code_challenge_method: 'S256' };
    const right = await kit.token(exchange(await code(kit, parameters), { code_verifier: verifier }));
    expect(right.status).toBe(200);
    const wrong = await kit.token(exchange(await code(kit, parameters), { code_verifier: 'w'.repeat(50) }));
    expect(wrong.body).toEqual({ error: 'invalid_grant', error_description: 'Invalid code verifier.' });
    const missing = await kit.token(exchange(await code(kit, parameters)));
    expect(missing.body).toEqual({ error: 'invalid_grant', error_description: 'Missing code verifier.' });
    const plain = await code(kit, { code_challenge: verifier, code_challenge_method: 'plain' });
    expect((await kit.token(exchange(plain, { code_verifier: verifier }))).status).toBe(200);
  });

  it('takes the client by HTTP Basic', async () => {
    await using kit = await startKit();
    const credentials = Buffer.from(`${demoGoogleClient.clientId}:${demoGoogleClient.clientSecret}`).toString('base64');
    const response = await fetch(`${kit.emulator.origin}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}` },
      body: new URLSearchParams(exchange(await code(kit))),
    });
    expect(response.status).toBe(200);
  });

  it('signs an ID token when openid was granted', async () => {
    await using kit = await startKit();
    const tokens = await connect(kit, { scope: `openid email profile ${calendarScope}`, nonce: 'n-1' });
    const [header = '', payload = '', signature = ''] = String(tokens['id_token']).split('.');
    const { keys } = (await (await fetch(`${kit.emulator.origin}/oauth2/v3/certs`)).json()) as { keys: [JsonWebKey] };
    const key = createPublicKey({ key: { ...keys[0] }, format: 'jwk' });
    const signed = Buffer.from(`${header}.${payload}`);
    expect(verify('sha256', signed, key, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      iss: 'https://accounts.google.com',
      aud: demoGoogleClient.clientId,
      sub: expect.stringMatching(/^\d{21}$/),
      hd: 'tidewater.example',
      email: 'ada@tidewater.example',
      email_verified: true,
      name: 'Ada Brandt',
      nonce: 'n-1',
      exp: kit.clock.now() / 1000 + 3600,
    });
  });
});

describe('refresh', () => {
  it('gives a new access token and no refresh token', async () => {
    await using kit = await startKit();
    const first = await connect(kit);
    const answer = await kit.token(refresh(first['refresh_token']));
    expect(Object.keys(answer.body).sort()).toEqual(['access_token', 'expires_in', 'scope', 'token_type']);
    expect(answer.body['access_token']).not.toBe(first['access_token']);
  });

  it('refuses unknown tokens, tokens of other clients and wider scopes', async () => {
    await using kit = await startKit();
    kit.emulator.registerClient({ clientId: 'other', redirectUris: [] });
    const { refresh_token: token } = await connect(kit);
    expect(await kit.token(refresh('1//nothing'))).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    });
    expect(await kit.token(refresh(token, { client_id: 'other' }))).toMatchObject({
      status: 401,
      body: { error: 'unauthorized_client' },
    });
    expect((await kit.token(refresh(token, { scope: settingsScope }))).body['error']).toBe('invalid_scope');
  });

  it('keeps a hundred refresh tokens per account and client: one more ends the oldest', async () => {
    await using kit = await startKit();
    const issue = (): string => kit.emulator.issueTokens({ person: 'ada', scopes: [calendarScope] }).refreshToken;
    const tokens = Array.from({ length: 100 }, issue);
    expect((await kit.token(refresh(tokens[0]))).status).toBe(200);
    issue();
    expect((await kit.token(refresh(tokens[0]))).body['error']).toBe('invalid_grant');
    expect((await kit.token(refresh(tokens[1]))).status).toBe(200);
  });

  it('ends tokens of testing clients after seven days, except for sign-in scopes', async () => {
    const client = { ...demoGoogleClient, publishingStatus: 'testing' } as const;
    await using kit = await startKit(undefined, { clients: [client] });
    const tokens = await connect(kit);
    expect(tokens['refresh_token_expires_in']).toBe(604_799);
    const signIn = await connect(kit, { scope: 'openid email' });
    expect(signIn).not.toHaveProperty('refresh_token_expires_in');
    await kit.clock.advance(7 * dayMs - 1);
    expect((await kit.token(refresh(tokens['refresh_token']))).status).toBe(200);
    await kit.clock.advance(1);
    expect((await kit.token(refresh(tokens['refresh_token']))).body['error']).toBe('invalid_grant');
    expect((await kit.token(refresh(signIn['refresh_token']))).status).toBe(200);
  });

  it('ends tokens that were idle for six months', async () => {
    await using kit = await startKit();
    const { refresh_token: token } = await connect(kit);
    await kit.clock.advance(180 * dayMs);
    expect((await kit.token(refresh(token))).status).toBe(200);
    await kit.clock.advance(180 * dayMs);
    expect((await kit.token(refresh(token))).status).toBe(200);
    await kit.clock.advance(184 * dayMs);
    expect((await kit.token(refresh(token))).body['error']).toBe('invalid_grant');
  });

  it('shows injected session control and outages', async () => {
    await using kit = await startKit();
    const { refresh_token: token } = await connect(kit);
    kit.emulator.faults.add(googleFaults.invalidRapt());
    kit.emulator.faults.add(googleFaults.tokenEndpointUnavailable());
    expect(await kit.token(refresh(token))).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_subtype: 'invalid_rapt' },
    });
    expect((await kit.token(refresh(token))).status).toBe(503);
    expect((await kit.token(refresh(token))).status).toBe(200);
  });
});

describe('revocation', () => {
  const revoke = (kit: Kit, token: unknown): Promise<Response> =>
    fetch(`${kit.emulator.origin}/revoke?token=${encodeURIComponent(String(token))}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  const works = async (kit: Kit, token: unknown): Promise<boolean> =>
    (await fetch(`${kit.emulator.origin}/calendar/v3/colors?access_token=${String(token)}`)).ok;

  it.each(['access_token', 'refresh_token'])('ends the whole pair by its %s', async (name) => {
    await using kit = await startKit();
    const tokens = await connect(kit);
    const refreshed = (await kit.token(refresh(tokens['refresh_token']))).body;
    expect((await revoke(kit, tokens[name])).status).toBe(200);
    expect(await works(kit, tokens['access_token'])).toBe(false);
    expect(await works(kit, refreshed['access_token'])).toBe(false);
    expect((await kit.token(refresh(tokens['refresh_token']))).body['error']).toBe('invalid_grant');
    const again = await revoke(kit, tokens[name]);
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ error: 'invalid_token' });
  });

  it('ends everything of the project when the grant was combined, and asks for consent anew', async () => {
    await using kit = await startKit();
    const first = await connect(kit);
    const combined = await connect(kit, { scope: settingsScope, include_granted_scopes: 'true' });
    expect(String(combined['scope']).split(' ').sort()).toEqual([calendarScope, settingsScope].sort());
    await revoke(kit, combined['access_token']);
    expect(await works(kit, first['access_token'])).toBe(false);
    const fresh = await kit.token(exchange(await code(kit, { access_type: 'offline' })));
    expect(fresh.body).toHaveProperty('refresh_token');
  });

  it('follows the handle: expired access tokens refresh, revoked grants do not', async () => {
    await using kit = await startKit();
    const tokens = await connect(kit);
    kit.emulator.expireAccessTokens();
    expect(await works(kit, tokens['access_token'])).toBe(false);
    expect((await kit.token(refresh(tokens['refresh_token']))).status).toBe(200);
    kit.emulator.revokeGrants('ada');
    expect((await kit.token(refresh(tokens['refresh_token']))).body['error']).toBe('invalid_grant');
  });
});

describe('tokeninfo', () => {
  it('describes a living access token and refuses a dead one', async () => {
    await using kit = await startKit();
    const tokens = await connect(kit, { scope: `email ${calendarScope}` });
    const ask = (): Promise<Response> =>
      fetch(`${kit.emulator.origin}/tokeninfo?access_token=${tokens['access_token']}`);
    expect(await (await ask()).json()).toMatchObject({
      aud: demoGoogleClient.clientId,
      scope: `email ${calendarScope}`,
      expires_in: '3599',
      email: 'ada@tidewater.example',
      access_type: 'offline',
    });
    kit.emulator.expireAccessTokens();
    expect((await ask()).status).toBe(400);
  });
});
