import type { Participation } from '../../company/company.ts';
import type { StoredBody } from '../render/body-text.ts';
import type { SeriesExpansion } from '../recurrence/series-expansion.ts';
import type { WallTime } from '../time/instants.ts';
import type { NamedZone } from '../time/zone-definition.ts';
import type { Account } from './account.ts';
import type { ExtendedValues } from './extended-values.ts';

/** What LegacyFreeBusyStatus may say (types.xsd, LegacyFreeBusyType). */
export type BusyStatus = 'Free' | 'Tentative' | 'Busy' | 'OOF' | 'WorkingElsewhere' | 'NoData';

/** Somebody invited, as the organizer's copy keeps it. */
export interface Attendee {
  readonly name: string;
  readonly address: string;
  readonly role: 'required' | 'optional' | 'resource';
  readonly response: Participation;
  /** Milliseconds since the Unix epoch. */
  readonly respondedAt: number | undefined;
  /** Another time that the reply proposed. */
  readonly proposal: { readonly start: number; readonly end: number } | undefined;
  /** Whether a request was sent to this attendee. */
  readonly wasInvited: boolean;
  /** Absent for outsiders. */
  readonly account: Account | undefined;
}

/** When an item happens. */
export interface ItemTime {
  readonly start: number;
  readonly end: number;
  readonly isAllDay: boolean;
  /** Zone of the start, in which a series repeats. */
  readonly zone: NamedZone;
  readonly endZone: NamedZone;
}

/** Something attached to an item. */
export interface Attachment {
  /** Unique in its mailbox. */
  readonly key: string;
  readonly name: string;
  readonly contentType: string;
  readonly contentId: string | undefined;
  readonly isInline: boolean;
  readonly content: Buffer;
  readonly modifiedAt: number;
}

/** What an occurrence may have in another way than its series. */
export interface OccurrenceContent extends ItemTime {
  readonly subject: string;
  readonly location: string;
  readonly body: StoredBody | undefined;
  readonly sensitivity: 'Normal' | 'Personal' | 'Private' | 'Confidential';
  readonly importance: 'Low' | 'Normal' | 'High';
  /** As the organizer meant it. */
  readonly busyStatus: BusyStatus;
  /** As whoever was invited chose to see it on the own copy. */
  readonly ownBusyStatus: BusyStatus | undefined;
  readonly categories: readonly string[];
  readonly reminder: {
    readonly isSet: boolean;
    /** Absent for the server's own default. */
    readonly minutes: number | undefined;
  };
  readonly attachments: readonly Attachment[];
  readonly extended: ExtendedValues;
  readonly attendees: readonly Attendee[];
  /** Answer of the mailbox's owner; on the organizer's copy it means nothing. */
  readonly myResponse: Participation;
  readonly repliedAt: number | undefined;
  readonly isCancelled: boolean;
  readonly isResponseRequested: boolean;
  readonly allowNewTimeProposal: boolean;
}

/** What the copy of an appointment or meeting in one mailbox says. Every mailbox has its own copy. */
export interface CalendarContent extends OccurrenceContent {
  readonly uid: string;
  /** Clean GlobalObjectId. */
  readonly globalObjectId: Buffer;
  readonly organizer: Account;
  /** Whether it came as a request, so that somebody else is the organizer. */
  readonly isReceived: boolean;
  readonly requestWasSent: boolean;
  /** SEQUENCE of iCalendar. */
  readonly sequence: number;
  /** Address of a Skype for Business meeting. */
  readonly skypeUrl: string | undefined;
  readonly series: SeriesExpansion | undefined;
  /** By original start. */
  readonly exceptions: ReadonlyMap<WallTime, Readonly<Partial<OccurrenceContent>>>;
  readonly deleted: ReadonlySet<WallTime>;
  /** Original start of the only occurrence that somebody was invited to. */
  readonly instanceOf: { readonly wall: WallTime; readonly start: number } | undefined;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Display name of who changed it last. */
  readonly modifiedBy: string;
}

/** Whether anybody is or was invited. */
export function isMeeting(content: Pick<CalendarContent, 'attendees' | 'isReceived'>): boolean {
  return content.isReceived || content.attendees.length > 0;
}

/** What LegacyFreeBusyStatus says on a copy. */
export function shownBusyStatus(content: CalendarContent): BusyStatus {
  if (content.isCancelled) return 'Free';
  if (content.ownBusyStatus !== undefined) return content.ownBusyStatus;
  const { busyStatus, myResponse } = content;
  // An invitation without a firm answer blocks the time tentatively, unless the organizer meant it to be free.
  const isOpen = content.isReceived && (myResponse === 'needsAction' || myResponse === 'tentative');
  return busyStatus !== 'Free' && isOpen ? 'Tentative' : busyStatus;
}
