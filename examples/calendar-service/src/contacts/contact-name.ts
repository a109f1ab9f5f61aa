import type { Contact } from '@kalends/core';
import type { TeamContact } from './team-contacts.ts';

/** What a contact is shown as: the name, else the parts of it, else whatever else is known. */
export function contactName(contact: Pick<Contact, Exclude<keyof Contact, 'id' | 'version' | 'source'>>): string {
  const { displayName, givenName, familyName, company, addresses, phoneNumbers } = contact;
  const parts = [givenName, familyName].filter((part) => part !== undefined && part !== '').join(' ');
  return [displayName, parts, company, addresses[0], phoneNumbers[0]].find(Boolean) ?? 'Without a name';
}

/** By name, however it is written, then by whose it is. */
export function contactInOrder(a: TeamContact, b: TeamContact): number {
  return collator.compare(contactName(a), contactName(b)) || collator.compare(a.person, b.person);
}

/** One order for all, whatever the machine's language. */
const collator = new Intl.Collator('en', { sensitivity: 'base' });
