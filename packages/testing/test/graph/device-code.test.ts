import { describe, expect, it } from 'vitest';
import { claimsOf, submit, token } from './entra-walk.ts';
import type { TokenReply } from './entra-walk.ts';
import { startRig } from './fixture.ts';
import type { Rig } from './fixture.ts';

const device = { clientId: 'device', redirectUris: [], allowsPublicClientFlows: true } as const;
const person = { username: 'ada@tidewater.example', password: 'ada-password' };

interface DeviceAnswer {
  readonly user_code: string;
  readonly device_code: string;
  readonly verification_uri: string;
  readonly expires_in: number;
  readonly interval: number;
  readonly message: string;
  readonly error_codes?: readonly number[];
}

async function ask(
  rig: Rig,
  change: Readonly<Record<string, string>> = {},
  tenant = 'organizations',
): Promise<DeviceAnswer> {
  const form = new URLSearchParams({ client_id: 'device', scope: 'Calendars.Read offline_access', ...change });
  const reply = await fetch(`${rig.emulator.origin}/${tenant}/oauth2/v2.0/devicecode`, { method: 'POST', body: form });
  // The assertions check every member that matters.
  return (await reply.json()) as DeviceAnswer;
}

function poll(
  rig: Rig,
  deviceCode: string,
  grantType = 'urn:ietf:params:oauth:grant-type:device_code',
): Promise<TokenReply> {
  const fields = { client_id: 'device', client_secret: '', grant_type: grantType, device_code: deviceCode };
  return token(rig, fields, 'organizations');
}

async function typeCode(rig: Rig, answer: DeviceAnswer, fields: Readonly<Record<string, string>>): Promise<string> {
  const page = await (await fetch(answer.verification_uri)).text();
  return (await submit(rig, page, { user_code: answer.user_code, ...fields })).text();
}

describe('the device code grant', () => {
  it.each(['urn:ietf:params:oauth:grant-type:device_code', 'device_code'])(
    'goes from code to tokens with %s',
    async (grantType) => {
      await using rig = await startRig({ clients: [device] });
      const answer = await ask(rig);
      expect(answer).toMatchObject({ expires_in: 900, interval: 5 });
      expect(answer.user_code).toMatch(/^[A-Z2-9]{9}$/);
      expect(answer.message).toContain(answer.user_code);
      expect(answer).not.toHaveProperty('verification_uri_complete');
      const pending = await poll(rig, answer.device_code, grantType);
      expect([pending.status, pending.body.error, pending.body.error_codes]).toEqual([
        400,
        'authorization_pending',
        [70016],
      ]);
      expect(await typeCode(rig, answer, person)).toContain('You have signed in');
      const { status, body } = await poll(rig, answer.device_code, grantType);
      expect(status).toBe(200);
      expect(claimsOf(body.access_token)['upn']).toBe('ada@tidewater.example');
      expect(body.refresh_token).toMatch(/^1\.A/);
      expect((await poll(rig, answer.device_code)).body.error_codes).toEqual([54005]);
    },
  );

  it('says that the user declined', async () => {
    await using rig = await startRig({ clients: [device] });
    const answer = await ask(rig);
    await typeCode(rig, answer, { decision: 'deny' });
    expect((await poll(rig, answer.device_code)).body.error).toBe('authorization_declined');
  });

  it('lets codes expire after fifteen minutes, on the device and on the page', async () => {
    await using rig = await startRig({ clients: [device] });
    const answer = await ask(rig);
    await rig.clock.advance(900_000 - 1);
    expect((await poll(rig, answer.device_code)).body.error_codes).toEqual([70016]);
    await rig.clock.advance(1);
    const late = await poll(rig, answer.device_code);
    expect([late.body.error, late.body.error_codes]).toEqual(['expired_token', [70020]]);
    expect(await typeCode(rig, answer, person)).toContain('AADSTS70019');
  });

  it('refuses codes that nobody was given', async () => {
    await using rig = await startRig({ clients: [device, { ...device, clientId: 'other' }] });
    const answer = await ask(rig);
    const unknown = await poll(rig, 'made-up');
    expect([unknown.body.error, unknown.body.error_codes]).toEqual(['bad_verification_code', [70018]]);
    const foreign = await token(rig, {
      client_id: 'other',
      client_secret: '',
      grant_type: 'device_code',
      device_code: answer.device_code,
    });
    expect(foreign.body.error_codes).toEqual([70018]);
    expect(await typeCode(rig, { ...answer, user_code: 'WRONGCODE' }, person)).toContain('AADSTS70018');
    expect(await typeCode(rig, answer, { ...person, password: 'guess' })).toContain('AADSTS50126');
  });

  it('hands the capabilities of the client on to its tokens', async () => {
    await using rig = await startRig({ clients: [device] });
    const answer = await ask(rig, { claims: '{"access_token":{"xms_cc":{"values":["cp1"]}}}' });
    await typeCode(rig, answer, person);
    expect((await poll(rig, answer.device_code)).body.expires_in).toBe(86_400);
  });

  it('asks for a second factor on the page', async () => {
    await using rig = await startRig({ clients: [device] });
    rig.emulator.updateUser('ada', { conditionalAccess: 'requireMfa' });
    const answer = await ask(rig);
    const page = await typeCode(rig, answer, person);
    expect(page).toContain('Approve the sign-in');
    await submit(rig, page, { user_code: answer.user_code });
    expect(claimsOf((await poll(rig, answer.device_code)).body.access_token)['amr']).toEqual(['pwd', 'mfa']);
  });

  it('checks what a device asks for', async () => {
    await using rig = await startRig({ clients: [device] });
    expect((await ask(rig, { client_id: 'nobody' })).error_codes).toEqual([700016]);
    expect((await ask(rig, { scope: '' })).error_codes).toEqual([900144]);
    expect((await ask(rig, { scope: 'Calendars.Raed' })).error_codes).toEqual([70011]);
    expect((await ask(rig, {}, 'nowhere.example')).error_codes).toEqual([90002]);
    rig.emulator.registerClient({ clientId: 'device', redirectUris: [] });
    expect((await poll(rig, 'any')).body.error_codes).toEqual([7000218]);
  });
});
