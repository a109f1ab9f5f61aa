/**
 * Where a mailbox lives: in Exchange Online, nowhere (no licence, a guest, soft-deleted), or on a server of the
 * organization, out of Graph's reach.
 *
 * @public
 */
export type MailboxHosting = 'exchangeOnline' | 'none' | 'onPremises';

/**
 * What a room does to invitations as they land in its calendar (Exchange docs, "Set-CalendarProcessing"). Exchange's own
 * defaults are all true; here everything is off, so that a room shows what was sent.
 *
 * @public
 */
export interface RoomProcessing {
  /** Puts the organizer's name in front of the subject. Default false. */
  readonly addOrganizerToSubject?: boolean;
  /** Drops the subject. Default false. */
  readonly deleteSubject?: boolean;
  /** Empties the body, links to join included. Default false. */
  readonly deleteComments?: boolean;
  /** Makes private meetings look like all others. Default false. */
  readonly removePrivateProperty?: boolean;
  /** Accepts invitations when the room is free and declines them when it is not. Default true. */
  readonly answersInvitations?: boolean;
}

/**
 * What colleagues see of a calendar they have no rights to: nothing, when its owner is busy, or titles and places too.
 *
 * @public
 */
export type FreeBusySharing = 'none' | 'freeBusy' | 'details';

/** How one mailbox is set up. @public */
export interface MailboxSeed {
  /** Default `exchangeOnline`. */
  readonly hosting?: MailboxHosting;
  /** For rooms. */
  readonly processing?: RoomProcessing;
  /** Default `freeBusy` for people and `details` for rooms. */
  readonly sharing?: FreeBusySharing;
}

/** A right that one mailbox gives to another user. @public */
export type MailboxRight = 'FullAccess' | 'SendAs';

/** Who may do what in a mailbox of somebody else, as a service account does. @public */
export interface MailboxPermission {
  /** Person or room id of the mailbox. */
  readonly mailbox: string;
  /** Person id of who gets in. */
  readonly delegate: string;
  readonly rights: readonly MailboxRight[];
}
