import { CalendarError } from '@kalends/core';
import { z } from 'zod';

const tokenSchema = z.strictObject({ v: z.literal(1), q: z.string(), at: z.int() });

/**
 * Writes where a list goes on. The token holds a position in time and a fingerprint of the query, nothing of the calendar.
 */
export function writePageToken(queryFingerprint: string, positionMs: number): string {
  return base64Url(JSON.stringify({ v: 1, q: queryFingerprint, at: positionMs }));
}

/**
 * Reads a token of {@link writePageToken}.
 *
 * @throws CalendarError `invalidArgument` for a token that is none of ours or belongs to another query.
 */
export function readPageToken(
  token: string,
  queryFingerprint: string,
  bounds: { readonly fromMs: number; readonly endMs: number },
): number {
  const result = tokenSchema.safeParse(parse(token));
  if (!result.success) throw invalid('is none of this provider');
  if (result.data.q !== queryFingerprint) throw invalid('belongs to another query');
  if (result.data.at <= bounds.fromMs || result.data.at >= bounds.endMs) throw invalid('lies outside the window');
  return result.data.at;
}

/** A short digest of what a list was asked for. Equal queries give equal fingerprints. */
export async function fingerprintOf(query: readonly unknown[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(query));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function parse(token: string): unknown {
  try {
    return JSON.parse(atob(token.replaceAll('-', '+').replaceAll('_', '/'))) as unknown;
  } catch {
    return undefined;
  }
}

function base64Url(ascii: string): string {
  return btoa(ascii).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function invalid(why: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message: `events.list: pageToken ${why}`, provider: 'ews' });
}
