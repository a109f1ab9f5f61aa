import { describe, expect, test } from 'vitest';
import { outcomeOf, passwordOf, tokenFrom, world } from '../__fixtures__/world.ts';
import type { World } from '../__fixtures__/world.ts';
import type { ConnectAccountOptions } from './connect-account.ts';

describe('connect', () => {
  test('keeps one record per owner, role, provider and account of the service', async () => {
    const here = world();
    const accounts = here.start();
    const first = await here.clock.run(accounts.connect(signedIn(here, 'ada')));
    const second = await here.clock.run(accounts.connect(signedIn(here, 'ada')));
    const room = await here.clock.run(accounts.connect(signedIn(here, 'ada', { role: 'room' })));
    expect(second.id).toBe(first.id);
    expect(second.generation).toBeGreaterThan(first.generation);
    expect(room.id).not.toBe(first.id);
    expect((await accounts.list()).map(({ id }) => id)).toEqual([room.id, second.id].sort());
    expect(here.service.revoked).toEqual([]);
  });

  test('says what is known and nothing secret', async () => {
    const here = world();
    const account = await here.clock.run(here.start().connect(signedIn(here, 'ada', { id: 'a-1' })));
    expect(account).toEqual({
      id: 'a-1',
      ownerId: 'owner-of-ada',
      role: 'user',
      provider: 'fake',
      identity: { id: 'ada', address: 'ada@example.com', tenantId: 'contoso' },
      credentialKind: 'oauth',
      scopes: ['calendars.read'],
      policy: { calendars: 'read', contacts: 'none' },
      status: { state: 'active' },
      generation: 1,
      version: 1,
      connectedAt: '2026-11-16T08:00:00.000Z',
      refreshedAt: '2026-11-16T08:00:00.000Z',
      refreshExpiresAt: '2027-02-14T08:00:00.000Z',
    });
  });

  test('under another id removes the earlier record and tells so', async () => {
    const here = world();
    const accounts = here.start();
    await here.clock.run(accounts.connect(signedIn(here, 'ada', { id: 'old' })));
    await here.clock.run(accounts.connect(signedIn(here, 'ada', { id: 'new' })));
    expect((await accounts.list()).map(({ id }) => id)).toEqual(['new']);
    expect(await here.events()).toMatchObject([{ type: 'disconnected', accountId: 'old', cause: 'replaced' }]);
    expect(here.service.revoked).toEqual([]);
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts, 'new')))).toBe('ok');
  });

  test('of two at a time under two ids keeps the later one', async () => {
    const here = world();
    const accounts = here.start();
    // The first one's turn to look for earlier records comes after the second one is there.
    const list = here.stores.accounts.list.bind(here.stores.accounts);
    let isFirst = true;
    here.stores.accounts.list = async (query) => {
      if (!isFirst) return list(query);
      isFirst = false;
      await accounts.connect(signedIn(here, 'ada', { id: 'later' }));
      return list(query);
    };
    await here.clock.run(accounts.connect(signedIn(here, 'ada', { id: 'earlier' })));
    expect((await accounts.list()).map(({ id }) => id)).toEqual(['later']);
  });

  test('again keeps the policy that the account had, narrower than the default', async () => {
    const here = world();
    const accounts = here.start();
    const credential = here.service.grant('ada', { scopes: ['calendars.readWrite'] });
    await here.clock.run(accounts.connect(signedIn(here, 'ada', { id: 'ada', credential })));
    const policy = { calendars: 'freeBusy', contacts: 'none' } as const;
    await here.clock.run(accounts.updatePolicy('ada', { policy, actor: 'admin' }));
    here.service.end('ada');
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts)))).toBe('reauthorizationRequired');
    const again = here.service.grant('ada', { scopes: ['calendars.readWrite'] });
    const account = await here.clock.run(accounts.connect(signedIn(here, 'ada', { id: 'ada', credential: again })));
    expect(account.policy).toEqual(policy);
  });

  test('again with the scopes that a wider policy waited for applies it', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    const policy = { calendars: 'readWrite', contacts: 'none' } as const;
    await here.clock.run(accounts.updatePolicy('ada', { policy, actor: 'admin' }));
    expect(await here.connect(accounts)).toMatchObject({ policy: { calendars: 'read' }, requestedPolicy: policy });
    const credential = here.service.grant('ada', { scopes: ['calendars.readWrite'] });
    const account = await here.clock.run(accounts.connect(signedIn(here, 'ada', { id: 'ada', credential })));
    expect(account.policy).toEqual(policy);
    expect(account).not.toHaveProperty('requestedPolicy');
  });

  test('under an id that stood for another account of the service takes nothing over from it', async () => {
    const here = world();
    const accounts = here.start();
    const policy = { calendars: 'readWrite', contacts: 'none' } as const;
    const credential = here.service.grant('ada', { scopes: ['calendars.readWrite'] });
    await here.clock.run(accounts.connect(signedIn(here, 'ada', { id: 'mine', credential, policy })));
    const other = here.service.grant('ada-2', { scopes: ['calendars.readWrite'] });
    const account = await here.clock.run(accounts.connect(signedIn(here, 'ada', { id: 'mine', credential: other })));
    expect(account.policy).toEqual({ calendars: 'read', contacts: 'none' });
  });

  test.each<[string, object]>([
    ['nothing but a kind', { kind: 'oauth' }],
    ['no refresh token', { refreshToken: undefined }],
    ['a refresh token in clear', { refreshToken: 'canary' }],
    ['no time of issue', { issuedAt: 'yesterday' }],
    ['an account without an id', { account: { address: 'ada@example.com' } }],
    ['something more that would not open again', { accessToken: 'canary' }],
  ])('refuses a credential with %s, and says nothing of it', async (name, change) => {
    const here = world();
    const grant = here.service.grant('ada');
    const credential: object = name.startsWith('nothing') ? change : { ...grant, ...change };
    // As a caller without types passes it.
    const options = { ...signedIn(here, 'ada'), credential } as ConnectAccountOptions;
    const accounts = here.start();
    const error: unknown = await accounts.connect(options).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'invalidArgument' });
    expect(String(error)).not.toContain('canary');
  });

  test('makes a terminal account work again', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    here.service.end('ada');
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts)))).toBe('reauthorizationRequired');
    await here.connect(accounts);
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts)))).toBe('ok');
  });

  test.each<[string, string, Partial<ConnectAccountOptions>]>([
    ['an id that belongs to somebody else', 'conflict', { id: 'taken' }],
    ['an id of odd characters', 'invalidArgument', { id: 'a/b' }],
    ['no owner', 'invalidArgument', { ownerId: '' }],
    ['a control character', 'invalidArgument', { ownerId: 'a\u0000b' }],
    ['no actor', 'invalidArgument', { actor: '' }],
    ['a password where tokens are used', 'invalidArgument', { credential: { ...passwordOf('eve'), provider: 'fake' } }],
    [
      'a provider that is not there',
      'invalidConfiguration',
      { credential: { ...passwordOf('eve'), provider: 'other' } },
    ],
  ])('refuses %s', async (_name, code, change) => {
    const here = world();
    const accounts = here.start();
    await here.clock.run(accounts.connect(signedIn(here, 'bob', { id: 'taken' })));
    expect(await here.clock.run(outcomeOf(accounts.connect(signedIn(here, 'ada', change))))).toBe(code);
    expect(await accounts.list()).toHaveLength(1);
  });

  test('lets a policy beyond what was granted wait', async () => {
    const here = world();
    const wanted = { calendars: 'readWrite', contacts: 'none' } as const;
    const account = await here.clock.run(here.start().connect(signedIn(here, 'ada', { policy: wanted })));
    expect(account).toMatchObject({ policy: { calendars: 'read', contacts: 'none' }, requestedPolicy: wanted });
  });

  test('refuses a sign-in that granted nothing', async () => {
    const here = world();
    const credential = here.service.grant('ada', { scopes: ['profile'] });
    expect(await here.clock.run(outcomeOf(here.start().connect(signedIn(here, 'ada', { credential }))))).toBe(
      'consentRequired',
    );
  });

  test('refuses a policy where the service gives the whole mailbox', async () => {
    const here = world();
    const connecting = { ownerId: 'o', role: 'user', credential: passwordOf('eve'), actor: 'form' } as const;
    const policy = { calendars: 'read', contacts: 'none' } as const;
    expect(await here.clock.run(outcomeOf(here.start().connect({ ...connecting, policy })))).toBe(
      'permissionControlUnavailable',
    );
    const account = await here.clock.run(here.start().connect(connecting));
    expect(account.policy).toEqual({ calendars: 'readWrite', contacts: 'readWrite' });
  });
});

/** Options for connecting somebody of the fake provider. */
function signedIn(here: World, id: string, more: Partial<ConnectAccountOptions> = {}): ConnectAccountOptions {
  return { ownerId: `owner-of-${id}`, role: 'user', credential: here.service.grant(id), actor: 'sign-in', ...more };
}
