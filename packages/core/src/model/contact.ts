/** A person in an address book. @public */
export interface Contact {
  readonly id: string;
  readonly version?: string;
  /** The account's own address book, or the organization's directory. */
  readonly source: 'personal' | 'directory';
  readonly displayName?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly company?: string;
  readonly jobTitle?: string;
  readonly addresses: readonly string[];
  readonly phoneNumbers: readonly string[];
}
