import { describe, expect, it } from 'vitest';
import type { RequiredPermission } from '../tokens/authorization-source.ts';
import type { AccessPolicy } from './access-policy.ts';
import { requirePermission } from './require-permission.ts';

describe('requirePermission', () => {
  it.each<[AccessPolicy['calendars'], AccessPolicy['calendars'], boolean]>([
    ['freeBusy', 'freeBusy', true],
    ['freeBusy', 'read', false],
    ['freeBusy', 'readWrite', false],
    ['read', 'freeBusy', true],
    ['read', 'read', true],
    ['read', 'readWrite', false],
    ['readWrite', 'freeBusy', true],
    ['readWrite', 'read', true],
    ['readWrite', 'readWrite', true],
  ])('calendars with a policy of %s and a need of %s: %j', (calendars, access, isAllowed) => {
    const act = (): void => requirePermission({ calendars, contacts: 'none' }, { group: 'calendars', access });
    expect(allows(act)).toBe(isAllowed);
  });

  it.each<[AccessPolicy['contacts'], 'read' | 'readWrite', boolean]>([
    ['none', 'read', false],
    ['none', 'readWrite', false],
    ['read', 'read', true],
    ['read', 'readWrite', false],
    ['readWrite', 'read', true],
    ['readWrite', 'readWrite', true],
  ])('contacts with a policy of %s and a need of %s: %j', (contacts, access, isAllowed) => {
    const act = (): void => requirePermission({ calendars: 'readWrite', contacts }, { group: 'contacts', access });
    expect(allows(act)).toBe(isAllowed);
  });

  it.each([
    [
      { calendars: 'readWrite', contacts: 'none' },
      { group: 'calendars', access: 'write' },
    ],
    [
      { calendars: 'everything', contacts: 'none' },
      { group: 'calendars', access: 'freeBusy' },
    ],
    [
      { calendars: 'readWrite', contacts: 'readWrite' },
      { group: 'contacts', access: 'delete' },
    ],
    [
      { calendars: 'readWrite', contacts: 'readWrite' },
      { group: 'mail', access: 'read' },
    ],
  ])('with a policy of %j refuses a word that no type lets pass: %j', (policy, permission) => {
    // As a caller without types, or a store with an old row, passes it.
    const act = (): void => requirePermission(policy as AccessPolicy, permission as RequiredPermission);
    expect(act).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
  });

  it('says that the policy is the application’s own, and what would help', () => {
    const act = (): void =>
      requirePermission({ calendars: 'read', contacts: 'none' }, { group: 'calendars', access: 'readWrite' });
    expect(act).toThrow(/application's own policy/);
    expect(act).toThrow(expect.objectContaining({ code: 'policyDenied', retryable: false, cure: expect.anything() }));
  });
});

function allows(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
