/** A mailbox of the organization with the person or room it belongs to. */
export interface Account {
  /** Id of the person or room in the company. */
  readonly id: string;
  readonly kind: 'person' | 'room';
  readonly name: string;
  /** Primary SMTP address, also the user principal name. */
  readonly address: string;
  /** IANA zone of the mailbox. */
  readonly timeZone: string;
  /** Absent for rooms: nobody signs in as a room. */
  readonly password: string | undefined;
  /** NetBIOS domain and user name of a `DOMAIN\user` sign-in. */
  readonly domain: string;
  readonly userName: string;
  /** Building of a room: rooms of one building form a room list. */
  readonly building: string | undefined;
  /** Stands in every id of the mailbox. */
  readonly mailboxGuid: string;
}

/**
 * What somebody may do with a calendar of somebody else, by the names of Exchange's permission levels.
 *
 * @public
 */
export type CalendarPermissionLevel =
  | 'None'
  | 'FreeBusyTimeOnly'
  | 'FreeBusyTimeAndSubjectAndLocation'
  | 'Reviewer'
  | 'Author'
  | 'Editor'
  | 'Owner';

/** Access to the calendars of one mailbox for one person. @public */
export interface CalendarPermission {
  /** Address, or id in the company, of the mailbox that is shared. */
  readonly mailbox: string;
  /** Address, or id in the company, of who gets access. */
  readonly grantee: string;
  readonly level: CalendarPermissionLevel;
  /** Whether private items show more than their busy time. Default false. */
  readonly viewPrivateItems?: boolean;
}
