import { derivedValues } from '../people/derived-values.ts';
import type { PersonStore } from '../people/person-store.ts';
import type { OAuthContext } from '../oauth/oauth-context.ts';

/** A person to put into somebody's contacts. @public */
export interface GoogleContactSeed {
  readonly givenName: string;
  readonly familyName?: string;
  readonly address?: string;
  readonly phone?: string;
}

/** A contact as it lies in the store, past lists, lags and masks. @public */
export interface GoogleStoredContact {
  readonly resourceName: string;
  readonly displayName: string;
  readonly addresses: readonly string[];
  readonly etag: string;
}

/** What tests can do with contacts. @public */
export interface GoogleContactControls {
  /** Adds a contact, as late for lists as any other. @returns Its resource name. @throws RangeError for an unknown person. */
  addContact(personId: string, contact: GoogleContactSeed): string;
  /** Adds somebody whom the person wrote to once: no contact. @returns The resource name. */
  addOtherContact(personId: string, contact: GoogleContactSeed): string;
  /** The person's contacts, straight from the store, in the order of the latest change. */
  storedContacts(personId: string): readonly GoogleStoredContact[];
}

/** Creates the controls. */
export function contactControls({ state }: OAuthContext): GoogleContactControls {
  const add = (store: PersonStore, source: 'CONTACT' | 'OTHER_CONTACT', contact: GoogleContactSeed): string => {
    const id = state.opaque.hex(15);
    const { givenName, familyName, address, phone } = contact;
    const values = {
      names: [{ givenName, ...(familyName === undefined ? {} : { familyName }) }],
      ...(address === undefined ? {} : { emailAddresses: [{ value: address }] }),
      ...(phone === undefined ? {} : { phoneNumbers: [{ value: phone }] }),
    };
    return store.add(derivedValues(values, { source, id }), id).resourceName;
  };
  const books = (personId: string): ReturnType<typeof state.addressBooks.of> =>
    state.addressBooks.of(state.account(personId).personId);
  return {
    addContact: (personId, contact) => add(books(personId).contacts, 'CONTACT', contact),
    addOtherContact: (personId, contact) => add(books(personId).others, 'OTHER_CONTACT', contact),
    storedContacts(personId) {
      state.agenda.runDue();
      return books(personId)
        .contacts.all()
        .map(({ resourceName, values, etag }) => ({
          resourceName,
          displayName: text(values['names']?.[0]?.['displayName']),
          addresses: (values['emailAddresses'] ?? []).map(({ value }) => text(value)),
          etag,
        }));
    },
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
