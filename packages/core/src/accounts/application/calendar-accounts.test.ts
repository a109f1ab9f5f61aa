import { describe, expect, test } from 'vitest';
import type { OAuthProvider } from '../../provider/provider.ts';
import { fakeProvider } from '../__fixtures__/fake-provider.ts';
import { hourMs, outcomeOf, tokenFrom, world } from '../__fixtures__/world.ts';

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

  test('tells the provider what kind of credential is behind a connection', async () => {
    const here = world();
    const provider = fakeProvider(here.service);
    const kinds: unknown[] = [];
    const connect: OAuthProvider['connect'] = (options) => {
      kinds.push('credentialKind' in options ? options.credentialKind : undefined);
      return provider.connect(options);
    };
    const accounts = here.start({ providers: [{ ...provider, connect }] });
    await here.connect(accounts);
    const { account, issuedAt } = here.service.grant('pier');
    await here.clock.run(
      accounts.connect({
        id: 'pier',
        ownerId: 'pier',
        role: 'room',
        credential: { kind: 'application', provider: 'fake', account, issuedAt },
        actor: 'set-up',
      }),
    );
    for (const id of ['ada', 'pier']) await here.clock.run(accounts.connection(id));
    expect(kinds).toEqual(['oauth', 'application']);
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
