import { describe, expect, it } from 'vitest';
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
