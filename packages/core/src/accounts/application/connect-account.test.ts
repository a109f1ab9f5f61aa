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
