import { describe, expect, it } from 'vitest';
import { graphFaults } from '../../src/graph/graph-faults.ts';
import { claimsOf, codeOf, redeem, refresh } from './entra-walk.ts';
import { startRig } from './fixture.ts';
import type { Reply, Rig } from './fixture.ts';

const capable = JSON.stringify({ access_token: { xms_cc: { values: ['cp1'] } } });

/** The claims request inside a challenge. */
function challengeOf(reply: Reply): string {
  const encoded = /claims="([^"]+)"/.exec(reply.headers.get('www-authenticate') ?? '')?.[1] ?? '';
  return Buffer.from(encoded, 'base64').toString('utf8');
}

describe('continuous access evaluation', () => {
  it('gives long tokens to clients that declare cp1, whichever way', async () => {
    await using rig = await startRig();
    const { body } = await redeem(rig, await codeOf(rig, { claims: capable }));
    expect(body.expires_in).toBe(86_400);
    expect(claimsOf(body.access_token)['xms_cc']).toEqual(['cp1']);
    expect((await refresh(rig, body.refresh_token)).body.expires_in).toBe(86_400);
    const { refreshToken = '' } = rig.emulator.issueTokens({ person: 'ada' });
    expect((await refresh(rig, refreshToken)).body.expires_in).toBeLessThanOrEqual(5400);
    expect((await refresh(rig, refreshToken, { claims: capable })).body.expires_in).toBe(86_400);
  });

  it.each<[string, (rig: Rig) => void]>([
    ['revoked sessions', ({ emulator }) => emulator.revokeSessions('ada')],
    ['a disabled user', ({ emulator }) => emulator.updateUser('ada', { isEnabled: false })],
    ['a deleted user', ({ emulator }) => emulator.updateUser('ada', { isDeleted: true })],
    ['a critical event', ({ emulator }) => emulator.challengeAccessTokens('ada')],
  ])('challenges after %s', async (_name, happen) => {
    await using rig = await startRig();
    const { accessToken } = rig.emulator.issueTokens({ person: 'ada', isChallengeCapable: true });
    expect((await rig.get('/me', { token: accessToken })).status).toBe(200);
    happen(rig);
    const reply = await rig.get('/me', { token: accessToken });
    expect([reply.status, reply.body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
    expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer realm="".*error="insufficient_claims"/);
    const nbf = String(rig.clock.now() / 1000);
    expect(JSON.parse(challengeOf(reply))).toEqual({ access_token: { nbf: { essential: true, value: nbf } } });
  });

  it('is satisfied by a token that was made for the claims', async () => {
    await using rig = await startRig();
    const { accessToken, refreshToken = '' } = rig.emulator.issueTokens({ person: 'ada', isChallengeCapable: true });
    rig.emulator.challengeAccessTokens('ada');
    const challenge = JSON.parse(challengeOf(await rig.get('/me', { token: accessToken }))).access_token;
    const claims = JSON.stringify({ access_token: { ...JSON.parse(capable).access_token, ...challenge } });
    const { body } = await refresh(rig, refreshToken, { claims });
    expect((await rig.get('/me/events', { token: body.access_token })).status).toBe(200);
    expect((await rig.get('/me', { token: accessToken })).status).toBe(401);
  });

  it('needs a new sign-in after a revocation', async () => {
    await using rig = await startRig();
    const { refreshToken = '' } = rig.emulator.issueTokens({ person: 'ada', isChallengeCapable: true });
    rig.emulator.revokeSessions('ada');
    expect((await refresh(rig, refreshToken)).body.error_codes).toEqual([50173]);
    const { body } = await redeem(rig, await codeOf(rig, { claims: capable }));
    expect((await rig.get('/me/events', { token: body.access_token })).status).toBe(200);
  });

  it('says plain 401 to clients that declare nothing', async () => {
    await using rig = await startRig();
    const { accessToken } = rig.emulator.issueTokens({ person: 'ada' });
    rig.emulator.challengeAccessTokens('ada');
    const reply = await rig.get('/me', { token: accessToken });
    expect([reply.status, reply.body.error.code, challengeOf(reply)]).toEqual([401, 'InvalidAuthenticationToken', '']);
    expect((await rig.get('/me')).status).toBe(200);
    const before = rig.emulator.issueTokens({ person: 'ada' }).accessToken;
    rig.emulator.updateUser('ada', { isEnabled: false });
    const disabled = await rig.get('/me', { token: before });
    expect([disabled.status, challengeOf(disabled)]).toEqual([401, '']);
  });

  it('can put a challenge for proof-of-possession tokens first', async () => {
    await using rig = await startRig({ offersProofOfPossession: true });
    const { accessToken } = rig.emulator.issueTokens({ person: 'ada', isChallengeCapable: true });
    rig.emulator.revokeSessions('ada');
    const form = /^PoP realm="".*nonce="[^"]+", Bearer realm="".*error="insufficient_claims", claims="/;
    const reply = await rig.get('/me', { token: accessToken });
    expect(reply.headers.get('www-authenticate')).toMatch(form);
    expect(challengeOf(reply)).toContain('nbf');
    rig.emulator.faults.add(graphFaults.popClaimsChallenge());
    expect((await rig.get('/me')).headers.get('www-authenticate')).toMatch(form);
  });
});

describe('revokeSignInSessions', () => {
  const revoke = (rig: Rig, path: string, accessToken: string): Promise<Response> =>
    fetch(`${rig.emulator.graphBaseUrl}${path}/revokeSignInSessions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}` },
    });

  it('ends the sessions of whoever asks', async () => {
    await using rig = await startRig();
    const { refreshToken = '' } = rig.emulator.issueTokens({ person: 'ada' });
    const { accessToken } = rig.emulator.issueTokens({ person: 'ada', scopes: ['User.RevokeSessions.All'] });
    const reply = await revoke(rig, '/me', accessToken);
    expect([reply.status, await reply.json()]).toEqual([
      200,
      { '@odata.context': `${rig.emulator.graphBaseUrl}/$metadata#Edm.Boolean`, value: true },
    ]);
    expect((await refresh(rig, refreshToken)).body.error_codes).toEqual([50173]);
  });

  it('needs the permission, and for others an administrator or an application', async () => {
    await using rig = await startRig({ administrators: ['ben'] });
    const all = ['User.RevokeSessions.All'];
    const tokens = {
      without: rig.emulator.issueTokens({ person: 'ada' }).accessToken,
      user: rig.emulator.issueTokens({ person: 'ada', scopes: all }).accessToken,
      administrator: rig.emulator.issueTokens({ person: 'ben', scopes: all }).accessToken,
      application: rig.emulator.issueAppToken({ roles: all }).accessToken,
      powerless: rig.emulator.issueAppToken().accessToken,
    };
    const answers = [
      await revoke(rig, '/me', tokens.without),
      await revoke(rig, '/users/ben@tidewater.example', tokens.user),
      await revoke(rig, '/users/ada@tidewater.example', tokens.powerless),
      await revoke(rig, '/users/ada@tidewater.example', tokens.administrator),
      await revoke(rig, '/users/ada@tidewater.example', tokens.application),
      await revoke(rig, '/users/nobody@tidewater.example', tokens.application),
      await revoke(rig, '/me', tokens.application),
    ];
    const seen = await Promise.all(
      answers.map(async (answer) => [answer.status, (await answer.json()).error?.code] as const),
    );
    expect(seen).toEqual([
      [403, 'Authorization_RequestDenied'],
      [403, 'Authorization_RequestDenied'],
      [403, 'Authorization_RequestDenied'],
      [200, undefined],
      [200, undefined],
      [404, 'Request_ResourceNotFound'],
      [400, 'BadRequest'],
    ]);
    const wrongMethod = await rig.get('/me/revokeSignInSessions');
    expect(wrongMethod.status).toBe(405);
  });
});
