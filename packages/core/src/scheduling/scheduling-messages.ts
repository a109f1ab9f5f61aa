import { z } from 'zod';
import { CalendarError } from '../errors/calendar-error.ts';
import type { CalendarErrorJson } from '../errors/calendar-error.ts';
import { calendarErrorCodes } from '../errors/error-code.ts';
import { idSchema } from '../schemas/call-schemas.ts';
import { newEventSchema } from '../schemas/event-input-schemas.ts';
import { parseOptions } from '../schemas/options-schemas.ts';
import type { SchedulingRequest, SchedulingResult } from './schedule-meeting.ts';
import type { MeetingToSchedule } from './scheduling-input.ts';

/** What is said of an event beyond these is left out: it is nobody's business on the way. */
const meetingSchema: z.ZodType<MeetingToSchedule> = z
  .object({ title: z.unknown(), time: z.unknown(), recurrence: z.unknown().optional() })
  .transform((meeting, context) => {
    const event = newEventSchema.safeParse({
      title: meeting.title,
      time: meeting.time,
      ...(meeting.recurrence === undefined ? {} : { recurrence: meeting.recurrence }),
    });
    if (event.success && event.data.title !== undefined && event.data.time.kind === 'timed') {
      const { title, time, recurrence } = event.data;
      return { title, time, ...(recurrence === undefined ? {} : { recurrence }) };
    }
    const [issue] = event.error?.issues ?? [];
    context.addIssue({
      code: 'custom',
      path: [...(issue?.path ?? [])],
      message: issue?.message ?? 'a meeting has a title, a start and an end on the clock',
    });
    return z.NEVER;
  });

const requestSchema: z.ZodType<SchedulingRequest> = z.strictObject({
  meeting: meetingSchema,
  calendarId: idSchema.exactOptional(),
  notify: z.enum(['everyone', 'externalOnly', 'nobody']),
  idempotencyKey: z.string().min(1).max(128),
});

const serviceMeetingSchema = z.strictObject({
  meetingId: idSchema,
  joinUrl: z.url({ protocol: /^https$/ }),
});
const errorSchema = z.custom<CalendarErrorJson>(
  (value) =>
    z
      .looseObject({
        name: z.literal('CalendarError'),
        code: z.enum(calendarErrorCodes),
        message: z.string(),
        retryable: z.boolean(),
      })
      .safeParse(value).success,
);
const resultSchema: z.ZodType<SchedulingResult> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('scheduled'), meeting: serviceMeetingSchema, eventId: idSchema }),
  z.strictObject({ kind: z.literal('undone'), error: errorSchema }),
  z.strictObject({ kind: z.literal('halfDone'), meeting: serviceMeetingSchema.exactOptional(), error: errorSchema }),
]);

/** Checks a request, and takes of the meeting only what scheduling needs. */
export function parseSchedulingRequest(value: unknown): SchedulingRequest {
  return parseOptions(requestSchema, value, 'scheduling');
}

/** Checks an answer of the other side. */
export function parseSchedulingResult(text: string): SchedulingResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const result = resultSchema.safeParse(value);
  if (result.success) return result.data;
  throw new CalendarError({ code: 'invalidResponse', message: 'The client gave no result of a scheduling request' });
}
