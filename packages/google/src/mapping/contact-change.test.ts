import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WirePerson } from '../wire/person.ts';
import { personChange } from './contact-change.ts';
import type { ContactPatch } from './contact-change.ts';
import { mapContact } from './contact.ts';

type Parts = Omit<WirePerson, 'resourceName'>;

const person: Parts = {
  names: [
    {
      metadata: { primary: true },
      displayName: 'Dr. Grace B. Hopper',
      displayNameLastFirst: 'Hopper, Grace B.',
      unstructuredName: 'Dr. Grace B. Hopper',
      honorificPrefix: 'Dr.',
      givenName: 'Grace',
      middleName: 'B.',
      familyName: 'Hopper',
      phoneticGivenName: 'greis',
    },
  ],
  emailAddresses: [
    { metadata: { primary: true }, value: 'Grace@example.com', type: 'work', formattedType: 'Work' },
    { value: 'hopper@example.com', type: 'home' },
  ],
  phoneNumbers: [{ value: '+1 202', type: 'mobile', canonicalForm: '+1202' }],
  organizations: [
    { metadata: { primary: true }, name: 'Navy', title: 'Admiral', department: 'Ships', current: true },
    { name: 'Eckert', type: 'work' },
  ],
};

describe('personChange', () => {
  it('is nothing for a patch that says what is there', () => {
    const patches: ContactPatch[] = [
      {},
      { givenName: 'Grace', familyName: 'Hopper', displayName: 'Dr. Grace B. Hopper' },
      { addresses: ['Grace@example.com', 'hopper@example.com'], phoneNumbers: ['+1 202'] },
      { company: 'Navy', jobTitle: 'Admiral' },
    ];
    for (const patch of patches) expect(personChange(person, patch)).toEqual({});
    expect(personChange({}, { displayName: null, givenName: '', addresses: null, company: null })).toEqual({});
  });

  it('keeps what the patch does not speak of', () => {
    expect(personChange(person, { familyName: 'Murray' })).toEqual({
      names: [
        {
          honorificPrefix: 'Dr.',
          givenName: 'Grace',
          middleName: 'B.',
          familyName: 'Murray',
          phoneticGivenName: 'greis',
        },
      ],
    });
    expect(personChange(person, { addresses: ['new@example.com', 'grace@EXAMPLE.com'] })).toEqual({
      emailAddresses: [{ value: 'new@example.com' }, { type: 'work', value: 'grace@EXAMPLE.com' }],
    });
    expect(personChange(person, { phoneNumbers: ['+1 202', '+1 202', '+2'] })).toEqual({
      phoneNumbers: [{ type: 'mobile', value: '+1 202' }, { value: '+2' }],
    });
    expect(personChange(person, { jobTitle: 'Captain' })).toEqual({
      organizations: [
        { name: 'Navy', title: 'Captain', department: 'Ships', current: true },
        { name: 'Eckert', type: 'work' },
      ],
    });
  });

  it('takes away what is cleared, and with it what is empty then', () => {
    expect(personChange(person, { addresses: null, phoneNumbers: [] })).toEqual({
      emailAddresses: [],
      phoneNumbers: [],
    });
    const plain: Parts = {
      names: [{ displayName: 'Ada L', givenName: 'Ada', familyName: 'L' }],
      organizations: [{ name: 'A' }],
    };
    expect(personChange(plain, { givenName: null, familyName: null, company: null })).toEqual({
      names: [],
      organizations: [],
    });
    expect(personChange(plain, { givenName: null })).toEqual({ names: [{ familyName: 'L' }] });
  });

  it('says a display name by itself where there is no other name', () => {
    expect(personChange({}, { displayName: 'The Admiral' })).toEqual({ names: [{ unstructuredName: 'The Admiral' }] });
    const unstructured: Parts = { names: [{ displayName: 'Old', unstructuredName: 'Old' }] };
    expect(personChange(unstructured, { displayName: 'New' })).toEqual({ names: [{ unstructuredName: 'New' }] });
    expect(personChange(unstructured, { displayName: null })).toEqual({ names: [] });
    expect(personChange(unstructured, { givenName: 'Ada' })).toEqual({ names: [{ givenName: 'Ada' }] });
  });

  it.each<[string, Parts, ContactPatch]>([
    ['another than the parts give', {}, { displayName: 'Amazing', givenName: 'Grace' }],
    ['another than the parts that stay give', person, { displayName: 'Amazing Grace' }],
    ['none beside parts', person, { displayName: null }],
  ])('refuses a display name that would be lost: %s', (_what, current, patch) => {
    expect(() => personChange(current, patch)).toThrow(
      expect.objectContaining({ code: 'unsupported', message: expect.not.stringContaining('Amazing') }),
    );
  });

  it('makes of a new contact what it was told, and then has nothing to change', () => {
    const text = fc.string({ minLength: 1, maxLength: 20 });
    const contact = fc.record(
      {
        givenName: text,
        familyName: text,
        company: text,
        jobTitle: text,
        addresses: fc.uniqueArray(fc.emailAddress(), { selector: (address) => address.toLowerCase(), maxLength: 4 }),
        phoneNumbers: fc.uniqueArray(text, { maxLength: 4 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(contact, contact, (first, second) => {
        const made: Parts = personChange({}, first) as Parts;
        expect(mapContact({ resourceName: 'people/c1', ...made }, 'personal')).toEqual({
          id: 'people/c1',
          source: 'personal',
          addresses: [],
          phoneNumbers: [],
          ...first,
        });
        const changed: Parts = { ...made, ...(personChange(made, second) as Parts) };
        expect(mapContact({ resourceName: 'people/c1', ...changed }, 'personal')).toMatchObject({
          ...first,
          ...second,
        });
        expect(personChange(changed, second)).toEqual({});
      }),
    );
  });
});
