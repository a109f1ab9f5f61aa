import { describe, expect, test } from 'vitest';
import type { StoresUnderTest } from './account-stores-suite.ts';
import { atOnce, connectAccount, newAccount, sampleInstant, sampleSealed } from './sample-accounts.ts';

/** Generations, new accounts and what is read of them. */
export function describeAccounts(tested: StoresUnderTest): void {
  const accounts = () => tested.stores().accounts;

  describe('accounts.nextGeneration', () => {
    test('gives positive safe integers, each greater than those before', async () => {
      const given: number[] = [];
      for (let count = 0; count < 20; count += 1) given.push(await accounts().nextGeneration());
      expect(given.every((generation) => Number.isSafeInteger(generation) && generation > 0)).toBe(true);
      expect(given).toEqual([...new Set(given)].sort((left, right) => left - right));
    });

    test('gives none twice to many callers at once', async () => {
      const given = await atOnce(50, () => accounts().nextGeneration());
      expect(new Set(given).size).toBe(50);
    });

    test('does not give the generation of a removed account again', async () => {
      const { generation } = await connectAccount(tested.stores(), 'a');
      await accounts().remove({ id: 'a', event: () => removed });
      expect(await accounts().nextGeneration()).toBeGreaterThan(generation);
    });
  });

  describe('accounts.insert', () => {
    test('keeps a new account, active, with everything known of it', async () => {
      const account = newAccount('room:7_a.B-c', await accounts().nextGeneration(), {
        role: 'room',
        requestedPolicy: { calendars: 'readWrite', contacts: 'read' },
        refreshExpiresAt: '2026-06-18T08:00:00.123Z',
      });
      const kept = await accounts().insert(account, sampleSealed);
      expect(kept).toStrictEqual({ ...account, status: { state: 'active' }, version: expect.any(Number) });
      expect(await accounts().get('room:7_a.B-c')).toStrictEqual({ account: kept, sealed: sampleSealed });
    });

    test('has no member for what is not known', async () => {
      const generation = await accounts().nextGeneration();
      const account = newAccount('a', generation, { identity: { id: 'only an id' }, scopes: [] });
      await accounts().insert(account, {});
      const stored = await accounts().get('a');
      expect(stored?.account).toStrictEqual({ ...account, status: { state: 'active' }, version: expect.any(Number) });
      expect(stored?.sealed).toStrictEqual({});
    });

    test('replaces an account of an earlier generation with everything that belongs to it', async () => {
      const { secrets } = tested.stores();
      const before = await connectAccount(tested.stores(), 'a', {
        requestedPolicy: { calendars: 'readWrite', contacts: 'none' },
        refreshExpiresAt: '2026-06-18T08:00:00.000Z',
      });
      await secrets.put({ kind: 'account', id: 'a', generation: before.generation }, 'subscription', 'sealed');
      const after = await connectAccount(tested.stores(), 'a', { ownerId: 'another' }, { credential: 'new' });
      expect(await accounts().get('a')).toStrictEqual({ account: after, sealed: { credential: 'new' } });
      expect(after).not.toHaveProperty('requestedPolicy');
      expect(after).not.toHaveProperty('refreshExpiresAt');
      expect(await secrets.list()).toEqual([]);
    });

    test('makes a stopped account active again, and lets the first fence write', async () => {
      const { id, generation, version } = await connectAccount(tested.stores(), 'a');
      const written = await accounts().replaceSecrets({ id, generation, version, fence: 99, sealed: sampleSealed });
      const revision = { id, generation, version: written?.version ?? 0 };
      const change = { status: { state: 'tenantAccessRevoked', since: sampleInstant }, keepCredential: false } as const;
      await accounts().stop(revision, { ...change, event: removed });
      const again = await connectAccount(tested.stores(), 'a');
      expect(again.status).toEqual({ state: 'active' });
      const first = { id, generation: again.generation, version: again.version, fence: 1, sealed: sampleSealed };
      expect(await accounts().replaceSecrets(first)).toBeDefined();
    });

    test('leaves an account of the same or a later generation as it is', async () => {
      const earlier = await accounts().nextGeneration();
      const present = await connectAccount(tested.stores(), 'a');
      await tested.stores().secrets.put({ kind: 'account', id: 'a', generation: present.generation }, 'name', 'sealed');
      for (const generation of [earlier, present.generation]) {
        expect(await accounts().insert(newAccount('a', generation, { ownerId: 'late' }), {})).toBeUndefined();
      }
      expect(await accounts().get('a')).toStrictEqual({ account: present, sealed: sampleSealed });
      expect(await tested.stores().secrets.list()).toHaveLength(1);
    });

    test('keeps the last generation, in whatever order many arrive at once', async () => {
      const generations = await atOnce(20, () => accounts().nextGeneration());
      const last = Math.max(...generations);
      const kept = await atOnce(20, (index) => {
        const generation = generations[index] ?? 0;
        return accounts().insert(newAccount('a', generation), { credential: `sealed ${generation}` });
      });
      const stored = await accounts().get('a');
      expect(stored?.account.generation).toBe(last);
      expect(stored?.sealed).toEqual({ credential: `sealed ${last}` });
      expect(kept.some((account) => account?.generation === last)).toBe(true);
    });

    test('keeps instants whatever their offset', async () => {
      const generation = await accounts().nextGeneration();
      await accounts().insert(newAccount('a', generation, { refreshExpiresAt: '2026-06-18T10:30:00+05:30' }), {});
      const stored = await accounts().get('a');
      expect(Date.parse(stored?.account.refreshExpiresAt ?? '')).toBe(Date.parse('2026-06-18T05:00:00Z'));
    });

    test('does not keep the caller’s own objects', async () => {
      const scopes = ['Calendars.Read'];
      await connectAccount(tested.stores(), 'a', { scopes });
      scopes.push('Calendars.ReadWrite');
      expect((await accounts().get('a'))?.account.scopes).toEqual(['Calendars.Read']);
    });
  });

  describe('accounts.get', () => {
    test('finds nothing of what is not there', async () => {
      await connectAccount(tested.stores(), 'a');
      expect(await accounts().get('A')).toBeUndefined();
      expect(await accounts().get('b')).toBeUndefined();
    });
  });
}

const removed = {
  type: 'disconnected',
  id: 'removed',
  at: sampleInstant,
  provider: 'graph',
  accountId: 'a',
  ownerId: 'owner of a',
  cause: 'requested',
} as const;
