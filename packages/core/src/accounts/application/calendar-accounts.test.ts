import { describe, expect, test } from 'vitest';
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

  test('an account that was resumed and is active stays as it is', async () => {
    const here = world();
    const accounts = here.start();
    const account = await here.connect(accounts);
    await here.clock.advance(hourMs);
    expect(await accounts.resume('ada')).toEqual(account);
    expect(await outcomeOf(accounts.resume('nobody'))).toBe('disconnected');
  });
});
