import type { Meeting, Participation } from '../../company/company.ts';
import type { SeriesExpansion } from '../recurrence/series-expansion.ts';
import type { WallTime } from '../time/instants.ts';
import type { NamedZone } from '../time/zone-definition.ts';
import type { Account } from './account.ts';

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

/** Somebody invited, as the organizer's copy keeps it. */
export interface AttendeeFacts {
  readonly name: string;
  readonly address: string;
  readonly role: 'required' | 'optional' | 'resource';
  readonly response: Participation;
  /** Absent for outsiders. */
  readonly account: Account | undefined;
}

/** When an item happens. */
export interface ItemTime {
  readonly start: number;
  readonly end: number;
  readonly isAllDay: boolean;
  readonly zone: NamedZone;
}

/** A changed occurrence. */
export interface ExceptionFacts extends ItemTime {
  readonly subject: string;
  readonly location: string;
}

/** What all copies of a meeting have in common. */
export interface MeetingFacts extends ItemTime {
  readonly meeting: Meeting;
  readonly organizer: Account;
  readonly attendees: readonly AttendeeFacts[];
  /** Clean GlobalObjectId; its digits are the UID. */
  readonly globalObjectId: Buffer;
  readonly location: string;
  readonly body: { readonly type: 'HTML' | 'Text'; readonly content: string } | undefined;
  readonly series: SeriesExpansion | undefined;
  /** By original start. */
  readonly exceptions: ReadonlyMap<WallTime, ExceptionFacts>;
  readonly deleted: ReadonlySet<WallTime>;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** One copy of a meeting in one mailbox. */
export interface StoredItem {
  readonly id: string;
  readonly changeKey: string;
  /** Order of creation in the mailbox. */
  readonly number: number;
  readonly folder: Folder;
  readonly facts: MeetingFacts;
  /** Absent on the organizer's copy. */
  readonly invitation: AttendeeFacts | undefined;
}
