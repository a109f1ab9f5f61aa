import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WireContact, WireEntries } from '../wire/contact-shape.ts';
import { addressChanges, addressesOf, phoneChanges, phoneKeys, phoneNumbersOf } from './contact-entries.ts';
import type { EntryChange } from './contact-entries.ts';

/** What the server makes of changes. */
function applied(contact: WireContact, changes: readonly EntryChange[]): WireContact {
  const result: Record<string, WireEntries> = {
    EmailAddresses: contact.EmailAddresses ?? {},
    PhoneNumbers: contact.PhoneNumbers ?? {},
  };
  for (const { dictionary, key, value } of changes) {
    const others = (result[dictionary]?.Entry ?? []).filter((entry) => entry.Key !== key);
    result[dictionary] = { Entry: value === undefined ? others : [...others, { Key: key, text: value }] };
  }
  return result;
}
const entriesOf = (entries: Readonly<Record<string, string>>): WireEntries => ({
  Entry: Object.entries(entries).map(([Key, text]) => ({ Key, text })),
});

describe('addressChanges', () => {
  const addresses = fc.uniqueArray(
    fc.nat(9).map((at) => `a${at}@b.example`),
    { maxLength: 3 },
  );

  test('makes the wanted addresses of any others, in their order', () => {
    fc.assert(
      fc.property(addresses, addresses, (before, wanted) => {
        const contact = applied({}, addressChanges({}, before));
        expect(addressesOf(applied(contact, addressChanges(contact, wanted)))).toEqual(wanted);
        expect(addressChanges(contact, before)).toEqual([]);
      }),
    );
  });

  test('leaves entries alone that are no mail addresses, and counts their places', () => {
    const contact: WireContact = {
      EmailAddresses: {
        Entry: [
          { Key: 'EmailAddress1', text: '/o=Org/cn=Ada', RoutingType: 'EX' },
          { Key: 'EmailAddress2', text: 'a@b.example' },
        ],
      },
    };
    expect(addressesOf(contact)).toEqual(['a@b.example']);
    expect(addressChanges(contact, [])).toEqual([
      { dictionary: 'EmailAddresses', key: 'EmailAddress2', value: undefined },
    ]);
    expect(addressChanges(contact, ['x@b.example', 'y@b.example'])).toMatchObject([
      { key: 'EmailAddress2' },
      { key: 'EmailAddress3' },
    ]);
    expect(() => addressChanges(contact, ['x@b.example', 'y@b.example', 'z@b.example'])).toThrow(
      expect.objectContaining({ code: 'unsupported', message: 'Exchange has room for 2 addresses of this contact' }),
    );
  });

  test('does not move an address that stands alone in a later place', () => {
    const contact = { EmailAddresses: entriesOf({ EmailAddress3: 'a@b.example' }) };
    expect(addressChanges(contact, ['a@b.example'])).toEqual([]);
  });
});

describe('phoneChanges', () => {
  const present = fc.dictionary(fc.constantFrom(...phoneKeys, 'HomeFax'), fc.constantFrom('1', '2', '3', '4'));
  const wanted = fc.array(fc.constantFrom('1', '2', '5', '6'), { maxLength: 7 });

  test('makes the wanted numbers of any others, leaves those where they are that stay, and touches no fax', () => {
    fc.assert(
      fc.property(present, wanted, (before, numbers) => {
        const contact: WireContact = { PhoneNumbers: entriesOf(before) };
        const changes = phoneChanges(contact, numbers);
        const after = applied(contact, changes);
        expect(phoneNumbersOf(after).toSorted()).toEqual(numbers.toSorted());
        for (const { key, value } of changes) expect(value).not.toBe(before[key]);
        expect(changes.map(({ key }) => key)).not.toContain('HomeFax');
        expect(new Set(changes.map(({ key }) => key)).size).toBe(changes.length);
        expect(phoneChanges(after, numbers)).toEqual([]);
      }),
    );
  });

  test('says how many there is room for', () => {
    const numbers = Array.from({ length: 8 }, (_, at) => String(at));
    expect(() => phoneChanges({}, numbers)).toThrow('room for 7 phoneNumbers');
    const known = { PhoneNumbers: entriesOf({ CarPhone: '0' }) };
    expect(phoneChanges(known, numbers)).toHaveLength(7);
  });
});
