import { calendarAccessLevels } from '@kalends/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarScopes, grantedAccess, mayReadEvents, missingParts, opens, scopesOfParts } from './scopes.ts';

const calendar = 'https://www.googleapis.com/auth/calendar';
const suffixes = [
  '',
  '.readonly',
  '.events',
  '.events.readonly',
  '.events.owned',
  '.events.public.readonly',
  '.events.freebusy',
  '.freebusy',
  '.calendarlist',
  '.calendarlist.readonly',
  '.app.created',
  '.settings.readonly',
];
const anyScopes = fc.subarray(suffixes).map((some) => some.map((suffix) => calendar + suffix));

describe('calendarScopes', () => {
  it.each([
    ['freeBusy', ['.freebusy', '.calendarlist.readonly']],
    ['read', ['.events.readonly', '.freebusy', '.calendarlist.readonly']],
    ['readWrite', ['.events', '.freebusy', '.calendarlist.readonly']],
  ] as const)('asks for the least under %s', (calendars, expected) => {
    expect(calendarScopes({ calendars, contacts: 'none' })).toEqual(expected.map((suffix) => calendar + suffix));
  });

  it.each(['read', 'readWrite'] as const)('refuses contacts (%s), which Google is not asked for', (contacts) => {
    expect(() => calendarScopes({ calendars: 'read', contacts })).toThrow(
      expect.objectContaining({ code: 'permissionControlUnavailable', provider: 'google' }),
    );
  });
});

describe('grantedAccess', () => {
  it.each(calendarAccessLevels)('is at least %s with the scopes of that level', (calendars) => {
    expect(grantedAccess(calendarScopes({ calendars, contacts: 'none' }))).toEqual({ calendars, contacts: 'none' });
  });

  it.each<[string, readonly string[], string | undefined]>([
    ['the one broad scope', [''], 'readWrite'],
    ['the broad read-only scope', ['.readonly'], 'read'],
    ['events without the list', ['.events'], undefined],
    ['the list without events', ['.calendarlist'], undefined],
    ['events and the list without free/busy', ['.events', '.calendarlist'], 'readWrite'],
    ['free/busy of events', ['.events.freebusy', '.calendarlist'], 'freeBusy'],
    ['own events only', ['.events.owned', '.calendarlist'], undefined],
    ['nothing', [], undefined],
  ])('with %s', (_what, granted, expected) => {
    expect(grantedAccess(granted.map((suffix) => calendar + suffix))?.calendars).toBe(expected);
  });

  it('says the most that lacks no part, save free/busy beside events', () => {
    fc.assert(
      fc.property(anyScopes, (scopes) => {
        const access = grantedAccess(scopes)?.calendars;
        const withFreeBusy = (level: (typeof calendarAccessLevels)[number]): readonly string[] =>
          level === 'freeBusy' ? scopes : [...scopes, `${calendar}.freebusy`];
        const whole = calendarAccessLevels.filter((level) => missingParts(level, withFreeBusy(level)).length === 0);
        expect(access).toBe(whole.at(-1));
      }),
    );
  });

  it('is reached by asking for what is missing', () => {
    fc.assert(
      fc.property(anyScopes, fc.constantFrom(...calendarAccessLevels), (scopes, level) => {
        const added = scopesOfParts(missingParts(level, scopes));
        expect(missingParts(level, [...scopes, ...added])).toEqual([]);
      }),
    );
  });
});

describe('mayReadEvents', () => {
  it('is true with every scope that events.list takes, also with those that show some events only', () => {
    for (const suffix of ['.events.owned', '.events.public.readonly', '.app.created', '.events.freebusy', '.events']) {
      expect(mayReadEvents([calendar + suffix])).toBe(true);
    }
    expect(mayReadEvents([`${calendar}.freebusy`])).toBe(false);
    expect(opens([`${calendar}.events.owned`], 'readEvents')).toBe(false);
  });
});
