import { CalendarError } from '@kalends/core';
import type { z } from 'zod';

/**
 * Reads what the service sent.
 *
 * @throws CalendarError `invalidResponse` with the path of the field that is wrong; its value is not repeated.
 */
export function parseWire<T>(schema: z.ZodType<T>, data: unknown): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.join('.') ?? '';
  throw new CalendarError({ code: 'invalidResponse', message: problem(data, path), provider: 'google' });
}

function problem(data: unknown, path: string): string {
  if (typeof data === 'string') {
    return /^\s*</.test(data)
      ? 'Google answered with a web page instead of JSON; a proxy or sign-in page may stand in between'
      : 'Google answered with something that is not JSON, or its answer was cut off';
  }
  return path === ''
    ? 'Google answered with JSON of another shape than documented'
    : `Google answered with a value that cannot be read in ${path}`;
}
