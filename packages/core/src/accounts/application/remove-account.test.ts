import { describe, expect, test } from 'vitest';
import { fakeExchange, fakeProvider } from '../__fixtures__/fake-provider.ts';
import { refusal } from '../__fixtures__/token-service.ts';
import { outcomeOf, passwordOf, tokenFrom, world } from '../__fixtures__/world.ts';
import type { TokenIssuer } from '../../tokens/token-issuer.ts';

const leaving = { actor: 'admin', purpose: 'left the company' };

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

  test('spares a grant that a stopped account will live on once it is resumed', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    const credential = here.service.grant('ada');
    await here.clock.run(accounts.connect({ id: 'room', ownerId: 'rooms', role: 'room', credential, actor: 'setup' }));
    here.service.failures.push(refusal('policy'));
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts, 'room')))).toBe('reauthorizationRequired');
    expect((await accounts.disconnect('ada', leaving)).providerRevocation).toBe('stillUsed');
    await here.clock.run(accounts.resume('room'));
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts, 'room')))).toBe('ok');
  });

  test('revokes although an account of the same person has ended for good', async () => {
    const here = world();
    const accounts = here.start();
    const credential = here.service.grant('ada');
    await here.clock.run(accounts.connect({ id: 'room', ownerId: 'rooms', role: 'room', credential, actor: 'setup' }));
    here.service.failures.push(refusal('revoked'));
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts, 'room')))).toBe('reauthorizationRequired');
    await here.connect(accounts);
    expect((await accounts.disconnect('ada', leaving)).providerRevocation).toBe('done');
  });

  test('is held up by no key service that never answers', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    here.cipher.open = () => new Promise(() => undefined);
    expect(await here.clock.run(accounts.disconnect('ada', leaving))).toEqual({
      wasConnected: true,
      providerRevocation: 'failed',
    });
    expect(await accounts.get('ada')).toBeUndefined();
  });

  test('tells the service nothing any more once it has said that it failed', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    const open = here.cipher.open.bind(here.cipher);
    here.cipher.open = async (...text) => {
      await here.clock.sleep(20_000);
      return open(...text);
    };
    expect((await here.clock.run(accounts.disconnect('ada', leaving))).providerRevocation).toBe('failed');
    await here.clock.advance(30_000);
    expect(here.service.revoked).toEqual([]);
  });

  test('revokes although the application opens the same mailbox in its own name', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    const { account, issuedAt } = here.service.grant('ada');
    const credential = { kind: 'application', provider: 'fake', account, issuedAt } as const;
    await here.clock.run(accounts.connect({ id: 'room', ownerId: 'rooms', role: 'room', credential, actor: 'setup' }));
    expect((await accounts.disconnect('ada', leaving)).providerRevocation).toBe('done');
  });

  test('needs an actor and a purpose', async () => {
    const accounts = world().start();
    expect(await outcomeOf(accounts.disconnect('ada', { actor: '', purpose: 'x' }))).toBe('invalidArgument');
    expect(await outcomeOf(accounts.disconnect('ada', { actor: 'x', purpose: '' }))).toBe('invalidArgument');
  });
});
