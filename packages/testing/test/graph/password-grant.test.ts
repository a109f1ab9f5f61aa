import { describe, expect, it } from 'vitest';
import { demoEntraClient } from '../../src/entra/entra-client.ts';
import { personalAccountTenantId } from '../../src/entra/entra-tenant.ts';
import type { EntraUserChange } from '../../src/entra/entra-user.ts';
import { claimsOf, token } from './entra-walk.ts';
import type { TokenReply } from './entra-walk.ts';
import { ada, companyWith, startRig } from './fixture.ts';
import type { Rig } from './fixture.ts';

const ewsScope = 'https://outlook.office365.com/EWS.AccessAsUser.All';
const service = { clientId: 'service', redirectUris: [], allowsPublicClientFlows: true } as const;

function signIn(rig: Rig, change: Readonly<Record<string, string>> = {}, tenant?: string): Promise<TokenReply> {
  const fields = {
    client_id: 'service',
    client_secret: '',
    grant_type: 'password',
    scope: `${ewsScope} offline_access`,
  };
  const person = { username: 'ada@tidewater.example', password: 'ada-password' };
  return token(rig, { ...fields, ...person, ...change }, tenant);
}

async function startConsented(): Promise<Rig> {
  const rig = await startRig({ clients: [service, demoEntraClient] });
  rig.emulator.grantAdminConsent({ scopes: [ewsScope] });
  return rig;
}

describe('the password grant', () => {
  it('makes delegated tokens for another resource', async () => {
    await using rig = await startConsented();
    const { status, body } = await signIn(rig);
    expect(status).toBe(200);
    expect(claimsOf(body.access_token)).toMatchObject({
      aud: 'https://outlook.office365.com',
      scp: 'EWS.AccessAsUser.All',
      upn: 'ada@tidewater.example',
      appidacr: '0',
    });
    expect((await signIn(rig, {}, 'organizations')).status).toBe(200);
    const again = await token(rig, {
      client_id: 'service',
      client_secret: '',
      grant_type: 'refresh_token',
      refresh_token: body.refresh_token,
    });
    expect(again.status).toBe(200);
  });

  it('needs public client flows to be allowed, or a secret', async () => {
    await using rig = await startConsented();
    rig.emulator.registerClient({ clientId: 'service', redirectUris: [] });
    expect((await signIn(rig)).body.error_codes).toEqual([7000218]);
    rig.emulator.registerClient({ clientId: 'service', redirectUris: [], clientSecret: 's' });
    expect((await signIn(rig)).body.error_codes).toEqual([7000218]);
    expect((await signIn(rig, { client_secret: 's' })).status).toBe(200);
  });

  it('does not open other grants without a secret', async () => {
    await using rig = await startConsented();
    rig.emulator.registerClient({ ...service, clientSecret: 's' });
    const fields = { client_id: 'service', client_secret: '', grant_type: 'authorization_code', code: 'made-up' };
    expect((await token(rig, fields)).body.error_codes).toEqual([7000218]);
  });

  it('cannot take a password with spaces round it', async () => {
    await using rig = await startConsented();
    rig.emulator.changePassword('ada', ' spaced ');
    expect((await signIn(rig, { password: ' spaced ' })).body.error_codes).toEqual([50126]);
  });

  it('refreshes without a secret what was obtained without one, and nothing else', async () => {
    await using rig = await startConsented();
    rig.emulator.registerClient({ ...service, clientSecret: 's' });
    const refresh = (refreshToken: string): Promise<TokenReply> =>
      token(rig, { client_id: 'service', client_secret: '', grant_type: 'refresh_token', refresh_token: refreshToken });
    const open = (await signIn(rig)).body.refresh_token;
    const guarded = (await signIn(rig, { client_secret: 's' })).body.refresh_token;
    expect((await refresh(open)).status).toBe(200);
    expect((await refresh(guarded)).body.error_codes).toEqual([7000218]);
  });

  it.each<[string, Readonly<Record<string, string>>, number]>([
    ['a wrong password', { password: 'guess' }, 50126],
    ['an unknown name', { username: 'nobody@tidewater.example' }, 50034],
    ['no name', { username: '' }, 900144],
    ['no password', { password: '' }, 900144],
    ['no scope', { scope: '' }, 900144],
    ['two resources', { scope: `${ewsScope} Calendars.Read` }, 70011],
    ['something never consented to', { scope: 'Contacts.Read' }, 65001],
  ])('refuses %s', async (_name, change, code) => {
    await using rig = await startConsented();
    expect((await signIn(rig, change)).body.error_codes).toEqual([code]);
  });

  it.each<[EntraUserChange, number, string | undefined]>([
    [{ isLocked: true }, 50053, undefined],
    [{ isEnabled: false }, 50057, undefined],
    [{ isDeleted: true }, 50034, undefined],
    [{ isPasswordExpired: true }, 50055, 'user_password_expired'],
    [{ isFederated: true }, 50126, undefined],
    [{ conditionalAccess: 'requireMfa' }, 50076, 'basic_action'],
    [{ conditionalAccess: 'requireMfaRegistration' }, 50079, 'basic_action'],
    [{ conditionalAccess: 'block' }, 53003, 'message_only'],
  ])('refuses a user with %o', async (change, code, suberror) => {
    await using rig = await startConsented();
    rig.emulator.updateUser('ada', change);
    const { status, body } = await signIn(rig);
    expect([status, body.error, body.error_codes, body.suberror]).toEqual([400, 'invalid_grant', [code], suberror]);
    expect(body.claims === undefined).toBe(change.conditionalAccess === undefined);
  });

  it('is for work accounts of a tenant', async () => {
    const person = { ...ada, id: 'eve', address: 'eve@mail.example', password: 'eve-password' };
    const company = { ...companyWith(), domain: 'mail.example', people: [person], rooms: [], meetings: [] };
    await using rig = await startRig({
      clients: [service],
      tenants: [{ tenantId: personalAccountTenantId, company }],
    });
    const eve = { username: 'eve@mail.example', password: 'eve-password' };
    expect((await signIn(rig, eve, 'common')).body.error_codes).toEqual([9001023]);
    expect((await signIn(rig, eve, 'consumers')).body.error_codes).toEqual([9001023]);
    expect((await signIn(rig, eve, 'organizations')).body.error_codes).toEqual([50034]);
    expect((await signIn(rig, eve)).body.error_codes).toEqual([50034]);
  });

  it('takes the new password after a change, and lets the tokens of public clients die', async () => {
    await using rig = await startConsented();
    const { refresh_token } = (await signIn(rig)).body;
    const confidential = rig.emulator.issueTokens({ person: 'ada', clientId: demoEntraClient.clientId });
    const refresh = async (refreshToken: string, client: Readonly<Record<string, string>>): Promise<unknown> =>
      (await token(rig, { grant_type: 'refresh_token', refresh_token: refreshToken, ...client })).body.error_codes;
    rig.emulator.changePassword('ada', 'another-password');
    expect((await signIn(rig)).body.error_codes).toEqual([50126]);
    expect((await signIn(rig, { password: 'another-password' })).status).toBe(200);
    expect(await refresh(refresh_token, { client_id: 'service', client_secret: '' })).toEqual([50173]);
    expect(await refresh(confidential.refreshToken ?? '', {})).toBeUndefined();
    rig.emulator.changePassword('ada', 'third-password', { by: 'adminCenter' });
    expect(await refresh(confidential.refreshToken ?? '', {})).toEqual([50173]);
  });
});
