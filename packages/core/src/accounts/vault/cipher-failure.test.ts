import { describe, expect, test } from 'vitest';
import { outcomeOf, tokenFrom, world } from '../__fixtures__/world.ts';
import type { World } from '../__fixtures__/world.ts';
import type { StoredAccount } from '../account.ts';
import { credentialVault } from './credential-vault.ts';
import type { CredentialVault } from './credential-vault.ts';

describe('failures of the cipher', () => {
  test('a missing key is told from a changed text, and ends nothing', async () => {
    const here = await connected();
    const accounts = here.start();
    here.cipher.keyIds.delete('k1');
    await expect(here.clock.run(tokenFrom(accounts))).rejects.toMatchObject({
      code: 'credentialUnreadable',
      reason: 'keyMissing',
    });
    here.cipher.keyIds.add('k1');
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts)))).toBe('ok');
  });

  test('an outage of a key service can be tried again', async () => {
    const here = await connected();
    here.cipher.outage = new Error('connect ECONNREFUSED canary');
    await expect(here.clock.run(tokenFrom(here.start()))).rejects.toMatchObject({
      code: 'storeUnavailable',
      retryable: true,
    });
  });

  test('an unreadable access token is renewed', async () => {
    const here = await connected();
    await here.clock.run(tokenFrom(here.start()));
    const { account, sealed } = await storedIn(here);
    const { id, generation } = account;
    await here.stores.accounts.reseal({ id, generation, from: sealed.accessToken ?? '', to: 'k1.broken' });
    expect(await here.clock.run(outcomeOf(tokenFrom(here.start())))).toBe('ok');
    expect(here.service.issues).toHaveLength(2);
  });

  test('a stored text of another kind is unreadable', async () => {
    const here = await connected();
    const { account } = await storedIn(here);
    const binding = {
      tenantId: 'contoso',
      userId: account.ownerId,
      provider: 'fake',
      credentialId: `ada#${account.generation}`,
      purpose: 'credential',
    };
    const credential = await here.cipher.seal('not a credential', binding);
    const broken = { account, sealed: { credential } };
    expect(await outcomeOf(vaultOf(here).handle('job', 'refresh').openCredential(broken, 'test'))).toBe(
      'credentialUnreadable',
    );
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
