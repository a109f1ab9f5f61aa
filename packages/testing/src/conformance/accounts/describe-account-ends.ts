import type { Account } from '@kalends/core/accounts';
import { describe, expect, test, vi } from 'vitest';
import type { StoresUnderTest } from './account-stores-suite.ts';
import {
  atOnce,
  connectAccount,
  disconnectedEvent,
  expiredStatus,
  revokedStatus,
  sampleSealed,
  tenantEvent,
  waitingEvents,
} from './sample-accounts.ts';

/** How accounts stop, begin again and go. */
export function describeAccountEnds(tested: StoresUnderTest): void {
  const accounts = () => tested.stores().accounts;
  const secrets = () => tested.stores().secrets;
  const ownerOf = ({ id, generation }: Account) => ({ kind: 'account', id, generation }) as const;
  const tenant = { provider: 'graph', tenantId: 'tenant-1' };

  describe('accounts.stop', () => {
    test.each([
      ['keeps the credential when it shall', true, { credential: sampleSealed.credential }],
      ['removes the credential too', false, {}],
    ])('ends the account, removes token and secrets, %s', async (_what, keepCredential, sealed) => {
      const account = await connectAccount(tested.stores(), 'a');
      await secrets().put(ownerOf(account), 'subscription', 'sealed');
      const event = disconnectedEvent('a');
      expect(await accounts().stop(account, { status: expiredStatus, keepCredential, event })).toBe(true);
      const stored = await accounts().get('a');
      expect(stored?.account).toStrictEqual({ ...account, status: expiredStatus, version: expect.any(Number) });
      expect(stored?.sealed).toStrictEqual(sealed);
      expect(await secrets().list()).toEqual([]);
      expect(await waitingEvents(tested.stores())).toStrictEqual([event]);
    });

    test('does nothing to another revision, or to an account that is not active', async () => {
      const account = await connectAccount(tested.stores(), 'a');
      const change = { status: expiredStatus, keepCredential: false, event: disconnectedEvent('a', 'not to be kept') };
      const generation = await accounts().nextGeneration();
      expect(await accounts().stop({ ...account, version: account.version + 1 }, change)).toBe(false);
      expect(await accounts().stop({ ...account, generation }, change)).toBe(false);
      expect(await accounts().stop({ ...account, id: 'b' }, change)).toBe(false);
      expect((await accounts().get('a'))?.account).toStrictEqual(account);
      await accounts().stop(account, { ...change, event: disconnectedEvent('a', 'the first') });
      const stopped = await accounts().get('a');
      expect(await accounts().stop(stopped?.account ?? account, change)).toBe(false);
      expect((await waitingEvents(tested.stores())).map(({ id }) => id)).toEqual(['the first']);
    });

    test('is done by one of many callers at once, with one event', async () => {
      const account = await connectAccount(tested.stores(), 'a');
      const results = await atOnce(20, (index) =>
        accounts().stop(account, {
          status: expiredStatus,
          keepCredential: false,
          event: disconnectedEvent('a', `event ${index}`),
        }),
      );
      expect(results.filter(Boolean)).toHaveLength(1);
      expect((await waitingEvents(tested.stores())).map(({ id }) => id)).toEqual([`event ${results.indexOf(true)}`]);
    });

    test('and a write at the same time: one of them loses', async () => {
      const ids = Array.from({ length: 10 }, (_, index) => `account-${index}`);
      for (const id of ids) {
        const account = await connectAccount(tested.stores(), id);
        const change = { id, generation: account.generation, version: account.version, fence: 1, sealed: sampleSealed };
        const [written, isStopped] = await Promise.all([
          accounts().replaceSecrets(change),
          accounts().stop(account, { status: expiredStatus, keepCredential: false, event: disconnectedEvent(id) }),
        ]);
        expect([written !== undefined, isStopped].filter(Boolean)).toHaveLength(1);
        expect((await accounts().get(id))?.sealed).toStrictEqual(isStopped ? {} : sampleSealed);
      }
    });
  });

  describe('accounts.stopTenant', () => {
    test('ends every active account of the tenant and no other, with one event', async () => {
      for (const id of ['c', 'a', 'B']) {
        await secrets().put(ownerOf(await connectAccount(tested.stores(), id)), 'subscription', 'sealed');
      }
      const stopped = await connectAccount(tested.stores(), 'stopped');
      await accounts().stop(stopped, {
        status: expiredStatus,
        keepCredential: true,
        event: disconnectedEvent('stopped'),
      });
      const others = [
        await connectAccount(tested.stores(), 'other-tenant', { identity: { id: 'i', tenantId: 'tenant-2' } }),
        await connectAccount(tested.stores(), 'other-provider', { provider: 'ews' }),
        await connectAccount(tested.stores(), 'no-tenant', { identity: { id: 'i' } }),
      ];
      const event = vi.fn<(ids: readonly string[]) => ReturnType<typeof tenantEvent>>((ids) => tenantEvent(ids));
      const ids = await accounts().stopTenant(tenant, { status: revokedStatus, event });
      expect(ids).toEqual(['B', 'a', 'c']);
      expect(event.mock.calls).toEqual([[['B', 'a', 'c']]]);
      for (const id of ids) {
        expect(await accounts().get(id)).toMatchObject({ account: { id, status: revokedStatus }, sealed: {} });
        expect((await accounts().get(id))?.sealed).toStrictEqual({});
      }
      for (const other of others) {
        expect(await accounts().get(other.id)).toStrictEqual({ account: other, sealed: sampleSealed });
      }
      expect((await accounts().get('stopped'))?.account.status).toEqual(expiredStatus);
      expect(await secrets().list()).toEqual([]);
      expect(await waitingEvents(tested.stores())).toStrictEqual([disconnectedEvent('stopped'), tenantEvent(ids)]);
    });

    test('keeps no event when nothing was ended', async () => {
      const event = vi.fn<(ids: readonly string[]) => ReturnType<typeof tenantEvent>>((ids) => tenantEvent(ids));
      expect(await accounts().stopTenant(tenant, { status: revokedStatus, event })).toEqual([]);
      expect(event).not.toHaveBeenCalled();
      expect(await waitingEvents(tested.stores())).toEqual([]);
    });

    test('ends each account once, however many do it at once', async () => {
      const ids = Array.from({ length: 20 }, (_, index) => `account-${index + 10}`);
      for (const id of ids) await connectAccount(tested.stores(), id);
      const results = await atOnce(8, (index) =>
        accounts().stopTenant(tenant, {
          status: revokedStatus,
          event: (ended) => tenantEvent(ended, `event ${index}`),
        }),
      );
      expect(results.flat().sort()).toEqual(ids);
      expect(await waitingEvents(tested.stores())).toHaveLength(results.filter(({ length }) => length > 0).length);
    });

    test('does not happen at all when its event cannot be made', async () => {
      const account = await connectAccount(tested.stores(), 'a');
      const event = (): never => {
        throw new TypeError('no event');
      };
      await expect(accounts().stopTenant(tenant, { status: revokedStatus, event })).rejects.toThrow('no event');
      expect(await accounts().get('a')).toStrictEqual({ account, sealed: sampleSealed });
    });
  });

  describe('accounts.resume', () => {
    const stop = async (keepCredential: boolean): Promise<Account> => {
      const account = await connectAccount(tested.stores(), 'a');
      await accounts().stop(account, { status: expiredStatus, keepCredential, event: disconnectedEvent('a') });
      return (await accounts().get('a'))?.account ?? account;
    };

    test('makes an account active again whose credential was kept', async () => {
      const stopped = await stop(true);
      const resumed = await accounts().resume(stopped);
      expect(resumed).toStrictEqual({ ...stopped, status: { state: 'active' } });
      expect(await accounts().get('a')).toStrictEqual({
        account: resumed,
        sealed: { credential: sampleSealed.credential },
      });
    });

    test('does nothing without a credential, to another revision, or to an active account', async () => {
      const stopped = await stop(true);
      expect(await accounts().resume({ ...stopped, version: stopped.version - 1 })).toBeUndefined();
      expect(await accounts().resume({ ...stopped, generation: stopped.generation + 1 })).toBeUndefined();
      expect((await accounts().get('a'))?.account).toStrictEqual(stopped);
      const resumed = await accounts().resume(stopped);
      expect(await accounts().resume(resumed ?? stopped)).toBeUndefined();
    });

    test('does nothing to an account without a credential', async () => {
      expect(await accounts().resume(await stop(false))).toBeUndefined();
    });
  });

  describe('accounts.remove', () => {
    test('removes the account with everything that belongs to it, and returns it as it was', async () => {
      const account = await connectAccount(tested.stores(), 'a');
      const other = await connectAccount(tested.stores(), 'b');
      await secrets().put(ownerOf(account), 'subscription', 'sealed');
      await secrets().put(ownerOf(other), 'subscription', 'sealed');
      const event = vi.fn<(removed: Account) => ReturnType<typeof disconnectedEvent>>(({ id }) =>
        disconnectedEvent(id),
      );
      expect(await accounts().remove({ id: 'a', event })).toStrictEqual({ account, sealed: sampleSealed });
      expect(event.mock.calls).toEqual([[account]]);
      expect(await accounts().get('a')).toBeUndefined();
      expect((await secrets().list()).map(({ owner }) => owner)).toEqual([ownerOf(other)]);
      expect(await waitingEvents(tested.stores())).toStrictEqual([disconnectedEvent('a')]);
    });

    test('removes nothing, without an event, where there is none or another generation', async () => {
      const account = await connectAccount(tested.stores(), 'a');
      const event = (): ReturnType<typeof disconnectedEvent> => disconnectedEvent('a');
      expect(await accounts().remove({ id: 'b', event })).toBeUndefined();
      expect(await accounts().remove({ id: 'a', generation: account.generation + 1, event })).toBeUndefined();
      expect(await waitingEvents(tested.stores())).toEqual([]);
      expect(await accounts().remove({ id: 'a', generation: account.generation, event })).toBeDefined();
      expect(await accounts().remove({ id: 'a', event })).toBeUndefined();
    });

    test('is done by one of many callers at once, with one event', async () => {
      await connectAccount(tested.stores(), 'a');
      const results = await atOnce(20, (index) =>
        accounts().remove({ id: 'a', event: () => disconnectedEvent('a', `event ${index}`) }),
      );
      expect(results.filter((removed) => removed !== undefined)).toHaveLength(1);
      expect(await waitingEvents(tested.stores())).toHaveLength(1);
    });

    test('beats a write that is under way', async () => {
      for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
        const account = await connectAccount(tested.stores(), id);
        const { generation, version } = account;
        await Promise.all([
          accounts().replaceSecrets({ id, generation, version, fence: 1, sealed: { credential: 'late' } }),
          secrets().put(ownerOf(account), 'subscription', 'late'),
          accounts().remove({ id, event: () => disconnectedEvent(id) }),
          secrets().put(ownerOf(account), 'another', 'late'),
        ]);
        expect(await accounts().get(id)).toBeUndefined();
      }
      expect(await secrets().list()).toEqual([]);
    });

    test('does not happen at all when its event cannot be made', async () => {
      const account = await connectAccount(tested.stores(), 'a');
      const event = (): never => {
        throw new TypeError('no event');
      };
      await expect(accounts().remove({ id: 'a', event })).rejects.toThrow('no event');
      expect(await accounts().get('a')).toStrictEqual({ account, sealed: sampleSealed });
    });
  });
}
