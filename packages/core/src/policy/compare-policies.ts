import type { AccessPolicy } from './access-policy.ts';
import { levelRank, switchLevels } from './policy-level.ts';

/** How a policy relates to an earlier one. @public */
export type PolicyChange = 'equal' | 'narrower' | 'wider';

/** The answer of {@link comparePolicies}. @public */
export interface PolicyComparison {
  readonly calendars: PolicyChange;
  readonly contacts: PolicyChange;
  /** Both together; `mixed` when one switch became narrower and the other wider. */
  readonly overall: PolicyChange | 'mixed';
}

/**
 * Compares the policy of a connection with the one that shall follow. Narrowing takes effect at once; for anything wider the
 * person has to consent again, and until then the earlier policy holds for that switch.
 *
 * @throws CalendarError `invalidArgument` for a level that does not exist.
 * @public
 */
export function comparePolicies(from: AccessPolicy, to: AccessPolicy): PolicyComparison {
  const calendars = compareLevels(switchLevels.calendars, from.calendars, to.calendars);
  const contacts = compareLevels(switchLevels.contacts, from.contacts, to.contacts);
  return { calendars, contacts, overall: combine(calendars, contacts) };
}

function compareLevels(levels: readonly string[], from: string, to: string): PolicyChange {
  const difference = levelRank(levels, to, 'the new policy') - levelRank(levels, from, 'the earlier policy');
  if (difference === 0) return 'equal';
  return difference < 0 ? 'narrower' : 'wider';
}

function combine(one: PolicyChange, other: PolicyChange): PolicyComparison['overall'] {
  if (one === other || other === 'equal') return one;
  return one === 'equal' ? other : 'mixed';
}
