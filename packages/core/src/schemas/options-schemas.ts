import { z } from 'zod';
import { CalendarError } from '../errors/calendar-error.ts';
import type { GetEventOptions, ListCalendarsOptions, ListEventsOptions } from '../provider/connection.ts';
import { isIanaTimeZone } from '../time/resolve-time-zone.ts';
import { timeWindowSchema } from './time-schemas.ts';

const maxTokenLength = 65_536;
const signalSchema = z.instanceof(AbortSignal).exactOptional();
const idSchema = z.string().min(1).max(4_096);
const pageTokenSchema = z.string().min(1).max(maxTokenLength).exactOptional();
const includeSchema = z.array(z.enum(['body'])).exactOptional();

/** Schema of {@link ListCalendarsOptions}. @public */
export const listCalendarsOptionsSchema: z.ZodType<ListCalendarsOptions> = z.strictObject({
  signal: signalSchema,
  pageToken: pageTokenSchema,
});

/** Schema of {@link ListEventsOptions}. @public */
export const listEventsOptionsSchema: z.ZodType<ListEventsOptions> = z.strictObject({
  signal: signalSchema,
  calendarId: idSchema.exactOptional(),
  window: timeWindowSchema,
  timeZone: z
    .string()
    .refine((name) => name === 'UTC' || isIanaTimeZone(name), 'an IANA zone name such as Europe/Berlin is needed')
    .exactOptional(),
  include: includeSchema,
  pageSize: z.int().min(1).max(10_000).exactOptional(),
  pageToken: pageTokenSchema,
});

/** Schema of {@link GetEventOptions}. @public */
export const getEventOptionsSchema: z.ZodType<GetEventOptions> = z.strictObject({
  signal: signalSchema,
  calendarId: idSchema.exactOptional(),
  eventId: idSchema,
  include: includeSchema,
});

/**
 * Checks what a caller passed in, strictly: unknown keys are refused too.
 *
 * @param name - What is being checked, for the message, for example `events.list`.
 * @throws CalendarError `invalidArgument`, naming the option and what it needs. Values are not repeated.
 * @public
 */
export function parseOptions<T>(schema: z.ZodType<T>, options: unknown, name: string): T {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue === undefined || issue.path.length === 0 ? 'its options' : issue.path.join('.');
  throw new CalendarError({
    code: 'invalidArgument',
    message: `${name}: ${path}: ${issue?.message ?? 'not valid'}`,
    operation: name,
  });
}
