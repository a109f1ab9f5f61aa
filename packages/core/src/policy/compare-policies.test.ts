import { describe, expect, it } from 'vitest';
import { calendarAccessLevels, contactAccessLevels } from './access-policy.ts';
import type { AccessPolicy } from './access-policy.ts';
import { comparePolicies } from './compare-policies.ts';

const read: AccessPolicy = { calendars: 'read', contacts: 'read' };

describe('comparePolicies', () => {
  it.each<[AccessPolicy, string, string, string]>([
    [{ calendars: 'read', contacts: 'read' }, 'equal', 'equal', 'equal'],
    [{ calendars: 'readWrite', contacts: 'read' }, 'wider', 'equal', 'wider'],
    [{ calendars: 'read', contacts: 'readWrite' }, 'equal', 'wider', 'wider'],
    [{ calendars: 'freeBusy', contacts: 'read' }, 'narrower', 'equal', 'narrower'],
    [{ calendars: 'read', contacts: 'none' }, 'equal', 'narrower', 'narrower'],
    [{ calendars: 'readWrite', contacts: 'readWrite' }, 'wider', 'wider', 'wider'],
    [{ calendars: 'freeBusy', contacts: 'none' }, 'narrower', 'narrower', 'narrower'],
    [{ calendars: 'freeBusy', contacts: 'readWrite' }, 'narrower', 'wider', 'mixed'],
    [{ calendars: 'readWrite', contacts: 'none' }, 'wider', 'narrower', 'mixed'],
  ])('from read and read to %j: %s, %s, %s', (to, calendars, contacts, overall) => {
    expect(comparePolicies(read, to)).toEqual({ calendars, contacts, overall });
  });

  it('says the opposite the other way round', () => {
    const opposite = { equal: 'equal', narrower: 'wider', wider: 'narrower', mixed: 'mixed' };
    const all = calendarAccessLevels.flatMap((calendars) =>
      contactAccessLevels.map((contacts) => ({ calendars, contacts })),
    );
    for (const from of all) {
      for (const to of all) {
        expect(comparePolicies(to, from).overall).toBe(opposite[comparePolicies(from, to).overall]);
      }
    }
  });

  it('refuses a level that does not exist', () => {
    // What a settings store may hold in spite of the types.
    const unknown = { calendars: 'write', contacts: 'none' } as unknown as AccessPolicy;
    expect(() => comparePolicies(read, unknown)).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
    expect(() => comparePolicies(unknown, read)).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
  });
});
