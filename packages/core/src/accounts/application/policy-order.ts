import { calendarAccessLevels, contactAccessLevels } from '../../policy/access-policy.ts';
import type { AccessPolicy } from '../../policy/access-policy.ts';

/** Whether one switch asks for no more than another policy has there. */
export function isSwitchWithin(name: keyof AccessPolicy, policy: AccessPolicy, limit: AccessPolicy): boolean {
  return name === 'calendars'
    ? calendarAccessLevels.indexOf(policy.calendars) <= calendarAccessLevels.indexOf(limit.calendars)
    : contactAccessLevels.indexOf(policy.contacts) <= contactAccessLevels.indexOf(limit.contacts);
}

/** Whether a policy asks for no more than another one has. */
export function isWithin(policy: AccessPolicy, limit: AccessPolicy): boolean {
  return isSwitchWithin('calendars', policy, limit) && isSwitchWithin('contacts', policy, limit);
}
