import { CalendarError } from '@kalends/core';
import type { AccountQuery } from '@kalends/core/accounts';
import { describe, expect, test } from 'vitest';
import type { StoresUnderTest } from './account-stores-suite.ts';
import { atOnce, connectAccount, disconnectedEvent, expiredStatus, newAccount } from './sample-accounts.ts';

/** What `accounts.list` selects, and in which order. */
export function describeAccountLists(tested: StoresUnderTest): void {
  const accounts = () => tested.stores().accounts;
  const list = async (query?: AccountQuery): Promise<readonly string[]> =>
    (await accounts().list(query)).map((account) => account.id);

  describe('accounts.list', () => {
    test('is empty where there is nothing', async () => {
      expect(await list()).toEqual([]);
    });

    test('lists accounts as get reads them', async () => {
      const account = await connectAccount(tested.stores(), 'a', { refreshExpiresAt: '2026-06-18T08:00:00.000Z' });
      expect(await accounts().list()).toStrictEqual([account]);
    });

    test('orders ids by their bytes, whatever the language of the place', async () => {
      const ids = ['b', 'B', 'a', 'A', 'a.1', 'a:1', 'a-1', 'a_1', 'a1', '10', '9', '_', 'Z'];
      for (const id of ids) await connectAccount(tested.stores(), id);
      // All of them are ASCII, of which UTF-16 units have the same order as bytes.
      expect(await list()).toEqual([...ids].sort());
      expect(await list({ after: 'Z' })).toEqual(['_', 'a', 'a-1', 'a.1', 'a1', 'a:1', 'a_1', 'b']);
    });

    test('walks through all of them page by page, each once', async () => {
      const ids = Array.from({ length: 25 }, (_, index) => `account-${String(index).padStart(2, '0')}`);
      await atOnce(25, (index) => connectAccount(tested.stores(), ids[index] ?? ''));
      const seen: string[] = [];
      for (let page = await list({ limit: 10 }); page.length > 0;) {
        expect(page.length).toBeLessThanOrEqual(10);
        seen.push(...page);
        page = await list({ limit: 10, after: seen.at(-1) ?? '' });
      }
      expect(seen).toEqual(ids);
    });

    test('goes on after an id that is gone', async () => {
      for (const id of ['a', 'b', 'c']) await connectAccount(tested.stores(), id);
      await accounts().remove({ id: 'b', event: () => disconnectedEvent('b') });
      expect(await list({ after: 'b' })).toEqual(['c']);
    });

    test('gives 100 accounts when nobody says how many, and never more than 1,000', async () => {
      const generation = await accounts().nextGeneration();
      await atOnce(1_001, (index) => accounts().insert(newAccount(`account-${index}`, generation), {}));
      expect(await list()).toHaveLength(100);
      expect(await list({ limit: 1_000 })).toHaveLength(1_000);
      const more = await list({ limit: 1_001 }).catch((error: unknown) => CalendarError.is(error) && error.code);
      expect([1_000, 'invalidArgument']).toContain(Array.isArray(more) ? more.length : more);
    });

    test('narrows by each member of the query, and by all of them together', async () => {
      await connectAccount(tested.stores(), 'a', { ownerId: 'ada', identity: { id: 'one', tenantId: 't1' } });
      await connectAccount(tested.stores(), 'b', { ownerId: 'ben', identity: { id: 'two', tenantId: 't1' } });
      await connectAccount(tested.stores(), 'c', { provider: 'google', ownerId: 'ada', identity: { id: 'one' } });
      await connectAccount(tested.stores(), 'd', { role: 'room', identity: { id: 'four', tenantId: 't2' } });
      expect(await list({ provider: 'graph' })).toEqual(['a', 'b', 'd']);
      expect(await list({ identityId: 'one' })).toEqual(['a', 'c']);
      expect(await list({ tenantId: 't1' })).toEqual(['a', 'b']);
      expect(await list({ ownerId: 'ada' })).toEqual(['a', 'c']);
      expect(await list({ role: 'room' })).toEqual(['d']);
      expect(await list({ provider: 'graph', ownerId: 'ada', identityId: 'one', tenantId: 't1' })).toEqual(['a']);
      expect(await list({ provider: 'google', tenantId: 't1' })).toEqual([]);
      expect(await list({ ownerId: 'Ada' })).toEqual([]);
    });

    test('narrows by state', async () => {
      await connectAccount(tested.stores(), 'a');
      const stopped = await connectAccount(tested.stores(), 'b');
      const event = disconnectedEvent('b');
      await accounts().stop(stopped, { status: expiredStatus, keepCredential: false, event });
      expect(await list({ state: 'active' })).toEqual(['a']);
      expect(await list({ state: 'reauthorizationRequired' })).toEqual(['b']);
      expect(await list({ state: 'tenantAccessRevoked' })).toEqual([]);
    });

    test('narrows by the end of the grant, that instant included, whatever its offset', async () => {
      await connectAccount(tested.stores(), 'a', { refreshExpiresAt: '2026-06-18T08:00:00.000Z' });
      await connectAccount(tested.stores(), 'b', { refreshExpiresAt: '2026-06-18T08:00:00.001Z' });
      await connectAccount(tested.stores(), 'c', { refreshExpiresAt: '2026-06-18T09:00:00+02:00' });
      await connectAccount(tested.stores(), 'endless');
      expect(await list({ refreshExpiresUntil: '2026-06-18T08:00:00.000Z' })).toEqual(['a', 'c']);
      expect(await list({ refreshExpiresUntil: '2026-06-18T10:00:00.001+02:00' })).toEqual(['a', 'b', 'c']);
      expect(await list({ refreshExpiresUntil: '2026-06-18T06:59:59Z' })).toEqual([]);
    });

    test('narrows by the last renewal, that instant included', async () => {
      await connectAccount(tested.stores(), 'a', { refreshedAt: '2026-03-20T08:00:00.000Z' });
      await connectAccount(tested.stores(), 'b', { refreshedAt: '2026-03-20T08:00:00.001Z' });
      expect(await list({ refreshedUntil: '2026-03-20T08:00:00.000Z' })).toEqual(['a']);
      expect(await list({ refreshedUntil: '2026-03-21T00:00:00Z' })).toEqual(['a', 'b']);
    });
  });
}
