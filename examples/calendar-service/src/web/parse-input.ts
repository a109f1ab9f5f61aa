import { CalendarError } from '@kalends/core';
import type { Context } from 'hono';
import type { z } from 'zod';

/** @throws CalendarError `invalidArgument` naming what is wrong, without its value. */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const names = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || 'the input as a whole'))];
  throw new CalendarError({ code: 'invalidArgument', message: `Not usable: ${names.join(', ')}` });
}

/** The fields of a form that are text; those of a file are not there. @throws CalendarError `invalidArgument` when it is no form. */
export async function parseForm(context: Context): Promise<Readonly<Record<string, string>>> {
  try {
    const entries = Object.entries(await context.req.parseBody());
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch (error) {
    // What a form that is cut off or malformed is refused with. The limit on the body has an answer of its own.
    if (!(error instanceof TypeError)) throw error;
    throw new CalendarError({ code: 'invalidArgument', message: 'The body is no form' });
  }
}

/** The JSON of a request's body. @throws CalendarError `invalidArgument`. */
export async function parseJsonBody<T>(schema: z.ZodType<T>, context: Context): Promise<T> {
  let body: unknown;
  try {
    body = await context.req.json();
  } catch (error) {
    // The limit on the body shows as a failure to read it, and has an answer of its own.
    if (!(error instanceof SyntaxError)) throw error;
    throw new CalendarError({ code: 'invalidArgument', message: 'The body is no JSON' });
  }
  return parseInput(schema, body);
}
