import { describe, expect, test } from 'vitest';
import { fakeProvider } from '../__fixtures__/fake-provider.ts';
import { outcomeOf, passwordOf, tokenFrom, world } from '../__fixtures__/world.ts';
import type { World } from '../__fixtures__/world.ts';
import { resolvePolicy } from '../../policy/resolve-policy.ts';
import type { ResolvedPolicy } from '../../policy/resolve-policy.ts';
import { decideSsoPrompt } from '../../sign-in/decide-sso-prompt.ts';
import type { SsoEvent } from '../../sign-in/decide-sso-prompt.ts';
import type { ConnectAccountOptions } from './connect-account.ts';

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

test.each([
  ['readWrite', ['ada', 'cy'], ['bob']],
  ['read', ['bob'], ['ada', 'cy']],
] as const)(
  'enforcePolicies removes who differs from a lock to %s, and asks them again',
  async (access, removed, kept) => {
    const here = world();
    const accounts = here.start();
    const wide = { calendars: 'readWrite', contacts: 'none' } as const;
    for (const id of ['ada', 'bob', 'cy']) {
      const credential = here.service.grant(id, { scopes: ['calendars.readWrite'] });
      const policy = id === 'bob' ? wide : ({ calendars: 'read', contacts: 'none' } as const);
      await here.clock.run(accounts.connect(signedIn(here, id, { id, credential, policy })));
    }
    const policyFor = (): ResolvedPolicy =>
      resolvePolicy({ account: { calendars: { access, locked: true }, contacts: { access: 'read' } } });
    const result = await here.clock.run(
      accounts.enforcePolicies({ policyFor, query: { provider: 'fake' }, actor: 'admin', purpose: 'lock' }),
    );
    expect(result).toEqual({ checked: 3, disconnected: removed });
    expect((await accounts.list()).map(({ id }) => id)).toEqual(kept);
    const events = await here.events();
    expect(events.map((event) => event.type === 'disconnected' && event.cause)).toEqual(
      removed.map(() => 'policyLocked'),
    );
    const history: SsoEvent[] = [
      { kind: 'signIn', redirected: true, atMs: 0 },
      { kind: 'connected', atMs: 1 },
      { kind: 'disconnected', by: 'policy', atMs: 2 },
    ];
    for (const policy of ['firstSignIn', 'untilConnected'] as const) {
      expect(decideSsoPrompt({ policy, history, nowMs: 3 })).toEqual({ action: 'redirect', to: 'authorization' });
    }
  },
);

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

test('enforcePolicies that fails begins nothing new, and has nothing going on when it says so', async () => {
  const here = world();
  const accounts = here.start();
  for (let index = 0; index < 12; index += 1) await here.connect(accounts, `user-${index}`);
  let asked = 0;
  let running = 0;
  const policyFor = async (): Promise<undefined> => {
    asked += 1;
    if (asked === 1) throw new Error('the directory is down');
    running += 1;
    await here.clock.sleep(1_000);
    running -= 1;
  };
  const failed = accounts.enforcePolicies({ policyFor, actor: 'admin', purpose: 'lock' }).catch(() => running);
  expect(await here.clock.run(failed)).toBe(0);
  expect(asked).toBeLessThanOrEqual(4);
});

/** Options for connecting somebody of the fake provider. */
function signedIn(here: World, id: string, more: Partial<ConnectAccountOptions> = {}): ConnectAccountOptions {
  return { ownerId: `owner-of-${id}`, role: 'user', credential: here.service.grant(id), actor: 'sign-in', ...more };
}
