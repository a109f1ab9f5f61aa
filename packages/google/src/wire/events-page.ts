import { z } from 'zod';
import { wireEventSchema, wireEventTimeSchema } from './event.ts';
import type { WireEvent, WireEventTime } from './event.ts';
import { text } from './text.ts';
import type { Optional } from './text.ts';

/** One page of `events.list`. */
export interface WireEventsPage {
  readonly items?: Optional<readonly WireEvent[]>;
  readonly nextPageToken?: Optional<string>;
  /** Zone of the calendar. */
  readonly timeZone?: Optional<string>;
  /** What the account may do in the calendar. */
  readonly accessRole?: Optional<string>;
}

/** A deleted occurrence has little more than this. */
export interface WireDeletedOccurrence {
  readonly status?: Optional<string>;
  readonly recurringEventId?: Optional<string>;
  readonly originalStartTime?: Optional<WireEventTime>;
}

/** One page of the exceptions of a series. */
export interface WireExceptionsPage {
  readonly items?: Optional<readonly WireDeletedOccurrence[]>;
  readonly nextPageToken?: Optional<string>;
}

export const wireEventsPageSchema: z.ZodType<WireEventsPage> = z.object({
  items: z.array(wireEventSchema).nullish(),
  nextPageToken: text,
  timeZone: text,
  accessRole: text,
});

export const wireExceptionsPageSchema: z.ZodType<WireExceptionsPage> = z.object({
  items: z
    .array(z.object({ status: text, recurringEventId: text, originalStartTime: wireEventTimeSchema.nullish() }))
    .nullish(),
  nextPageToken: text,
});
