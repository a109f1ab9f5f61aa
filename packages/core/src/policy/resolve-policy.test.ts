import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarAccessLevels, contactAccessLevels } from './access-policy.ts';
import type { CalendarAccess, ContactAccess } from './access-policy.ts';
import { resolvePolicy } from './resolve-policy.ts';
import type { PolicyChoice, ResolvedSwitch, ResolvePolicyOptions } from './resolve-policy.ts';

type Setting = CalendarAccess | `${CalendarAccess}!` | undefined;

/** `read!` is locked. */
function choice(setting: Exclude<Setting, undefined>): PolicyChoice<CalendarAccess> {
  const access = calendarAccessLevels.find((level) => setting.startsWith(level) && setting.length <= level.length + 1);
  if (access === undefined) throw new RangeError(setting);
  return setting.endsWith('!') ? { access, locked: true } : { access };
}

function resolveCalendars(
  account: Setting,
  groups: readonly Setting[],
  user: CalendarAccess | undefined,
): ResolvedSwitch<CalendarAccess> {
  const options: ResolvePolicyOptions = {
    ...(account === undefined ? {} : { account: { calendars: choice(account) } }),
    groups: groups.map((group) => (group === undefined ? {} : { calendars: choice(group) })),
    ...(user === undefined ? {} : { user: { calendars: user } }),
  };
  return resolvePolicy(options).calendars;
}

describe('resolvePolicy', () => {
  it.each<
    [
      account: Setting,
      groups: Setting[],
      user: CalendarAccess | undefined,
      access: CalendarAccess,
      source: string,
      lockedBy?: string,
    ]
  >([
    // Nobody says anything
    [undefined, [], undefined, 'read', 'default'],
    [undefined, [undefined], undefined, 'read', 'default'],
    // The person alone may narrow the default
    [undefined, [], 'freeBusy', 'freeBusy', 'user'],
    [undefined, [], 'read', 'read', 'default'],
    [undefined, [], 'readWrite', 'read', 'default'],
    // The account
    ['readWrite', [], undefined, 'readWrite', 'account'],
    ['freeBusy', [], undefined, 'freeBusy', 'account'],
    ['readWrite', [], 'read', 'read', 'user'],
    ['read', [], 'readWrite', 'read', 'account'],
    ['readWrite!', [], undefined, 'readWrite', 'account', 'account'],
    ['readWrite!', [], 'read', 'readWrite', 'account', 'account'],
    // A group overrides the account, either way
    ['read', ['readWrite'], undefined, 'readWrite', 'group'],
    ['readWrite', ['read'], undefined, 'read', 'group'],
    [undefined, ['readWrite'], undefined, 'readWrite', 'group'],
    ['read', ['readWrite'], 'freeBusy', 'freeBusy', 'user'],
    ['read', ['freeBusy'], 'read', 'freeBusy', 'group'],
    // unless the account is locked
    ['read!', ['readWrite'], undefined, 'read', 'account', 'account'],
    ['read!', ['freeBusy'], undefined, 'read', 'account', 'account'],
    // Several groups: the most restrictive one
    [undefined, ['readWrite', 'read'], undefined, 'read', 'group'],
    [undefined, ['read', undefined, 'readWrite'], undefined, 'read', 'group'],
    ['freeBusy', ['readWrite', 'read', 'readWrite'], undefined, 'read', 'group'],
    // A locked group holds the person
    [undefined, ['read!'], 'freeBusy', 'read', 'group', 'group'],
    [undefined, ['readWrite!', 'read'], 'freeBusy', 'read', 'group', 'group'],
    [undefined, ['read!', 'readWrite'], undefined, 'read', 'group', 'group'],
    // Locks that contradict one another: the narrower one
    ['readWrite!', ['read!'], undefined, 'read', 'group', 'group'],
    ['freeBusy!', ['read!'], undefined, 'freeBusy', 'account', 'account'],
    ['read!', ['read!'], undefined, 'read', 'account', 'account'],
  ])('account %s, groups %j, person %s: %s by the %s', (account, groups, user, access, source, lockedBy) => {
    expect(resolveCalendars(account, groups, user)).toEqual({
      access,
      source,
      ...(lockedBy === undefined ? {} : { lockedBy }),
    });
  });

  it('decides each switch by itself', () => {
    const resolved = resolvePolicy({
      account: { calendars: { access: 'readWrite', locked: true }, contacts: { access: 'read' } },
      groups: [{ contacts: { access: 'readWrite' } }],
      user: { contacts: 'none' },
    });
    expect(resolved).toEqual({
      policy: { calendars: 'readWrite', contacts: 'none' },
      calendars: { access: 'readWrite', source: 'account', lockedBy: 'account' },
      contacts: { access: 'none', source: 'user' },
    });
  });

  it('gives the default policy to somebody nobody set anything for', () => {
    expect(resolvePolicy({}).policy).toEqual({ calendars: 'read', contacts: 'none' });
  });

  it.each([
    ['the account', { account: { contacts: { access: 'everything' } } }],
    ['a group', { groups: [{ contacts: { access: 'readwrite' } }] }],
    ['the person', { user: { contacts: '' } }],
    [
      'the person behind a lock',
      { account: { contacts: { access: 'read', locked: true } }, user: { contacts: 'all' } },
    ],
  ])('refuses an unknown level of %s', (_, options) => {
    // What a settings store may hold in spite of the types.
    expect(() => resolvePolicy(options as ResolvePolicyOptions)).toThrow(
      expect.objectContaining({ code: 'invalidArgument' }),
    );
  });

  const level = fc.constantFrom(...calendarAccessLevels);
  const contactLevel = fc.constantFrom(...contactAccessLevels);
  const settings = fc.record(
    {
      calendars: fc.record({ access: level, locked: fc.boolean() }),
      contacts: fc.record({ access: contactLevel, locked: fc.boolean() }),
    },
    { requiredKeys: [] },
  );
  const anyone = fc.record({
    account: fc.option(settings, { nil: undefined }),
    groups: fc.array(settings, { maxLength: 4 }),
    user: fc.option(fc.record({ calendars: level, contacts: contactLevel }, { requiredKeys: [] }), { nil: undefined }),
  });

  it('is never wider than any lock', () => {
    fc.assert(
      fc.property(anyone, (options) => {
        const { policy } = resolvePolicy(options);
        for (const { calendars, contacts } of [options.account ?? {}, ...options.groups]) {
          const within = <Level>(
            levels: readonly Level[],
            got: Level,
            lock?: { access: Level; locked: boolean },
          ): boolean => lock?.locked !== true || levels.indexOf(got) <= levels.indexOf(lock.access);
          expect(within<CalendarAccess>(calendarAccessLevels, policy.calendars, calendars)).toBe(true);
          expect(within<ContactAccess>(contactAccessLevels, policy.contacts, contacts)).toBe(true);
        }
      }),
    );
  });

  it('is never widened by the person, and does not depend on the order of groups', () => {
    fc.assert(
      fc.property(anyone, (options) => {
        const { user: _, ...others } = options;
        const rank = ({ policy }: { policy: { calendars: CalendarAccess } }): number =>
          calendarAccessLevels.indexOf(policy.calendars);
        expect(rank(resolvePolicy(options))).toBeLessThanOrEqual(rank(resolvePolicy(others)));
        expect(resolvePolicy({ ...options, groups: options.groups.toReversed() })).toEqual(resolvePolicy(options));
      }),
    );
  });
});
