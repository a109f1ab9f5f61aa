import { CalendarError } from '@kalends/core';
import { z } from 'zod';

const tokenSchema = z.strictObject({ v: z.literal(1), q: z.string(), n: z.int().min(1).max(10_000_000) });

/** Writes where a list goes on: how many things lie before it, and a fingerprint of the query. Nothing of the content. */
export function writeOffsetToken(queryFingerprint: string, offset: number): string {
  return btoa(JSON.stringify({ v: 1, q: queryFingerprint, n: offset }))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/**
 * Reads a token of {@link writeOffsetToken}.
 *
 * @param operation - For the message.
 * @throws CalendarError `invalidArgument` for a token that is none of ours or belongs to another query.
 */
export function readOffsetToken(token: string, queryFingerprint: string, operation: string): number {
  const result = tokenSchema.safeParse(parse(token));
  if (!result.success) throw invalid(operation, 'is none of this provider');
  if (result.data.q !== queryFingerprint) throw invalid(operation, 'belongs to another query');
  return result.data.n;
}

function parse(token: string): unknown {
  try {
    return JSON.parse(atob(token.replaceAll('-', '+').replaceAll('_', '/'))) as unknown;
  } catch {
    return undefined;
  }
}

function invalid(operation: string, why: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message: `${operation}: pageToken ${why}`, provider: 'ews' });
}
