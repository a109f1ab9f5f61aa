import { sanitizedAttributes } from '../policy/sanitizer-policy.ts';
import type { SanitizerPolicy } from '../policy/sanitizer-policy.ts';
import type { SanitizedEvent } from './sanitized-event.ts';

/**
 * Takes out what an event holds only because of event capture: call it on everything held in memory when the switch goes
 * off, with the policy the events were made with.
 *
 * @public
 */
export function withoutCapture<const Policy extends SanitizerPolicy>(
  event: SanitizedEvent<NoInfer<Policy>, boolean>,
  policy: Policy,
): SanitizedEvent<Policy> {
  // A sanitized event is an object of known members; the type says which depends on the policy, the loop asks the policy.
  const held = event as unknown as Readonly<Record<string, unknown>>;
  const rest: Record<string, unknown> = { id: held['id'], kind: held['kind'], status: held['status'] };
  for (const attribute of sanitizedAttributes)
    if (policy.attributes[attribute] === 'kept' && held[attribute] !== undefined) rest[attribute] = held[attribute];
  // Exactly the control fields and what the policy keeps without capture.
  return rest as unknown as SanitizedEvent<Policy>;
}
