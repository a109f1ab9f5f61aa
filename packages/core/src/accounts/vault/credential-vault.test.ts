import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { outcomeOf, passwordOf, world } from '../__fixtures__/world.ts';
import type { World } from '../__fixtures__/world.ts';
import type { StoredAccount } from '../account.ts';
import { credentialVault } from './credential-vault.ts';
import type { CredentialVault } from './credential-vault.ts';
import type { VaultCapability } from './vault-handles.ts';

describe('binding', () => {
  test.each([
    ['another account', { id: 'bob' }],
    ['another owner', { ownerId: 'somebody' }],
    ['another provider', { provider: 'other' }],
    ['another tenant', { identity: { id: 'ada', tenantId: 'fabrikam' } }],
    ['an earlier generation', { generation: 999 }],
  ])('a credential does not open for %s', async (_name, change) => {
    const here = await connected();
    const stored = await storedIn(here);
    const vault = vaultOf(here).handle('job', 'refresh');
    await expect(
      vault.openCredential({ ...stored, account: { ...stored.account, ...change } }, 'test'),
    ).rejects.toMatchObject({
      code: 'credentialUnreadable',
      reason: undefined,
      vendorCode: 'openFailed',
    });
    expect(await vault.openCredential(stored, 'test')).toMatchObject({ kind: 'oauth' });
  });

  test('a credential does not open where an access token is expected', async () => {
    const here = await connected();
    const { account, sealed } = await storedIn(here);
    const swapped = { account, sealed: { accessToken: sealed.credential ?? '' } };
    expect(await outcomeOf(vaultOf(here).handle('job', 'refresh').openAccessToken(swapped, 'test'))).toBe(
      'credentialUnreadable',
    );
  });

  test('an old row that is put back after a removal does not open', async () => {
    const here = await connected();
    const old = await storedIn(here);
    const accounts = here.start();
    await here.clock.run(accounts.disconnect('ada', { actor: 'admin', purpose: 'left' }));
    await here.connect(accounts);
    const { account } = await storedIn(here);
    const restored = { account, sealed: old.sealed };
    expect(await outcomeOf(vaultOf(here).handle('job', 'refresh').openCredential(restored, 'test'))).toBe(
      'credentialUnreadable',
    );
  });
});

describe('handles', () => {
  const capabilities: readonly VaultCapability[] = [
    'connect',
    'refresh',
    'purge',
    'export',
    'inspect',
    'rotate',
    'secrets',
  ];
  const methods = {
    keep: 'connect',
    openCredential: 'refresh',
    openAccessToken: 'refresh',
    sealRenewed: 'refresh',
    remove: 'purge',
    exportCredential: 'export',
    get: 'inspect',
    list: 'inspect',
    rewrap: 'rotate',
    put: 'secrets',
    open: 'secrets',
    delete: 'secrets',
  } as const;

  test.each(capabilities)('%s has its own methods, and refuses all others', async (capability) => {
    const handle: object = vaultOf(world()).handle('somebody', capability);
    const refusing: string[] = [];
    for (const name of Object.keys(methods)) {
      const method: unknown = Reflect.get(handle, name);
      if (typeof method !== 'function') continue;
      const isOwn = Object.keys(handle).includes(name);
      if (!isOwn && (await outcomeOf(Promise.resolve(Reflect.apply(method, handle, [])))) === 'accessDenied')
        refusing.push(name);
    }
    const others = Object.entries(methods).filter(([, owner]) => owner !== capability);
    expect(refusing).toEqual(others.map(([name]) => name));
    expect(Object.isFrozen(handle)).toBe(true);
  });

  test('do not type-check with a method of another capability', async () => {
    const inspecting = vaultOf(world()).handle('support', 'inspect');
    // @ts-expect-error support sees metadata and opens nothing
    expect(await outcomeOf(inspecting.openCredential())).toBe('accessDenied');
  });

  test('are not given for unknown capabilities or without an actor', () => {
    const vault = vaultOf(world());
    for (const actor of ['', 'a'.repeat(257), 'admin\nactor: other', 'half a \ud83d character']) {
      expect(() => vault.handle(actor, 'inspect')).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
    }
    // @ts-expect-error there is no such capability
    expect(() => vault.handle('somebody', 'everything')).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
  });

  test('inspect shows no sealed text', async () => {
    const here = await connected();
    const inspecting = vaultOf(here).handle('support', 'inspect');
    const { sealed } = await storedIn(here);
    const shown = inspect([await inspecting.get('ada'), await inspecting.list()], { depth: 9 });
    expect(shown).toContain('ada@example.com');
    expect(shown).not.toContain(sealed.credential);
  });
});

test('a password is kept whole', async () => {
  const here = world();
  const credential = passwordOf('eve', 'canary "quoted" \u{1f511}');
  await here.clock.run(here.start().connect({ id: 'eve', ownerId: 'o', role: 'user', credential, actor: 'form' }));
  const opened = await vaultOf(here)
    .handle('job', 'refresh')
    .openCredential(await storedIn(here, 'eve'), 'test');
  expect(opened.kind === 'basic' && opened.password.reveal()).toBe('canary "quoted" \u{1f511}');
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
