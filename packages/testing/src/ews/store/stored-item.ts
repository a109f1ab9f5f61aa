import type { Account } from './account.ts';
import type { CalendarContent } from './calendar-content.ts';
import type { ContactContent } from './contact-content.ts';

/** A folder of a mailbox. */
export interface Folder {
  readonly id: string;
  readonly changeKey: string;
  readonly account: Account;
  readonly displayName: string;
  /** Container class, for example `IPF.Appointment`; the roots have none. */
  readonly folderClass: string | undefined;
  /** Well-known name, for example `calendar`. */
  readonly distinguishedName: string | undefined;
  readonly parent: Folder | undefined;
}

interface ItemRecord {
  readonly id: string;
  readonly changeKey: string;
  /** Number of the mailbox's change that made this version; it stands in the change key. */
  readonly version: number;
  /** Version at which the item came into its folder. */
  readonly createdVersion: number;
  /** Order of creation in the mailbox. */
  readonly number: number;
  readonly folder: Folder;
  /** Who made the item: with some rights people may change their own items only. */
  readonly creator: Account;
  /** Versions at which single fields changed last. */
  readonly fieldVersions: ReadonlyMap<string, number>;
}

/** An appointment, or one copy of a meeting. */
export interface StoredCalendarItem extends ItemRecord {
  readonly type: 'calendar';
  readonly content: CalendarContent;
}

/** A contact. */
export interface StoredContact extends ItemRecord {
  readonly type: 'contact';
  readonly content: ContactContent;
}

/** Anything in a folder. */
export type StoredItem = StoredCalendarItem | StoredContact;

/** What becomes an item. */
export type ItemDraft =
  | { readonly type: 'calendar'; readonly content: CalendarContent }
  | { readonly type: 'contact'; readonly content: ContactContent };
