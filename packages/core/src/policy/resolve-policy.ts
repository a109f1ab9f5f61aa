import { defaultAccessPolicy } from './access-policy.ts';
import type { AccessPolicy, CalendarAccess, ContactAccess } from './access-policy.ts';
import { levelRank, switchLevels } from './policy-level.ts';

/** What an account or a group sets for one switch. @public */
export interface PolicyChoice<Access extends string> {
  readonly access: Access;
  /** Nobody below may change it. Default false. */
  readonly locked?: boolean;
}

/** What an account or a group sets; what is absent is left to others. @public */
export interface PolicySettings {
  readonly calendars?: PolicyChoice<CalendarAccess>;
  readonly contacts?: PolicyChoice<ContactAccess>;
}

/** What somebody sets for oneself; what is absent is left to others. @public */
export type UserPolicySettings = Partial<AccessPolicy>;

/** Who sets something for a person. @public */
export interface ResolvePolicyOptions {
  /** Setting of the whole account (the organization). Default: none, so that {@link defaultAccessPolicy} holds. */
  readonly account?: PolicySettings | undefined;
  /** Settings of the groups that the person is in, in any order. Default: none. */
  readonly groups?: readonly PolicySettings[] | undefined;
  /** The person's own wish. Default: none. */
  readonly user?: UserPolicySettings | undefined;
}

/** The outcome for one switch. @public */
export interface ResolvedSwitch<Access extends string> {
  readonly access: Access;
  /** Whose setting it is. */
  readonly source: 'default' | 'account' | 'group' | 'user';
  /** Who locked it; absent when nobody did. */
  readonly lockedBy?: 'account' | 'group';
}

/** The policy that holds for a person, and why. @public */
export interface ResolvedPolicy {
  readonly policy: AccessPolicy;
  readonly calendars: ResolvedSwitch<CalendarAccess>;
  readonly contacts: ResolvedSwitch<ContactAccess>;
}

/**
 * Finds the policy that holds for one person, each switch by itself:
 *
 * 1. The account's setting, or {@link defaultAccessPolicy} where it has none.
 * 2. Groups override it, wider or narrower, unless it is locked. Of several groups the most restrictive one wins, and a lock
 *    of any of them locks the result.
 * 3. The person's own setting may narrow what came out so far; it never widens it, and it does nothing where that is locked.
 *
 * Two locks that contradict each other can only come from stale settings: the narrower one holds, so that the result is never
 * wider than any lock.
 *
 * @throws CalendarError `invalidArgument` for a level that does not exist.
 * @example
 * ```ts
 * import { resolvePolicy } from '@kalends/core';
 *
 * const { policy, calendars } = resolvePolicy({
 *   account: { calendars: { access: 'readWrite' } },
 *   groups: [{ calendars: { access: 'read', locked: true } }],
 *   user: { calendars: 'freeBusy' },
 * });
 * console.log(policy.calendars, calendars.source, calendars.lockedBy); // read group group
 * ```
 * @public
 */
export function resolvePolicy({ account, groups = [], user }: ResolvePolicyOptions): ResolvedPolicy {
  const calendars = resolveSwitch(switchLevels.calendars, {
    fallback: defaultAccessPolicy.calendars,
    account: account?.calendars,
    groups: groups.flatMap((group) => group.calendars ?? []),
    user: user?.calendars,
  });
  const contacts = resolveSwitch(switchLevels.contacts, {
    fallback: defaultAccessPolicy.contacts,
    account: account?.contacts,
    groups: groups.flatMap((group) => group.contacts ?? []),
    user: user?.contacts,
  });
  return { policy: { calendars: calendars.access, contacts: contacts.access }, calendars, contacts };
}

interface Settings<Access extends string> {
  readonly fallback: Access;
  readonly account: PolicyChoice<Access> | undefined;
  readonly groups: readonly PolicyChoice<Access>[];
  readonly user: Access | undefined;
}

function resolveSwitch<Access extends string>(
  levels: readonly Access[],
  { fallback, account, groups, user }: Settings<Access>,
): ResolvedSwitch<Access> {
  const narrowest = (choices: readonly PolicyChoice<Access>[]): PolicyChoice<Access> | undefined => {
    const ranks = choices.map(({ access }) => levelRank(levels, access, 'a group'));
    return choices[ranks.indexOf(Math.min(...ranks))];
  };
  const group = narrowest(groups);
  const lockedGroup = narrowest(groups.filter(({ locked }) => locked === true));
  const accountRank = account === undefined ? 0 : levelRank(levels, account.access, 'the account');
  const userRank = user === undefined ? Infinity : levelRank(levels, user, 'the person');

  if (account?.locked === true) {
    return lockedGroup !== undefined && levels.indexOf(lockedGroup.access) < accountRank
      ? { access: lockedGroup.access, source: 'group', lockedBy: 'group' }
      : { access: account.access, source: 'account', lockedBy: 'account' };
  }
  if (group !== undefined && lockedGroup !== undefined) {
    return { access: group.access, source: 'group', lockedBy: 'group' };
  }
  const decided: ResolvedSwitch<Access> =
    group !== undefined
      ? { access: group.access, source: 'group' }
      : account !== undefined
        ? { access: account.access, source: 'account' }
        : { access: fallback, source: 'default' };
  return user !== undefined && userRank < levels.indexOf(decided.access) ? { access: user, source: 'user' } : decided;
}
