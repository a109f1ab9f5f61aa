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

/** Reads JSON; `undefined` for anything else. */
export function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
