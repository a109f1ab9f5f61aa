import type { ConferenceLink } from './conference.ts';
import type { EventProperties } from './event-input.ts';
import type { Attendee, Organizer, ParticipationStatus } from './participant.ts';
import type { Recurrence, RecurrenceId } from './recurrence.ts';
import type { EventTime } from './time.ts';

/** RFC 5545 STATUS of an event. @public */
export type EventStatus = 'confirmed' | 'tentative' | 'cancelled';

/** How the time shows to others. `unknown` is a value this version does not know; treat it as busy. @public */
export type BusyStatus = 'busy' | 'free' | 'tentative' | 'outOfOffice' | 'workingElsewhere' | 'unknown';

/** Who may see the details. `default` is whatever the calendar says. @public */
export type EventPrivacy = 'default' | 'public' | 'private' | 'confidential';

/** What an event is for. Services other than Google know only `default`. @public */
export type EventPurpose =
  | 'default'
  | 'outOfOffice'
  | 'focusTime'
  | 'workingLocation'
  | 'birthday'
  | 'fromGmail'
  | 'unknown';

/** The full text of an event as the service stores it. @public */
export interface EventBody {
  readonly contentType: 'text' | 'html';
  readonly content: string;
}

/** A place. @public */
export interface EventLocation {
  readonly name: string;
  /** Mail address of the room, when the place is a bookable one. */
  readonly address?: string;
}

/** An attached file, without its content. @public */
export interface AttachmentInfo {
  readonly name?: string;
  /** MIME type. */
  readonly contentType?: string;
  readonly sizeBytes?: number;
  readonly url?: string;
}

/** Where somebody works that day (Google only). @public */
export interface WorkingLocation {
  readonly kind: 'home' | 'office' | 'custom' | 'unknown';
  readonly label?: string;
}

/** What every event has, whatever its place in a series. @public */
export interface EventFields {
  /** The service's id. Case-sensitive; compare it byte by byte. */
  readonly id: string;
  /** The calendar it was read from: services do not repeat it in the event. */
  readonly calendarId: string;
  /** iCalendar UID, shared by all copies of the meeting. At Microsoft 365 each occurrence has its own. */
  readonly iCalUid?: string;
  /** Changes with every change of the event (etag, change key). Opaque. */
  readonly version?: string;
  readonly status: EventStatus;
  readonly time: EventTime;
  /** RFC 5545 SUMMARY. Absent when there is none or when it is hidden from this account. */
  readonly title?: string;
  /** Plain text about the meeting: a preview at Microsoft 365 and Exchange, the text form of the description at Google. */
  readonly description?: string;
  /** Present only when asked for, see `ListEventsOptions.include`. */
  readonly body?: EventBody;
  /** Only the free/busy part of this event is visible: a private event in somebody else's calendar. */
  readonly isContentHidden: boolean;
  readonly organizer?: Organizer;
  /** Without the organizer. */
  readonly attendees: readonly Attendee[];
  /** The list of attendees is not complete: cut by the service or hidden by the organizer. */
  readonly attendeesOmitted: boolean;
  /** The answer of the connected mailbox. */
  readonly participationStatus: ParticipationStatus;
  readonly locations: readonly EventLocation[];
  readonly conference?: ConferenceLink;
  readonly busyStatus: BusyStatus;
  readonly privacy: EventPrivacy;
  readonly purpose: EventPurpose;
  readonly workingLocation?: WorkingLocation;
  readonly categories: readonly string[];
  /** `#rrggbb`, lower case; absent when the event has the calendar's colour, or the service keeps none per event. */
  readonly color?: string;
  readonly hasAttachments: boolean;
  /** Present only where the service sends them with the event. */
  readonly attachments?: readonly AttachmentInfo[];
  /** The caller's own data. Present only when asked for, see `ListEventsOptions.include`. */
  readonly properties?: EventProperties;
  /** Minutes before the start; absent: no reminder, or the calendar's default one. */
  readonly reminderMinutes?: number;
  /** Invitees may propose another time; absent where the service has no such thing. */
  readonly allowsNewTimeProposals?: boolean;
  /** `https:` address of the event in the service's own web interface. */
  readonly webUrl?: string;
  /** ISO 8601 instants. */
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

/** An event that happens once. @public */
export interface SingleEvent extends EventFields {
  readonly kind: 'single';
}

/** The definition of a series. Its time is that of the first occurrence, perhaps years ago: it is not itself an event in the agenda. @public */
export interface EventMaster extends EventFields {
  readonly kind: 'master';
  readonly recurrence: Recurrence;
}

/** One occurrence of a series, as the rule has it. @public */
export interface EventOccurrence extends EventFields {
  readonly kind: 'occurrence';
  readonly masterId: string;
  readonly recurrenceId: RecurrenceId;
}

/** One occurrence of a series that was changed on its own. @public */
export interface EventException extends EventFields {
  readonly kind: 'exception';
  readonly masterId: string;
  /** Absent when the service does not tell which occurrence this was; it cannot be keyed then. */
  readonly recurrenceId?: RecurrenceId;
}

/** Anything that takes up time in a calendar. @public */
export type EventInstance = SingleEvent | EventOccurrence | EventException;

/** Any event. @public */
export type CalendarEvent = EventInstance | EventMaster;
