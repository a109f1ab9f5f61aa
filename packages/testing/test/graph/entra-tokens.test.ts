import { describe, expect, it } from 'vitest';
import { demoEntraClient } from '../../src/entra/entra-client.ts';
import type { EntraClient } from '../../src/entra/entra-client.ts';
import { claimsOf, codeOf, redeem, redirectUri, refresh, token, verifier } from './entra-walk.ts';
import { startRig } from './fixture.ts';

describe('the token endpoint', () => {
  it('takes a code once, for ten minutes, with its verifier and redirect URI', async () => {
    await using rig = await startRig();
    const code = await codeOf(rig);
    const wrong = await redeem(rig, code, { code_verifier: verifier.toUpperCase() });
    expect([wrong.status, wrong.body.error, wrong.body.error_codes]).toEqual([400, 'invalid_grant', [501481]]);
    expect((await redeem(rig, code, { code_verifier: '' })).body.error_codes).toEqual([501481]);
    expect((await redeem(rig, code, { redirect_uri: 'http://localhost:3000/x' })).body.error).toBe('invalid_grant');
    expect((await redeem(rig, code)).status).toBe(200);
    expect((await redeem(rig, code)).body.error_codes).toEqual([54005]);
    expect((await redeem(rig, 'made-up')).body.error_codes).toEqual([70000]);
    const late = await codeOf(rig);
    await rig.clock.advance(10 * 60_000);
    expect((await redeem(rig, late)).body.error_codes).toEqual([70008]);
  });

  it('checks plain challenges too', async () => {
    await using rig = await startRig();
    const code = await codeOf(rig, { code_challenge: verifier, code_challenge_method: 'plain' });
    expect((await redeem(rig, code)).status).toBe(200);
  });

  it('gives a new refresh token each time and lets the old one work on', async () => {
    await using rig = await startRig();
    const first = rig.emulator.issueTokens({ person: 'ada' }).refreshToken ?? '';
    const second = await refresh(rig, first);
    const third = await refresh(rig, first, { scope: 'https://graph.microsoft.com/Calendars.Read offline_access' });
    expect([second.status, third.status]).toEqual([200, 200]);
    expect(new Set([first, second.body.refresh_token, third.body.refresh_token]).size).toBe(3);
    expect(third.body.scope).toBe('https://graph.microsoft.com/Calendars.Read offline_access');
  });

  it('ends a refresh token after 90 days, on revocation and on withdrawn consent', async () => {
    await using rig = await startRig();
    const old = rig.emulator.issueTokens({ person: 'ada' }).refreshToken ?? '';
    await rig.clock.advance(90 * 86_400_000);
    expect((await refresh(rig, old)).body.error_codes).toEqual([700082]);

    const fresh = rig.emulator.issueTokens({ person: 'ada' }).refreshToken ?? '';
    const bens = rig.emulator.issueTokens({ person: 'ben' }).refreshToken ?? '';
    rig.emulator.revokeSessions('ada');
    expect((await refresh(rig, fresh)).body).toMatchObject({
      error: 'invalid_grant',
      suberror: 'bad_token',
      error_codes: [50173],
    });
    expect((await refresh(rig, bens)).status).toBe(200);

    const newest = rig.emulator.issueTokens({ person: 'ada' }).refreshToken ?? '';
    expect((await refresh(rig, newest, { scope: 'Contacts.Read' })).body.error_codes).toEqual([65001]);
    rig.emulator.withdrawConsent('ada');
    expect((await refresh(rig, newest)).body).toMatchObject({ error: 'invalid_grant', suberror: 'consent_required' });
  });

  it('refuses codes of another client', async () => {
    const other: EntraClient = { clientId: 'other', redirectUris: [redirectUri] };
    await using rig = await startRig({ clients: [demoEntraClient, other] });
    const foreign = await codeOf(rig, { client_id: 'other' });
    expect((await redeem(rig, foreign)).body.error_codes).toEqual([70000]);
    expect((await redeem(rig, foreign, { client_id: 'other', client_secret: '' })).status).toBe(200);
  });

  it('refuses refresh tokens of another client', async () => {
    const other: EntraClient = { clientId: 'other', redirectUris: [redirectUri] };
    await using rig = await startRig({ clients: [demoEntraClient, other] });
    const foreign = rig.emulator.issueTokens({ person: 'ada', clientId: 'other' }).refreshToken ?? '';
    expect((await refresh(rig, foreign)).body.error_codes).toEqual([70000]);
    expect((await refresh(rig, foreign, { client_id: 'other', client_secret: '' })).status).toBe(200);
    const withSecret = await refresh(rig, foreign, { client_id: 'other' });
    expect([withSecret.status, withSecret.body.error_codes]).toEqual([401, [700025]]);
  });

  it.each([
    [{ grant_type: '' }, 400, 'invalid_request', 900144],
    [{ client_id: '' }, 400, 'invalid_request', 900144],
    [{ client_id: 'nobody' }, 400, 'unauthorized_client', 700016],
    [{ client_secret: '' }, 401, 'invalid_client', 7000218],
    [{ client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
    [{ grant_type: 'implicit' }, 400, 'unsupported_grant_type', 70003],
    [{ scope: 'https://graph.microsoft.com/Calendars.Read' }, 400, 'invalid_scope', 1002012],
  ])('refuses %o', async (change, status, error, code) => {
    await using rig = await startRig();
    const reply = await token(rig, {
      grant_type: 'client_credentials',
      scope: 'https://graph.microsoft.com/.default',
      ...change,
    });
    expect([reply.status, reply.body.error, reply.body.error_codes]).toEqual([status, error, [code]]);
    expect(reply.body.error_description).toMatch(
      new RegExp(`^AADSTS${code}: .* Trace ID: .* Correlation ID: .* Timestamp: `),
    );
  });

  it('knows expired secrets and foreign tenants', async () => {
    const expired = { ...demoEntraClient, clientSecretExpiresAt: '2026-11-16T08:00:00Z' };
    await using rig = await startRig({ clients: [expired] });
    const fields = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' };
    expect((await token(rig, fields)).body.error_codes).toEqual([7000222]);
    expect((await token(rig, fields, 'elsewhere.example')).body.error_codes).toEqual([90002]);
    expect((await token(rig, fields, 'tidewater.example')).body.error_codes).toEqual([7000222]);
  });

  it('gives applications roles, and neither refresh token nor scope', async () => {
    await using rig = await startRig();
    const fields = { grant_type: 'client_credentials', scope: `${rig.emulator.origin}/.default` };
    const { status, body } = await token(rig, fields);
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'ext_expires_in', 'token_type']);
    expect(body.expires_in).toBe(3599);
    expect(claimsOf(body.access_token)).toMatchObject({ idtyp: 'app', roles: demoEntraClient.applicationPermissions });
    expect((await token(rig, fields, 'common')).body.error_codes).toEqual([9001023]);
    expect((await rig.get('/users/ben@tidewater.example/events', { token: body.access_token })).status).toBe(200);
  });

  it('takes the secret by HTTP Basic', async () => {
    await using rig = await startRig();
    const basic = Buffer.from(`${demoEntraClient.clientId}:${demoEntraClient.clientSecret ?? ''}`).toString('base64');
    const response = await fetch(`${rig.emulator.authority}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' }),
    });
    expect(response.status).toBe(200);
  });
});
