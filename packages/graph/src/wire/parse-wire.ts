import { CalendarError } from '@kalends/core';
import type { z } from 'zod';
import { providerId } from '../graph-context.ts';

/**
 * Reads what the service sent with a schema.
 *
 * @param what - Names the answer in the message, for example `calendarView`.
 * @throws CalendarError `invalidResponse` that names the field which did not fit; values and ids are not repeated.
 */
export function parseWire<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.join('.') ?? '';
  throw unreadable(path === '' ? what : `${what}: ${path}`);
}

/** The error for an answer that cannot be understood. `path` names the field, never its value. */
export function unreadable(path: string): CalendarError {
  return new CalendarError({
    code: 'invalidResponse',
    message: `Microsoft Graph sent something that cannot be understood in ${path}`,
    provider: providerId,
  });
}
