import { z } from 'zod';
import type { CallOptions, EventOmission } from '../provider/connection.ts';
import type { EventReference } from '../provider/event-writes.ts';
import { isIanaTimeZone } from '../time/resolve-time-zone.ts';
import { recurrenceIdSchema } from './time-schemas.ts';

const maxTokenLength = 65_536;

/** Of every call. */
export const signalSchema: z.ZodType<AbortSignal> = z.instanceof(AbortSignal);

/** An id of a service. */
export const idSchema: z.ZodType<string> = z.string().min(1).max(4_096);

/** Where a list goes on. */
export const pageTokenSchema: z.ZodType<string> = z.string().min(1).max(maxTokenLength);

/** An IANA zone name that this runtime knows, or `UTC`. */
export const timeZoneSchema: z.ZodType<string> = z.string().refine((name) => name === 'UTC' || isIanaTimeZone(name), {
  error: 'an IANA zone name such as Europe/Berlin is needed',
  // What is checked next reckons in this zone.
  abort: true,
});

/** Parts of an event that are not wanted. */
export const omitSchema: z.ZodType<readonly EventOmission[]> = z.array(z.enum(['attendees', 'description']));

/** A mail address; what exactly may stand in one is the services' to say. */
export const addressSchema: z.ZodType<string> = z
  .string()
  .max(320)
  .regex(/^[^\s@<>"\p{Cc}]+@[^\s@<>"\p{Cc}]+$/u, 'a mail address is needed');

type Targeted<Shape extends z.core.$ZodShape> = CallOptions &
  EventReference &
  z.output<z.ZodObject<Shape, z.core.$strict>>;

/**
 * Options of a call about one event, which is named by its id or by its series and recurrence id. Which of the two it is decides the
 * schema, so that a message is about the option that is wrong and not about both.
 */
export function targetedSchema<Shape extends z.core.$ZodShape>(shape: Shape): z.ZodType<Targeted<Shape>> {
  const always = { ...shape, signal: signalSchema.exactOptional(), calendarId: idSchema.exactOptional() };
  const byId = z.strictObject({ ...always, eventId: idSchema });
  const byRecurrenceId = z.strictObject({ ...always, masterId: idSchema, recurrenceId: recurrenceIdSchema });
  return z.unknown().transform((value, context) => {
    const isById = typeof value !== 'object' || value === null || !('masterId' in value || 'recurrenceId' in value);
    const result = (isById ? byId : byRecurrenceId).safeParse(value);
    // The two schemas are the two members of the target, each with the whole shape; the checker does not see through the spread.
    if (result.success) return result.data as unknown as Targeted<Shape>;
    for (const { path, message } of result.error.issues) context.addIssue({ code: 'custom', path: [...path], message });
    return z.NEVER;
  });
}
