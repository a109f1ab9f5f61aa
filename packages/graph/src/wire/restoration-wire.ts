import type { RecurrenceId } from '@kalends/core';
import { z } from 'zod';
import type { DateTimeWire } from './event-wire.ts';
import type { EventWriteWire, RecurrenceWriteWire } from './event-write-wire.ts';

/** What a series is to have again after its rule or its time was written. */
export interface RestorationWire {
  /** How the series takes place since. */
  readonly recurrence: RecurrenceWriteWire;
  /** When it begins. */
  readonly start: DateTimeWire;
  /** Occurrences that do not take place. */
  readonly excluded: readonly RecurrenceId[];
  /** Changed occurrences, whole. */
  readonly changed: readonly (readonly [RecurrenceId, EventWriteWire])[];
}

const text = z.string();
const flag = z.boolean().exactOptional();
const place = z.object({ displayName: text, locationEmailAddress: text.exactOptional() });
const wallTime = z.object({ dateTime: text, timeZone: text });
const recurrence: z.ZodType<RecurrenceWriteWire> = z.object({
  pattern: z.object({
    type: text,
    interval: z.number(),
    month: z.number().exactOptional(),
    dayOfMonth: z.number().exactOptional(),
    daysOfWeek: z.array(text).exactOptional(),
    firstDayOfWeek: text.exactOptional(),
    index: text.exactOptional(),
  }),
  range: z.object({
    type: text,
    startDate: text,
    endDate: text.exactOptional(),
    numberOfOccurrences: z.number().exactOptional(),
    recurrenceTimeZone: text,
  }),
});
const changed: z.ZodType<EventWriteWire> = z.object({
  start: wallTime.exactOptional(),
  end: wallTime.exactOptional(),
  isAllDay: flag,
  subject: text.exactOptional(),
  body: z.object({ contentType: z.literal('html'), content: text }).exactOptional(),
  location: place.exactOptional(),
  locations: z.array(place).exactOptional(),
  attendees: z
    .array(
      z.object({ type: text, emailAddress: z.object({ address: text.exactOptional(), name: text.exactOptional() }) }),
    )
    .exactOptional(),
  categories: z.array(text).exactOptional(),
  isReminderOn: flag,
  reminderMinutesBeforeStart: z.number().exactOptional(),
  showAs: text.exactOptional(),
  sensitivity: text.exactOptional(),
  importance: text.exactOptional(),
  allowNewTimeProposals: flag,
  responseRequested: flag,
  hideAttendees: flag,
  singleValueExtendedProperties: z.array(z.object({ id: text, value: text })).exactOptional(),
});

/** Schema of a {@link RestorationWire}, which is kept where others can write too. */
export const restorationSchema: z.ZodType<RestorationWire> = z.object({
  recurrence,
  start: z.object({ dateTime: text, timeZone: text.nullish() }),
  excluded: z.array(text),
  changed: z.array(z.tuple([text, changed])),
});
