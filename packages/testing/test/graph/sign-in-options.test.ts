import { describe, expect, it } from 'vitest';
import { demoEntraClient } from '../../src/entra/entra-client.ts';
import type { EntraUserChange } from '../../src/entra/entra-user.ts';
import {
  authorizeUrl,
  claimsOf,
  codeOf,
  cookieOf,
  redeem,
  redirected,
  redirectUri,
  refresh,
  signIn,
  submit,
  token,
  verifier,
} from './entra-walk.ts';
import { startRig } from './fixture.ts';
import type { Rig } from './fixture.ts';

async function visit(rig: Rig, change: Readonly<Record<string, string>>, cookie: string): Promise<Response> {
  return fetch(authorizeUrl(rig, change), { headers: { cookie }, redirect: 'manual' });
}

async function errorOf(rig: Rig, change: Readonly<Record<string, string>>, cookie: string): Promise<string | null> {
  return redirected(await visit(rig, { prompt: 'none', ...change }, cookie)).get('error');
}

describe('prompt=none', () => {
  it('needs a session, of the right person', async () => {
    await using rig = await startRig();
    const cookie = cookieOf(await signIn(rig));
    expect(await errorOf(rig, {}, '')).toBe('login_required');
    expect(await errorOf(rig, { login_hint: 'ben@tidewater.example' }, cookie)).toBe('login_required');
    expect(await errorOf(rig, { login_hint: 'ADA@tidewater.example' }, cookie)).toBeNull();
    await fetch(`${rig.emulator.authority}/oauth2/v2.0/logout`, { headers: { cookie } });
    expect(await errorOf(rig, {}, cookie)).toBe('login_required');
  });

  it('says what a page would have to ask', async () => {
    await using rig = await startRig();
    const cookie = cookieOf(await signIn(rig));
    expect(await errorOf(rig, { scope: 'Contacts.Read' }, cookie)).toBe('interaction_required');
    rig.emulator.setUserConsent('disabled');
    expect(await errorOf(rig, { scope: 'Contacts.Read' }, cookie)).toBe('consent_required');
    rig.emulator.updateUser('ada', { conditionalAccess: 'requireMfa' });
    const answer = redirected(await visit(rig, { prompt: 'none' }, cookie));
    expect(answer.get('error')).toBe('interaction_required');
    expect(answer.get('error_description')).toContain('AADSTS50076');
    expect(JSON.parse(answer.get('claims') ?? '')).toHaveProperty('access_token.capolids');
    rig.emulator.updateUser('ada', { conditionalAccess: 'block' });
    expect(await errorOf(rig, {}, cookie)).toBe('access_denied');
    rig.emulator.updateUser('ada', { isEnabled: false });
    expect(await errorOf(rig, {}, cookie)).toBe('login_required');
  });

  it('ends with the sign-in frequency', async () => {
    await using rig = await startRig();
    rig.emulator.setSignInFrequency(3_600_000);
    const cookie = cookieOf(await signIn(rig));
    await rig.clock.advance(3_600_000 - 1);
    expect(await errorOf(rig, {}, cookie)).toBeNull();
    await rig.clock.advance(1);
    expect(await errorOf(rig, {}, cookie)).toBe('login_required');
  });
});

describe('other prompts and hints', () => {
  it('show the page where a session would be enough, or take one click', async () => {
    await using rig = await startRig();
    const cookie = cookieOf(await signIn(rig));
    const text = async (change: Readonly<Record<string, string>>): Promise<string> =>
      (await visit(rig, change, cookie)).text();
    expect(await text({ prompt: 'login' })).not.toContain('Continue as');
    const picker = await text({ prompt: 'select_account' });
    expect(picker).toContain('Continue as ada@tidewater.example');
    expect(picker).not.toContain('<li>');
    expect(await text({ prompt: 'consent' })).toContain('<li>Calendars.Read</li>');
    expect(redirected(await submit(rig, picker, { decision: 'continue' }, cookie)).has('code')).toBe(true);
    expect((await submit(rig, picker, { decision: 'continue' })).status).toBe(200);
    const insisting = await text({ prompt: 'login' });
    expect((await submit(rig, insisting, { decision: 'continue' }, cookie)).status).toBe(200);
  });

  it('let a hint pick the account', async () => {
    await using rig = await startRig();
    const cookie = cookieOf(await signIn(rig));
    const status = async (change: Readonly<Record<string, string>>): Promise<number> =>
      (await visit(rig, change, cookie)).status;
    expect(await status({})).toBe(200);
    expect(await status({ login_hint: 'ada@tidewater.example' })).toBe(302);
    expect(await status({ login_hint: 'ben@tidewater.example' })).toBe(200);
    expect(await status({ login_hint: 'ada@tidewater.example', prompt: 'select_account' })).toBe(200);
    expect(await status({ domain_hint: 'tidewater.example' })).toBe(302);
    expect(await status({ domain_hint: 'organizations' })).toBe(302);
    expect(await status({ domain_hint: 'consumers' })).toBe(200);
  });

  it('put the answer into the fragment when asked', async () => {
    await using rig = await startRig();
    const location = new URL((await signIn(rig, { response_mode: 'fragment' })).headers.get('location') ?? '');
    expect(location.search).toBe('');
    const fragment = new URLSearchParams(location.hash.slice(1));
    expect([fragment.has('code'), fragment.get('state')]).toEqual([true, 'state&1']);
  });

  it('refuse a claims request that is none', async () => {
    await using rig = await startRig();
    const answer = redirected(await fetch(authorizeUrl(rig, { claims: '{' }), { redirect: 'manual' }));
    expect([answer.get('error'), answer.get('error_description')]).toEqual([
      'invalid_request',
      expect.stringContaining('AADSTS9002313'),
    ]);
    const { refreshToken = '' } = rig.emulator.issueTokens({ person: 'ada' });
    expect((await refresh(rig, refreshToken, { claims: 'x' })).body.error_codes).toEqual([9002313]);
  });
});

describe('the second factor', () => {
  it.each([
    ['requireMfa', 'Approve the sign-in'],
    ['requireMfaRegistration', 'More information required'],
  ] as const)('is asked for on a page of its own for %s', async (conditionalAccess, title) => {
    await using rig = await startRig();
    rig.emulator.updateUser('ada', { conditionalAccess });
    const page = await (await signIn(rig)).text();
    expect(page).toContain(title);
    expect(redirected(await submit(rig, page, { decision: 'deny' })).get('error')).toBe('access_denied');
    const answer = await submit(rig, page, { decision: 'approve' });
    const { body } = await redeem(rig, redirected(answer).get('code') ?? '');
    expect(claimsOf(body.access_token)['amr']).toEqual(['pwd', 'mfa']);
    expect((await refresh(rig, body.refresh_token)).status).toBe(200);
    // The same form does not work twice.
    expect((await submit(rig, page, { decision: 'approve' })).status).toBe(400);
  });

  it('is asked for when the claims demand it', async () => {
    await using rig = await startRig();
    const claims = JSON.stringify({ access_token: { capolids: { essential: true, values: ['p'] } } });
    expect(await (await signIn(rig, { claims })).text()).toContain('Approve the sign-in');
    const { refreshToken = '' } = rig.emulator.issueTokens({ person: 'ada' });
    expect((await refresh(rig, refreshToken, { claims })).body.error_codes).toEqual([50076]);
  });

  it.each<[EntraUserChange, number, string]>([
    [{ isLocked: true }, 200, 'AADSTS50053'],
    [{ isEnabled: false }, 200, 'AADSTS50057'],
    [{ isPasswordExpired: true }, 200, 'AADSTS50055'],
    [{ isDeleted: true }, 200, 'AADSTS50034'],
    [{ conditionalAccess: 'block' }, 400, 'AADSTS53003'],
  ])('is not what %o is about', async (change, status, code) => {
    await using rig = await startRig();
    rig.emulator.updateUser('ada', change);
    const answer = await signIn(rig);
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(code)]);
  });
});

describe('single-page applications', () => {
  const spa = { clientId: 'spa', redirectUris: [], spaRedirectUris: [redirectUri] };
  const origin = { origin: 'http://localhost:3000' };

  it('use PKCE and redeem from the browser, for a day', async () => {
    await using rig = await startRig({ clients: [spa, demoEntraClient] });
    const bare = authorizeUrl(rig, { client_id: 'spa' }).replace(/&code_challenge[^&]*/g, '');
    expect(redirected(await fetch(bare, { redirect: 'manual' })).get('error_description')).toContain('AADSTS9002325');
    const code = await codeOf(rig, { client_id: 'spa' });
    const fields = { client_id: 'spa', client_secret: '' };
    const grant = {
      ...fields,
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    };
    expect((await token(rig, grant)).body.error_codes).toEqual([9002327]);
    const first = await token(rig, grant, rig.emulator.tenantId, origin);
    expect(first.status).toBe(200);
    const refreshAt = (refreshToken: string): ReturnType<typeof token> =>
      token(
        rig,
        { ...fields, grant_type: 'refresh_token', refresh_token: refreshToken },
        rig.emulator.tenantId,
        origin,
      );
    await rig.clock.advance(86_400_000 - 1);
    const second = await refreshAt(first.body.refresh_token);
    expect(second.status).toBe(200);
    await rig.clock.advance(1);
    const late = await refreshAt(second.body.refresh_token);
    expect([late.body.error, late.body.error_codes]).toEqual(['invalid_grant', [700084]]);
  });

  it('do not open the web platform of the same registration', async () => {
    const web = 'http://localhost:3000/web';
    const both = { ...spa, clientSecret: 's', redirectUris: [web] };
    await using rig = await startRig({ clients: [both, demoEntraClient] });
    const code = await codeOf(rig, { client_id: 'spa', redirect_uri: web });
    const grant = { grant_type: 'authorization_code', code, redirect_uri: web, code_verifier: verifier };
    const fields = { ...grant, client_id: 'spa', client_secret: '' };
    expect((await token(rig, fields)).body.error_codes).toEqual([7000218]);
    expect((await token(rig, { ...fields, client_secret: 's' })).status).toBe(200);
  });

  it('never send a secret', async () => {
    await using rig = await startRig();
    const grant = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' };
    expect((await token(rig, grant, rig.emulator.tenantId, origin)).body.error_codes).toEqual([9002326]);
  });

  it('are the only ones that may', async () => {
    await using rig = await startRig();
    const code = await codeOf(rig);
    const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
    expect((await token(rig, grant, rig.emulator.tenantId, origin)).body.error_codes).toEqual([9002326]);
  });
});

describe('several resources', () => {
  it('are agreed to in one go and redeemed one by one', async () => {
    await using rig = await startRig();
    const scope = 'openid offline_access Calendars.Read https://outlook.office365.com/EWS.AccessAsUser.All';
    const { body } = await redeem(rig, await codeOf(rig, { scope }));
    expect(claimsOf(body.access_token)['aud']).toBe('https://graph.microsoft.com');
    expect(body.scope).toBe('openid offline_access Calendars.Read');
    const other = await refresh(rig, body.refresh_token, {
      scope: 'https://outlook.office365.com/EWS.AccessAsUser.All',
    });
    expect(claimsOf(other.body.access_token)).toMatchObject({
      aud: 'https://outlook.office365.com',
      scp: 'EWS.AccessAsUser.All',
    });
    const both = await refresh(rig, body.refresh_token, { scope });
    expect(both.body.error_codes).toEqual([70011]);
  });
});
