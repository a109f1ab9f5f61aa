import { describe, expect, test } from 'vitest';
import { outcomeOf, world } from '../__fixtures__/world.ts';
import type { World } from '../__fixtures__/world.ts';
import { Secret } from '../../runtime/secret.ts';
import { grantEnded } from '../account-events.ts';
import { credentialVault } from './credential-vault.ts';
import type { CredentialVault } from './credential-vault.ts';

describe('secrets beside the credentials', () => {
  test('belong to one account and go with it', async () => {
    const here = await connected();
    const secrets = vaultOf(here).handle('hooks', 'secrets');
    await here.connect(here.start(), 'bob');
    await secrets.put({ accountId: 'ada', name: 'subscription-1' }, new Secret('canary'));
    expect((await secrets.open({ accountId: 'ada', name: 'subscription-1' }, 'notification'))?.reveal()).toBe('canary');
    expect(await secrets.open({ accountId: 'bob', name: 'subscription-1' }, 'notification')).toBeUndefined();
    await here.clock.run(here.start().disconnect('ada', { actor: 'admin', purpose: 'left' }));
    expect(await secrets.open({ accountId: 'ada', name: 'subscription-1' }, 'notification')).toBeUndefined();
    expect(await here.stores.secrets.list()).toEqual([]);
    expect(await outcomeOf(secrets.put({ accountId: 'ada', name: 'x' }, new Secret('late')))).toBe('disconnected');
  });

  test('are not taken for an account that has ended, and it is said why', async () => {
    const here = await connected();
    const secrets = vaultOf(here).handle('hooks', 'secrets');
    const account = (await here.stores.accounts.get('ada'))?.account;
    if (account === undefined) throw new Error('The account is not there');
    await here.stores.accounts.stop(account, {
      status: { state: 'reauthorizationRequired', reason: 'revoked', since: account.connectedAt },
      keepCredential: false,
      event: grantEnded(account, { at: account.connectedAt, reason: 'revoked' }),
    });
    const late = secrets.put({ accountId: 'ada', name: 'subscription-1' }, new Secret('canary'));
    await expect(late).rejects.toMatchObject({ code: 'reauthorizationRequired', reason: 'revoked' });
    expect(await here.stores.secrets.list()).toEqual([]);
  });

  test('have plain names and are deleted by them', async () => {
    const secrets = vaultOf(world()).handle('hooks', 'secrets');
    await secrets.put({ name: 'state' }, new Secret('canary'));
    expect(await secrets.delete({ name: 'state' })).toBe(true);
    expect(await secrets.delete({ name: 'state' })).toBe(false);
    expect(await outcomeOf(secrets.put({ name: 'a b' }, new Secret('canary')))).toBe('invalidArgument');
  });
});

function vaultOf(here: World, more: Partial<Parameters<typeof credentialVault>[0]> = {}): CredentialVault {
  const { stores, cipher, audit, clock } = here;
  return credentialVault({ stores, cipher, audit, clock, ...more });
}

async function connected(): Promise<World> {
  const here = world();
  await here.connect(here.start());
  return here;
}
