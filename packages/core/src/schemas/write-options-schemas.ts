import { z } from 'zod';
import type { CallOptions } from '../provider/connection.ts';
import type {
  AddAttendeesOptions,
  CancelEventOptions,
  CreateEventOptions,
  DeleteEventOptions,
  EventReference,
  MoveEventOptions,
  RemoveAttendeesOptions,
  RespondOptions,
  UpdateEventOptions,
} from '../provider/event-writes.ts';
import type { NewAttachment } from '../model/event-input.ts';
import { addressSchema, idSchema, omitSchema, signalSchema, targetedSchema } from './call-schemas.ts';
import {
  eventPatchSchema,
  namesNobodyTwice,
  newAttachmentSchema,
  newAttendeeSchema,
  newEventSchema,
  newEventTimeSchema,
} from './event-input-schemas.ts';
import { textSchema } from './text-schema.ts';

const notifySchema = z.enum(['everyone', 'externalOnly', 'nobody']);
const scopeSchema = z.enum(['occurrence', 'following', 'all']).exactOptional();
const versionSchema = z.string().min(1).max(4_096).exactOptional();
const messageSchema = textSchema(65_536).exactOptional();
const maxAttendees = 1_000;

/** Schema of {@link CreateEventOptions}. @public */
export const createEventOptionsSchema: z.ZodType<CreateEventOptions> = z.strictObject({
  signal: signalSchema.exactOptional(),
  calendarId: idSchema.exactOptional(),
  event: newEventSchema,
  notify: notifySchema,
  idempotencyKey: z.string().min(1).max(128).exactOptional(),
  omit: omitSchema.exactOptional(),
});

/** Schema of {@link UpdateEventOptions}. @public */
export const updateEventOptionsSchema: z.ZodType<UpdateEventOptions> = targetedSchema({
  scope: scopeSchema,
  patch: eventPatchSchema,
  notify: notifySchema,
  ifVersion: versionSchema,
});

/** Schema of {@link DeleteEventOptions}. @public */
export const deleteEventOptionsSchema: z.ZodType<DeleteEventOptions> = targetedSchema({
  scope: scopeSchema,
  notify: notifySchema,
  ifVersion: versionSchema,
});

/** Schema of {@link CancelEventOptions}. @public */
export const cancelEventOptionsSchema: z.ZodType<CancelEventOptions> = targetedSchema({
  scope: scopeSchema,
  message: messageSchema,
});

/** Schema of {@link MoveEventOptions}. @public */
export const moveEventOptionsSchema: z.ZodType<MoveEventOptions> = z.strictObject({
  signal: signalSchema.exactOptional(),
  calendarId: idSchema.exactOptional(),
  eventId: idSchema,
  toCalendarId: idSchema,
  notify: notifySchema,
});

/** Schema of {@link RespondOptions}. @public */
export const respondOptionsSchema: z.ZodType<RespondOptions> = targetedSchema({
  scope: z.enum(['occurrence', 'all']).exactOptional(),
  response: z.enum(['accepted', 'tentative', 'declined']),
  notifyOrganizer: z.boolean(),
  comment: messageSchema,
  proposedTime: newEventTimeSchema.exactOptional(),
}).refine(
  ({ response, proposedTime }) => proposedTime === undefined || response !== 'accepted',
  'proposedTime goes with tentative or declined',
);

/** Schema of {@link AddAttendeesOptions}. @public */
export const addAttendeesOptionsSchema: z.ZodType<AddAttendeesOptions> = targetedSchema({
  scope: scopeSchema,
  attendees: z
    .array(newAttendeeSchema)
    .min(1)
    .max(maxAttendees)
    .refine(namesNobodyTwice, 'an address stands there twice'),
  notify: notifySchema,
});

/** Schema of {@link RemoveAttendeesOptions}. @public */
export const removeAttendeesOptionsSchema: z.ZodType<RemoveAttendeesOptions> = targetedSchema({
  scope: scopeSchema,
  addresses: z.array(addressSchema).min(1).max(maxAttendees),
  notify: notifySchema,
});

/** Schema of the options of `AttachmentGroup.list`. @public */
export const listAttachmentsOptionsSchema: z.ZodType<CallOptions & EventReference> = targetedSchema({});

/** Schema of the options of `AttachmentGroup.get` and `AttachmentGroup.remove`. @public */
export const attachmentOptionsSchema: z.ZodType<CallOptions & EventReference & { readonly attachmentId: string }> =
  targetedSchema({ attachmentId: idSchema });

/** Schema of the options of `AttachmentGroup.add`. @public */
export const addAttachmentOptionsSchema: z.ZodType<
  CallOptions & EventReference & { readonly attachment: NewAttachment }
> = targetedSchema({ attachment: newAttachmentSchema });
