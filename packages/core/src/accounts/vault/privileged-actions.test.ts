import { describe, expect, test } from 'vitest';
import { outcomeOf, tokenFrom, world } from '../__fixtures__/world.ts';
import type { World } from '../__fixtures__/world.ts';
import type { StoredAccount } from '../account.ts';
import { credentialVault } from './credential-vault.ts';
import type { CredentialVault } from './credential-vault.ts';

describe('audit', () => {
  test('has an entry for each opening, with who, what, why, when and how it went', async () => {
    const here = await connected();
    here.entries.length = 0;
    await vaultOf(here)
      .handle('job-7', 'refresh')
      .openCredential(await storedIn(here), 'renewal');
    expect(here.entries).toEqual([
      {
        action: 'credential.open',
        actor: 'job-7',
        recordId: 'ada',
        purpose: 'renewal',
        outcome: 'success',
        at: '2026-11-16T08:00:00.000Z',
      },
    ]);
  });

  test('has an entry for an opening that failed', async () => {
    const here = await connected();
    here.cipher.keyIds.clear();
    here.entries.length = 0;
    expect(
      await outcomeOf(vaultOf(here).handle('job', 'export').exportCredential({ id: 'ada', purpose: 'test' })),
    ).toBe('credentialUnreadable');
    expect(here.entries).toMatchObject([{ action: 'credential.export', outcome: 'failure' }]);
  });

  test('that cannot be kept lets nothing happen', async () => {
    const here = await connected();
    const audit = { record: () => Promise.reject(new Error('disk full: canary')) };
    const vault = vaultOf(here, { audit });
    const before = await storedIn(here);
    const event = (): never => {
      throw new Error('nothing is removed');
    };
    expect(await outcomeOf(vault.handle('a', 'refresh').openCredential(before, 'p'))).toBe('auditFailed');
    expect(await outcomeOf(vault.handle('a', 'export').exportCredential({ id: 'ada', purpose: 'p' }))).toBe(
      'auditFailed',
    );
    expect(await outcomeOf(vault.handle('a', 'purge').remove({ id: 'ada', purpose: 'p', event }))).toBe('auditFailed');
    here.cipher.activeKeyId = 'k2';
    expect(await outcomeOf(vault.handle('a', 'rotate').rewrap())).toBe('auditFailed');
    const accounts = here.start({ audit });
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts)))).toBe('auditFailed');
    expect(await here.clock.run(outcomeOf(accounts.disconnect('ada', { actor: 'a', purpose: 'p' })))).toBe(
      'auditFailed',
    );
    expect(await storedIn(here)).toEqual(before);
  });

  test('says so when a removal failed after its entry', async () => {
    const here = await connected();
    here.entries.length = 0;
    here.stores.accounts.remove = () => Promise.reject(new Error('down'));
    await here.clock.run(outcomeOf(here.start().disconnect('ada', { actor: 'a', purpose: 'p' })));
    expect(here.entries.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'credential.purge success',
      'credential.purge failure',
    ]);
  });
});

describe('privileged actions', () => {
  test.each([
    ['refused', () => ({ allowed: false, reason: 'Sign in with a second factor first' }) as const],
    ['not decided', () => Promise.reject(new Error('the claim service is down'))],
  ])('that are %s do not happen, and are written down', async (_name, authorizePrivileged) => {
    const here = await connected();
    const before = await storedIn(here);
    here.entries.length = 0;
    const vault = vaultOf(here, { authorizePrivileged });
    expect(await outcomeOf(vault.handle('ann', 'export').exportCredential({ id: 'ada', purpose: 'look' }))).toBe(
      'accessDenied',
    );
    expect(await outcomeOf(vault.handle('ann', 'rotate').rewrap())).toBe('accessDenied');
    const accounts = here.start({ authorizePrivileged });
    const leaving = { actor: 'ann', purpose: 'left' };
    expect(await here.clock.run(outcomeOf(accounts.disconnect('ada', leaving)))).toBe('accessDenied');
    expect(here.entries.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'credential.export failure',
      'credential.rotate failure',
      'credential.purge failure',
    ]);
    expect(await storedIn(here)).toEqual(before);
  });

  test('are decided by who wants to do what to which account', async () => {
    const here = await connected();
    const asked: unknown[] = [];
    const vault = vaultOf(here, {
      authorizePrivileged: (action) => {
        asked.push(action);
        return { allowed: true };
      },
    });
    await vault.handle('ann', 'export').exportCredential({ id: 'ada', purpose: 'look' });
    expect(asked).toEqual([{ action: 'credential.export', actor: 'ann', accountId: 'ada', purpose: 'look' }]);
  });
});

function vaultOf(here: World, more: Partial<Parameters<typeof credentialVault>[0]> = {}): CredentialVault {
  const { stores, cipher, audit, clock } = here;
  return credentialVault({ stores, cipher, audit, clock, ...more });
}

async function storedIn(here: World, id = 'ada'): Promise<StoredAccount> {
  const stored = await here.stores.accounts.get(id);
  if (stored === undefined) throw new Error('the account is not there');
  return stored;
}

async function connected(): Promise<World> {
  const here = world();
  await here.connect(here.start());
  return here;
}
