import { describe, expect, it } from 'vitest';
import type { EntraUserChange } from '../../src/entra/entra-user.ts';
import type { TokenSettings } from '../../src/entra/token-settings.ts';
import { claimsOf, codeOf, redeem, refresh, token } from './entra-walk.ts';
import type { TokenReply } from './entra-walk.ts';
import { startRig } from './fixture.ts';
import type { Rig } from './fixture.ts';

const day = 86_400_000;

function tokenOf(rig: Rig): string {
  return rig.emulator.issueTokens({ person: 'ada' }).refreshToken ?? '';
}

async function codeOfRefresh(rig: Rig, refreshToken: string): Promise<unknown> {
  return (await refresh(rig, refreshToken)).body.error_codes;
}

describe('rotation of refresh tokens', () => {
  it('is overlapping: the old token lives on', async () => {
    await using rig = await startRig();
    const first = tokenOf(rig);
    const second = (await refresh(rig, first)).body.refresh_token;
    expect(second).not.toBe(first);
    expect([(await refresh(rig, first)).status, (await refresh(rig, second)).status]).toEqual([200, 200]);
  });

  it('can be strict: a dead token takes its family with it', async () => {
    await using rig = await startRig({ refreshTokenRotation: 'strict' });
    const first = tokenOf(rig);
    const stranger = tokenOf(rig);
    const second = (await refresh(rig, first)).body.refresh_token;
    const third = (await refresh(rig, second)).body.refresh_token;
    expect((await refresh(rig, second)).body).toMatchObject({ error: 'invalid_grant', error_codes: [50173] });
    expect(await codeOfRefresh(rig, third)).toEqual([50173]);
    expect((await refresh(rig, stranger)).status).toBe(200);
  });

  it('leaves a token alive that was refused', async () => {
    await using rig = await startRig({ refreshTokenRotation: 'strict' });
    const first = tokenOf(rig);
    expect((await refresh(rig, first, { scope: 'Contacts.Read' })).body.error_codes).toEqual([65001]);
    expect((await refresh(rig, first)).status).toBe(200);
  });

  it('can be switched while it runs', async () => {
    await using rig = await startRig();
    const first = tokenOf(rig);
    await refresh(rig, first);
    rig.emulator.setTokenSettings({ refreshTokenRotation: 'strict' });
    expect((await refresh(rig, first)).status).toBe(200);
    expect(await codeOfRefresh(rig, first)).toEqual([50173]);
  });
});

describe('lifetimes', () => {
  it.each<[string, TokenSettings, unknown, number]>([
    ['a number', { accessTokenLifetimeSeconds: 300 }, 300, 300],
    ['a string', { accessTokenLifetimeSeconds: 300, expiresInForm: 'string' }, '300', 300],
    ['absent', { accessTokenLifetimeSeconds: 300, expiresInForm: 'absent' }, undefined, 300],
    ['zero', { accessTokenLifetimeSeconds: 0 }, 0, 0],
    ['negative', { accessTokenLifetimeSeconds: -60 }, -60, -60],
    ['huge', { accessTokenLifetimeSeconds: 4_000_000_000 }, 4_000_000_000, 4_000_000_000],
  ])('are answered as %s', async (_name, settings, expiresIn, lifetime) => {
    await using rig = await startRig();
    rig.emulator.setTokenSettings(settings);
    const grant = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' };
    for (const { body } of [await refresh(rig, tokenOf(rig)), await token(rig, grant)]) {
      expect(body.expires_in).toBe(expiresIn);
      const { exp, iat } = claimsOf(body.access_token);
      expect(Number(exp) - Number(iat)).toBe(lifetime);
    }
  });

  it('are what Graph goes by', async () => {
    await using rig = await startRig({ accessTokenLifetimeSeconds: 0 });
    expect((await rig.get('/me')).status).toBe(401);
    rig.emulator.setTokenSettings({ accessTokenLifetimeSeconds: undefined });
    expect((await rig.get('/me')).status).toBe(200);
  });

  it('of refresh tokens begin anew with each refresh', async () => {
    await using rig = await startRig({ refreshTokenLifetimeSeconds: 3600 });
    const first = tokenOf(rig);
    await rig.clock.advance(3_599_000);
    const second = (await refresh(rig, first)).body.refresh_token;
    await rig.clock.advance(1_000);
    expect(await codeOfRefresh(rig, first)).toEqual([700082]);
    expect((await refresh(rig, second)).status).toBe(200);
  });
});

describe('what ends a refresh token', () => {
  it.each<[string, (rig: Rig) => unknown, number, string | undefined]>([
    ['90 days without use', ({ clock }) => clock.advance(90 * day), 700082, undefined],
    ['revoked sessions', ({ emulator }) => emulator.revokeSessions('ada'), 50173, 'bad_token'],
    [
      'a reset by an administrator',
      ({ emulator }) => emulator.changePassword('ada', 'x', { by: 'adminCenter' }),
      50173,
      'bad_token',
    ],
    ['withdrawn consent', ({ emulator }) => emulator.withdrawConsent('ada'), 65001, 'consent_required'],
    ['a deleted application', ({ emulator }) => emulator.deleteApplication(), 700016, undefined],
    ['a disabled application', ({ emulator }) => emulator.disableApplication(), 7000112, undefined],
    ['a deleted tenant', ({ emulator }) => emulator.deleteTenant(), 90002, undefined],
  ])('%s', async (_name, happen, code, suberror) => {
    await using rig = await startRig();
    const refreshToken = tokenOf(rig);
    await happen(rig);
    const { body } = await refresh(rig, refreshToken);
    expect([body.error_codes, body.suberror]).toEqual([[code], suberror]);
  });

  it.each<[EntraUserChange, number, string | undefined]>([
    [{ isEnabled: false }, 50057, undefined],
    [{ isDeleted: true }, 50034, undefined],
    [{ conditionalAccess: 'requireMfa' }, 50076, 'basic_action'],
    [{ conditionalAccess: 'requireMfaRegistration' }, 50079, 'basic_action'],
    [{ conditionalAccess: 'block' }, 53003, 'message_only'],
  ])('%o', async (change, code, suberror) => {
    await using rig = await startRig();
    const refreshToken = tokenOf(rig);
    rig.emulator.updateUser('ada', change);
    const { body } = await refresh(rig, refreshToken);
    expect([body.error, body.error_codes, body.suberror]).toEqual(['invalid_grant', [code], suberror]);
    expect(body.claims === undefined).toBe(change.conditionalAccess === undefined);
    rig.emulator.updateUser('ada', { isEnabled: true, isDeleted: false, conditionalAccess: 'allow' });
    expect((await refresh(rig, refreshToken)).status).toBe(200);
  });

  it.each<EntraUserChange>([{ isLocked: true }, { isPasswordExpired: true }])('is not %o', async (change) => {
    await using rig = await startRig();
    const refreshToken = tokenOf(rig);
    rig.emulator.updateUser('ada', change);
    expect((await refresh(rig, refreshToken)).status).toBe(200);
  });

  it('is the sign-in frequency, counted from the sign-in', async () => {
    await using rig = await startRig();
    rig.emulator.setSignInFrequency(day);
    const { body } = await redeem(rig, await codeOf(rig));
    await rig.clock.advance(day - 1);
    const second = await refresh(rig, body.refresh_token);
    expect(second.status).toBe(200);
    await rig.clock.advance(1);
    expect((await refresh(rig, second.body.refresh_token)).body).toMatchObject({
      error_codes: [70043],
      suberror: 'bad_token',
    });
    rig.emulator.setSignInFrequency(undefined);
    expect((await refresh(rig, second.body.refresh_token)).status).toBe(200);
  });

  it('is a loop, where loops are looked for', async () => {
    await using rig = await startRig({ loopDetection: { requests: 3, withinMs: 60_000 } });
    const refreshToken = tokenOf(rig);
    const replies: TokenReply[] = [];
    for (let round = 0; round < 4; round += 1) replies.push(await refresh(rig, refreshToken));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 400]);
    expect(replies.at(-1)?.body.error_codes).toEqual([50196]);
    await rig.clock.advance(60_000);
    expect((await refresh(rig, refreshToken)).status).toBe(200);
  });
});
