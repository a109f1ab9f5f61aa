import { CalendarError } from '@kalends/core';
import type { WireContact, WireEntries } from '../wire/contact-shape.ts';
import { presentText } from './wire-values.ts';

/** Where mail addresses stand, in order. */
export const addressKeys: readonly string[] = ['EmailAddress1', 'EmailAddress2', 'EmailAddress3'];

/** Where a new number goes, most likely first. */
const newPhoneKeys: readonly string[] = [
  'MobilePhone',
  'BusinessPhone',
  'HomePhone',
  'BusinessPhone2',
  'HomePhone2',
  'OtherTelephone',
  'PrimaryPhone',
];

/** Where numbers of a person stand, in the order they are told in; fax, telex, pager and numbers of others are none of them. */
export const phoneKeys: readonly string[] = [...newPhoneKeys, 'CarPhone', 'RadioPhone', 'Callback', 'CompanyMainPhone'];

/** One of the two dictionaries of a contact that are read and written. */
export type Dictionary = 'EmailAddresses' | 'PhoneNumbers';

/** A change of one entry; no value takes it away. */
export interface EntryChange {
  readonly dictionary: Dictionary;
  readonly key: string;
  readonly value: string | undefined;
}

/** The mail addresses of a contact; entries that hold something else (X.500 names, fax numbers) are none. */
export function addressesOf(contact: WireContact): readonly string[] {
  return addressKeys.flatMap((key) => addressAt(contact.EmailAddresses, key) ?? []);
}

/** The telephone numbers of a contact. */
export function phoneNumbersOf(contact: WireContact): readonly string[] {
  return phoneKeys.flatMap((key) => valueAt(contact.PhoneNumbers, key) ?? []);
}

/**
 * What makes the mail addresses of a contact the wanted ones, in their order. Entries that hold something else than an address stay.
 *
 * @throws CalendarError `unsupported` for more than there is room for.
 */
export function addressChanges(contact: WireContact, wanted: readonly string[]): readonly EntryChange[] {
  const present = addressesOf(contact);
  if (present.length === wanted.length && present.every((address, index) => address === wanted[index])) return [];
  const free = addressKeys.filter(
    (key) => addressAt(contact.EmailAddresses, key) !== undefined || valueAt(contact.EmailAddresses, key) === undefined,
  );
  if (wanted.length > free.length) throw noRoom('addresses', free.length);
  return free.flatMap((key, index) => {
    const value = wanted[index];
    return value === addressAt(contact.EmailAddresses, key) ? [] : [{ dictionary: 'EmailAddresses', key, value }];
  });
}

/**
 * What makes the numbers of a contact the wanted ones. A number that is known stays what it is, of business or home; new ones take
 * the first places that are free.
 *
 * @throws CalendarError `unsupported` for more than there is room for.
 */
export function phoneChanges(contact: WireContact, wanted: readonly string[]): readonly EntryChange[] {
  const missing = [...wanted];
  const changes: EntryChange[] = [];
  const free = new Set(newPhoneKeys);
  for (const key of phoneKeys) {
    const value = valueAt(contact.PhoneNumbers, key);
    if (value === undefined) continue;
    const index = missing.indexOf(value);
    if (index === -1) changes.push({ dictionary: 'PhoneNumbers', key, value: undefined });
    else {
      missing.splice(index, 1);
      free.delete(key);
    }
  }
  if (missing.length > free.size) throw noRoom('phoneNumbers', wanted.length - missing.length + free.size);
  const places = [...free];
  for (const [index, value] of missing.entries()) {
    const key = places[index] ?? '';
    const emptied = changes.findIndex((change) => change.key === key);
    if (emptied !== -1) changes.splice(emptied, 1);
    changes.push({ dictionary: 'PhoneNumbers', key, value });
  }
  return changes;
}

function addressAt(entries: WireEntries | undefined, key: string): string | undefined {
  const entry = entries?.Entry?.find((one) => one.Key === key);
  const routing = entry?.RoutingType?.trim().toUpperCase() ?? 'SMTP';
  const address = presentText(entry?.text)?.trim();
  return routing === 'SMTP' && address?.includes('@') === true ? address : undefined;
}

function valueAt(entries: WireEntries | undefined, key: string): string | undefined {
  return presentText(entries?.Entry?.find((one) => one.Key === key)?.text);
}

function noRoom(field: string, room: number): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: `Exchange has room for ${room} ${field} of this contact`,
    provider: 'ews',
  });
}
