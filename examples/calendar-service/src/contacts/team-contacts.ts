import type { Contact, ContactAccess } from '@kalends/core';
import type { ContactDirectory } from '@kalends/core/agenda';
import type { AskFailure } from '../connections/ask-person.ts';
import type { ProviderSlug } from '../connections/provider-slot.ts';

/** Somebody in the address book of a connected person. Without the service's id, which nobody needs here. */
export interface TeamContact extends Omit<Contact, 'id' | 'version'> {
  /** The person whose address book it stands in. */
  readonly person: string;
  readonly provider: ProviderSlug;
}

/** How reading one person's address books went. */
export type ContactsSource =
  | {
      readonly person: string;
      readonly provider: ProviderSlug;
      readonly outcome: 'complete';
      /** Address books that gave nothing: the account has no such thing, a policy keeps it closed, or it may not be read. */
      readonly closed: ContactDirectory['closed'];
      /** There are more than were read. */
      readonly isCut: boolean;
    }
  | ({
      readonly person: string;
      readonly provider: ProviderSlug;
      /** This person's contacts are missing below. */
      readonly outcome: 'failed';
    } & AskFailure);

/** Whom the connected people know. */
export interface TeamContacts {
  /** The most that this service does with contacts; with `none` nobody was asked. */
  readonly access: ContactAccess;
  /** False when an address book could not be read, or not to its end. Closed ones are no fault. */
  readonly isComplete: boolean;
  readonly sources: readonly ContactsSource[];
  /** By name. Whoever stands in the books of several people stands here as often. */
  readonly contacts: readonly TeamContact[];
}
