/**
 * A neutral picture of a company that no vendor would draw this way: who works there, which rooms exist, who meets when.
 * Each emulator turns it into its own mailboxes and items, so that the three systems can be compared.
 *
 * @public
 */
export interface Company {
  readonly name: string;
  /** Mail domain of everybody inside, for example `tidewater.example`. */
  readonly domain: string;
  /** IANA zone of the head office; rooms live in it unless they say otherwise. */
  readonly timeZone: string;
  readonly people: readonly Person[];
  readonly rooms: readonly Room[];
  readonly meetings: readonly Meeting[];
}

/** Somebody with a mailbox. @public */
export interface Person {
  /** Short stable key, for example `ada`. */
  readonly id: string;
  readonly name: string;
  readonly address: string;
  /** IANA zone of this person's calendar. */
  readonly timeZone: string;
  /** What this person types at the provider's sign-in page. */
  readonly password: string;
  /** Calendars beside the primary one. */
  readonly calendars?: readonly ExtraCalendar[];
}

/** A second calendar of a person. @public */
export interface ExtraCalendar {
  readonly id: string;
  readonly name: string;
  /** `#rrggbb` */
  readonly color?: string;
}

/** A room that can be invited. @public */
export interface Room {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly capacity: number;
  readonly building: string;
  readonly floor: string;
  readonly equipment?: readonly string[];
}

/** An answer to an invitation, in iCalendar's words (RFC 5545, PARTSTAT). @public */
export type Participation = 'accepted' | 'declined' | 'tentative' | 'needsAction';

/** Somebody or something invited: a person or room of the company by id, or an outsider by address. @public */
export interface Invitee {
  readonly who: string | { readonly name?: string; readonly address: string };
  /** Default `required`. Rooms are always resources. */
  readonly role?: 'required' | 'optional';
  /** Default `needsAction`. */
  readonly response?: Participation;
}

/** When something happens. @public */
export type MeetingTime =
  | {
      readonly kind: 'timed';
      /** Wall time in `timeZone`, `YYYY-MM-DDTHH:mm:ss`, without an offset. */
      readonly start: string;
      readonly end: string;
      /** IANA zone. */
      readonly timeZone: string;
    }
  | {
      readonly kind: 'allDay';
      /** `YYYY-MM-DD` */
      readonly start: string;
      /** `YYYY-MM-DD`, exclusive. */
      readonly end: string;
    };

/** How a series repeats. @public */
export interface Series {
  /** RFC 5545 RRULE value without the name, for example `FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10`. UNTIL is in UTC for timed series and a date for all-day ones. */
  readonly rule: string;
  /** Occurrences that differ from the rule. */
  readonly exceptions?: readonly SeriesException[];
  /** Original starts of deleted occurrences: wall time in the series' zone, or a date for an all-day series. */
  readonly deleted?: readonly string[];
}

/** One changed occurrence. @public */
export interface SeriesException {
  /** The start the rule gave: wall time in the series' zone, or a date. */
  readonly originalStart: string;
  readonly title?: string;
  readonly when?: MeetingTime;
  readonly location?: string;
}

/** An appointment or meeting. @public */
export interface Meeting {
  /** Short stable key, the same in all three systems, for example `standup`. */
  readonly id: string;
  readonly title: string;
  /** Plain text. Emulators turn it into their vendor's body, HTML where the vendor stores HTML. */
  readonly description?: string;
  /** HTML of the body, where the demo needs a particular one; wins over `description`. */
  readonly descriptionHtml?: string;
  /** Person id. */
  readonly organizer: string;
  /** Id of one of the organizer's extra calendars. Default: the primary one. */
  readonly calendar?: string;
  readonly invitees?: readonly Invitee[];
  readonly when: MeetingTime;
  readonly series?: Series;
  /** Free text. Default: the names of invited rooms, else nothing. */
  readonly location?: string;
  /** A link the vendor keeps as conference data (Teams at Graph, Meet at Google). Exchange has no such field and carries it in the body. */
  readonly conferenceUrl?: string;
  /** Default `public`, meaning nothing special was chosen. */
  readonly privacy?: 'public' | 'private' | 'confidential';
  /** Default `busy`. */
  readonly busyStatus?: 'busy' | 'free' | 'tentative' | 'outOfOffice' | 'workingElsewhere';
  /** The organizer called it off: invitees keep a cancelled copy until they remove it. */
  readonly isCancelled?: boolean;
  readonly categories?: readonly string[];
  /** Minutes before the start. Default: the vendor's default reminder. */
  readonly reminderMinutes?: number;
  /** Names of small attached files; the emulator makes up their content. */
  readonly attachments?: readonly string[];
}
