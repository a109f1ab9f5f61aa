import type { PolicyScope, PolicySetting } from '@kalends/core/accounts';
import { describe, expect, test } from 'vitest';
import type { StoresUnderTest } from './account-stores-suite.ts';
import { atOnce } from './sample-accounts.ts';

/** Settings of administrators. */
export function describePolicies(tested: StoresUnderTest): void {
  const policies = () => tested.stores().policies;
  const scopes: readonly PolicyScope[] = [
    { kind: 'organization', id: 'same' },
    { kind: 'group', id: 'same' },
    { kind: 'user', id: 'same' },
    { kind: 'user', id: 'other' },
  ];
  const settings: readonly PolicySetting[] = [
    { calendars: 'read', contacts: 'none', locked: ['calendars', 'contacts'] },
    { contacts: 'readWrite' },
    {},
    { calendars: 'freeBusy', locked: [] },
  ];

  describe('policies', () => {
    test('are kept by scope, as they were given', async () => {
      for (const scope of scopes) expect(await policies().get(scope)).toBeUndefined();
      await atOnce(scopes.length, async (index) => {
        const scope = scopes[index];
        if (scope !== undefined) await policies().set(scope, settings[index]);
      });
      const kept = await Promise.all(scopes.map((scope) => policies().get(scope)));
      expect(kept).toStrictEqual(settings);
    });

    test('are replaced as a whole, and removed', async () => {
      const scope: PolicyScope = { kind: 'group', id: 'g' };
      await policies().set(scope, { calendars: 'read', locked: ['calendars'] });
      await policies().set(scope, { contacts: 'read' });
      expect(await policies().get(scope)).toStrictEqual({ contacts: 'read' });
      await policies().set(scope, undefined);
      await policies().set(scope, undefined);
      expect(await policies().get(scope)).toBeUndefined();
    });
  });
}
