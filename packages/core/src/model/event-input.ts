import type { BusyStatus, EventBody, EventLocation, EventPrivacy } from './event.ts';
import type { Recurrence } from './recurrence.ts';

/** A wall time with its zone, as a caller says it. A `ZonedDateTime` whose zone was resolved is one. @public */
export interface WallTime {
  /** Local date and time without an offset, `YYYY-MM-DDTHH:mm:ss`. */
  readonly dateTime: string;
  /** IANA zone name, `UTC` for UTC. */
  readonly timeZone: string;
  /**
   * Which of the two it is in the hour that clocks repeat: `YYYY-MM-DDTHH:mm:ssZ`, and one of the instants this wall time has. Default:
   * the first.
   */
  readonly instant?: string;
}

/**
 * When a new event takes place. A wall time that clocks skip is read with the offset from before the gap, one they repeat as the first
 * of the two (RFC 5545, section 3.3.5).
 *
 * @public
 */
export type NewEventTime =
  | {
      readonly kind: 'timed';
      readonly start: WallTime;
      /** Exclusive; not before the start. */
      readonly end: WallTime;
    }
  | {
      readonly kind: 'allDay';
      /** First day, `YYYY-MM-DD`. */
      readonly startDate: string;
      /** The day after the last, `YYYY-MM-DD`. */
      readonly endDate: string;
    };

/** Somebody or something to invite. @public */
export interface NewAttendee {
  readonly address: string;
  readonly name?: string;
  /** Default `individual`; `resource` for rooms and equipment. */
  readonly kind?: 'individual' | 'resource';
  /** Default `required`. */
  readonly role?: 'required' | 'optional';
}

/** Services that make a join link for an event. @public */
export type CreatedConferenceService = 'teams' | 'meet';

/** A join link to have made, or one that exists already. @public */
export type NewConference =
  | { readonly kind: 'create'; readonly service: CreatedConferenceService }
  | {
      readonly kind: 'link';
      /** `https:` address. Where the service has no data of its own for it, it is written where people look for it. */
      readonly url: string;
    };

/** A small file to attach. @public */
export interface NewAttachment {
  /** 1 to 255 characters. */
  readonly name: string;
  /** MIME type. */
  readonly contentType: string;
  /** Base64 (RFC 4648, section 4); at most 3 MiB once decoded. */
  readonly contentBase64: string;
}

/**
 * The caller's own data with an event, seen by nobody else. Names are 1 to 44 of `A-Z a-z 0-9 _ -`, values at most 1,024 characters,
 * 50 of them.
 *
 * @public
 */
export type EventProperties = Readonly<Record<string, string>>;

/** What can be said of an event in writing it, and be left empty. @public */
export interface ClearableEventContent {
  readonly title: string;
  readonly body: EventBody;
  readonly locations: readonly EventLocation[];
  readonly categories: readonly string[];
  /** `#rrggbb`, one of the colours that `Capabilities` lists. */
  readonly color: string;
  /** Minutes before the start, 0 to 40,320 (four weeks). */
  readonly reminderMinutes: number;
  readonly conference: NewConference;
}

/** What can be said of an event in writing it, and always has a value. @public */
export interface LastingEventContent {
  readonly busyStatus: Exclude<BusyStatus, 'unknown'>;
  readonly privacy: EventPrivacy;
  readonly allowsNewTimeProposals: boolean;
}

/** A new event. What is absent gets the service's default. @public */
export interface NewEvent extends Partial<ClearableEventContent>, Partial<LastingEventContent> {
  readonly time: NewEventTime;
  /** Makes it a series, whose first occurrence is at `time`. */
  readonly recurrence?: Recurrence;
  readonly attendees?: readonly NewAttendee[];
  readonly properties?: EventProperties;
}

/** The name of something that can be said in a {@link NewEvent}. @public */
export type WritableEventField = keyof NewEvent;

/**
 * What to change of an event: absent leaves it as it is, `null` clears it. Attendees are changed by verbs of their own, because a list
 * that was read a moment ago may lack somebody.
 *
 * @public
 */
export interface EventPatch extends Partial<LastingEventContent> {
  readonly title?: ClearableEventContent['title'] | null;
  readonly body?: ClearableEventContent['body'] | null;
  readonly locations?: ClearableEventContent['locations'] | null;
  readonly categories?: ClearableEventContent['categories'] | null;
  readonly color?: ClearableEventContent['color'] | null;
  /** `null`: no reminder. */
  readonly reminderMinutes?: ClearableEventContent['reminderMinutes'] | null;
  readonly conference?: ClearableEventContent['conference'] | null;
  /** For a whole series: of its first occurrence. */
  readonly time?: NewEventTime;
  /** `null` leaves the first occurrence as a single event. */
  readonly recurrence?: Recurrence | null;
  /** By name: a value sets one property, `null` removes it, the others stay. */
  readonly properties?: Readonly<Record<string, string | null>>;
}
