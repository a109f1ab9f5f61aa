import { describe, expect, it } from 'vitest';
import type { Company } from '../../src/company/company.ts';
import { demoEntraClient } from '../../src/entra/entra-client.ts';
import type { EntraClient } from '../../src/entra/entra-client.ts';
import { personalAccountTenantId } from '../../src/entra/entra-tenant.ts';
import { authorizeUrl, claimsOf, redeem, redirected, redirectUri, refresh, submit, token } from './entra-walk.ts';
import { ada, companyWith, meeting, startRig } from './fixture.ts';
import type { Rig } from './fixture.ts';

const otherTenant = '1f4e2d3c-0000-4000-8000-0000000000b2';
const noor = { ...ada, id: 'noor', name: 'Noor Vale', address: 'noor@ridgeline.example', password: 'noor-password' };
const eve = { ...ada, id: 'eve', name: 'Eve Moss', address: 'eve@mail.example', password: 'eve-password' };
const ridgeline: Company = {
  ...companyWith(meeting('theirs', { organizer: 'noor' })),
  domain: 'ridgeline.example',
  people: [noor],
  rooms: [],
};
const personal: Company = { ...companyWith(), domain: 'mail.example', people: [eve], rooms: [], meetings: [] };

function start(change: Partial<EntraClient> = {}): Promise<Rig> {
  return startRig({
    clients: [{ ...demoEntraClient, ...change }],
    tenants: [
      { tenantId: otherTenant, company: ridgeline },
      { tenantId: personalAccountTenantId, company: personal },
    ],
  });
}

const noorSignsIn = { username: 'noor@ridgeline.example', password: 'noor-password' };
const eveSignsIn = { username: 'eve@mail.example', password: 'eve-password' };
const adaSignsIn = { username: 'ada@tidewater.example', password: 'ada-password' };

/** Walks the page of a tenant; a code, or the text of the page that came instead. */
async function walk(rig: Rig, tenant: string, fields: Readonly<Record<string, string>>): Promise<string> {
  const page = await (await fetch(authorizeUrl(rig, {}, tenant))).text();
  if (!page.includes('<form')) return page;
  const answer = await submit(rig, page, fields);
  return answer.status === 302 ? (redirected(answer).get('code') ?? '') : answer.text();
}

describe('several tenants', () => {
  it('give a multi-tenant application tokens of the tenant that the user belongs to', async () => {
    await using rig = await start();
    for (const [person, tid] of [
      [noorSignsIn, otherTenant],
      [eveSignsIn, personalAccountTenantId],
      [adaSignsIn, rig.emulator.tenantId],
    ] as const) {
      const { body } = await redeemAt(rig, 'common', await walk(rig, 'common', person));
      expect(claimsOf(body.access_token)['tid']).toBe(tid);
      expect(claimsOf(body.id_token)['iss']).toBe(`https://login.microsoftonline.com/${tid}/v2.0`);
    }
  });

  it('keep their mailboxes apart', async () => {
    await using rig = await start();
    const code = await walk(rig, otherTenant, noorSignsIn);
    const accessToken = (await redeemAt(rig, otherTenant, code)).body.access_token;
    const own = await rig.get('/me/events', { token: accessToken });
    expect(own.body.value.map(({ subject }) => subject)).toEqual(['theirs']);
    const app = rig.emulator.issueAppToken().accessToken;
    expect((await rig.get('/users/ada@tidewater.example/events', { token: app })).status).toBe(200);
    expect((await rig.get('/users/noor@ridgeline.example/events', { token: app })).status).toBe(404);
  });

  it.each([
    ['organizations', eveSignsIn, 'AADSTS50020'],
    ['consumers', adaSignsIn, 'AADSTS50020'],
    ['tidewater.example', noorSignsIn, 'AADSTS50020'],
    ['nowhere.example', adaSignsIn, 'AADSTS90002'],
  ])('show a page for the wrong account at %s', async (tenant, person, code) => {
    await using rig = await start();
    expect(await walk(rig, tenant, person)).toContain(code);
  });

  it.each([
    ['AzureADMyOrg', 'common', 'AADSTS50194'],
    ['AzureADMyOrg', 'organizations', 'AADSTS50194'],
    ['AzureADMyOrg', otherTenant, 'AADSTS700016'],
    ['AzureADMultipleOrgs', 'consumers', 'AADSTS700016'],
    ['PersonalMicrosoftAccount', 'organizations', 'AADSTS700016'],
  ] as const)('show a page for a %s application at %s', async (signInAudience, tenant, code) => {
    await using rig = await start({ signInAudience });
    expect(await walk(rig, tenant, adaSignsIn)).toContain(code);
  });

  it('refuse personal accounts that the application does not take', async () => {
    await using rig = await start({ signInAudience: 'AzureADMultipleOrgs' });
    expect(await walk(rig, 'common', eveSignsIn)).toContain('AADSTS50020');
    expect(await walk(rig, 'common', noorSignsIn)).not.toContain('AADSTS');
  });

  it('keep codes and refresh tokens to their tenant', async () => {
    await using rig = await start();
    const code = await walk(rig, 'common', noorSignsIn);
    expect((await redeem(rig, code)).body.error_codes).toEqual([700005]);
    const { body } = await redeemAt(rig, 'common', code);
    expect((await refresh(rig, body.refresh_token)).body.error_codes).toEqual([50020]);
    const fields = { grant_type: 'refresh_token', refresh_token: body.refresh_token };
    expect((await token(rig, fields, otherTenant)).status).toBe(200);
    expect((await token(rig, fields, 'common')).status).toBe(200);
  });

  it('know an application only once somebody consented there', async () => {
    await using rig = await start();
    const fields = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' };
    expect((await token(rig, fields, otherTenant)).body.error_codes).toEqual([700016]);
    await walk(rig, otherTenant, noorSignsIn);
    const powerless = await token(rig, fields, otherTenant);
    expect(claimsOf(powerless.body.access_token)).not.toHaveProperty('roles');
    rig.emulator.grantAdminConsent({ tenantId: otherTenant });
    const granted = await token(rig, fields, otherTenant);
    expect(claimsOf(granted.body.access_token)).toMatchObject({
      tid: otherTenant,
      roles: demoEntraClient.applicationPermissions,
    });
    const theirs = await rig.get('/users/noor@ridgeline.example/events', { token: granted.body.access_token });
    expect(theirs.status).toBe(200);
  });

  it('publish their metadata and keys under their own names', async () => {
    await using rig = await start();
    const { origin } = rig.emulator;
    const metadata = async (tenant: string): Promise<{ issuer: string; jwks_uri: string; error_codes: unknown }> =>
      (await fetch(`${origin}/${tenant}/v2.0/.well-known/openid-configuration`)).json();
    expect(await metadata('ridgeline.example')).toMatchObject({
      issuer: `https://login.microsoftonline.com/${otherTenant}/v2.0`,
      jwks_uri: `${origin}/${otherTenant}/discovery/v2.0/keys`,
      device_authorization_endpoint: `${origin}/${otherTenant}/oauth2/v2.0/devicecode`,
    });
    expect((await metadata('common')).issuer).toBe('https://login.microsoftonline.com/{tenantid}/v2.0');
    rig.emulator.deleteTenant({ tenantId: otherTenant });
    expect((await metadata(otherTenant)).error_codes).toEqual([90002]);
    expect((await fetch(`${origin}/${otherTenant}/discovery/v2.0/keys`)).status).toBe(400);
  });

  it('end together with what was granted in them', async () => {
    await using rig = await start();
    const { refreshToken = '' } = rig.emulator.issueTokens({ person: 'noor', tenantId: otherTenant });
    const code = async (): Promise<unknown> =>
      (await token(rig, { grant_type: 'refresh_token', refresh_token: refreshToken }, 'common')).body.error_codes;
    rig.emulator.deleteApplication({ tenantId: otherTenant });
    expect(await code()).toEqual([700016]);
    rig.emulator.restoreApplication({ tenantId: otherTenant });
    rig.emulator.deleteTenant({ tenantId: otherTenant });
    expect(await code()).toEqual([90002]);
    rig.emulator.restoreTenant({ tenantId: otherTenant });
    expect(await code()).toBeUndefined();
  });

  it('have administrators of their own', async () => {
    await using rig = await startRig({
      administrators: ['ada'],
      userConsent: 'disabled',
      tenants: [{ tenantId: otherTenant, company: ridgeline, userConsent: 'disabled', administrators: ['noor'] }],
    });
    expect(await walk(rig, 'common', noorSignsIn)).not.toContain('AADSTS90094');
    expect(await walk(rig, 'common', adaSignsIn)).not.toContain('AADSTS90094');
    expect(rig.emulator.administrator({ tenantId: otherTenant }).userName).toBe('global-admin@ridgeline.example');
  });

  it('are refused when they share an id', async () => {
    await expect(startRig({ tenants: [{ tenantId: otherTenant }, { tenantId: otherTenant }] })).rejects.toThrow(
      RangeError,
    );
  });
});

function redeemAt(rig: Rig, tenant: string, code: string): ReturnType<typeof token> {
  const fields = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
  return token(rig, { ...fields, code_verifier: 'verifier-of-the-test-with-forty-three-characters-and-more' }, tenant);
}
