import { z } from 'zod';
import type { ConferenceLink } from '../model/conference.ts';
import type { CalendarEvent } from '../model/event.ts';
import type { Attendee, Organizer } from '../model/participant.ts';
import { recurrenceSchema } from './recurrence-schema.ts';
import { eventTimeSchema, instantSchema, recurrenceIdSchema } from './time-schemas.ts';

const participationStatusSchema = z.enum(['accepted', 'declined', 'tentative', 'needsAction', 'unknown']);

/** Schema of an {@link Organizer}. @public */
export const organizerSchema: z.ZodType<Organizer> = z.strictObject({
  name: z.string().exactOptional(),
  address: z.string().exactOptional(),
  isSelf: z.boolean(),
  participationStatus: participationStatusSchema,
});

/** Schema of an {@link Attendee}. @public */
export const attendeeSchema: z.ZodType<Attendee> = z.strictObject({
  name: z.string().exactOptional(),
  address: z.string().exactOptional(),
  kind: z.enum(['individual', 'group', 'resource', 'unknown']),
  role: z.enum(['required', 'optional']),
  participationStatus: participationStatusSchema,
  isSelf: z.boolean(),
  comment: z.string().exactOptional(),
});

/** Schema of a {@link ConferenceLink}. @public */
export const conferenceLinkSchema: z.ZodType<ConferenceLink> = z.strictObject({
  url: z.url({ protocol: /^https$/ }),
  service: z.enum(['teams', 'meet', 'zoom', 'webex', 'skype', 'other']),
});

const fields = {
  id: z.string().min(1),
  calendarId: z.string().min(1),
  iCalUid: z.string().min(1).exactOptional(),
  version: z.string().min(1).exactOptional(),
  status: z.enum(['confirmed', 'tentative', 'cancelled']),
  time: eventTimeSchema,
  title: z.string().exactOptional(),
  description: z.string().exactOptional(),
  body: z.strictObject({ contentType: z.enum(['text', 'html']), content: z.string() }).exactOptional(),
  isContentHidden: z.boolean(),
  organizer: organizerSchema.exactOptional(),
  attendees: z.array(attendeeSchema),
  attendeesOmitted: z.boolean(),
  participationStatus: participationStatusSchema,
  locations: z.array(z.strictObject({ name: z.string(), address: z.string().exactOptional() })),
  conference: conferenceLinkSchema.exactOptional(),
  busyStatus: z.enum(['busy', 'free', 'tentative', 'outOfOffice', 'workingElsewhere', 'unknown']),
  privacy: z.enum(['default', 'public', 'private', 'confidential']),
  purpose: z.enum(['default', 'outOfOffice', 'focusTime', 'workingLocation', 'birthday', 'fromGmail', 'unknown']),
  workingLocation: z
    .strictObject({ kind: z.enum(['home', 'office', 'custom', 'unknown']), label: z.string().exactOptional() })
    .exactOptional(),
  categories: z.array(z.string()),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .exactOptional(),
  properties: z.record(z.string(), z.string()).exactOptional(),
  hasAttachments: z.boolean(),
  attachments: z
    .array(
      z.strictObject({
        name: z.string().exactOptional(),
        contentType: z.string().exactOptional(),
        sizeBytes: z.int().nonnegative().exactOptional(),
        url: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
  reminderMinutes: z.int().exactOptional(),
  allowsNewTimeProposals: z.boolean().exactOptional(),
  webUrl: z.string().exactOptional(),
  createdAt: instantSchema.exactOptional(),
  updatedAt: instantSchema.exactOptional(),
};

/** Schema of a {@link CalendarEvent}: what every provider returns conforms to it. @public */
export const calendarEventSchema: z.ZodType<CalendarEvent> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('single'), ...fields }),
  z.strictObject({ kind: z.literal('master'), ...fields, recurrence: recurrenceSchema }),
  z.strictObject({
    kind: z.literal('occurrence'),
    ...fields,
    masterId: z.string().min(1),
    recurrenceId: recurrenceIdSchema,
  }),
  z.strictObject({
    kind: z.literal('exception'),
    ...fields,
    masterId: z.string().min(1),
    recurrenceId: recurrenceIdSchema.exactOptional(),
  }),
]);
