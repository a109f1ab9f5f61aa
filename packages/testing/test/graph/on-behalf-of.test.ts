import { describe, expect, it } from 'vitest';
import { demoEntraClient } from '../../src/entra/entra-client.ts';
import type { EntraClient } from '../../src/entra/entra-client.ts';
import { claimsOf, redirectUri, token } from './entra-walk.ts';
import type { TokenReply } from './entra-walk.ts';
import { startRig } from './fixture.ts';
import type { Rig } from './fixture.ts';

const api: EntraClient = {
  clientId: '3e0b7a52-0000-4000-8000-0000000a0b0c',
  clientSecret: 'secret-of-the-api',
  redirectUris: [],
  exposedScopes: ['access_as_user'],
  delegatedPermissions: ['Calendars.Read'],
};
const frontEnd: EntraClient = { clientId: 'front-end', redirectUris: [redirectUri] };
const apiScope = `api://${api.clientId}/access_as_user`;

function start(change: Partial<EntraClient> = { knownClientApplications: ['front-end'] }): Promise<Rig> {
  return startRig({ clients: [frontEnd, { ...api, ...change }, demoEntraClient] });
}

function userToken(rig: Rig, isMultiFactor = false): string {
  return rig.emulator.issueTokens({ person: 'ada', clientId: 'front-end', scopes: [apiScope], isMultiFactor })
    .accessToken;
}

function onBehalfOf(rig: Rig, assertion: string, change: Readonly<Record<string, string>> = {}): Promise<TokenReply> {
  return token(rig, {
    client_id: api.clientId,
    client_secret: 'secret-of-the-api',
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    requested_token_use: 'on_behalf_of',
    scope: 'https://graph.microsoft.com/Calendars.Read',
    assertion,
    ...change,
  });
}

describe('the on-behalf-of grant', () => {
  it('trades the token of a front end for one of Graph', async () => {
    await using rig = await start();
    const assertion = userToken(rig);
    expect(claimsOf(assertion)).toMatchObject({
      aud: `api://${api.clientId}`,
      scp: 'access_as_user',
      appid: 'front-end',
    });
    const { status, body } = await onBehalfOf(rig, assertion);
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('refresh_token');
    expect(claimsOf(body.access_token)).toMatchObject({ appid: api.clientId, upn: 'ada@tidewater.example' });
    expect((await rig.get('/me/events', { token: body.access_token })).status).toBe(200);
  });

  it('takes tokens of the second form, which name the bare client', async () => {
    await using rig = await start({ knownClientApplications: ['front-end'], requestedAccessTokenVersion: 2 });
    const assertion = userToken(rig);
    expect(claimsOf(assertion)).toMatchObject({
      aud: api.clientId,
      ver: '2.0',
      iss: `https://login.microsoftonline.com/${rig.emulator.tenantId}/v2.0`,
      azp: 'front-end',
      preferred_username: 'ada@tidewater.example',
    });
    expect((await onBehalfOf(rig, assertion)).status).toBe(200);
  });

  it('gives a refresh token for offline_access', async () => {
    await using rig = await start();
    const { body } = await onBehalfOf(rig, userToken(rig), { scope: 'Calendars.Read offline_access' });
    const again = await token(rig, {
      client_id: api.clientId,
      client_secret: 'secret-of-the-api',
      grant_type: 'refresh_token',
      refresh_token: body.refresh_token,
    });
    expect(again.status).toBe(200);
  });

  it('needs consent, by the registration or by somebody', async () => {
    await using rig = await start({});
    const assertion = userToken(rig);
    const refused = await onBehalfOf(rig, assertion);
    expect([refused.body.error, refused.body.error_codes, refused.body.suberror]).toEqual([
      'invalid_grant',
      [65001],
      'consent_required',
    ]);
    rig.emulator.grantAdminConsent({ clientId: api.clientId });
    expect((await onBehalfOf(rig, assertion)).status).toBe(200);
  });

  it('does not go with a known front end that lost its consent', async () => {
    await using rig = await start();
    const assertion = userToken(rig);
    rig.emulator.withdrawConsent('ada');
    expect((await onBehalfOf(rig, assertion)).body.error_codes).toEqual([65001]);
  });

  it('refuses what is no access token of a user for this API', async () => {
    await using rig = await start();
    const code = async (assertion: string, change?: Readonly<Record<string, string>>): Promise<unknown> =>
      (await onBehalfOf(rig, assertion, change)).body.error_codes;
    const assertion = userToken(rig);
    expect(await code('nonsense')).toEqual([50013]);
    expect(await code(`${assertion.slice(0, -8)}AAAAAAAA`)).toEqual([50013]);
    expect(await code(rig.emulator.issueTokens({ person: 'ada' }).accessToken)).toEqual([500131]);
    const { idToken = '' } = rig.emulator.issueTokens({ person: 'ada', clientId: api.clientId });
    expect(await code(idToken)).toEqual([240002]);
    const app = rig.emulator.issueAppToken({ resource: `api://${api.clientId}` }).accessToken;
    expect(await code(app)).toEqual([50013]);
    expect(await code(assertion, { requested_token_use: '' })).toEqual([900144]);
    expect(await code(assertion, { requested_token_use: 'something' })).toEqual([90023]);
    expect(await code(assertion, { client_secret: '' })).toEqual([7000218]);
    expect(await code('')).toEqual([900144]);
    rig.emulator.revokeSessions('ada');
    expect(await code(assertion)).toEqual([50173]);
    const late = userToken(rig);
    await rig.clock.advance(5_400_000);
    expect(await code(late)).toEqual([500133]);
  });

  it('hands on a claims challenge that a second factor answers', async () => {
    await using rig = await start();
    const weak = userToken(rig);
    rig.emulator.updateUser('ada', { conditionalAccess: 'requireMfa' });
    const { status, body } = await onBehalfOf(rig, weak);
    expect([status, body.error, body.error_codes, body.suberror]).toEqual([
      400,
      'interaction_required',
      [50076],
      'basic_action',
    ]);
    expect(JSON.parse(body.claims ?? '')).toMatchObject({ access_token: { capolids: { essential: true } } });
    expect((await onBehalfOf(rig, userToken(rig, true))).status).toBe(200);
  });
});
