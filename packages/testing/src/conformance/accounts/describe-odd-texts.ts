import { CalendarError } from '@kalends/core';
import { describe, expect, test } from 'vitest';
import type { StoresUnderTest } from './account-stores-suite.ts';
import { connectAccount, disconnectedEvent, newAccount, waitingEvents } from './sample-accounts.ts';

const oddTexts: readonly (readonly [name: string, text: string])[] = [
  ['quotation marks', `'; drop table accounts; -- "a" \`b\``],
  ['placeholders', '$1 $2::text %s ? :name {0}'],
  ['backslashes', String.raw`\ \\ \n \u0041 \x41`],
  ['line breaks and tabs', ' a\r\nb\tc\u2028d '],
  ['texts that mean something elsewhere', 'null'],
  ['JSON', '{"a":[1,"\\""]}'],
  ['four-byte characters', '\u{1f600}\u{10ffff}'],
  ['right-to-left and combining characters', '\u202eabc\u0301'],
  ['characters that compare alike', 'Å\u212B A\u030A'],
];

const unwritable: readonly (readonly [name: string, text: string])[] = [
  ['NUL', 'before\0after'],
  ['half a surrogate pair', 'before\ud83dafter'],
];

/** Texts that are cut, quoted or folded where code is careless. */
export function describeOddTexts(tested: StoresUnderTest): void {
  describe('odd texts', () => {
    test.each(oddTexts)('%s stay as they are', async (_name, text) => {
      const { accounts, secrets, leases, events, policies } = tested.stores();
      const identity = { id: text, address: text, name: text, tenantId: text };
      const others = { ownerId: text, provider: text, identity, scopes: [text] };
      const account = await connectAccount(tested.stores(), 'a', others, { credential: text, accessToken: text });
      expect(await accounts.get('a')).toStrictEqual({ account, sealed: { credential: text, accessToken: text } });
      expect(account).toMatchObject(others);
      expect(await accounts.list({ ownerId: text, provider: text, identityId: text, tenantId: text })).toHaveLength(1);

      const owner = { kind: 'account', id: 'a', generation: account.generation } as const;
      await secrets.put(owner, text, text);
      expect(await secrets.list()).toStrictEqual([{ owner, name: text, sealed: text }]);
      expect(await leases.acquire(text, text, 60_000)).toMatchObject({ name: text, owner: text });
      expect(await leases.acquire(text, text, 60_000)).toBeUndefined();
      await policies.set({ kind: 'group', id: text }, { calendars: 'read' });
      expect(await policies.get({ kind: 'group', id: text })).toEqual({ calendars: 'read' });
      const event = { ...disconnectedEvent('a', text), ownerId: text };
      await events.add(event);
      expect(await waitingEvents(tested.stores())).toStrictEqual([event]);
    });

    test.each(unwritable)('%s is refused or stays as it is', async (_name, text) => {
      const { accounts, secrets } = tested.stores();
      const generation = await accounts.nextGeneration();
      const attempts = [
        async () => {
          await accounts.insert(newAccount('a', generation, { ownerId: text }), {});
          return (await accounts.get('a'))?.account.ownerId;
        },
        async () => {
          await accounts.insert(newAccount('b', generation), { credential: text });
          return (await accounts.get('b'))?.sealed.credential;
        },
        async () => {
          await secrets.put({ kind: 'application' }, 'name', text);
          return secrets.get({ kind: 'application' }, 'name');
        },
      ];
      for (const attempt of attempts) {
        const outcome = await attempt().catch((error: unknown) => (CalendarError.is(error) ? error.code : error));
        expect([text, 'invalidArgument']).toContain(outcome);
      }
    });

    test('sealed texts may be as long as the longest that is sealed', async () => {
      // 64 KiB of plaintext under `@kalends/crypto`.
      const sealed = 's'.repeat(88_825);
      const account = await connectAccount(tested.stores(), 'a', {}, { credential: sealed, accessToken: sealed });
      const owner = { kind: 'account', id: 'a', generation: account.generation } as const;
      await tested.stores().secrets.put(owner, 'name', sealed);
      const stored = await tested.stores().accounts.get('a');
      expect(stored?.sealed.credential === sealed && stored.sealed.accessToken === sealed).toBe(true);
      expect((await tested.stores().secrets.get(owner, 'name')) === sealed).toBe(true);
    });
  });
}
