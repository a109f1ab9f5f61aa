import { z } from 'zod';
import type { EventTime, TimeWindow, ZonedDateTime } from '../model/time.ts';
import { isDate } from '../time/zoned-date-time.ts';

/** A calendar date `YYYY-MM-DD` that exists. */
export const dateSchema: z.ZodType<string> = z.string().refine(isDate, 'a calendar date such as 2026-11-16 is needed');

/** Tells whether a text is a local date and time that exists, `YYYY-MM-DDTHH:mm:ss`. */
export function isWallTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text) && isDate(text.slice(0, 10));
}

/** An instant in UTC that exists, as the model writes it, `YYYY-MM-DDTHH:mm:ssZ`. */
export const utcInstantSchema: z.ZodType<string> = z
  .string()
  .refine((text) => text.endsWith('Z') && isWallTime(text.slice(0, -1)), {
    error: 'an instant such as 2026-11-16T08:00:00Z is needed',
    // What is checked next reckons with it.
    abort: true,
  });

/** Names an occurrence. */
export const recurrenceIdSchema: z.ZodType<string> = z.union([dateSchema, utcInstantSchema]);

/** An ISO 8601 instant with `Z` or an offset. */
export const instantSchema: z.ZodType<string> = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/,
    'an instant such as 2026-11-16T08:00:00Z is needed, with Z or an offset',
  )
  .refine((text) => isDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)), 'this instant does not exist');

/** Schema of a {@link ZonedDateTime}. @public */
export const zonedDateTimeSchema: z.ZodType<ZonedDateTime> = z.strictObject({
  dateTime: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
  timeZone: z.string().min(1),
  instant: utcInstantSchema,
  unresolvedTimeZone: z.string().exactOptional(),
});

/** Schema of an {@link EventTime}. @public */
export const eventTimeSchema: z.ZodType<EventTime> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('timed'), start: zonedDateTimeSchema, end: zonedDateTimeSchema }),
  z
    .strictObject({ kind: z.literal('allDay'), startDate: dateSchema, endDate: dateSchema })
    .refine((time) => time.startDate < time.endDate, 'an all-day event ends on a later date than it starts'),
]);

/** Schema of a {@link TimeWindow}. @public */
export const timeWindowSchema: z.ZodType<TimeWindow> = z
  .strictObject({ start: instantSchema, end: instantSchema })
  .refine((window) => Date.parse(window.start) < Date.parse(window.end), 'a window ends later than it starts');
