import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { hourMs, minuteMs, outcomeOf, passwordOf, tokenFrom, world } from '../__fixtures__/world.ts';
import { CalendarError } from '../../errors/calendar-error.ts';

const leaving = { actor: 'admin', purpose: 'left the company' };

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** Whether the object is collected once nothing but the test's weak reference is left. */
async function isCollected(reference: WeakRef<object>): Promise<boolean> {
  for (let round = 0; round < 20; round += 1) {
    if (typeof collectGarbage === 'function') collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
    if (reference.deref() === undefined) return true;
  }
  return false;
}

describe('what is open of accounts in a process', () => {
  test('is opened again after ten minutes without use, so that none of it stays for ever', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    const connecting = { id: 'eve', ownerId: 'o', role: 'user', credential: passwordOf('eve'), actor: 'form' } as const;
    await here.clock.run(accounts.connect(connecting));
    const use = async (): Promise<void> => {
      await here.clock.run(accounts.authorization('eve').get());
      await here.clock.run(tokenFrom(accounts));
    };
    const opened = (): number => here.entries.filter(({ purpose }) => purpose === 'request').length;
    await use();
    const before = opened();
    await here.clock.advance(9 * minuteMs);
    await use();
    expect(opened()).toBe(before);
    await here.clock.advance(10 * minuteMs);
    await use();
    expect(opened()).toBe(before + 2);
    expect(here.service.issues).toHaveLength(1);
  });

  test('is opened again also by a connection that was idle', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    const connection = await here.clock.run(accounts.connection('ada'));
    const opened = (): number => here.entries.filter(({ action }) => action === 'accessToken.open').length;
    await here.clock.run(connection.calendars.list().toArray());
    const before = opened();
    await here.clock.advance(10 * minuteMs);
    await here.clock.run(connection.calendars.list().toArray());
    expect(opened()).toBe(before + 1);
  });

  test('that waits for a store that failed stays however long nobody calls', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    const replace = here.stores.accounts.replaceSecrets.bind(here.stores.accounts);
    const down = new CalendarError({ code: 'storeUnavailable', message: 'down' });
    here.stores.accounts.replaceSecrets = () => Promise.reject(down);
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts)))).toBe('storeUnavailable');
    here.stores.accounts.replaceSecrets = replace;
    await here.clock.advance(hourMs);
    await here.clock.run(accounts.list());
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts)))).toBe('ok');
    expect(here.service.replayed).toBe(0);
  });

  test('is not opened any more after the end, not even for a connection that was let go of', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    const connection = await here.clock.run(accounts.connection('ada'));
    // So many others that this one is not among those which close() closes.
    const stored = await here.stores.accounts.get('ada');
    if (stored === undefined) throw new Error('The account is not there');
    const get = here.stores.accounts.get.bind(here.stores.accounts);
    here.stores.accounts.get = (id) =>
      id.startsWith('other') ? Promise.resolve({ ...stored, account: { ...stored.account, id } }) : get(id);
    for (let index = 0; index < 1_000; index += 1) await accounts.connection(`other-${index}`);
    await here.clock.run(accounts.close());
    expect(await here.clock.run(outcomeOf(connection.calendars.list().toArray()))).toBe('disposed');
    expect(here.service.issues).toEqual([]);
  });

  test('does not outlive a removal by another process', async () => {
    const here = world();
    const [one, other] = [here.start(), here.start()];
    const connecting = { id: 'eve', ownerId: 'o', role: 'user', credential: passwordOf('eve'), actor: 'form' } as const;
    await here.clock.run(one.connect(connecting));
    const reference = await (async (): Promise<WeakRef<object>> => {
      const authorization = await here.clock.run(other.authorization('eve').get());
      if (authorization.kind !== 'basic') throw new Error('a password was expected');
      return new WeakRef(authorization.password);
    })();
    await here.clock.run(one.disconnect('eve', leaving));
    await here.clock.advance(10 * minuteMs);
    // Any call will do; this one has nothing to do with the account.
    await here.clock.run(other.deliverEvents(() => undefined));
    expect(await isCollected(reference)).toBe(true);
  });

  test('a time that a service asked for is kept however long nobody calls', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    const slowDown = new CalendarError({ code: 'rateLimited', message: 'slow down', retryAfterMs: hourMs });
    here.service.failures.push(slowDown);
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts)))).toBe('rateLimited');
    await here.clock.advance(30 * minuteMs);
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts)))).toBe('rateLimited');
    await here.clock.advance(31 * minuteMs);
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts)))).toBe('ok');
  });
});
