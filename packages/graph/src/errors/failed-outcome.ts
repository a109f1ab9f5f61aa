import type { CalendarError, CalendarErrorJson } from '@kalends/core';
import { providerId } from '../graph-context.ts';

/** The outcome of a part of a call that failed by itself. */
export function failedOutcome(
  error: CalendarError,
  operation: string,
): { readonly kind: 'failed'; readonly error: CalendarErrorJson } {
  return { kind: 'failed', error: error.withContext({ provider: providerId, operation }).toJSON() };
}
