import { describe, expect, test } from 'vitest';
import { outcomeOf, tokenFrom, world } from '../__fixtures__/world.ts';
import type { World } from '../__fixtures__/world.ts';
import { Secret } from '../../runtime/secret.ts';
import type { StoredAccount } from '../account.ts';
import { credentialVault } from './credential-vault.ts';
import type { CredentialVault } from './credential-vault.ts';
import type { RewrapProgress } from './rewrap.ts';

describe('key rotation', () => {
  async function rotated(count: number): Promise<World> {
    const here = world();
    const accounts = here.start();
    for (let index = 0; index < count; index += 1)
      await here.connect(accounts, `user-${String(index).padStart(2, '0')}`);
    here.cipher.keyIds.add('k2');
    here.cipher.activeKeyId = 'k2';
    return here;
  }

  test('happens on the way when a credential is opened', async () => {
    const here = await rotated(1);
    const stored = await storedIn(here, 'user-00');
    await vaultOf(here).handle('job', 'refresh').openCredential(stored, 'renewal');
    const after = await storedIn(here, 'user-00');
    expect(after.sealed.credential).toMatch(/^k2\./);
    expect(after.account).toEqual(stored.account);
    expect(here.entries.at(-1)).toMatchObject({ action: 'credential.rotate', outcome: 'success' });
  });

  test('goes through all accounts and secrets, and past those that do not open', async () => {
    const here = await rotated(5);
    const secrets = vaultOf(here).handle('hooks', 'secrets');
    here.cipher.activeKeyId = 'k1';
    await secrets.put({ accountId: 'user-01', name: 'subscription' }, new Secret('one'));
    await secrets.put({ name: 'state' }, new Secret('two'));
    here.cipher.activeKeyId = 'k2';
    const { account, sealed } = await storedIn(here, 'user-03');
    const broken = { id: account.id, generation: account.generation, from: sealed.credential ?? '', to: 'k1.broken' };
    await here.stores.accounts.reseal(broken);
    const rotate = vaultOf(here).handle('ops', 'rotate');
    const progress: RewrapProgress[] = [];
    const first = await rotate.rewrap({ batchSize: 2, onProgress: (step) => void progress.push(step) });
    expect(first.counts).toEqual({ rewrapped: 6, current: 0, contested: 0, unreadable: 1 });
    expect(progress.length).toBeGreaterThanOrEqual(3);
    expect((await rotate.rewrap()).counts).toEqual({ rewrapped: 0, current: 6, contested: 0, unreadable: 1 });
    here.cipher.keyIds.delete('k1');
    expect((await secrets.open({ accountId: 'user-01', name: 'subscription' }, 'check'))?.reveal()).toBe('one');
    expect((await secrets.open({ name: 'state' }, 'check'))?.reveal()).toBe('two');
    expect(await here.clock.run(outcomeOf(tokenFrom(here.start(), 'user-02')))).toBe('ok');
  });

  test('goes on where it was stopped', async () => {
    const here = await rotated(5);
    const rotate = vaultOf(here).handle('ops', 'rotate');
    const stopping = new AbortController();
    let position = '';
    const onProgress = (step: RewrapProgress): void => {
      position = step.position;
      stopping.abort();
    };
    const stopped = rotate.rewrap({ batchSize: 2, signal: stopping.signal, onProgress });
    expect(await outcomeOf(stopped)).toBe('aborted');
    expect((await rotate.rewrap({ position })).counts.rewrapped).toBe(3);
    expect(await outcomeOf(rotate.rewrap({ position: 'somewhere' }))).toBe('invalidArgument');
    expect(await outcomeOf(rotate.rewrap({ batchSize: 0 }))).toBe('invalidArgument');
  });

  test('stops for an outage and loses nothing', async () => {
    const here = await rotated(2);
    here.cipher.outage = new Error('down');
    expect(await outcomeOf(vaultOf(here).handle('ops', 'rotate').rewrap())).toBe('storeUnavailable');
    here.cipher.outage = undefined;
    expect((await vaultOf(here).handle('ops', 'rotate').rewrap()).counts.rewrapped).toBe(2);
  });

  test('never overwrites what a renewal has just written', async () => {
    const here = await rotated(1);
    const accounts = here.start();
    const reseal = here.stores.accounts.reseal.bind(here.stores.accounts);
    let isFirst = true;
    here.stores.accounts.reseal = async (change) => {
      // A renewal comes between the reading and the writing of the first try.
      if (isFirst) {
        isFirst = false;
        await tokenFrom(accounts, 'user-00');
      }
      return reseal(change);
    };
    const { counts } = await here.clock.run(vaultOf(here).handle('ops', 'rotate').rewrap());
    // The credential and the access token, both sealed under the active key by the renewal.
    expect(counts).toEqual({ rewrapped: 0, current: 2, contested: 0, unreadable: 0 });
    await here.clock.advance(3_600_000);
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts, 'user-00')))).toBe('ok');
    expect(here.service.replayed).toBe(0);
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
