import type { AccountRevision, StoredAccount } from '@kalends/core/accounts';
import { describe, expect, test } from 'vitest';
import type { StoresUnderTest } from './account-stores-suite.ts';
import {
  atOnce,
  connectAccount,
  disconnectedEvent,
  expiredStatus,
  sampleSealed,
  waitingEvents,
} from './sample-accounts.ts';

/** What changes while an account lives: its secrets, their sealing, its policy. */
export function describeAccountChanges(tested: StoresUnderTest): void {
  const accounts = () => tested.stores().accounts;
  const revisionOf = ({ id, generation, version }: AccountRevision): AccountRevision => ({ id, generation, version });

  describe('accounts.replaceSecrets', () => {
    test('replaces both texts and counts the write', async () => {
      const before = await connectAccount(tested.stores(), 'a');
      const sealed = { credential: 'second credential', accessToken: 'second token' };
      const after = await accounts().replaceSecrets({ ...revisionOf(before), fence: 1, sealed });
      expect(after).toStrictEqual({ ...before, version: expect.any(Number) });
      expect(after?.version).toBeGreaterThan(before.version);
      expect(await accounts().get('a')).toStrictEqual({ account: after, sealed });
    });

    test('removes a text that is absent', async () => {
      const before = await connectAccount(tested.stores(), 'a');
      const sealed = { credential: 'second' };
      const after = await accounts().replaceSecrets({ ...revisionOf(before), fence: 1, sealed });
      expect((await accounts().get('a'))?.sealed).toStrictEqual(sealed);
      await accounts().replaceSecrets({ ...revisionOf(after ?? before), fence: 1, sealed: {} });
      expect((await accounts().get('a'))?.sealed).toStrictEqual({});
    });

    test('changes scopes and times only when they are given; null ends an end', async () => {
      const before = await connectAccount(tested.stores(), 'a', { refreshExpiresAt: '2026-06-18T08:00:00.000Z' });
      const kept = await accounts().replaceSecrets({ ...revisionOf(before), fence: 1, sealed: sampleSealed });
      expect(kept).toMatchObject({ scopes: before.scopes, refreshExpiresAt: '2026-06-18T08:00:00.000Z' });
      const renewal = {
        scopes: ['Calendars.ReadWrite'],
        refreshedAt: '2026-03-21T08:00:00.000Z',
        refreshExpiresAt: '2026-06-19T08:00:00.000Z',
      };
      const renewed = await accounts().replaceSecrets({
        ...revisionOf(kept ?? before),
        fence: 1,
        sealed: sampleSealed,
        ...renewal,
      });
      expect(renewed).toMatchObject(renewal);
      const endless = { ...revisionOf(renewed ?? before), fence: 1, sealed: sampleSealed, refreshExpiresAt: null };
      expect(await accounts().replaceSecrets(endless)).not.toHaveProperty('refreshExpiresAt');
    });

    test('loses with an older version, another generation, after a later fence, and changes nothing then', async () => {
      const first = await connectAccount(tested.stores(), 'a');
      const written = await accounts().replaceSecrets({
        ...revisionOf(first),
        fence: 5,
        sealed: { credential: 'fence 5' },
      });
      const present = revisionOf(written ?? first);
      const change = { ...present, fence: 5, sealed: { credential: 'late' } };
      const stored = await accounts().get('a');
      const lost = [
        { ...change, version: first.version },
        { ...change, version: present.version + 1 },
        { ...change, generation: await accounts().nextGeneration() },
        { ...change, fence: 4 },
        { ...change, id: 'b' },
      ];
      for (const one of lost) expect(await accounts().replaceSecrets(one)).toBeUndefined();
      expect(await accounts().get('a')).toStrictEqual(stored);
      expect(await accounts().replaceSecrets(change)).toBeDefined();
    });

    test('loses once the account was stopped, also after it was made active again', async () => {
      const account = await connectAccount(tested.stores(), 'a');
      const change = { ...revisionOf(account), fence: 1, sealed: { credential: 'late', accessToken: 'late' } };
      const event = disconnectedEvent('a');
      await accounts().stop(account, { status: expiredStatus, keepCredential: true, event });
      expect(await accounts().replaceSecrets(change)).toBeUndefined();
      const stopped = await accounts().get('a');
      expect(
        await accounts().replaceSecrets({ ...change, ...revisionOf(stopped?.account ?? account) }),
      ).toBeUndefined();
      await accounts().resume(stopped?.account ?? account);
      expect(await accounts().replaceSecrets(change)).toBeUndefined();
      expect((await accounts().get('a'))?.sealed).toStrictEqual({ credential: sampleSealed.credential });
    });

    test('lets one of many callers at once win, as a whole', async () => {
      const account = await connectAccount(tested.stores(), 'a');
      const results = await atOnce(30, (index) => {
        const sealed = { credential: `credential ${index}`, accessToken: `token ${index}` };
        return accounts().replaceSecrets({ ...revisionOf(account), fence: 1, sealed });
      });
      const winners = results.flatMap((result, index) => (result === undefined ? [] : [index]));
      expect(winners).toHaveLength(1);
      const sealed = { credential: `credential ${winners[0]}`, accessToken: `token ${winners[0]}` };
      expect((await accounts().get('a'))?.sealed).toStrictEqual(sealed);
    });
  });

  describe('accounts.reseal', () => {
    const read = async (): Promise<StoredAccount | undefined> => accounts().get('a');

    test('puts another sealing in the place of either text and changes no version', async () => {
      const account = await connectAccount(tested.stores(), 'a');
      const { id, generation } = account;
      expect(await accounts().reseal({ id, generation, from: 'sealed credential', to: 'anew' })).toBe(true);
      expect(await read()).toStrictEqual({ account, sealed: { ...sampleSealed, credential: 'anew' } });
      expect(await accounts().reseal({ id, generation, from: 'sealed access token', to: 'token anew' })).toBe(true);
      expect(await read()).toStrictEqual({ account, sealed: { credential: 'anew', accessToken: 'token anew' } });
    });

    test('does nothing where that text does not stand any more', async () => {
      const { id, generation } = await connectAccount(tested.stores(), 'a');
      const stored = await read();
      const later = await accounts().nextGeneration();
      expect(await accounts().reseal({ id, generation, from: 'another text', to: 'anew' })).toBe(false);
      expect(await accounts().reseal({ id, generation: later, from: 'sealed credential', to: 'anew' })).toBe(false);
      expect(await accounts().reseal({ id: 'b', generation, from: 'sealed credential', to: 'anew' })).toBe(false);
      expect(await read()).toStrictEqual(stored);
    });

    test('reaches the credential that a stopped account kept', async () => {
      const account = await connectAccount(tested.stores(), 'a');
      const event = disconnectedEvent('a');
      await accounts().stop(account, { status: expiredStatus, keepCredential: true, event });
      const change = { id: 'a', generation: account.generation, from: 'sealed credential', to: 'anew' };
      expect(await accounts().reseal(change)).toBe(true);
      expect((await read())?.sealed).toStrictEqual({ credential: 'anew' });
    });

    test('never overwrites a credential that was replaced meanwhile', async () => {
      const account = await connectAccount(tested.stores(), 'a');
      const { id, generation } = account;
      await Promise.all([
        ...Array.from({ length: 10 }, (_, index) =>
          accounts().reseal({ id, generation, from: 'sealed credential', to: `sealed credential, ${index}` }),
        ),
        accounts().replaceSecrets({ ...revisionOf(account), fence: 1, sealed: { credential: 'rotated' } }),
      ]);
      expect((await read())?.sealed).toStrictEqual({ credential: 'rotated' });
    });
  });

  describe('accounts.setPolicy', () => {
    test('changes both policies; an absent one that was requested goes', async () => {
      const account = await connectAccount(tested.stores(), 'a');
      const [policy, requestedPolicy] = [
        { calendars: 'freeBusy', contacts: 'none' },
        { calendars: 'readWrite', contacts: 'readWrite' },
      ] as const;
      const both = await accounts().setPolicy('a', account.generation, { policy, requestedPolicy });
      expect(both).toStrictEqual({ ...account, policy, requestedPolicy });
      const one = await accounts().setPolicy('a', account.generation, { policy: requestedPolicy });
      expect(one).toStrictEqual({ ...account, policy: requestedPolicy });
      expect((await accounts().get('a'))?.account).toStrictEqual(one);
    });

    test('keeps its event, and only when it happened', async () => {
      const { generation } = await connectAccount(tested.stores(), 'a');
      const policy = { calendars: 'read', contacts: 'none' } as const;
      const later = await accounts().nextGeneration();
      const change = { policy, event: disconnectedEvent('a') };
      expect(await accounts().setPolicy('a', later, change)).toBeUndefined();
      expect(await accounts().setPolicy('b', generation, change)).toBeUndefined();
      expect(await waitingEvents(tested.stores())).toEqual([]);
      expect(await accounts().setPolicy('a', generation, change)).toBeDefined();
      await tested.passTime(1);
      expect(await waitingEvents(tested.stores())).toStrictEqual([change.event]);
    });
  });
}
