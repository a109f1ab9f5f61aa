import { z } from 'zod';
import { CalendarError } from '../errors/calendar-error.ts';
import type {
  GetEventOptions,
  GetManyEventsOptions,
  ListCalendarsOptions,
  ListEventsOptions,
} from '../provider/connection.ts';
import { idSchema, omitSchema, pageTokenSchema, signalSchema, targetedSchema, timeZoneSchema } from './call-schemas.ts';
import { timeWindowSchema } from './time-schemas.ts';

const includeSchema = z.array(z.enum(['body', 'properties'])).exactOptional();

/** Schema of {@link ListCalendarsOptions}. @public */
export const listCalendarsOptionsSchema: z.ZodType<ListCalendarsOptions> = z.strictObject({
  signal: signalSchema.exactOptional(),
  pageToken: pageTokenSchema.exactOptional(),
});

/** Schema of {@link ListEventsOptions}. @public */
export const listEventsOptionsSchema: z.ZodType<ListEventsOptions> = z.strictObject({
  signal: signalSchema.exactOptional(),
  calendarId: idSchema.exactOptional(),
  window: timeWindowSchema,
  timeZone: timeZoneSchema.exactOptional(),
  include: includeSchema,
  omit: omitSchema.exactOptional(),
  pageSize: z.int().min(1).max(10_000).exactOptional(),
  pageToken: pageTokenSchema.exactOptional(),
});

/** Schema of {@link GetEventOptions}. @public */
export const getEventOptionsSchema: z.ZodType<GetEventOptions> = targetedSchema({ include: includeSchema });

/** Schema of {@link GetManyEventsOptions}. @public */
export const getManyEventsOptionsSchema: z.ZodType<GetManyEventsOptions> = z.strictObject({
  signal: signalSchema.exactOptional(),
  calendarId: idSchema.exactOptional(),
  eventIds: z.array(idSchema).min(1).max(1_000),
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
