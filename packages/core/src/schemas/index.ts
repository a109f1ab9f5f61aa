/**
 * zod schemas of everything that crosses the provider interface, and strict checks of what callers pass in. Apart from the
 * root because it loads zod.
 *
 * @module
 */
export { calendarSchema } from './calendar-schema.ts';
export { contactSchema } from './contact-schema.ts';
export {
  callOptionsSchema,
  contactChangesOptionsSchema,
  contactOptionsSchema,
  createContactOptionsSchema,
  freeBusyOptionsSchema,
  listContactsOptionsSchema,
  listRoomsOptionsSchema,
  searchContactsOptionsSchema,
  updateContactOptionsSchema,
} from './directory-options-schemas.ts';
export {
  eventPatchSchema,
  eventPropertiesSchema,
  newAttachmentSchema,
  newAttendeeSchema,
  newEventSchema,
  newEventTimeSchema,
} from './event-input-schemas.ts';
export {
  addAttachmentOptionsSchema,
  addAttendeesOptionsSchema,
  attachmentOptionsSchema,
  cancelEventOptionsSchema,
  createEventOptionsSchema,
  deleteEventOptionsSchema,
  listAttachmentsOptionsSchema,
  moveEventOptionsSchema,
  removeAttendeesOptionsSchema,
  respondOptionsSchema,
  updateEventOptionsSchema,
} from './write-options-schemas.ts';
export { credentialFromPlaintext, credentialToPlaintext } from './credential-schema.ts';
export { attendeeSchema, calendarEventSchema, conferenceLinkSchema, organizerSchema } from './event-schema.ts';
export {
  getEventOptionsSchema,
  getManyEventsOptionsSchema,
  listCalendarsOptionsSchema,
  listEventsOptionsSchema,
  parseOptions,
} from './options-schemas.ts';
export { recurrenceRuleSchema, recurrenceSchema } from './recurrence-schema.ts';
export { roomSchema } from './room-schema.ts';
export { eventTimeSchema, timeWindowSchema, zonedDateTimeSchema } from './time-schemas.ts';
