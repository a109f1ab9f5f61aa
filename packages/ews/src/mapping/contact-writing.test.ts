import { describe, expect, test } from 'vitest';
import { contactChanges } from './contact-writing.ts';

const tanja = { GivenName: 'Tanja', Surname: 'Plate', DisplayName: 'Tanja Plate' };

describe('contactChanges', () => {
  test('files a contact anew under new names where it was filed under the old ones', () => {
    const { texts } = contactChanges({ ...tanja, FileAs: 'Plate, Tanja' }, { familyName: 'Miller' });
    expect(Object.fromEntries(texts)).toEqual({ Surname: 'Miller', FileAs: 'Miller, Tanja' });
  });

  test.each(['The boss', undefined])('leaves a contact alone that somebody filed as %s', (fileAs) => {
    const contact = fileAs === undefined ? tanja : { ...tanja, FileAs: fileAs };
    const { texts } = contactChanges(contact, { familyName: 'Miller' });
    expect(Object.fromEntries(texts)).toEqual({ Surname: 'Miller' });
  });

  test('takes nothing away that is not there, and sets nothing that is so', () => {
    const { texts, entries } = contactChanges(tanja, {
      givenName: 'Tanja',
      company: null,
      jobTitle: '',
      addresses: null,
      phoneNumbers: [],
    });
    expect([texts.size, entries.length]).toEqual([0, 0]);
  });

  test('takes a name away, and the contact is filed under what is left', () => {
    const { texts } = contactChanges({ ...tanja, FileAs: 'Plate, Tanja' }, { familyName: null });
    expect(texts).toEqual(
      new Map([
        ['Surname', undefined],
        ['FileAs', 'Tanja Plate'],
      ]),
    );
  });
});
