import { z } from 'zod';
import type {
  EventPatch,
  EventProperties,
  NewAttachment,
  NewAttendee,
  NewConference,
  NewEvent,
  NewEventTime,
  WallTime,
} from '../model/event-input.ts';
import type { Recurrence } from '../model/recurrence.ts';
import { formatInstant, instantOfWallTime, parseInstant, wallTimeAt } from '../time/zoned-date-time.ts';
import { addressSchema, timeZoneSchema } from './call-schemas.ts';
import { recurrenceSchema } from './recurrence-schema.ts';
import { filledTextSchema, textSchema } from './text-schema.ts';
import { dateSchema, isWallTime, utcInstantSchema } from './time-schemas.ts';

/** Characters of a text on one line; services keep far fewer, and say so themselves. */
const maxLineLength = 65_536;
const maxBodyLength = 1_048_576;
const maxAttendees = 1_000;
const maxAttachmentBytes = 3 * 1_048_576;

const wallTimeSchema: z.ZodType<WallTime> = z
  .strictObject({
    dateTime: z
      .string()
      .refine(isWallTime, { error: 'a local date and time such as 2026-11-16T09:00:00 is needed', abort: true }),
    timeZone: timeZoneSchema,
    instant: utcInstantSchema.exactOptional(),
  })
  .refine(
    ({ instant, dateTime, timeZone }) =>
      instant === undefined ||
      wallTimeAt(parseInstant(instant), timeZone) === dateTime ||
      formatInstant(instantOfWallTime(dateTime, timeZone)) === instant,
    'the instant is not one of this wall time in its zone',
  );

const instantOf = ({ instant, dateTime, timeZone }: WallTime): number =>
  instant === undefined ? instantOfWallTime(dateTime, timeZone) : parseInstant(instant);

/** Schema of a {@link NewEventTime}. @public */
export const newEventTimeSchema: z.ZodType<NewEventTime> = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('timed'), start: wallTimeSchema, end: wallTimeSchema })
    .refine(({ start, end }) => instantOf(start) <= instantOf(end), 'an event does not end before it starts'),
  z
    .strictObject({ kind: z.literal('allDay'), startDate: dateSchema, endDate: dateSchema })
    .refine((time) => time.startDate < time.endDate, 'an all-day event ends on a later date than it starts'),
]);

/** Schema of a {@link NewAttendee}. @public */
export const newAttendeeSchema: z.ZodType<NewAttendee> = z.strictObject({
  address: addressSchema,
  name: textSchema(maxLineLength).exactOptional(),
  kind: z.enum(['individual', 'resource']).exactOptional(),
  role: z.enum(['required', 'optional']).exactOptional(),
});

const newConferenceSchema: z.ZodType<NewConference> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('create'), service: z.enum(['teams', 'meet']) }),
  z.strictObject({ kind: z.literal('link'), url: z.url({ protocol: /^https$/ }).max(2_048) }),
]);

/** Schema of a {@link NewAttachment}. @public */
export const newAttachmentSchema: z.ZodType<NewAttachment> = z.strictObject({
  name: filledTextSchema(255),
  contentType: z
    .string()
    .max(255)
    .regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+( *;[^\p{Cc}]*)?$/u, 'a MIME type such as text/plain is needed'),
  contentBase64: z.base64().refine((text) => (text.length / 4) * 3 - 2 <= maxAttachmentBytes, 'at most 3 MiB'),
});

const propertyNameSchema = z.string().regex(/^[\w-]{1,44}$/, 'names of properties are 1 to 44 of A-Z a-z 0-9 _ -');
const propertyValueSchema = textSchema(1_024);
const atMost50 = (properties: object): boolean => Object.keys(properties).length <= 50;

/** Records leave this name out without a word, as what they are made of has a meaning of its own for it. */
const withoutPrototypeSchema = z.custom<Record<string, unknown>>(
  (value) => typeof value !== 'object' || value === null || !Object.hasOwn(value, '__proto__'),
  'a property cannot be named __proto__',
);

/** Schema of {@link EventProperties}. @public */
export const eventPropertiesSchema: z.ZodType<EventProperties> = withoutPrototypeSchema.pipe(
  z.record(propertyNameSchema, propertyValueSchema).refine(atMost50, 'at most 50 properties'),
);

const clearable = {
  title: textSchema(maxLineLength),
  body: z.strictObject({ contentType: z.enum(['text', 'html']), content: textSchema(maxBodyLength) }),
  locations: z
    .array(z.strictObject({ name: textSchema(maxLineLength), address: addressSchema.exactOptional() }))
    .max(100),
  categories: z.array(filledTextSchema(255)).max(100),
  color: z.string().regex(/^#[0-9a-f]{6}$/, 'a colour such as #a4bdfc is needed, in lower case'),
  reminderMinutes: z.int().min(0).max(40_320),
  conference: newConferenceSchema,
};

const lasting = {
  busyStatus: z.enum(['busy', 'free', 'tentative', 'outOfOffice', 'workingElsewhere']).exactOptional(),
  privacy: z.enum(['default', 'public', 'private', 'confidential']).exactOptional(),
  allowsNewTimeProposals: z.boolean().exactOptional(),
};

const repeatingSchema = recurrenceSchema.refine(
  ({ rules, additional }) => rules.length + additional.length > 0,
  'a series needs a rule or additional occurrences',
);

/** An occurrence of a series on the clock is named by an instant, one of whole days by a date; another name would name none of them. */
function namesOccurrences({ time, recurrence }: { time?: NewEventTime; recurrence?: Recurrence | null }): boolean {
  if (time === undefined || !recurrence) return true;
  return [...recurrence.additional, ...recurrence.excluded].every((id) => id.includes('T') === (time.kind === 'timed'));
}
const naming = { error: 'occurrences are named by instants, those of whole days by dates', path: ['recurrence'] };

/** Schema of a {@link NewEvent}. @public */
export const newEventSchema: z.ZodType<NewEvent> = z
  .strictObject({
    title: clearable.title.exactOptional(),
    body: clearable.body.exactOptional(),
    locations: clearable.locations.exactOptional(),
    categories: clearable.categories.exactOptional(),
    color: clearable.color.exactOptional(),
    reminderMinutes: clearable.reminderMinutes.exactOptional(),
    conference: clearable.conference.exactOptional(),
    ...lasting,
    time: newEventTimeSchema,
    recurrence: repeatingSchema.exactOptional(),
    attendees: z
      .array(newAttendeeSchema)
      .max(maxAttendees)
      .refine(namesNobodyTwice, 'an address stands there twice')
      .exactOptional(),
    properties: eventPropertiesSchema.exactOptional(),
  })
  .refine(namesOccurrences, naming);

/** Schema of an {@link EventPatch}. @public */
export const eventPatchSchema: z.ZodType<EventPatch> = z
  .strictObject({
    title: clearable.title.nullable().exactOptional(),
    body: clearable.body.nullable().exactOptional(),
    locations: clearable.locations.nullable().exactOptional(),
    categories: clearable.categories.nullable().exactOptional(),
    color: clearable.color.nullable().exactOptional(),
    reminderMinutes: clearable.reminderMinutes.nullable().exactOptional(),
    conference: clearable.conference.nullable().exactOptional(),
    ...lasting,
    time: newEventTimeSchema.exactOptional(),
    recurrence: repeatingSchema.nullable().exactOptional(),
    properties: withoutPrototypeSchema
      .pipe(z.record(propertyNameSchema, propertyValueSchema.nullable()).refine(atMost50, 'at most 50 properties'))
      .exactOptional(),
  })
  .refine(namesOccurrences, naming);

/** Addresses are the same whatever their case, as services see it. */
export function namesNobodyTwice(attendees: readonly NewAttendee[]): boolean {
  return new Set(attendees.map(({ address }) => address.toLowerCase())).size === attendees.length;
}
