import { CalendarError } from '@kalends/core';
import type { z } from 'zod';

/**
 * Reads what the service sent with a schema.
 *
 * @param what - Names the answer in the message.
 * @throws CalendarError `invalidResponse` that names the field which did not fit; values are not repeated.
 */
export function parseWire<T>(schema: z.ZodType<T>, value: unknown, what: string, provider: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.join('.') ?? '';
  throw new CalendarError({
    code: 'invalidResponse',
    message: `Microsoft Entra sent something that cannot be understood in ${path === '' ? what : `${what}: ${path}`}`,
    provider,
  });
}

/** As long as what an error carries. */
const maxClaimsLength = 8_192;

/** Reads a claims request (OpenID Connect Core, section 5.5): JSON of an object, in its shortest form; `undefined` for anything else. */
export function readClaims(text: string | null | undefined): string | undefined {
  if (typeof text !== 'string' || text.length > maxClaimsLength) return undefined;
  const claims = tryParseJson(text);
  return typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? JSON.stringify(claims) : undefined;
}

/** Reads JSON; `undefined` for anything else. */
export function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
