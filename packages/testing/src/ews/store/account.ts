/** A user of the organization: a person or room with a mailbox, or a service account without one. */
export interface Account {
  /** Id of the person or room in the company. */
  readonly id: string;
  readonly kind: 'person' | 'room' | 'service';
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
  /** DNS name of the domain. */
  readonly dnsDomain: string;
  /** Security identifier. */
  readonly sid: string;
  /** Building of a room: rooms of one building form a room list. */
  readonly building: string | undefined;
  readonly hasMailbox: boolean;
  /** Stands in every id of the mailbox. */
  readonly mailboxGuid: string;
}

/** A user without a mailbox, as people make them for integrations. @public */
export interface ServiceAccount {
  /** Names the account in other options. */
  readonly id: string;
  readonly name: string;
  /** User principal name. What stands before the `@` is the user name behind `DOMAIN\`. */
  readonly address: string;
  readonly password: string;
}
