import { describe, expect, it } from 'vitest';
import { demoEntraClient } from '../../src/entra/entra-client.ts';
import { claimsOf, token } from './entra-walk.ts';
import { startRig } from './fixture.ts';

const exchange = 'https://outlook.office365.com';
const appClient = {
  ...demoEntraClient,
  applicationPermissions: ['Calendars.Read', 'full_access_as_app', `${exchange}/Calendars.ReadWrite.All`],
};
const grant = { grant_type: 'client_credentials' };

describe('client credentials', () => {
  it('make tokens for one resource, with the roles that belong to it', async () => {
    await using rig = await startRig({ clients: [appClient] });
    const forExchange = await token(rig, { ...grant, scope: `${exchange}/.default` });
    expect(claimsOf(forExchange.body.access_token)).toMatchObject({
      aud: exchange,
      roles: ['full_access_as_app', 'Calendars.ReadWrite.All'],
      idtyp: 'app',
    });
    const forGraph = await token(rig, { ...grant, scope: 'https://graph.microsoft.com/.default' });
    expect(claimsOf(forGraph.body.access_token)['roles']).toEqual(['Calendars.Read']);
    const refused = await rig.get('/users/ben@tidewater.example/events', { token: forExchange.body.access_token });
    expect([refused.status, refused.body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
    const unknown = await token(rig, { ...grant, scope: 'https://nowhere.example/.default' });
    expect([unknown.body.error, unknown.body.error_codes]).toEqual(['invalid_resource', [500011]]);
    const both = await token(rig, { ...grant, scope: `${exchange}/.default https://graph.microsoft.com/.default` });
    expect(both.body.error_codes).toEqual([1002012]);
  });

  it('take a secret by HTTP Basic in the encoding of forms', async () => {
    const clientSecret = 'p+ss:wörd %&';
    await using rig = await startRig({ clients: [{ ...demoEntraClient, clientSecret }] });
    const encoded = new URLSearchParams({ s: clientSecret }).toString().slice(2);
    const basic = Buffer.from(`${demoEntraClient.clientId}:${encoded}`).toString('base64');
    const fields = { ...grant, client_id: '', client_secret: '', scope: 'https://graph.microsoft.com/.default' };
    const headers = { authorization: `Basic ${basic}` };
    expect((await token(rig, fields, rig.emulator.tenantId, headers)).status).toBe(200);
  });

  it('need a tenant', async () => {
    await using rig = await startRig();
    const fields = { ...grant, scope: 'https://graph.microsoft.com/.default' };
    const codes = await Promise.all(
      ['common', 'consumers', 'organizations'].map(
        async (tenant) => (await token(rig, fields, tenant)).body.error_codes,
      ),
    );
    expect(codes).toEqual([[9001023], [9001023], [50059]]);
  });

  it('work without consent, but the token can do nothing', async () => {
    await using rig = await startRig({ clients: [{ ...demoEntraClient, applicationConsent: 'required' }] });
    const fields = { ...grant, scope: 'https://graph.microsoft.com/.default' };
    const before = await token(rig, fields);
    expect(before.status).toBe(200);
    expect(claimsOf(before.body.access_token)).not.toHaveProperty('roles');
    const refused = await rig.get('/users/ben@tidewater.example/events', { token: before.body.access_token });
    expect([refused.status, refused.body.error.code]).toEqual([403, 'ErrorAccessDenied']);
    rig.emulator.grantAdminConsent();
    const after = await token(rig, fields);
    expect((await rig.get('/users/ben@tidewater.example/events', { token: after.body.access_token })).status).toBe(200);
    // Tokens keep the roles they were made with.
    expect((await rig.get('/users/ben@tidewater.example/events', { token: before.body.access_token })).status).toBe(
      403,
    );
    rig.emulator.withdrawAdminConsent();
    expect(claimsOf((await token(rig, fields)).body.access_token)).not.toHaveProperty('roles');
  });

  it('end with the enterprise application and come back with it', async () => {
    await using rig = await startRig();
    const code = async (): Promise<readonly number[] | undefined> =>
      (await token(rig, { ...grant, scope: 'https://graph.microsoft.com/.default' })).body.error_codes;
    rig.emulator.deleteApplication();
    expect(await code()).toEqual([700016]);
    rig.emulator.restoreApplication();
    expect(await code()).toBeUndefined();
    rig.emulator.disableApplication();
    expect(await code()).toEqual([7000112]);
    rig.emulator.restoreApplication();
    rig.emulator.deleteTenant();
    expect(await code()).toEqual([90002]);
    rig.emulator.restoreTenant();
    expect(await code()).toBeUndefined();
  });
});
