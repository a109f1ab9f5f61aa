import { CalendarError } from '../errors/calendar-error.ts';
import type { RequiredPermission } from '../tokens/authorization-source.ts';
import type { AccessPolicy } from './access-policy.ts';
import { levelRank, switchLevels } from './policy-level.ts';

/**
 * Refuses what the application does not let itself do, before anything is sent; the service's own permissions may allow more.
 *
 * @throws CalendarError `policyDenied`; `invalidArgument` for a level that does not exist.
 * @public
 */
export function requirePermission(policy: AccessPolicy, permission: RequiredPermission): void {
  const { group, access } = permission;
  if (!Object.hasOwn(switchLevels, group)) {
    throw new CalendarError({ code: 'invalidArgument', message: 'A permission is for calendars or for contacts' });
  }
  const levels = switchLevels[group];
  const granted = policy[group];
  if (levelRank(levels, granted, 'the policy') >= levelRank(levels, access, 'the call')) return;
  throw new CalendarError({
    code: 'policyDenied',
    message: `The application's own policy for this account allows "${granted}" for ${group}; this call needs "${access}"`,
    cure: { text: 'Widen the policy of this account; its owner may have to consent again.' },
  });
}
