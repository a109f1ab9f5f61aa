import type { Contact } from '@kalends/core';
import type { WirePerson, WirePersonEntry, WirePersonSource, WirePersonValue } from '../wire/person.ts';

/** Maps a person of the account's contacts or of the organization's directory. */
export function mapContact(person: WirePerson, source: Contact['source']): Contact {
  const name = primaryOf(person.names);
  const organization = primaryOf(person.organizations);
  const version = source === 'personal' ? versionOf(person) : undefined;
  return {
    id: person.resourceName,
    ...(version ? { version } : {}),
    source,
    ...(name?.displayName ? { displayName: name.displayName } : {}),
    ...(name?.givenName ? { givenName: name.givenName } : {}),
    ...(name?.familyName ? { familyName: name.familyName } : {}),
    ...(organization?.name ? { company: organization.name } : {}),
    ...(organization?.title ? { jobTitle: organization.title } : {}),
    addresses: valuesOf(person.emailAddresses),
    phoneNumbers: valuesOf(person.phoneNumbers),
  };
}

/** Where the person stands as a contact; without it nothing of the person can be written. */
export function contactSourceOf(person: WirePerson): WirePersonSource | undefined {
  return person.metadata?.sources?.find(({ type }) => type === 'CONTACT');
}

/**
 * The version of a contact. That of the contact's own part, because the person's changes with the fields that are asked for, and with what
 * others say about themselves.
 */
export function versionOf(person: WirePerson): string | undefined {
  return contactSourceOf(person)?.etag || person.etag || undefined;
}

/** The value that counts where there are several. */
export function primaryOf<T extends WirePersonValue>(values: readonly T[] | null | undefined): T | undefined {
  return values?.find(({ metadata }) => metadata?.primary === true) ?? values?.[0];
}

/** The primary value first, the others in the service's order. */
function valuesOf(entries: readonly WirePersonEntry[] | null | undefined): readonly string[] {
  const primary = primaryOf(entries);
  const ordered = primary === undefined ? [] : [primary, ...(entries ?? []).filter((entry) => entry !== primary)];
  return ordered.flatMap(({ value }) => (value ? [value] : []));
}
