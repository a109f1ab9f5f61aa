import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { outcomeOf, passwordOf, tokenFrom, world } from '../__fixtures__/world.ts';
import type { World } from '../__fixtures__/world.ts';
import { Secret } from '../../runtime/secret.ts';
import type { StoredAccount } from '../account.ts';
import { credentialVault } from './credential-vault.ts';
import type { CredentialVault } from './credential-vault.ts';
import type { RewrapProgress } from './rewrap.ts';
import type { VaultCapability } from './vault-handles.ts';

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
    expect(() => vault.handle('', 'inspect')).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
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

  test('have plain names and are deleted by them', async () => {
    const secrets = vaultOf(world()).handle('hooks', 'secrets');
    await secrets.put({ name: 'state' }, new Secret('canary'));
    expect(await secrets.delete({ name: 'state' })).toBe(true);
    expect(await secrets.delete({ name: 'state' })).toBe(false);
    expect(await outcomeOf(secrets.put({ name: 'a b' }, new Secret('canary')))).toBe('invalidArgument');
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
