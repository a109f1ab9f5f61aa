import type { AccountEvent } from '@kalends/core/accounts';
import { describe, expect, test } from 'vitest';
import type { StoresUnderTest } from './account-stores-suite.ts';
import { atOnce, disconnectedEvent, sampleInstant, tenantEvent, waitingEvents } from './sample-accounts.ts';

const visibilityMs = 30_000;

const oneAccount = { at: sampleInstant, provider: 'graph', accountId: 'a', ownerId: 'owner of a' };
const everyEvent: readonly AccountEvent[] = [
  { ...oneAccount, id: '1', type: 'grantExpiring', expiresAt: '2026-06-18T08:00:00Z', daysLeft: 14 },
  { ...oneAccount, id: '2', type: 'reauthorizationRequired', reason: 'passwordChanged' },
  { ...oneAccount, id: '3', type: 'consentRequired' },
  { ...oneAccount, id: '4', type: 'disconnected', cause: 'policyLocked' },
  tenantEvent(['a', 'b'], '5'),
];

/** Events that wait for delivery. */
export function describeEventOutbox(tested: StoresUnderTest): void {
  const events = () => tested.stores().events;
  const take = async (limit: number): Promise<readonly string[]> =>
    (await events().take({ limit, visibilityMs })).map(({ event }) => event.id);

  describe('events', () => {
    test('come as they were given, oldest first', async () => {
      for (const event of everyEvent) expect(await events().add(event)).toBe(true);
      expect(await waitingEvents(tested.stores())).toStrictEqual(everyEvent);
    });

    test('are kept once', async () => {
      expect(await events().add(disconnectedEvent('a', 'same'))).toBe(true);
      expect(await events().add(disconnectedEvent('b', 'same'))).toBe(false);
      expect(await waitingEvents(tested.stores())).toStrictEqual([disconnectedEvent('a', 'same')]);
    });

    test('are kept once when many report the same happening at once', async () => {
      const results = await atOnce(20, () => events().add(disconnectedEvent('a')));
      expect(results.filter(Boolean)).toHaveLength(1);
      expect(await take(100)).toHaveLength(1);
    });

    test('are hidden for a while once they were taken, and come again', async () => {
      for (const id of ['1', '2', '3']) await events().add(disconnectedEvent('a', id));
      expect(await take(2)).toEqual(['1', '2']);
      expect(await take(2)).toEqual(['3']);
      expect(await take(2)).toEqual([]);
      await tested.passTime(visibilityMs - 5_000);
      expect(await take(2)).toEqual([]);
      await tested.passTime(5_000);
      expect(await take(3)).toEqual(['1', '2', '3']);
    });

    test('do not come again once they are acknowledged, and stay known', async () => {
      await events().add(disconnectedEvent('a', '1'));
      await events().add(disconnectedEvent('a', '2'));
      const [first] = await events().take({ limit: 1, visibilityMs });
      await events().acknowledge(first?.position ?? '');
      await events().acknowledge(first?.position ?? '');
      await tested.passTime(visibilityMs);
      expect(await events().add(disconnectedEvent('a', '1'))).toBe(false);
      expect(await take(10)).toEqual(['2']);
    });

    test('go to one of many takers at once', async () => {
      await atOnce(40, (index) => events().add(disconnectedEvent('a', `event ${index}`)));
      const taken = (await atOnce(10, () => take(7))).flat();
      expect(new Set(taken).size).toBe(taken.length);
      // Who comes while others take may find nothing left to see; what nobody took is still there.
      const rest = await take(100);
      expect(new Set([...taken, ...rest]).size).toBe(40);
      expect(taken.length + rest.length).toBe(40);
    });
  });
}
