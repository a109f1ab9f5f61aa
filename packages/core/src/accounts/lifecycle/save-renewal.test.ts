import { describe, expect, test } from 'vitest';
import { outcomeOf, tokenFrom, world } from '../__fixtures__/world.ts';
import { CalendarError } from '../../errors/calendar-error.ts';

describe('a store that fails', () => {
  test('is tried again while the right to renew lasts', async () => {
    const { start, connect, clock, service, stores } = world();
    const accounts = start();
    await connect(accounts);
    const replace = stores.accounts.replaceSecrets.bind(stores.accounts);
    let failures = 3;
    stores.accounts.replaceSecrets = (change) => {
      failures -= 1;
      return failures >= 0 ? Promise.reject(storeDown()) : replace(change);
    };
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('ok');
    expect(service.issues).toHaveLength(1);
  });

  test('does not cost the grant: what was issued is kept for the next try, and used only once stored', async () => {
    const { start, connect, clock, service, stores } = world();
    const accounts = start();
    await connect(accounts);
    const replace = stores.accounts.replaceSecrets.bind(stores.accounts);
    stores.accounts.replaceSecrets = () => Promise.reject(storeDown());
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('storeUnavailable');
    expect((await accounts.get('ada'))?.status.state).toBe('active');
    stores.accounts.replaceSecrets = replace;
    expect(service.accepts(await clock.run(tokenFrom(accounts)))).toBe(true);
    expect(service).toMatchObject({ issues: [undefined], replayed: 0 });
  });

  test('is not taken for a lost race when only its answer got lost', async () => {
    const { start, connect, clock, service, stores } = world();
    const accounts = start();
    await connect(accounts);
    const replace = stores.accounts.replaceSecrets.bind(stores.accounts);
    let isFirst = true;
    stores.accounts.replaceSecrets = async (change) => {
      const kept = await replace(change);
      if (!isFirst) return kept;
      isFirst = false;
      throw storeDown();
    };
    expect(service.accepts(await clock.run(tokenFrom(accounts)))).toBe(true);
    expect(service.issues).toHaveLength(1);
  });

  test('ends no account', async () => {
    const { start, connect, clock, stores, events } = world();
    const accounts = start();
    await connect(accounts);
    const get = stores.accounts.get.bind(stores.accounts);
    stores.accounts.get = () => Promise.reject(storeDown());
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('storeUnavailable');
    stores.accounts.get = get;
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('ok');
    expect(await events()).toEqual([]);
  });
});

function storeDown(): CalendarError {
  return new CalendarError({ code: 'storeUnavailable', message: 'down' });
}
