import { isDate } from '@kalends/core/time';
import { z } from 'zod';
import { flag, text } from './text.ts';
import type { Optional } from './text.ts';

/** `EventDateTime`: a date, or a moment with its offset. */
export interface WireEventTime {
  readonly date?: Optional<string>;
  readonly dateTime?: Optional<string>;
  readonly timeZone?: Optional<string>;
}

/** `EventAttendee`. */
export interface WireAttendee {
  readonly email?: Optional<string>;
  readonly displayName?: Optional<string>;
  readonly organizer?: Optional<boolean>;
  readonly self?: Optional<boolean>;
  readonly resource?: Optional<boolean>;
  readonly optional?: Optional<boolean>;
  readonly responseStatus?: Optional<string>;
  readonly comment?: Optional<string>;
}

/** `Event.organizer`. */
export interface WireOrganizer {
  readonly email?: Optional<string>;
  readonly displayName?: Optional<string>;
  readonly self?: Optional<boolean>;
}

/** `ConferenceData`. */
export interface WireConferenceData {
  readonly entryPoints?: Optional<
    readonly { readonly entryPointType?: Optional<string>; readonly uri?: Optional<string> }[]
  >;
  readonly conferenceSolution?: Optional<{
    readonly name?: Optional<string>;
    readonly key?: Optional<{ readonly type?: Optional<string> }>;
  }>;
  readonly createRequest?: Optional<{
    readonly requestId?: Optional<string>;
    /** `pending`, `success` or `failure`. */
    readonly status?: Optional<{ readonly statusCode?: Optional<string> }>;
  }>;
}

/** `Event`, as far as it is used. */
export interface WireEvent {
  readonly id: string;
  readonly etag?: Optional<string>;
  readonly status?: Optional<string>;
  readonly htmlLink?: Optional<string>;
  readonly created?: Optional<string>;
  readonly updated?: Optional<string>;
  readonly summary?: Optional<string>;
  readonly description?: Optional<string>;
  readonly location?: Optional<string>;
  readonly creator?: Optional<{ readonly self?: Optional<boolean> }>;
  readonly organizer?: Optional<WireOrganizer>;
  readonly start?: Optional<WireEventTime>;
  readonly end?: Optional<WireEventTime>;
  readonly recurrence?: Optional<readonly string[]>;
  readonly recurringEventId?: Optional<string>;
  readonly originalStartTime?: Optional<WireEventTime>;
  readonly transparency?: Optional<string>;
  readonly visibility?: Optional<string>;
  readonly iCalUID?: Optional<string>;
  readonly colorId?: Optional<string>;
  readonly attendees?: Optional<readonly WireAttendee[]>;
  readonly attendeesOmitted?: Optional<boolean>;
  readonly guestsCanSeeOtherGuests?: Optional<boolean>;
  readonly hangoutLink?: Optional<string>;
  readonly conferenceData?: Optional<WireConferenceData>;
  readonly reminders?: Optional<{
    readonly useDefault?: Optional<boolean>;
    readonly overrides?: Optional<
      readonly { readonly method?: Optional<string>; readonly minutes?: Optional<number> }[]
    >;
  }>;
  readonly attachments?: Optional<
    readonly {
      readonly fileUrl?: Optional<string>;
      readonly title?: Optional<string>;
      readonly mimeType?: Optional<string>;
    }[]
  >;
  readonly eventType?: Optional<string>;
  readonly extendedProperties?: Optional<{ readonly private?: Optional<Readonly<Record<string, string>>> }>;
  readonly workingLocationProperties?: Optional<{
    readonly type?: Optional<string>;
    readonly officeLocation?: Optional<{ readonly label?: Optional<string> }>;
    readonly customLocation?: Optional<{ readonly label?: Optional<string> }>;
  }>;
}

const dateTimePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** RFC 3339 with an offset: without one the instant would depend on whoever reads it. */
const dateTimeSchema = z.string().refine((value) => dateTimePattern.test(value) && !Number.isNaN(Date.parse(value)));

export const wireEventTimeSchema: z.ZodType<WireEventTime> = z.object({
  date: z.string().refine(isDate).nullish(),
  dateTime: dateTimeSchema.nullish(),
  timeZone: text,
});

const label = z.object({ label: text }).nullish();

export const wireEventSchema: z.ZodType<WireEvent> = z.object({
  id: z.string().min(1),
  etag: text,
  status: text,
  htmlLink: text,
  created: text,
  updated: text,
  summary: text,
  description: text,
  location: text,
  creator: z.object({ self: flag }).nullish(),
  organizer: z.object({ email: text, displayName: text, self: flag }).nullish(),
  start: wireEventTimeSchema.nullish(),
  end: wireEventTimeSchema.nullish(),
  recurrence: z.array(z.string()).nullish(),
  recurringEventId: z.string().min(1).nullish(),
  originalStartTime: wireEventTimeSchema.nullish(),
  transparency: text,
  visibility: text,
  iCalUID: text,
  colorId: text,
  attendees: z
    .array(
      z.object({
        email: text,
        displayName: text,
        organizer: flag,
        self: flag,
        resource: flag,
        optional: flag,
        responseStatus: text,
        comment: text,
      }),
    )
    .nullish(),
  attendeesOmitted: flag,
  guestsCanSeeOtherGuests: flag,
  hangoutLink: text,
  conferenceData: z
    .object({
      entryPoints: z.array(z.object({ entryPointType: text, uri: text })).nullish(),
      conferenceSolution: z.object({ name: text, key: z.object({ type: text }).nullish() }).nullish(),
      createRequest: z.object({ requestId: text, status: z.object({ statusCode: text }).nullish() }).nullish(),
    })
    .nullish(),
  reminders: z
    .object({
      useDefault: flag,
      overrides: z.array(z.object({ method: text, minutes: z.number().nullish() })).nullish(),
    })
    .nullish(),
  attachments: z.array(z.object({ fileUrl: text, title: text, mimeType: text })).nullish(),
  eventType: text,
  extendedProperties: z.object({ private: z.record(z.string(), z.string()).nullish() }).nullish(),
  workingLocationProperties: z.object({ type: text, officeLocation: label, customLocation: label }).nullish(),
});
