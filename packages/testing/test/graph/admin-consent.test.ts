import { describe, expect, it } from 'vitest';
import { demoEntraClient } from '../../src/entra/entra-client.ts';
import { authorizeUrl, claimsOf, cookieOf, redirected, redirectUri, signIn, submit, token } from './entra-walk.ts';
import { startRig } from './fixture.ts';
import type { Rig } from './fixture.ts';

const ben = { username: 'ben@tidewater.example', password: 'ben-password' };
const declared = {
  ...demoEntraClient,
  applicationConsent: 'required',
  delegatedPermissions: ['Calendars.Read', 'User.Read'],
} as const;

function consentUrl(
  rig: Rig,
  change: Readonly<Record<string, string>> = {},
  path = `${rig.emulator.tenantId}/v2.0/adminconsent`,
): string {
  const parameters = {
    client_id: demoEntraClient.clientId,
    scope: 'https://graph.microsoft.com/.default',
    redirect_uri: redirectUri,
    state: 'state&1',
    ...change,
  };
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== ''));
  return `${rig.emulator.origin}/${path}?${query.toString()}`;
}

async function consent(rig: Rig, url: string, fields?: Readonly<Record<string, string>>): Promise<Response> {
  const { userName, password } = rig.emulator.administrator();
  return submit(rig, await (await fetch(url)).text(), fields ?? { username: userName, password });
}

describe('admin consent', () => {
  it('shows what is asked for and comes back with the tenant', async () => {
    await using rig = await startRig({ clients: [declared] });
    const page = await (await fetch(consentUrl(rig))).text();
    for (const name of ['Calendars.Read', 'User.Read', 'MailboxSettings.Read']) {
      expect(page).toContain(`<li>https://graph.microsoft.com/${name}</li>`);
    }
    const answer = await consent(rig, consentUrl(rig));
    expect(answer.status).toBe(302);
    expect(Object.fromEntries(redirected(answer))).toEqual({
      admin_consent: 'True',
      tenant: rig.emulator.tenantId,
      scope: expect.stringContaining(
        'https://graph.microsoft.com/Calendars.Read https://graph.microsoft.com/User.Read',
      ),
      state: 'state&1',
    });
    const fields = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' };
    const { roles } = claimsOf((await token(rig, fields)).body.access_token);
    expect(roles).toEqual(demoEntraClient.applicationPermissions);
  });

  it('says admin_consent=True on a refusal too', async () => {
    await using rig = await startRig();
    expect(Object.fromEntries(redirected(await consent(rig, consentUrl(rig), { decision: 'deny' })))).toEqual({
      admin_consent: 'True',
      error: 'consent_required',
      error_description: expect.stringMatching(/^AADSTS65004: /),
      state: 'state&1',
    });
  });

  it('gives application permissions with .default only', async () => {
    await using rig = await startRig({ clients: [declared] });
    const answer = await consent(rig, consentUrl(rig, { scope: 'https://graph.microsoft.com/Calendars.Read' }));
    expect(redirected(answer).get('scope')).toBe('https://graph.microsoft.com/Calendars.Read');
    const fields = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' };
    expect(claimsOf((await token(rig, fields)).body.access_token)).not.toHaveProperty('roles');
  });

  it('is what .default of users needs when the registration declares permissions', async () => {
    await using rig = await startRig({ clients: [declared] });
    const { refreshToken = '' } = rig.emulator.issueTokens({ person: 'ben', scopes: ['User.Read', 'offline_access'] });
    const fields = {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      scope: 'https://graph.microsoft.com/.default',
    };
    expect((await token(rig, fields)).body.error_codes).toEqual([65001]);
    await consent(rig, consentUrl(rig));
    const { body } = await token(rig, fields);
    expect(String(claimsOf(body.access_token)['scp']).split(' ').sort()).toEqual(['Calendars.Read', 'User.Read']);
    expect(body.scope).toContain('https://graph.microsoft.com/Calendars.Read');
  });

  it('still knows its old form, without scopes', async () => {
    await using rig = await startRig({ clients: [declared] });
    const answer = await consent(rig, consentUrl(rig, { scope: '' }, `${rig.emulator.tenantId}/adminconsent`));
    expect(Object.fromEntries(redirected(answer))).toEqual({
      admin_consent: 'True',
      tenant: rig.emulator.tenantId,
      state: 'state&1',
    });
    const fields = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' };
    expect(claimsOf((await token(rig, fields)).body.access_token)).toHaveProperty('roles');
  });

  it('finds the tenant of the administrator by itself', async () => {
    await using rig = await startRig();
    const answer = await consent(rig, consentUrl(rig, {}, 'organizations/v2.0/adminconsent'));
    expect(redirected(answer).get('tenant')).toBe(rig.emulator.tenantId);
  });

  it('is for administrators', async () => {
    await using rig = await startRig({ administrators: ['ada'] });
    const answer = await consent(rig, consentUrl(rig), ben);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('AADSTS90094')]);
    const wrong = await consent(rig, consentUrl(rig), { ...ben, password: 'guess' });
    expect(await wrong.text()).toContain('AADSTS50126');
    const person = { username: 'ada@tidewater.example', password: 'ada-password' };
    expect((await consent(rig, consentUrl(rig), person)).status).toBe(302);
  });

  it.each<[string, Readonly<Record<string, string>>, string, string]>([
    ['common', {}, 'common/v2.0/adminconsent', 'AADSTS50059'],
    ['an unknown tenant', {}, 'nowhere.example/v2.0/adminconsent', 'AADSTS90002'],
    ['no client', { client_id: '' }, 'organizations/v2.0/adminconsent', 'AADSTS900144'],
    ['an unknown client', { client_id: 'nobody' }, 'organizations/v2.0/adminconsent', 'AADSTS700016'],
    ['another redirect URI', { redirect_uri: 'http://x.example' }, 'organizations/v2.0/adminconsent', 'AADSTS50011'],
    ['no scope', { scope: '' }, 'organizations/v2.0/adminconsent', 'AADSTS900144'],
    ['an unknown scope', { scope: 'Calendars.Raed' }, 'organizations/v2.0/adminconsent', 'AADSTS70011'],
  ])('never redirects %s', async (_name, change, path, code) => {
    await using rig = await startRig();
    const reply = await fetch(consentUrl(rig, change, path), { redirect: 'manual' });
    expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining(code)]);
  });
});

describe('users who may not consent', () => {
  it('are sent back by way of a page, and sign in without being asked once an administrator consented', async () => {
    await using rig = await startRig({ userConsent: 'disabled' });
    const page = await (await signIn(rig, {}, ben)).text();
    expect(page).toContain('Need admin approval');
    expect(page).toContain('AADSTS90094');
    const back = redirected(await submit(rig, page, { decision: 'back' }));
    expect(back.get('error')).toBe('access_denied');
    expect(back.get('error_description')).toMatch(/^AADSTS90094: /);
    expect(back.get('state')).toBe('state&1');

    await consent(rig, consentUrl(rig, { scope: 'https://graph.microsoft.com/Calendars.Read' }));
    const form = await (await fetch(authorizeUrl(rig))).text();
    expect(form).not.toContain('<li>');
    const answer = await signIn(rig, {}, ben);
    expect(redirected(answer).has('code')).toBe(true);
    const headers = { cookie: cookieOf(answer) };
    const silent = await fetch(authorizeUrl(rig, { prompt: 'none' }), { headers, redirect: 'manual' });
    expect(redirected(silent).has('code')).toBe(true);
  });

  it('come back with the error that the emulator was told', async () => {
    await using rig = await startRig({ userConsent: 'disabled', adminApprovalError: 'consent_required' });
    const page = await (await signIn(rig, {}, ben)).text();
    expect(redirected(await submit(rig, page, { decision: 'back' })).get('error')).toBe('consent_required');
  });

  it('are administrators excepted', async () => {
    await using rig = await startRig({ userConsent: 'disabled', administrators: ['ben'] });
    expect(redirected(await signIn(rig, {}, ben)).has('code')).toBe(true);
  });

  it('may again, half an hour after they were allowed to', async () => {
    await using rig = await startRig({ userConsent: 'disabled' });
    rig.emulator.setUserConsent('allowed', { effectiveAfterMs: 30 * 60_000 });
    const status = async (): Promise<number> => (await signIn(rig, {}, ben)).status;
    expect(await status()).toBe(200);
    await rig.clock.advance(30 * 60_000 - 1);
    expect(await status()).toBe(200);
    await rig.clock.advance(1);
    expect(await status()).toBe(302);
    rig.emulator.withdrawConsent('ben');
    rig.emulator.setUserConsent('disabled');
    expect(await status()).toBe(200);
  });

  it('always need an administrator for some permissions', async () => {
    await using rig = await startRig();
    const answer = await signIn(rig, { scope: 'openid Place.Read.All' }, ben);
    expect(await answer.text()).toContain('AADSTS90094');
  });
});
