import type { ItemIds } from './item-ids.ts';
import type { MailboxHosting, RoomProcessing } from './mailbox-seed.ts';
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
  readonly timeZone: string;
  readonly purpose: 'user' | 'room';
  hosting: MailboxHosting;
  readonly processing?: RoomProcessing;
  readonly ids: ItemIds;
  readonly calendars: StoredCalendar[];
  /** By item number, which counts from 1. */
  readonly items: Map<number, StoredItem>;
}

/** A calendar folder. */
export interface StoredCalendar {
  readonly id: string;
  readonly companyId?: string;
  readonly name: string;
  /** Named colour of Outlook. */
  readonly color: string;
  /** `#rrggbb`, or empty when nobody chose one. */
  readonly hexColor: string;
  readonly isDefault: boolean;
  readonly changeKey: string;
  readonly items: StoredItem[];
}

/** When something happens: instants, or midnights UTC for all-day events. */
export interface EventTimes {
  readonly startMs: number;
  readonly endMs: number;
  readonly isAllDay: boolean;
  /** IANA zone it was planned in. */
  readonly zone: string;
}

/** What copies and exceptions say about the place. */
export interface EventPlace {
  readonly location: JsonObject;
  readonly locations: readonly JsonObject[];
}

/** A changed occurrence. */
export interface ExceptionChange {
  readonly changeKey: string;
  readonly subject?: string;
  readonly times?: EventTimes;
  readonly place?: EventPlace;
}

/** What makes an item a series. */
export interface StoredSeries {
  readonly recurrence: GraphRecurrence;
  readonly table: OccurrenceTable;
  /** By the date in the series' zone. */
  readonly exceptions: ReadonlyMap<string, ExceptionChange>;
  readonly deleted: ReadonlySet<string>;
}

/** A single event or the master of a series, as it lies in one mailbox. */
export interface StoredItem {
  readonly number: number;
  readonly mailbox: Mailbox;
  readonly calendar: StoredCalendar;
  readonly changeKey: string;
  /** Instant with seven fractional digits. */
  readonly createdAt: string;
  readonly lastModifiedAt: string;
  /** Global object id, the same in every mailbox. */
  readonly uid: string;
  readonly subject: string;
  readonly bodyHtml: string;
  readonly bodyText: string;
  readonly times: EventTimes;
  readonly place: EventPlace;
  readonly categories: readonly string[];
  readonly reminderMinutes: number;
  readonly hasAttachments: boolean;
  readonly sensitivity: string;
  readonly showAs: string;
  readonly isCancelled: boolean;
  readonly isOrganizer: boolean;
  readonly hideAttendees: boolean;
  readonly responseStatus: JsonObject;
  readonly attendees: readonly JsonObject[];
  readonly organizer: JsonObject;
  /** Link of a Teams meeting. */
  readonly joinUrl?: string;
  readonly series?: StoredSeries;
}
