import type { ContactStore } from './contacts/contact-store.ts';
import type { StoredAttachment } from './events/attachments/stored-attachment.ts';
import type { ExtendedProperties } from './events/extended-properties.ts';
import type { ItemIds } from './item-ids.ts';
import type { FreeBusySharing, MailboxHosting, RoomProcessing } from './mailbox-seed.ts';
import type { OccurrenceTable } from './occurrence-table.ts';
import type { GraphRecurrence } from './recurrence-pattern.ts';

/** A JSON object on its way out. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A mailbox of a person or room. */
export interface Mailbox {
  /** Key of the person or room in the company. */
  readonly companyId: string;
  /** GUID of the directory object. */
  readonly objectId: string;
  readonly address: string;
  readonly displayName: string;
  /** IANA. */
  timeZone: string;
  readonly purpose: 'user' | 'room';
  hosting: MailboxHosting;
  readonly processing?: RoomProcessing;
  /** What colleagues see of the calendar. */
  sharing: FreeBusySharing;
  readonly room?: RoomFacts;
  readonly ids: ItemIds;
  /** Members of `mailboxSettings` that somebody changed. */
  settings: JsonObject;
  readonly categories: MasterCategory[];
  readonly calendars: StoredCalendar[];
  /** By item number, which counts from 1. */
  readonly items: Map<number, StoredItem>;
  /** What was deleted and can still be found in Deleted Items. */
  readonly deletedItems: Map<number, StoredItem>;
  /** Everything that left a calendar, oldest first. */
  readonly departures: Departure[];
  readonly contacts: ContactStore;
  /** Number of the item made last. */
  lastNumber: number;
}

/** What a room list says about a room. */
export interface RoomFacts {
  readonly capacity: number;
  readonly building: string;
  readonly floor: string;
  readonly equipment: readonly string[];
}

/** A category of the master list. */
export interface MasterCategory {
  readonly id: string;
  readonly displayName: string;
  color: string;
}

/** A calendar folder. */
export interface StoredCalendar {
  readonly id: string;
  readonly companyId?: string;
  name: string;
  /** Named colour of Outlook. */
  color: string;
  /** `#rrggbb`, or empty when nobody chose one. */
  hexColor: string;
  readonly isDefault: boolean;
  changeKey: string;
}

/** An item that left a calendar. */
export interface Departure {
  readonly number: number;
  readonly calendarId: string;
  /** Version of the mailbox at which it went. */
  readonly version: number;
}

/** When something happens: instants, or midnights UTC for all-day events. */
export interface EventTimes {
  readonly startMs: number;
  readonly endMs: number;
  readonly isAllDay: boolean;
  /** IANA zone it was planned in. */
  readonly zone: string;
  /** IANA zone of the end, where it is another one. */
  readonly endZone?: string;
}

/** What copies and exceptions say about the place. */
export interface EventPlace {
  readonly location: JsonObject;
  readonly locations: readonly JsonObject[];
}

/** An answer to an invitation as Graph writes it. */
export interface ResponseStatus {
  readonly response: string;
  /** Instant, or {@link noTime}. */
  readonly time: string;
}

/** Somebody invited. */
export interface StoredAttendee {
  readonly type: string;
  readonly status: ResponseStatus;
  readonly name: string;
  readonly address: string;
  /** Another time that the attendee would rather come. */
  readonly proposedNewTime?: EventTimes;
}

/** An online meeting; its link is missing until the meeting service made it. */
export interface StoredOnlineMeeting {
  readonly provider: string;
  readonly joinUrl?: string;
}

/** What a whole series and each of its members can say for themselves. */
export interface EventContent {
  readonly subject: string;
  readonly bodyHtml: string;
  readonly bodyText: string;
  readonly place: EventPlace;
  readonly categories: readonly string[];
  readonly reminderMinutes: number;
  readonly isReminderOn: boolean;
  readonly importance: string;
  readonly sensitivity: string;
  readonly showAs: string;
  readonly isCancelled: boolean;
  readonly responseRequested: boolean;
  readonly allowNewTimeProposals: boolean;
  readonly hideAttendees: boolean;
  readonly responseStatus: ResponseStatus;
  readonly attendees: readonly StoredAttendee[];
  readonly attachments: readonly StoredAttachment[];
  readonly properties: ExtendedProperties;
  /** Open extensions by name. */
  readonly extensions: ReadonlyMap<string, JsonObject>;
  readonly onlineMeeting?: StoredOnlineMeeting | undefined;
}

/** A changed occurrence. */
export interface ExceptionChange {
  readonly changeKey: string;
  readonly lastModifiedAt: string;
  readonly times?: EventTimes;
  /** What differs from the series. */
  readonly content: Partial<EventContent>;
}

/** What makes an item a series. */
export interface StoredSeries {
  readonly recurrence: GraphRecurrence;
  readonly table: OccurrenceTable;
  /** By the date in the series' zone. */
  readonly exceptions: ReadonlyMap<string, ExceptionChange>;
  readonly deleted: ReadonlySet<string>;
}

/** What an item is made of, without its place in a mailbox. */
export interface ItemContent extends EventContent {
  /** Global object id, the same in every mailbox. */
  readonly uid: string;
  readonly times: EventTimes;
  readonly isOrganizer: boolean;
  readonly organizer: { readonly name: string; readonly address: string };
  /** The organizer changed something and has not sent it. Default false. */
  readonly isDraft?: boolean;
  /** Set by the client that made the event. */
  readonly transactionId?: string;
  readonly series?: StoredSeries | undefined;
}

/** A single event or the master of a series, as it lies in one mailbox. */
export interface StoredItem extends ItemContent {
  readonly number: number;
  readonly mailbox: Mailbox;
  readonly calendar: StoredCalendar;
  /** Of the mailbox, when the item or one of its members changed last. */
  readonly version: number;
  readonly changeKey: string;
  /** Instant with seven fractional digits. */
  readonly createdAt: string;
  readonly lastModifiedAt: string;
}

/** How Graph writes that something has not happened. */
export const noTime: string = '0001-01-01T00:00:00Z';
