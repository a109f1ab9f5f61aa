import { describe, expect, test } from 'vitest';
import type { StoresUnderTest } from './account-stores-suite.ts';
import { atOnce } from './sample-accounts.ts';

const ttlMs = 60_000;

/** The right to do one thing alone for a while. */
export function describeLeases(tested: StoresUnderTest): void {
  const leases = () => tested.stores().leases;

  describe('leases', () => {
    test('are held by one at a time, also against the holder itself', async () => {
      const lease = await leases().acquire('refresh:a', 'one', ttlMs);
      expect(lease).toStrictEqual({ name: 'refresh:a', owner: 'one', fence: expect.any(Number) });
      expect(await leases().acquire('refresh:a', 'two', ttlMs)).toBeUndefined();
      expect(await leases().acquire('refresh:a', 'one', ttlMs)).toBeUndefined();
    });

    test('of different names do not know each other', async () => {
      const taken = await atOnce(5, (index) => leases().acquire(`refresh:${index}`, 'one', ttlMs));
      expect(taken.every((lease) => lease !== undefined)).toBe(true);
    });

    test('are free again when their time ran out, under a greater fence', async () => {
      const first = await leases().acquire('refresh:a', 'one', ttlMs);
      await tested.passTime(ttlMs / 2);
      expect(await leases().acquire('refresh:a', 'two', ttlMs)).toBeUndefined();
      await tested.passTime(ttlMs / 2);
      const second = await leases().acquire('refresh:a', 'two', ttlMs);
      expect(second?.fence).toBeGreaterThan(first?.fence ?? 0);
    });

    test('are free again when they are given back, under a greater fence', async () => {
      let fence = 0;
      for (let round = 0; round < 5; round += 1) {
        const lease = await leases().acquire('refresh:a', 'one', ttlMs);
        expect(lease?.fence).toBeGreaterThan(fence);
        fence = lease?.fence ?? 0;
        if (lease !== undefined) await leases().release(lease);
      }
    });

    test('last longer when they are renewed', async () => {
      const lease = await leases().acquire('refresh:a', 'one', ttlMs);
      if (lease === undefined) throw new Error('There was no lease');
      await tested.passTime(ttlMs / 2);
      expect(await leases().renew(lease, ttlMs)).toBe(true);
      await tested.passTime(ttlMs / 2);
      expect(await leases().acquire('refresh:a', 'two', ttlMs)).toBeUndefined();
      await tested.passTime(ttlMs / 2);
      expect(await leases().acquire('refresh:a', 'two', ttlMs)).toBeDefined();
    });

    test('cannot be renewed or given back by somebody who lost them', async () => {
      const first = await leases().acquire('refresh:a', 'one', ttlMs);
      await tested.passTime(ttlMs);
      const second = await leases().acquire('refresh:a', 'one', ttlMs);
      if (first === undefined || second === undefined) throw new Error('There was no lease');
      expect(await leases().renew(first, ttlMs)).toBe(false);
      await leases().release(first);
      expect(await leases().acquire('refresh:a', 'two', ttlMs)).toBeUndefined();
      expect(await leases().renew(second, ttlMs)).toBe(true);
    });

    test('cannot be renewed after they were given back', async () => {
      const lease = await leases().acquire('refresh:a', 'one', ttlMs);
      if (lease === undefined) throw new Error('There was no lease');
      await leases().release(lease);
      await leases().release(lease);
      expect(await leases().renew(lease, ttlMs)).toBe(false);
      expect(await leases().acquire('refresh:a', 'two', ttlMs)).toBeDefined();
    });

    test('go to one of many callers at once: new, run out and given back', async () => {
      const callers = () =>
        atOnce(30, (index) => leases().acquire('refresh:a', `process ${index}`, ttlMs)).then((taken) =>
          taken.filter((lease) => lease !== undefined),
        );
      const first = await callers();
      await tested.passTime(ttlMs);
      const second = await callers();
      for (const lease of second) await leases().release(lease);
      const third = await callers();
      expect([first.length, second.length, third.length]).toEqual([1, 1, 1]);
      const fences = [first, second, third].flatMap((taken) => taken.map(({ fence }) => fence));
      expect(fences).toEqual([...new Set(fences)].sort((left, right) => left - right));
    });
  });
}
