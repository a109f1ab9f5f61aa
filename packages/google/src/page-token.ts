import { CalendarError } from '@kalends/core';
import { z } from 'zod';

/** What we put into a page token: the service's own token and a digest of the query it belongs to. */
const contentSchema = z.tuple([z.literal(1), z.string(), z.string().min(1)]);

/**
 * Wraps the service's page token so that it fits only the query it came from: Google answers a token used with other
 * parameters with whatever it likes.
 *
 * @param query - Everything that decides the answer.
 */
export async function sealPageToken(query: unknown, vendorToken: string): Promise<string> {
  return base64Url(new TextEncoder().encode(JSON.stringify([1, await digestOf(query), vendorToken])));
}

/**
 * Unwraps what {@link sealPageToken} made.
 *
 * @throws CalendarError `invalidArgument` for a token of another query, or of somebody else.
 */
export async function openPageToken(
  query: unknown,
  pageToken: string,
  operation: string,
  option: 'pageToken' | 'cursor' = 'pageToken',
): Promise<string> {
  const content = contentSchema.safeParse(decode(pageToken)).data;
  if (content === undefined || content[1] !== (await digestOf(query))) {
    throw new CalendarError({
      code: 'invalidArgument',
      message: `${operation}: ${option} does not belong to this query; start without it`,
      provider: 'google',
      operation,
    });
  }
  return content[2];
}

async function digestOf(query: unknown): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(query)));
  return base64Url(new Uint8Array(digest));
}

/** Base64 that may stand in a URL (RFC 4648, section 5), without padding. */
export function base64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function decode(token: string): unknown {
  try {
    const binary = atob(token.replaceAll('-', '+').replaceAll('_', '/'));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0))));
  } catch {
    return undefined;
  }
}
