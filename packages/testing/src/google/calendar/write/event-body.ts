import { anyObject, fields, flag, listOf, mapOf, oneOf, parseObject, text, whole } from '../../api/json-body.ts';
import type { JsonObject, Reader } from '../../api/json-body.ts';
import type { EventAttendee, GoogleEventResource } from '../event-resource.ts';

/** Start or end as it was sent. */
export interface SentTime {
  readonly date?: string | null;
  readonly dateTime?: string | null;
  readonly timeZone?: string | null;
}

/** A guest as it was sent. */
export interface SentAttendee {
  readonly email?: string | null;
  readonly displayName?: string | null;
  readonly optional?: boolean | null;
  readonly resource?: boolean | null;
  readonly comment?: string | null;
  readonly additionalGuests?: number | null;
  readonly responseStatus?: EventAttendee['responseStatus'] | null;
}

/** Reminders as they were sent. */
export interface SentReminders {
  readonly useDefault?: boolean | null;
  readonly overrides?: readonly { readonly method?: string | null; readonly minutes?: number | null }[] | null;
}

/** Conference data as it was sent. */
export interface SentConference {
  readonly createRequest?: {
    readonly requestId?: string | null;
    readonly conferenceSolutionKey?: { readonly type?: string | null } | null;
  } | null;
  readonly conferenceSolution?: JsonObject | null;
  readonly entryPoints?: readonly JsonObject[] | null;
  readonly conferenceId?: string | null;
  readonly notes?: string | null;
}

/** A map of properties as it was sent: `null` deletes a name. */
export type SentProperties = Readonly<Record<string, string | null>>;

/** The body of a write: absent fields were not sent, `null` ones were sent as `null`. Read-only fields are ignored. */
export interface EventBody {
  readonly id?: string | null;
  readonly iCalUID?: string | null;
  readonly status?: 'confirmed' | 'tentative' | 'cancelled' | null;
  readonly summary?: string | null;
  readonly description?: string | null;
  readonly location?: string | null;
  readonly colorId?: string | null;
  readonly eventLabelId?: string | null;
  readonly start?: SentTime | null;
  readonly end?: SentTime | null;
  readonly recurrence?: readonly string[] | null;
  readonly transparency?: 'opaque' | 'transparent' | null;
  readonly visibility?: NonNullable<GoogleEventResource['visibility']> | null;
  readonly sequence?: number | null;
  readonly organizer?: { readonly email?: string | null; readonly displayName?: string | null } | null;
  readonly attendees?: readonly SentAttendee[] | null;
  readonly attendeesOmitted?: boolean | null;
  readonly conferenceData?: SentConference | null;
  readonly guestsCanInviteOthers?: boolean | null;
  readonly guestsCanModify?: boolean | null;
  readonly guestsCanSeeOtherGuests?: boolean | null;
  readonly reminders?: SentReminders | null;
  readonly extendedProperties?: {
    readonly private?: SentProperties | null;
    readonly shared?: SentProperties | null;
  } | null;
  readonly source?: { readonly title?: string | null; readonly url?: string | null } | null;
  readonly attachments?: readonly SentAttachment[] | null;
  readonly eventType?: NonNullable<GoogleEventResource['eventType']> | null;
  readonly outOfOfficeProperties?: JsonObject | null;
  readonly focusTimeProperties?: JsonObject | null;
  readonly workingLocationProperties?: JsonObject | null;
  readonly birthdayProperties?: JsonObject | null;
}

/** An attached file as it was sent. */
export interface SentAttachment {
  readonly fileUrl?: string | null;
  readonly title?: string | null;
  readonly mimeType?: string | null;
  readonly iconLink?: string | null;
}

/** Reads the body of `events.insert`, `import`, `update` and `patch`. @throws ApiError 400. */
export function readEventBody(body: string): EventBody {
  return readEvent(parseObject(body));
}

const time = fields({ date: text, dateTime: text, timeZone: text });

const readEvent: Reader<EventBody> = fields({
  id: text,
  iCalUID: text,
  status: oneOf('confirmed', 'tentative', 'cancelled'),
  summary: text,
  description: text,
  location: text,
  colorId: text,
  eventLabelId: text,
  start: time,
  end: time,
  recurrence: listOf(text),
  transparency: oneOf('opaque', 'transparent'),
  visibility: oneOf('default', 'public', 'private', 'confidential'),
  sequence: whole,
  organizer: fields({ email: text, displayName: text }),
  attendees: listOf(
    fields({
      email: text,
      displayName: text,
      optional: flag,
      resource: flag,
      comment: text,
      additionalGuests: whole,
      responseStatus: oneOf('needsAction', 'declined', 'tentative', 'accepted'),
    }),
  ),
  attendeesOmitted: flag,
  conferenceData: fields({
    createRequest: fields({ requestId: text, conferenceSolutionKey: fields({ type: text }) }),
    conferenceSolution: anyObject,
    entryPoints: listOf(anyObject),
    conferenceId: text,
    notes: text,
  }),
  guestsCanInviteOthers: flag,
  guestsCanModify: flag,
  guestsCanSeeOtherGuests: flag,
  reminders: fields({ useDefault: flag, overrides: listOf(fields({ method: text, minutes: whole })) }),
  extendedProperties: fields({ private: mapOf(text), shared: mapOf(text) }),
  source: fields({ title: text, url: text }),
  attachments: listOf(fields({ fileUrl: text, title: text, mimeType: text, iconLink: text })),
  eventType: oneOf('default', 'outOfOffice', 'focusTime', 'workingLocation', 'birthday', 'fromGmail'),
  outOfOfficeProperties: anyObject,
  focusTimeProperties: anyObject,
  workingLocationProperties: anyObject,
  birthdayProperties: anyObject,
});
