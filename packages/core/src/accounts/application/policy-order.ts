import type { AccessPolicy } from '../../policy/access-policy.ts';
import { comparePolicies } from '../../policy/compare-policies.ts';

/** Whether one switch asks for no more than another policy has there. */
export function isSwitchWithin(name: keyof AccessPolicy, policy: AccessPolicy, limit: AccessPolicy): boolean {
  return comparePolicies(limit, policy)[name] !== 'wider';
}

/** Whether a policy asks for no more than another one has. */
export function isWithin(policy: AccessPolicy, limit: AccessPolicy): boolean {
  return isSwitchWithin('calendars', policy, limit) && isSwitchWithin('contacts', policy, limit);
}
