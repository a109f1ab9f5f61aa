import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contactOnWire, mapContact } from './contact-mapping.ts';

const number = fc.integer({ min: 1, max: 9 }).map(String);
const before = fc.record({
  businessPhones: fc.uniqueArray(number, { maxLength: 2 }),
  homePhones: fc.uniqueArray(number, { maxLength: 2 }),
  mobilePhone: fc.option(number),
});

describe('phone numbers of a contact', () => {
  test('read back as they were written, whatever was there before, and those that stay keep their kind', () => {
    fc.assert(
      fc.property(before, fc.uniqueArray(number, { maxLength: 5 }), (wire, phoneNumbers) => {
        const contact = { id: 'c', ...wire };
        const body = contactOnWire({ phoneNumbers }, contact);
        const after = { ...contact, ...body };
        expect(mapContact(after).phoneNumbers.toSorted()).toEqual(phoneNumbers.toSorted());
        const stayed = wire.businessPhones.filter((one) => phoneNumbers.includes(one));
        expect(after.businessPhones).toEqual(expect.arrayContaining(stayed));
      }),
    );
  });

  test('take their places in the order they come', () => {
    expect(contactOnWire({ phoneNumbers: ['1', '2', '3', '4', '5'] })).toEqual({
      businessPhones: ['1', '2'],
      mobilePhone: '3',
      homePhones: ['4', '5'],
    });
    expect(contactOnWire({ phoneNumbers: null })).toEqual({ businessPhones: [], homePhones: [], mobilePhone: null });
  });
});
