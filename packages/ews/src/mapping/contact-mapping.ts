import type { Contact } from '@kalends/core';
import type { WireMailbox } from '../wire/calendar-item-shape.ts';
import type { WireContact } from '../wire/contact-shape.ts';
import { addressesOf, phoneNumbersOf } from './contact-entries.ts';
import { addressOf } from './participant-mapping.ts';
import { invalidField, presentText } from './wire-values.ts';

/** Somebody in the directory. */
export interface WireDirectoryEntry {
  readonly Mailbox?: WireMailbox;
  readonly Contact?: WireContact;
}

/** What ids of the directory begin with: ids of items are Base64 and have no colon. */
const directoryPrefix = 'directory:';

/** Kinds of mailboxes that are people, rooms or things; the others are lists of them. */
const personTypes: ReadonlySet<string> = new Set(['Mailbox', 'Contact', 'OneOff']);

/** A contact of the mailbox. */
export function personalContactOf(item: WireContact): Contact {
  const id = item.ItemId?.Id;
  if (id === undefined || id === '') throw invalidField('ItemId', 'is missing');
  const version = presentText(item.ItemId?.ChangeKey);
  return {
    id,
    ...(version === undefined ? {} : { version }),
    source: 'personal',
    ...namesOf(item),
    addresses: addressesOf(item),
    phoneNumbers: phoneNumbersOf(item),
  };
}

/** Somebody of the directory; `undefined` for a list of people, and for an entry without an address, which could not be found again. */
export function directoryContactOf({ Mailbox, Contact: contact = {} }: WireDirectoryEntry): Contact | undefined {
  const address = addressOf(Mailbox);
  if (address === undefined || !personTypes.has(Mailbox?.MailboxType ?? 'Mailbox')) return undefined;
  const displayName = presentText(Mailbox?.Name);
  const addresses = new Map([[address.toLowerCase(), address]]);
  for (const { text } of contact.EmailAddresses?.Entry ?? []) {
    // Entries of the directory are proxy addresses: `SMTP:` the main one, `smtp:` the others.
    const proxy = /^(?:smtp:)?([^\s:@]+@[^\s:@]+)$/i.exec(text?.trim() ?? '')?.[1];
    if (proxy !== undefined && !addresses.has(proxy.toLowerCase())) addresses.set(proxy.toLowerCase(), proxy);
  }
  return {
    id: directoryPrefix + address,
    source: 'directory',
    ...(displayName === undefined ? {} : { displayName }),
    ...namesOf(contact),
    addresses: [...addresses.values()],
    phoneNumbers: phoneNumbersOf(contact),
  };
}

/** The address in the id of somebody of the directory; `undefined` for the id of a personal contact. */
export function directoryAddressOf(contactId: string): string | undefined {
  return contactId.startsWith(directoryPrefix) ? contactId.slice(directoryPrefix.length) : undefined;
}

function namesOf(
  item: WireContact,
): Pick<Contact, 'displayName' | 'givenName' | 'familyName' | 'company' | 'jobTitle'> {
  const names = {
    displayName: presentText(item.DisplayName),
    givenName: presentText(item.GivenName),
    familyName: presentText(item.Surname),
    company: presentText(item.CompanyName),
    jobTitle: presentText(item.JobTitle),
  };
  return Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined));
}
