import type { Account, SecretEntry, SecretOwner } from '@kalends/core/accounts';
import { describe, expect, test } from 'vitest';
import type { StoresUnderTest } from './account-stores-suite.ts';
import {
  atOnce,
  connectAccount,
  disconnectedEvent,
  expiredStatus,
  revokedStatus,
  tenantEvent,
} from './sample-accounts.ts';

/** Sealed secrets beside the credential. */
export function describeSecrets(tested: StoresUnderTest): void {
  const secrets = () => tested.stores().secrets;
  const application: SecretOwner = { kind: 'application' };
  const ownerOf = ({ id, generation }: Account): SecretOwner => ({ kind: 'account', id, generation });
  const connect = async (id: string): Promise<SecretOwner> => ownerOf(await connectAccount(tested.stores(), id));

  describe('secrets', () => {
    test('are kept, replaced and deleted by owner and name', async () => {
      for (const owner of [await connect('a'), application]) {
        expect(await secrets().get(owner, 'name')).toBeUndefined();
        expect(await secrets().put(owner, 'name', 'first')).toBe(true);
        expect(await secrets().put(owner, 'name', 'second')).toBe(true);
        expect(await secrets().get(owner, 'name')).toBe('second');
        expect(await secrets().delete(owner, 'name')).toBe(true);
        expect(await secrets().delete(owner, 'name')).toBe(false);
        expect(await secrets().get(owner, 'name')).toBeUndefined();
      }
    });

    test('of one owner are not those of another', async () => {
      const owners = [await connect('a'), await connect('b'), application];
      for (const [index, owner] of owners.entries()) await secrets().put(owner, 'name', `sealed ${index}`);
      const [first] = owners;
      if (first !== undefined) await secrets().delete(first, 'name');
      const texts = await Promise.all(owners.map((owner) => secrets().get(owner, 'name')));
      expect(texts).toEqual([undefined, 'sealed 1', 'sealed 2']);
    });

    test('are not kept for a generation that is gone, nor read for one', async () => {
      const before = await connect('a');
      await secrets().put(before, 'name', 'sealed');
      const after = await connect('a');
      await secrets().put(after, 'name', 'of the new generation');
      expect(await secrets().put(before, 'name', 'late')).toBe(false);
      expect(await secrets().get(before, 'name')).toBeUndefined();
      expect(await secrets().delete(before, 'name')).toBe(false);
      expect(await secrets().reseal({ owner: before, name: 'name', sealed: 'of the new generation' }, 'x')).toBe(false);
      expect(await secrets().get(after, 'name')).toBe('of the new generation');
      await tested.stores().accounts.remove({ id: 'a', event: () => disconnectedEvent('a') });
      expect(await secrets().put(after, 'name', 'late')).toBe(false);
      expect(await secrets().list()).toEqual([]);
    });

    test('are not kept for an account that has ended, until it is resumed', async () => {
      const { accounts } = tested.stores();
      const one = await connectAccount(tested.stores(), 'a');
      const another = await connectAccount(tested.stores(), 'b');
      await accounts.stop(one, { status: expiredStatus, keepCredential: true, event: disconnectedEvent('a') });
      expect(await secrets().put(ownerOf(one), 'name', 'late')).toBe(false);
      expect(await secrets().put(ownerOf(another), 'name', 'of another')).toBe(true);
      const tenant = { provider: 'graph', tenantId: 'tenant-1' };
      await accounts.stopTenant(tenant, { status: revokedStatus, event: tenantEvent });
      expect(await secrets().put(ownerOf(another), 'name', 'late')).toBe(false);
      expect(await secrets().list()).toEqual([]);
      await accounts.resume((await accounts.get('a'))?.account ?? one);
      expect(await secrets().put(ownerOf(one), 'name', 'again')).toBe(true);
      expect(await secrets().get(ownerOf(one), 'name')).toBe('again');
    });

    test('are resealed where the text still stands', async () => {
      for (const owner of [await connect('a'), application]) {
        await secrets().put(owner, 'name', 'first');
        const entry = { owner, name: 'name', sealed: 'first' };
        expect(await secrets().reseal(entry, 'anew')).toBe(true);
        expect(await secrets().reseal(entry, 'too late')).toBe(false);
        expect(await secrets().reseal({ ...entry, name: 'other' }, 'nowhere')).toBe(false);
        expect(await secrets().get(owner, 'name')).toBe('anew');
      }
      expect(await secrets().list()).toHaveLength(2);
    });

    test('put at the same time leave one of the texts', async () => {
      const owner = await connect('a');
      const results = await atOnce(20, (index) => secrets().put(owner, 'name', `sealed ${index}`));
      expect(results.every(Boolean)).toBe(true);
      const listed = await secrets().list();
      expect(listed).toHaveLength(1);
      expect(listed[0]?.sealed).toMatch(/^sealed \d+$/);
    });

    test('put for the old generation while their account is replaced are gone afterwards', async () => {
      for (let round = 0; round < 8; round += 1) {
        const before = await connect('a');
        await Promise.all([
          connect('a'),
          ...Array.from({ length: 4 }, (_, index) => secrets().put(before, `name ${index}`, 'late')),
        ]);
        expect(await secrets().list()).toEqual([]);
      }
    });

    test('put while their account ends are gone afterwards', async () => {
      const { accounts } = tested.stores();
      for (let round = 0; round < 8; round += 1) {
        const account = await connectAccount(tested.stores(), 'a');
        const event = disconnectedEvent('a', `end ${round}`);
        const change = { status: expiredStatus, keepCredential: true, event };
        await Promise.all([
          accounts.stop(account, change),
          ...Array.from({ length: 4 }, (_, index) => secrets().put(ownerOf(account), `name ${index}`, 'late')),
        ]);
        expect((await accounts.get('a'))?.account.status).toEqual(expiredStatus);
        expect(await secrets().list()).toEqual([]);
      }
    });
  });

  describe('secrets.list', () => {
    const walk = async (limit: number): Promise<readonly SecretEntry[]> => {
      const seen: SecretEntry[] = [];
      for (let page = await secrets().list({ limit }); page.length > 0;) {
        expect(page.length).toBeLessThanOrEqual(limit);
        seen.push(...page);
        // A page is never empty here.
        page = await secrets().list({ limit, after: seen.at(-1) as SecretEntry });
      }
      return seen;
    };

    test('gives every entry, those of an owner together, names in the order of their bytes', async () => {
      // Of the last two, UTF-16 units have the opposite order of bytes.
      const names = ['A', 'a', 'a b', 'b', 'ä', '\uff5e', '\u{1f600}'];
      const owners = [await connect('a'), await connect('B'), application];
      for (const owner of owners) for (const name of names.toReversed()) await secrets().put(owner, name, 'sealed');
      const all = await secrets().list();
      expect(all).toHaveLength(21);
      const runs = all.filter(({ owner }, index) => JSON.stringify(owner) !== JSON.stringify(all[index - 1]?.owner));
      expect(runs).toHaveLength(3);
      const ofAccounts = runs.flatMap(({ owner }) => (owner.kind === 'account' ? [owner.id] : []));
      expect(ofAccounts).toEqual(['B', 'a']);
      for (let start = 0; start < 21; start += 7) {
        expect(all.slice(start, start + 7).map(({ name }) => name)).toEqual(names);
      }
      for (const limit of [1, 4, 7, 20]) expect(await walk(limit)).toEqual(all);
    });

    test('goes on after an entry that is gone, and gives 100 when nobody says how many', async () => {
      await atOnce(101, (index) => secrets().put(application, `name ${1_000 + index}`, 'sealed'));
      const first = await secrets().list();
      expect(first).toHaveLength(100);
      const after = { owner: application, name: 'name 1099', sealed: 'another text by now' };
      await secrets().delete(application, 'name 1099');
      expect((await secrets().list({ after })).map(({ name }) => name)).toEqual(['name 1100']);
    });
  });
}
