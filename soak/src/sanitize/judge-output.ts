import type { SanitizedAttribute, SanitizerPolicy } from '@kalends/sanitize';
import { Violation } from '../suite.ts';
import type { Canary } from './canaries.ts';

/**
 * Looks for canaries in a sanitized event, in names of members as well as in values.
 *
 * @returns How many got through that may.
 * @throws Violation when one got through that may not.
 */
export function judgeOutput(
  output: unknown,
  canaries: readonly Canary[],
  policy: SanitizerPolicy,
  eventCapture: boolean,
): number {
  const text = JSON.stringify(output).toLowerCase();
  const keeps = (attribute: SanitizedAttribute): boolean => {
    const retention = policy.attributes[attribute];
    return retention === 'kept' || (retention === 'eventCapture' && eventCapture);
  };
  const found = canaries.filter(({ word }) => text.includes(word));
  const escaped = found.find(({ attributes }) => !attributes.some(keeps));
  if (escaped !== undefined) {
    const owners = escaped.attributes.length === 0 ? 'is never kept' : `belongs to ${escaped.attributes.join(', ')}`;
    throw new Violation(`What was in "${escaped.place}" got through; it ${owners}. Policy: ${JSON.stringify(policy)}`);
  }
  return found.length;
}
