import { describe, expect, test } from 'vitest';
import { fakeExchange, fakeProvider } from '../__fixtures__/fake-provider.ts';
import { dayMs, hourMs, minuteMs, outcomeOf, passwordOf, tokenFrom, world } from '../__fixtures__/world.ts';
import type { World } from '../__fixtures__/world.ts';
import { resolvePolicy } from '../../policy/resolve-policy.ts';
import type { ResolvedPolicy } from '../../policy/resolve-policy.ts';
import type { TokenIssuer } from '../../tokens/token-issuer.ts';
import type { AccountEvent } from '../account-event.ts';
import type { CalendarAccounts } from './calendar-accounts.ts';
import type { ConnectAccountOptions } from './connect-account.ts';

const leaving = { actor: 'admin', purpose: 'left the company' };

/** Options for connecting somebody of the fake provider. */
function signedIn(here: World, id: string, more: Partial<ConnectAccountOptions> = {}): ConnectAccountOptions {
  return { ownerId: `owner-of-${id}`, role: 'user', credential: here.service.grant(id), actor: 'sign-in', ...more };
}

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

describe('connection', () => {
  test('is opened once, and anew after the account was connected again', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    const [one, other] = await here.clock.run(Promise.all([accounts.connection('ada'), accounts.connection('ada')]));
    expect(one).toBe(other);
    await here.connect(accounts);
    const next = await here.clock.run(accounts.connection('ada'));
    expect(next).not.toBe(one);
    expect(await here.clock.run(outcomeOf(next.calendars.list().toArray()))).toBe('ok');
  });

  test('is opened anew after another process connected the account again', async () => {
    const here = world();
    const [one, other] = [here.start(), here.start()];
    await here.connect(one);
    const before = await here.clock.run(other.connection('ada'));
    await here.connect(one);
    const after = await here.clock.run(other.connection('ada'));
    expect(after).not.toBe(before);
    expect(await here.clock.run(outcomeOf(before.calendars.list().toArray()))).toBe('disposed');
    expect(await here.clock.run(outcomeOf(after.calendars.list().toArray()))).toBe('ok');
  });

  test('that somebody closed is not given to the next one', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    await (await here.clock.run(accounts.connection('ada'))).close();
    const next = await here.clock.run(accounts.connection('ada'));
    expect(await here.clock.run(outcomeOf(next.calendars.list().toArray()))).toBe('ok');
  });

  test('is closed when the account is removed here', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    const connection = await here.clock.run(accounts.connection('ada'));
    await here.clock.run(accounts.disconnect('ada', leaving));
    expect(await here.clock.run(outcomeOf(connection.calendars.list().toArray()))).toBe('disposed');
  });

  test('serves nobody else when its id is given to another account of the service', async () => {
    const here = world();
    const [one, other] = [here.start(), here.start()];
    await here.connect(one);
    const connection = await here.clock.run(other.connection('ada'));
    await here.clock.run(one.disconnect('ada', leaving));
    await here.clock.run(one.connect(signedIn(here, 'mallory', { id: 'ada', ownerId: 'owner-of-mallory' })));
    expect(await here.clock.run(outcomeOf(connection.calendars.list().toArray()))).toBe('disconnected');
  });
});

describe('updatePolicy', () => {
  const readWrite = { calendars: 'readWrite', contacts: 'none' } as const;

  test('widening waits for consent, says what to ask for, and grants nothing meanwhile', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    const update = await here.clock.run(accounts.updatePolicy('ada', { policy: readWrite, actor: 'admin' }));
    expect(update).toMatchObject({
      kind: 'consentRequired',
      scopes: ['calendars.readWrite'],
      account: { policy: { calendars: 'read', contacts: 'none' }, requestedPolicy: readWrite },
    });
    const writing = { permission: { group: 'calendars', access: 'readWrite' } } as const;
    const source = accounts.authorization('ada');
    expect(await here.clock.run(outcomeOf(source.get(writing)))).toBe('policyDenied');
    expect(await here.events()).toMatchObject([{ type: 'consentRequired', accountId: 'ada' }]);
    const credential = here.service.grant('ada', { scopes: ['calendars.readWrite'] });
    const account = await here.clock.run(
      accounts.connect(signedIn(here, 'ada', { id: 'ada', credential, policy: readWrite })),
    );
    expect(account).not.toHaveProperty('requestedPolicy');
    expect(await here.clock.run(outcomeOf(source.get(writing)))).toBe('ok');
  });

  test('narrows one switch at once while the other one waits', async () => {
    const here = world();
    const accounts = here.start();
    const credential = here.service.grant('ada', { scopes: ['calendars.readWrite'] });
    await here.clock.run(accounts.connect(signedIn(here, 'ada', { id: 'ada', credential, policy: readWrite })));
    const policy = { calendars: 'read', contacts: 'read' } as const;
    const update = await here.clock.run(accounts.updatePolicy('ada', { policy, actor: 'admin' }));
    expect(update).toMatchObject({
      kind: 'consentRequired',
      account: { policy: { calendars: 'read', contacts: 'none' }, requestedPolicy: policy },
    });
  });

  test('widens at once what was granted before', async () => {
    const here = world();
    const accounts = here.start();
    const credential = here.service.grant('ada', { scopes: ['calendars.readWrite', 'contacts.read'] });
    await here.clock.run(accounts.connect(signedIn(here, 'ada', { id: 'ada', credential })));
    const policy = { calendars: 'readWrite', contacts: 'read' } as const;
    const update = await here.clock.run(accounts.updatePolicy('ada', { policy, actor: 'admin' }));
    expect(update).toMatchObject({ kind: 'applied', account: { policy } });
    expect(here.entries.at(-1)).toMatchObject({ action: 'policy.update', actor: 'admin', recordId: 'ada' });
    expect(await here.events()).toEqual([]);
  });

  test('is refused with its cure where the service cannot hold permissions', async () => {
    const here = world();
    const accounts = here.start();
    const connecting = { id: 'eve', ownerId: 'o', role: 'user', credential: passwordOf('eve'), actor: 'form' } as const;
    await here.clock.run(accounts.connect(connecting));
    await expect(
      here.clock.run(accounts.updatePolicy('eve', { policy: readWrite, actor: 'admin' })),
    ).rejects.toMatchObject({
      code: 'permissionControlUnavailable',
      cure: { text: expect.stringContaining('EWS URL') },
    });
  });

  test('refuses the one switch that the service has not', async () => {
    const here = world();
    const provider = fakeProvider(here.service, { calendars: true, contacts: false });
    const accounts = here.start({ providers: [provider] });
    await here.connect(accounts);
    const withContacts = { calendars: 'read', contacts: 'read' } as const;
    const update = (policy: typeof withContacts | typeof readWrite): Promise<string> =>
      here.clock.run(outcomeOf(accounts.updatePolicy('ada', { policy, actor: 'admin' })));
    expect(await update(withContacts)).toBe('permissionControlUnavailable');
    expect(await update(readWrite)).toBe('ok');
  });

  test('of an account that is gone is refused', async () => {
    const here = world();
    const update = here.start().updatePolicy('ada', { policy: readWrite, actor: 'admin' });
    expect(await here.clock.run(outcomeOf(update))).toBe('disconnected');
  });
});

test('enforcePolicies removes who differs in a locked switch, and asks them again', async () => {
  const here = world();
  const accounts = here.start();
  const wide = { calendars: 'readWrite', contacts: 'none' } as const;
  for (const id of ['ada', 'bob', 'cy']) {
    const credential = here.service.grant(id, { scopes: ['calendars.readWrite'] });
    const policy = id === 'bob' ? wide : ({ calendars: 'read', contacts: 'none' } as const);
    await here.clock.run(accounts.connect(signedIn(here, id, { id, credential, policy })));
  }
  const policyFor = (): ResolvedPolicy =>
    resolvePolicy({ account: { calendars: { access: 'readWrite', locked: true }, contacts: { access: 'read' } } });
  const result = await here.clock.run(
    accounts.enforcePolicies({ policyFor, query: { provider: 'fake' }, actor: 'admin', purpose: 'lock' }),
  );
  expect(result).toEqual({ checked: 3, disconnected: ['ada', 'cy'] });
  expect((await accounts.list()).map(({ id }) => id)).toEqual(['bob']);
  const events = await here.events();
  expect(events.map((event) => event.type === 'disconnected' && event.cause)).toEqual(['policyLocked', 'policyLocked']);
});

test('enforcePolicies leaves an account alone that was connected again meanwhile', async () => {
  const here = world();
  const accounts = here.start();
  await here.connect(accounts);
  const locked = resolvePolicy({ account: { calendars: { access: 'readWrite', locked: true } } });
  const policyFor = async (): Promise<ResolvedPolicy> => {
    await accounts.connect(signedIn(here, 'ada', { id: 'ada' }));
    return locked;
  };
  const result = await here.clock.run(accounts.enforcePolicies({ policyFor, actor: 'admin', purpose: 'lock' }));
  expect(result).toEqual({ checked: 1, disconnected: [] });
  expect(await here.clock.run(outcomeOf(tokenFrom(accounts)))).toBe('ok');
});

describe('disconnect', () => {
  test('removes everything before it returns, once', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    await here.clock.run(tokenFrom(accounts));
    const [one, other] = await here.clock.run(
      Promise.all([accounts.disconnect('ada', leaving), here.start().disconnect('ada', leaving)]),
    );
    expect([one, other].filter((result) => result.wasConnected)).toHaveLength(1);
    expect(await accounts.disconnect('ada', leaving)).toEqual({
      wasConnected: false,
      providerRevocation: 'notNeeded',
    });
    expect(await accounts.get('ada')).toBeUndefined();
    expect(here.service.revoked).toEqual(['refresh/ada/1/canary']);
    expect(await here.events()).toMatchObject([{ type: 'disconnected', cause: 'requested' }]);
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts)))).toBe('disconnected');
  });

  test.each([
    ['fails', () => Promise.reject(new Error('500')), 'failed'],
    ['never answers', () => new Promise<never>(() => undefined), 'failed'],
    ['confirms', () => Promise.resolve(), 'done'],
  ])('does not depend on a service that %s', async (_name, revocation, expected) => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    here.service.revocation = revocation;
    const beforeMs = here.clock.now();
    const purging = accounts.disconnect('ada', leaving);
    await here.clock.advance(0);
    expect(await here.stores.accounts.get('ada')).toBeUndefined();
    expect(await here.clock.run(purging)).toEqual({ wasConnected: true, providerRevocation: expected });
    expect(here.clock.now() - beforeMs).toBeLessThanOrEqual(11_000);
  });

  test('says where there is nothing to tell the service', async () => {
    const here = world();
    const tokens: TokenIssuer = {
      provider: 'fake',
      lifetimes: here.service.lifetimes,
      tokenReach: () => 'account',
      issue: (options) => here.service.issue(options),
    };
    const accounts = here.start({ providers: [fakeProvider(tokens), fakeExchange()] });
    await here.connect(accounts);
    const connecting = { id: 'eve', ownerId: 'o', role: 'user', credential: passwordOf('eve'), actor: 'form' } as const;
    await here.clock.run(accounts.connect(connecting));
    expect((await accounts.disconnect('ada', leaving)).providerRevocation).toBe('notOffered');
    expect((await accounts.disconnect('eve', leaving)).providerRevocation).toBe('notNeeded');
  });

  test('of a person leaves the rooms alone, also one on the same grant', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    const credential = here.service.grant('ada');
    await here.clock.run(accounts.connect({ id: 'room', ownerId: 'rooms', role: 'room', credential, actor: 'setup' }));
    await here.connect(accounts, 'bob');
    for (const { id } of await accounts.list({ role: 'user' })) {
      await here.clock.run(accounts.disconnect(id, leaving));
    }
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts, 'room')))).toBe('ok');
    expect(here.service.revoked).toEqual(['refresh/bob/0/canary']);
  });

  test('needs an actor and a purpose', async () => {
    const accounts = world().start();
    expect(await outcomeOf(accounts.disconnect('ada', { actor: '', purpose: 'x' }))).toBe('invalidArgument');
    expect(await outcomeOf(accounts.disconnect('ada', { actor: 'x', purpose: '' }))).toBe('invalidArgument');
  });
});

describe('maintain', () => {
  test('renews grants that nobody uses, on many processes at once, once', async () => {
    const here = world();
    const accounts = here.start();
    for (const id of ['ada', 'bob', 'cy']) await here.connect(accounts, id);
    await here.clock.advance(20 * dayMs);
    await here.clock.run(tokenFrom(accounts, 'bob'));
    await here.clock.advance(11 * dayMs);
    const passes = [accounts, here.start(), here.start()].map((each) => each.maintain());
    await here.clock.run(Promise.all(passes));
    // One for the use of bob's, one for each of the two others.
    expect(here.service.issues).toHaveLength(3);
    expect(here.service).toMatchObject({ mostAtOnce: 1, replayed: 0 });
    await here.clock.advance(85 * dayMs);
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts, 'ada')))).toBe('ok');
  });

  test('renews grants of a shorter life before they end, and those without an end not at all', async () => {
    const here = world();
    here.service.rotates = false;
    here.service.lifetimes = { ...here.service.lifetimes, refreshTokenMs: 20 * dayMs, refreshTokenRenewedBy: 'use' };
    const accounts = here.start();
    await here.connect(accounts);
    here.service.lifetimes = { ...here.service.lifetimes, refreshTokenMs: Number.POSITIVE_INFINITY };
    await here.connect(accounts, 'bob');
    here.service.lifetimes = { ...here.service.lifetimes, refreshTokenMs: 20 * dayMs };
    for (let day = 0; day < 100; day += 1) {
      await here.clock.run(accounts.maintain());
      await here.clock.advance(dayMs);
    }
    expect(await here.events()).toEqual([]);
    expect((await accounts.get('ada'))?.status.state).toBe('active');
    expect((await accounts.get('bob'))?.refreshedAt).toBe('2026-11-16T08:00:00.000Z');
  });

  test('warns 14, 7 and 1 days before an end that nothing puts off, once each, and then ends the account', async () => {
    const here = world();
    here.service.rotates = false;
    const accounts = here.start();
    await here.connect(accounts);
    const told: string[] = [];
    for (let day = 0; day <= 91; day += 1) {
      await here.clock.run(accounts.maintain());
      await here.clock.run(here.start().maintain());
      for (const event of await here.events()) told.push(`${day}: ${summaryOf(event)}`);
      await here.clock.advance(dayMs);
    }
    expect(told).toEqual([
      '76: grantExpiring 14',
      '83: grantExpiring 7',
      '89: grantExpiring 1',
      '90: reauthorizationRequired expired',
    ]);
  });

  test('goes past accounts that cannot be renewed now', async () => {
    const here = world();
    const accounts = here.start();
    for (const id of ['ada', 'bob']) await here.connect(accounts, id);
    await here.clock.advance(31 * dayMs);
    here.service.failures.push(new Error('a fault of the provider: canary'));
    expect(await here.clock.run(accounts.maintain())).toMatchObject({ renewed: 1, failed: 1 });
    expect(await here.clock.run(accounts.maintain())).toMatchObject({ renewed: 1, failed: 0 });
  });

  test('goes through many accounts page by page', async () => {
    const here = world();
    const accounts = here.start();
    for (let index = 0; index < 230; index += 1) await here.connect(accounts, `user-${index}`);
    await here.clock.advance(31 * dayMs);
    expect(await here.clock.run(accounts.maintain())).toEqual({ renewed: 230, expired: 0, warned: 0, failed: 0 });
    await here.clock.advance(91 * dayMs);
    expect(await here.clock.run(accounts.maintain())).toEqual({ renewed: 0, expired: 230, warned: 0, failed: 0 });
  });
});

describe('deliverEvents', () => {
  async function withEvents(): Promise<{ readonly here: World; readonly accounts: CalendarAccounts }> {
    const here = world();
    const accounts = here.start();
    for (const id of ['ada', 'bob', 'cy']) {
      await here.connect(accounts, id);
      await here.clock.run(accounts.disconnect(id, leaving));
    }
    return { here, accounts };
  }

  test('hands each one out, oldest first, and keeps the ones whose handler fails', async () => {
    const { here, accounts } = await withEvents();
    const seen: string[] = [];
    const handler = (event: AccountEvent): void => {
      seen.push(summaryOf(event));
      if (seen.length === 2) throw new Error('canary');
    };
    expect(await accounts.deliverEvents(handler)).toEqual({ delivered: 2, failed: 1 });
    expect(await accounts.deliverEvents(handler)).toEqual({ delivered: 0, failed: 0 });
    await here.clock.advance(minuteMs);
    expect(await accounts.deliverEvents(handler)).toEqual({ delivered: 1, failed: 0 });
    expect(seen).toEqual(['disconnected ada', 'disconnected bob', 'disconnected cy', 'disconnected bob']);
  });

  test('does not hand the same one to two processes at a time', async () => {
    const { here, accounts } = await withEvents();
    const seen: string[] = [];
    const handler = (event: AccountEvent): void => void seen.push(event.id);
    await Promise.all([accounts, here.start()].map((each) => each.deliverEvents(handler, { batchSize: 1 })));
    expect(new Set(seen).size).toBe(3);
    expect(seen).toHaveLength(3);
  });
});

describe('calendarAccounts', () => {
  test('refuses two providers of one id and times that are none', () => {
    const here = world();
    const provider = fakeProvider(here.service);
    const invalid = expect.objectContaining({ code: 'invalidArgument' });
    expect(() => here.start({ providers: [provider, provider] })).toThrow(invalid);
    expect(() => here.start({ timing: { leaseMs: -1 } })).toThrow(invalid);
  });

  test('does nothing after close, and leaves the accounts connected', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    const source = accounts.authorization('ada');
    const connection = await here.clock.run(accounts.connection('ada'));
    await here.clock.run(accounts.close());
    expect(await outcomeOf(accounts.list())).toBe('disposed');
    expect(await outcomeOf(source.get())).toBe('disposed');
    expect(await outcomeOf(connection.calendars.list().toArray())).toBe('disposed');
    expect(await here.clock.run(outcomeOf(tokenFrom(here.start())))).toBe('ok');
  });

  test('an account that was resumed and is active stays as it is', async () => {
    const here = world();
    const accounts = here.start();
    const account = await here.connect(accounts);
    await here.clock.advance(hourMs);
    expect(await accounts.resume('ada')).toEqual(account);
    expect(await outcomeOf(accounts.resume('nobody'))).toBe('disconnected');
  });
});

function summaryOf(event: AccountEvent): string {
  if (event.type === 'grantExpiring') return `${event.type} ${event.daysLeft}`;
  if (event.type === 'reauthorizationRequired') return `${event.type} ${event.reason}`;
  return event.type === 'disconnected' ? `${event.type} ${event.accountId}` : event.type;
}
