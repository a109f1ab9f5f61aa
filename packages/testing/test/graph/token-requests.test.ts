import { describe, expect, it } from 'vitest';
import { demoEntraClient } from '../../src/entra/entra-client.ts';
import { entraFaults } from '../../src/entra/entra-faults.ts';
import { codeOf, redeem, refresh, token } from './entra-walk.ts';
import { startRig } from './fixture.ts';
import type { Rig } from './fixture.ts';

function tokenOf(rig: Rig): string {
  return rig.emulator.issueTokens({ person: 'ada' }).refreshToken ?? '';
}

describe('held answers', () => {
  it('wait after the grant was performed, until they are released', async () => {
    await using rig = await startRig({ refreshTokenRotation: 'strict' });
    const refreshToken = tokenOf(rig);
    const held = rig.emulator.holdTokenAnswers();
    const reply = refresh(rig, refreshToken);
    await held.arrived();
    expect([held.waiting, rig.emulator.refreshCount('ada')]).toEqual([1, 1]);
    // What happens meanwhile does not change the answer that is under way.
    rig.emulator.revokeSessions('ada');
    held.release();
    const { status, body } = await reply;
    expect(status).toBe(200);
    expect((await refresh(rig, body.refresh_token)).body.error_codes).toEqual([50173]);
    held.release();
    expect(held.waiting).toBe(0);
  });

  it('are chosen by their requests', async () => {
    await using rig = await startRig();
    const held = rig.emulator.holdTokenAnswers(({ body }) => body.includes('grant_type=refresh_token'));
    expect((await redeem(rig, await codeOf(rig))).status).toBe(200);
    const replies = [refresh(rig, tokenOf(rig)), refresh(rig, tokenOf(rig))];
    await held.arrived(2);
    expect(held.waiting).toBe(2);
    held.release();
    expect((await Promise.all(replies)).map(({ status }) => status)).toEqual([200, 200]);
  });

  it('do not keep an emulator from closing', async () => {
    const rig = await startRig();
    const held = rig.emulator.holdTokenAnswers();
    const reply = refresh(rig, tokenOf(rig)).catch(() => 'cut off');
    await held.arrived();
    await rig[Symbol.asyncDispose]();
    expect(await reply).toBe('cut off');
  });
});

describe('lost answers', () => {
  it('leave the grant performed and the client without tokens', async () => {
    await using rig = await startRig({ refreshTokenRotation: 'strict' });
    const refreshToken = tokenOf(rig);
    rig.emulator.faults.add(entraFaults.lostAnswer());
    await expect(refresh(rig, refreshToken)).rejects.toThrow('fetch failed');
    expect(rig.emulator.refreshCount('ada')).toBe(1);
    expect((await refresh(rig, refreshToken)).body.error_codes).toEqual([50173]);
    expect(rig.emulator.tokenRequests.map(({ outcome, isPerformed }) => [outcome, isPerformed])).toEqual([
      ['lost', true],
      ['refused', false],
    ]);
  });
});

describe('the log of token requests', () => {
  it('says who asked for whom and what came of it, and no secret', async () => {
    await using rig = await startRig();
    const { clientId } = demoEntraClient;
    const { tenantId } = rig.emulator;
    const refreshToken = tokenOf(rig);
    const { body } = await redeem(rig, await codeOf(rig));
    await refresh(rig, refreshToken);
    await token(rig, { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' });
    rig.emulator.updateUser('ada', { isEnabled: false });
    await refresh(rig, refreshToken);
    rig.emulator.faults.add(entraFaults.throttled(5));
    await refresh(rig, refreshToken);
    const ada = { client: clientId, account: 'ada', tenantId };
    expect(rig.emulator.tokenRequests).toEqual([
      { grantType: 'authorization_code', ...ada, outcome: 'granted', isPerformed: true },
      { grantType: 'refresh_token', ...ada, outcome: 'granted', isPerformed: true },
      { grantType: 'client_credentials', client: clientId, tenantId, outcome: 'granted', isPerformed: true },
      {
        grantType: 'refresh_token',
        client: clientId,
        account: 'ada',
        outcome: 'refused',
        code: 50057,
        isPerformed: false,
      },
      { grantType: 'refresh_token', client: clientId, outcome: 'failed', isPerformed: false },
    ]);
    const text = JSON.stringify(rig.emulator.tokenRequests);
    for (const secret of [refreshToken, body.access_token, demoEntraClient.clientSecret ?? '']) {
      expect(text).not.toContain(secret);
    }
    expect([rig.emulator.refreshCount('ada'), rig.emulator.refreshCount('ben')]).toEqual([1, 0]);
  });
});
