import { CalendarError } from '@kalends/core';
import type { CalendarErrorCode, EventInstance } from '@kalends/core';
import { Violation } from '../suite.ts';
import { contentCanary } from './random-company.ts';

/** How a read ended. */
export type Outcome =
  | { readonly kind: 'listed'; readonly events: readonly EventInstance[] }
  | { readonly kind: 'threw'; readonly error: unknown };

/** What may be said of faults that pass by themselves. Anything else would send somebody to cure what is not ill. */
const transientCodes: ReadonlySet<CalendarErrorCode> = new Set<CalendarErrorCode>([
  'networkError',
  'timeout',
  'rateLimited',
  'serviceUnavailable',
  'invalidResponse',
  'aborted',
]);

/**
 * A read under faults gives exactly what it gives without, or throws an error that says so.
 *
 * @returns `listed`, or the code of the error.
 * @throws Violation when it does neither.
 */
export function judgeRead(expected: readonly EventInstance[], outcome: Outcome): 'listed' | CalendarErrorCode {
  if (outcome.kind === 'listed') {
    const missing = without(expected, outcome.events);
    const extra = without(outcome.events, expected);
    if (missing > 0 || extra > 0) {
      throw new Violation(
        `A list passed off as whole lacks ${missing} of ${expected.length} events and has ${extra} others`,
      );
    }
    return 'listed';
  }
  const { error } = outcome;
  if (!CalendarError.is(error)) throw new Violation('The error has no type', { cause: error });
  if (!transientCodes.has(error.code))
    throw new Violation(`${error.code} is said of a passing fault`, { cause: error });
  if (JSON.stringify(error).includes(contentCanary)) throw new Violation('The error quotes an event', { cause: error });
  return error.code;
}

/** How many of the first list are not in the second; an event that is there twice has to be there twice. */
function without(events: readonly EventInstance[], others: readonly EventInstance[]): number {
  const left = new Map<string, number>();
  for (const text of others.map((event) => JSON.stringify(event))) left.set(text, (left.get(text) ?? 0) + 1);
  return events.filter((event) => {
    const text = JSON.stringify(event);
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  }).length;
}
