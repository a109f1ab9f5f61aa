import { CalendarError } from '../errors/calendar-error.ts';
import type { RequiredPermission } from '../tokens/authorization-source.ts';
import { calendarAccessLevels, contactAccessLevels } from './access-policy.ts';
import type { AccessPolicy } from './access-policy.ts';

/**
 * Refuses what the application does not let itself do, before anything is sent; the service's own permissions may allow more.
 *
 * @throws CalendarError `policyDenied`.
 * @public
 */
export function requirePermission(policy: AccessPolicy, permission: RequiredPermission): void {
  const isAllowed =
    permission.group === 'calendars'
      ? calendarAccessLevels.indexOf(policy.calendars) >= calendarAccessLevels.indexOf(permission.access)
      : contactAccessLevels.indexOf(policy.contacts) >= contactAccessLevels.indexOf(permission.access);
  if (isAllowed) return;
  const granted = policy[permission.group];
  throw new CalendarError({
    code: 'policyDenied',
    message: `The application's own policy for this account allows "${granted}" for ${permission.group}; this call needs "${permission.access}"`,
    cure: { text: 'Widen the policy of this account; its owner may have to consent again.' },
  });
}
