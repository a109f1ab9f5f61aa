import { z } from 'zod';
import type { ExtendedPropertyWire } from '../mapping/extended-property.ts';

/** Optional as the service means it: left out, or null. */
type Text = string | null | undefined;
type Flag = boolean | null | undefined;
type Count = number | null | undefined;

/** A name with an address. */
export interface EmailAddressWire {
  readonly name?: Text;
  readonly address?: Text;
}

/** A wall time and the name of its zone. */
export interface DateTimeWire {
  readonly dateTime: string;
  readonly timeZone?: Text;
}

/** A place. */
export interface LocationWire {
  readonly displayName?: Text;
  readonly locationEmailAddress?: Text;
  readonly locationUri?: Text;
  readonly uniqueId?: Text;
  readonly uniqueIdType?: Text;
}

/** Somebody or something invited. */
export interface AttendeeWire {
  readonly type?: Text;
  readonly status?: { readonly response?: Text } | null | undefined;
  readonly emailAddress?: EmailAddressWire | null | undefined;
}

/** How a series repeats. */
export interface RecurrencePatternWire {
  readonly type: string;
  readonly interval?: Count;
  readonly month?: Count;
  readonly dayOfMonth?: Count;
  readonly daysOfWeek?: string[] | null | undefined;
  readonly firstDayOfWeek?: Text;
  readonly index?: Text;
}

/** How long a series repeats. */
export interface RecurrenceRangeWire {
  readonly type: string;
  readonly startDate?: Text;
  readonly endDate?: Text;
  readonly numberOfOccurrences?: Count;
  readonly recurrenceTimeZone?: Text;
}

/**
 * The event resource, as far as it is used. Everything but the id and the time may be missing: a field that was not selected,
 * may not be seen, or was never set.
 */
export interface EventWire {
  readonly '@odata.etag'?: Text;
  readonly id: string;
  readonly type?: Text;
  readonly changeKey?: Text;
  readonly createdDateTime?: Text;
  readonly lastModifiedDateTime?: Text;
  readonly categories?: string[] | null | undefined;
  readonly originalStartTimeZone?: Text;
  readonly originalEndTimeZone?: Text;
  readonly originalStart?: Text;
  readonly occurrenceId?: Text;
  readonly seriesMasterId?: Text;
  readonly iCalUId?: Text;
  readonly reminderMinutesBeforeStart?: Count;
  readonly isReminderOn?: Flag;
  readonly hasAttachments?: Flag;
  readonly subject?: Text;
  readonly bodyPreview?: Text;
  readonly body?: { readonly contentType?: Text; readonly content?: Text } | null | undefined;
  readonly sensitivity?: Text;
  readonly isAllDay?: Flag;
  readonly isCancelled?: Flag;
  readonly isOrganizer?: Flag;
  readonly hideAttendees?: Flag;
  readonly allowNewTimeProposals?: Flag;
  readonly showAs?: Text;
  readonly webLink?: Text;
  readonly responseStatus?: { readonly response?: Text; readonly time?: Text } | null | undefined;
  readonly start: DateTimeWire;
  readonly end: DateTimeWire;
  readonly location?: LocationWire | null | undefined;
  readonly locations?: LocationWire[] | null | undefined;
  readonly attendees?: AttendeeWire[] | null | undefined;
  readonly organizer?: { readonly emailAddress?: EmailAddressWire | null | undefined } | null | undefined;
  readonly isOnlineMeeting?: Flag;
  readonly importance?: Text;
  readonly responseRequested?: Flag;
  readonly onlineMeeting?: { readonly joinUrl?: Text } | null | undefined;
  readonly onlineMeetingProvider?: Text;
  readonly onlineMeetingUrl?: Text;
  readonly recurrence?:
    | { readonly pattern: RecurrencePatternWire; readonly range: RecurrenceRangeWire }
    | null
    | undefined;
  readonly singleValueExtendedProperties?: ExtendedPropertyWire[] | null | undefined;
}

/** A page of events. */
export interface EventPageWire {
  readonly value: EventWire[];
  readonly '@odata.nextLink'?: Text;
}

/** What a master says about its members; selected and expanded on a request of its own. */
export interface SeriesMembersWire {
  readonly cancelledOccurrences?: string[] | null | undefined;
  readonly exceptionOccurrences?: EventWire[] | null | undefined;
}

const text = z.string().nullish();
const flag = z.boolean().nullish();

const emailAddress = z.object({ name: text, address: text }).nullish();
const responseStatus = z.object({ response: text, time: text }).nullish();
const dateTimeTimeZone = z.object({ dateTime: z.string(), timeZone: text });
const location = z.object({
  displayName: text,
  locationEmailAddress: text,
  locationUri: text,
  uniqueId: text,
  uniqueIdType: text,
});
const attendee = z.object({ type: text, status: responseStatus, emailAddress });

const recurrencePattern = z.object({
  type: z.string(),
  interval: z.number().nullish(),
  month: z.number().nullish(),
  dayOfMonth: z.number().nullish(),
  daysOfWeek: z.array(z.string()).nullish(),
  firstDayOfWeek: text,
  index: text,
});
const recurrenceRange = z.object({
  type: z.string(),
  startDate: text,
  endDate: text,
  numberOfOccurrences: z.number().nullish(),
  recurrenceTimeZone: text,
});

/** Schema of an {@link EventWire}. */
export const eventWireSchema: z.ZodType<EventWire> = z.object({
  '@odata.etag': text,
  id: z.string().min(1),
  type: text,
  changeKey: text,
  createdDateTime: text,
  lastModifiedDateTime: text,
  categories: z.array(z.string()).nullish(),
  originalStartTimeZone: text,
  originalEndTimeZone: text,
  originalStart: text,
  occurrenceId: text,
  seriesMasterId: text,
  iCalUId: text,
  reminderMinutesBeforeStart: z.number().nullish(),
  isReminderOn: flag,
  hasAttachments: flag,
  subject: text,
  bodyPreview: text,
  body: z.object({ contentType: text, content: text }).nullish(),
  sensitivity: text,
  isAllDay: flag,
  isCancelled: flag,
  isOrganizer: flag,
  hideAttendees: flag,
  allowNewTimeProposals: flag,
  showAs: text,
  webLink: text,
  responseStatus,
  start: dateTimeTimeZone,
  end: dateTimeTimeZone,
  location: location.nullish(),
  locations: z.array(location).nullish(),
  attendees: z.array(attendee).nullish(),
  organizer: z.object({ emailAddress }).nullish(),
  isOnlineMeeting: flag,
  importance: text,
  responseRequested: flag,
  onlineMeeting: z.object({ joinUrl: text }).nullish(),
  onlineMeetingProvider: text,
  onlineMeetingUrl: text,
  recurrence: z.object({ pattern: recurrencePattern, range: recurrenceRange }).nullish(),
  singleValueExtendedProperties: z.array(z.object({ id: text, value: text })).nullish(),
});

/** Schema of {@link SeriesMembersWire}. */
export const seriesWireSchema: z.ZodType<SeriesMembersWire> = z.object({
  cancelledOccurrences: z.array(z.string()).nullish(),
  exceptionOccurrences: z.array(eventWireSchema).nullish(),
});

/** Schema of an {@link EventPageWire}. */
export const eventPageWireSchema: z.ZodType<EventPageWire> = z.object({
  value: z.array(eventWireSchema),
  '@odata.nextLink': text,
});

/** Schema of anything of which only the id was asked for. */
export const idWireSchema: z.ZodType<{ readonly id: string }> = z.object({ id: z.string().min(1) });
