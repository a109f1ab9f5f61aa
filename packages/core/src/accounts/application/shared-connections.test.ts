import { describe, expect, test } from 'vitest';
import { outcomeOf, world } from '../__fixtures__/world.ts';
import type { World } from '../__fixtures__/world.ts';
import type { CalendarConnection } from '../../provider/connection.ts';
import type { ConnectAccountOptions } from './connect-account.ts';
import { SharedConnections } from './shared-connections.ts';

const leaving = { actor: 'admin', purpose: 'left the company' };

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

  test('that was opened for the new sign-in is not closed by the call that brought it', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    await here.clock.run(accounts.connection('ada'));
    // Somebody asks for the connection between the writing of the new account and the end of the call.
    const insert = here.stores.accounts.insert.bind(here.stores.accounts);
    const early: Promise<CalendarConnection>[] = [];
    here.stores.accounts.insert = async (...account) => {
      const kept = await insert(...account);
      early.push(accounts.connection('ada'));
      await Promise.all(early);
      return kept;
    };
    await here.connect(accounts);
    const [opened] = await Promise.all(early);
    expect(await here.clock.run(outcomeOf(opened?.calendars.list().toArray() ?? Promise.resolve()))).toBe('ok');
  });

  test('that was opened after a removal is not closed by the removal', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    await here.clock.run(accounts.connection('ada'));
    const remove = here.stores.accounts.remove.bind(here.stores.accounts);
    const early: Promise<CalendarConnection>[] = [];
    here.stores.accounts.remove = async (removal) => {
      const removed = await remove(removal);
      await accounts.connect(signedIn(here, 'ada', { id: 'ada' }));
      early.push(accounts.connection('ada'));
      await Promise.all(early);
      return removed;
    };
    await here.clock.run(accounts.disconnect('ada', leaving));
    const [opened] = await Promise.all(early);
    expect(await here.clock.run(outcomeOf(opened?.calendars.list().toArray() ?? Promise.resolve()))).toBe('ok');
  });

  test('of a new sign-in is neither given to a caller who has read the old one, nor closed for it', async () => {
    const here = world();
    const accounts = here.start();
    const earlier = await here.connect(accounts);
    const later = await here.connect(accounts);
    const connections = new SharedConnections();
    const made = await here.clock.run(accounts.connection('ada'));
    const newer = await connections.of(later, () => made);
    const stale: CalendarConnection = { ...made, account: earlier.identity };
    expect(await connections.of(earlier, () => stale)).toBe(stale);
    expect(await connections.of(later, () => stale)).toBe(newer);
    expect(await here.clock.run(outcomeOf(newer.calendars.list().toArray()))).toBe('ok');
  });

  test('in use stays open however many others are opened', async () => {
    const opened: string[] = [];
    const connections = new SharedConnections();
    const here = world();
    const accounts = here.start();
    const account = await here.connect(accounts);
    const made = await here.clock.run(accounts.connection('ada'));
    const ask = (id: string): Promise<CalendarConnection> =>
      connections.of({ ...account, id }, () => {
        opened.push(id);
        return made;
      });
    await ask('busy');
    for (let index = 0; index < 1_500; index += 1) {
      await ask(`user-${index}`);
      if (index % 100 === 0) await ask('busy');
    }
    expect(opened.filter((id) => id === 'busy')).toHaveLength(1);
    await ask('user-0');
    expect(opened.filter((id) => id === 'user-0')).toHaveLength(2);
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

/** Options for connecting somebody of the fake provider. */
function signedIn(here: World, id: string, more: Partial<ConnectAccountOptions> = {}): ConnectAccountOptions {
  return { ownerId: `owner-of-${id}`, role: 'user', credential: here.service.grant(id), actor: 'sign-in', ...more };
}
