import type { Contact } from '../model/contact.ts';
import type { PagedList } from '../paging/pages.ts';
import type { CallOptions } from './connection.ts';

/** Where contacts come from. @public */
export type ContactSource = Contact['source'];

/** What can be said of a contact in writing it. @public */
export interface ContactContent {
  readonly displayName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly company: string;
  readonly jobTitle: string;
  /** Mail addresses. */
  readonly addresses: readonly string[];
  readonly phoneNumbers: readonly string[];
}

/** Options of {@link ContactGroup.list}. @public */
export interface ListContactsOptions extends CallOptions {
  /** Default `personal`. */
  readonly source?: ContactSource;
  readonly pageToken?: string;
}

/** Options of {@link ContactGroup.search}. @public */
export interface SearchContactsOptions extends CallOptions {
  /** 1 to 256 characters of a name or an address; how it is matched is the service's. */
  readonly text: string;
  /** Default: all that the account has. */
  readonly sources?: readonly ContactSource[];
}

/** The answer of {@link ContactGroup.search}. @public */
export interface FoundContacts {
  readonly contacts: readonly Contact[];
  /** Sources that this account does not have, such as the directory of a personal account. A failure is an error, not this. */
  readonly unavailable: readonly ContactSource[];
}

/** Options of {@link ContactGroup.create}. @public */
export interface CreateContactOptions extends CallOptions {
  readonly contact: Partial<ContactContent>;
  /**
   * 1 to 128 characters. Creating twice with the same key gives the one contact. Default: a key of this call, so that its own
   * repetitions make no second contact.
   */
  readonly idempotencyKey?: string;
}

/** Options of {@link ContactGroup.update}. @public */
export interface UpdateContactOptions extends CallOptions {
  /** A personal contact. */
  readonly contactId: string;
  /** Absent leaves a field as it is, `null` clears it. */
  readonly patch: { readonly [K in keyof ContactContent]?: ContactContent[K] | null };
  /** `version` of the contact as it was read; `conflict` when somebody changed it since. Default: whatever it is by now. */
  readonly ifVersion?: string;
}

/** Options of {@link ContactGroup.changes}. @public */
export interface ContactChangesOptions extends CallOptions {
  /** Of an earlier answer. Default: from the beginning. */
  readonly cursor?: string;
}

/** What happened to a contact since a cursor. @public */
export type ContactChange =
  | { readonly kind: 'changed'; readonly contact: Contact }
  | { readonly kind: 'removed'; readonly contactId: string };

/** The answer of {@link ContactGroup.changes}. @public */
export interface ContactChanges {
  readonly changes: readonly ContactChange[];
  /** For the next call. Opaque. */
  readonly cursor: string;
  /** All there is, because there was no cursor: whoever is not among it is gone. */
  readonly isFull: boolean;
}

/** The address books of the account. Reading and writing are under the contacts switch of the policy. @public */
export interface ContactGroup {
  /** Lists one source. @throws CalendarError `unsupported` for one that this account does not have. */
  list(options?: ListContactsOptions): PagedList<Contact>;
  /** Reads a contact of any source. @throws CalendarError `notFound`. */
  get(options: CallOptions & { readonly contactId: string }): Promise<Contact>;
  /** Looks in every source that the account has; one that it lacks is named, one that fails fails the call. */
  search(options: SearchContactsOptions): Promise<FoundContacts>;
  /** Creates a personal contact. @throws CalendarError `unsupported` for what the service has no place for. */
  create(options: CreateContactOptions): Promise<Contact>;
  /** Changes what the patch names of a personal contact. @throws CalendarError `conflict`, `notFound`, `unsupported`. */
  update(options: UpdateContactOptions): Promise<Contact>;
  /** Deletes a personal contact. Removing what is gone is no error. */
  delete(options: CallOptions & { readonly contactId: string }): Promise<void>;
  /**
   * Personal contacts that changed since the cursor; all of them without one.
   *
   * @throws CalendarError `cursorExpired`: begin again without a cursor.
   */
  changes(options?: ContactChangesOptions): Promise<ContactChanges>;
}
