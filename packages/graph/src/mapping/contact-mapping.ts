import type { Contact, ContactContent } from '@kalends/core';
import type { ContactWire } from '../wire/contact-wire.ts';
import type { UserWire } from '../wire/user-wire.ts';
import { addressesOnWire, phonesOnWire } from './contact-places.ts';

/** `$select` of contacts: what {@link mapContact} uses. */
export const contactFields: string =
  'id,changeKey,displayName,givenName,surname,companyName,jobTitle,emailAddresses,businessPhones,homePhones,mobilePhone';

/** `$select` of users: what {@link mapUser} uses. */
export const userFields = 'id,displayName,givenName,surname,jobTitle,mail,businessPhones,mobilePhone';

/**
 * Maps a contact of the account's own. What is not set is `null` or an empty text, depending on who made the contact.
 *
 * @see {@link https://learn.microsoft.com/graph/api/resources/contact | Graph docs, contact}
 */
export function mapContact(wire: ContactWire): Contact {
  const version = wire['@odata.etag'] || (wire.changeKey ? `W/"${wire.changeKey}"` : '');
  return {
    id: wire.id,
    ...(version === '' ? {} : { version }),
    source: 'personal',
    ...names(wire),
    ...(wire.companyName ? { company: wire.companyName } : {}),
    addresses: present((wire.emailAddresses ?? []).map(({ address }) => address)),
    phoneNumbers: present([...(wire.businessPhones ?? []), wire.mobilePhone, ...(wire.homePhones ?? [])]),
  };
}

/**
 * Maps a person of the organization. The sign-in name is left out: it need not be an address.
 *
 * @see {@link https://learn.microsoft.com/graph/api/resources/user | Graph docs, user}
 */
export function mapUser(wire: UserWire): Contact {
  return {
    id: wire.id,
    source: 'directory',
    ...names(wire),
    addresses: present([wire.mail]),
    phoneNumbers: present([...(wire.businessPhones ?? []), wire.mobilePhone]),
  };
}

/** What is written of a contact: `null` clears a field. */
export type ContactWrite = { readonly [K in keyof ContactContent]?: ContactContent[K] | null };

/**
 * What of a contact goes over the wire: the fields that are named, and nothing else.
 *
 * @param before - The contact as it is; addresses and numbers that stay keep what belongs to them.
 * @throws CalendarError `unsupported` for more addresses or numbers than a contact has room for.
 */
export function contactOnWire(content: ContactWrite, before?: ContactWire): Record<string, unknown> {
  const { displayName, givenName, familyName, company, jobTitle, addresses, phoneNumbers } = content;
  return {
    ...(displayName === undefined ? {} : { displayName }),
    ...(givenName === undefined ? {} : { givenName }),
    ...(familyName === undefined ? {} : { surname: familyName }),
    ...(company === undefined ? {} : { companyName: company }),
    ...(jobTitle === undefined ? {} : { jobTitle }),
    ...(addresses === undefined ? {} : addressesOnWire(addresses ?? [], before)),
    ...(phoneNumbers === undefined ? {} : phonesOnWire(phoneNumbers ?? [], before)),
  };
}

function names(wire: Pick<ContactWire, 'displayName' | 'givenName' | 'surname' | 'jobTitle'>): Partial<Contact> {
  return {
    ...(wire.displayName ? { displayName: wire.displayName } : {}),
    ...(wire.givenName ? { givenName: wire.givenName } : {}),
    ...(wire.surname ? { familyName: wire.surname } : {}),
    ...(wire.jobTitle ? { jobTitle: wire.jobTitle } : {}),
  };
}

function present(texts: readonly (string | null | undefined)[]): string[] {
  return texts.flatMap((text) => (text ? [text] : []));
}
