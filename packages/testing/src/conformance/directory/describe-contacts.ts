import { contactSchema } from '@kalends/core/schemas';
import type { Contact, ContactContent } from '@kalends/core';
import { expect } from 'vitest';
import { expectCode, outcomeOf } from '../expect-code.ts';
import { addressOf } from '../fresh-company.ts';
import type { InCompany } from '../fresh-company.ts';
import { hostileTexts } from '../hostile-texts.ts';

const grace: Partial<ContactContent> = {
  givenName: 'Grace',
  familyName: 'Harbour',
  company: 'Tide & Sons',
  jobTitle: 'Pilot <senior>',
  addresses: ['grace@partner.example', 'grace.harbour@home.example'],
  phoneNumbers: ['+49 40 123456'],
};

/** Personal address books, the directory, and what changes in them. */
export function describeContacts(inCompany: InCompany): void {
  inCompany('contacts', (company) => {
    const contacts = () => company.as('ada').contacts;
    const create = async (contact: Partial<ContactContent>): Promise<Contact> => {
      const created = await contacts().create({ contact });
      await company.settle();
      return created;
    };
    const listed = async (): Promise<readonly Contact[]> => {
      await company.settle();
      return contacts().list().toArray();
    };

    company.test('keep what is said of a person', ['contactWrites'], async () => {
      const created = await create(grace);
      expect(contactSchema.parse(created)).toEqual(created);
      const read = await contacts().get({ contactId: created.id });
      const inList = (await listed()).find(({ id }) => id === created.id);
      for (const contact of [created, read, inList]) expect(contact).toMatchObject({ ...grace, source: 'personal' });
      expect(read.displayName).toContain('Grace');
    });

    company.test('change sparsely; null clears', ['contactWrites'], async () => {
      const { id: contactId } = await create({ ...grace, givenName: 'Sparse' });
      await contacts().update({ contactId, patch: { jobTitle: 'Harbour master' } });
      expect(await contacts().get({ contactId })).toMatchObject({
        ...grace,
        givenName: 'Sparse',
        jobTitle: 'Harbour master',
      });
      await contacts().update({
        contactId,
        patch: { company: null, phoneNumbers: [], addresses: ['one@partner.example'] },
      });
      const read = await contacts().get({ contactId });
      expect(read).toMatchObject({ givenName: 'Sparse', phoneNumbers: [], addresses: ['one@partner.example'] });
      expect(read.company ?? '').toBe('');
    });

    company.test('are guarded by their version', ['contactWrites'], async () => {
      const { id: contactId } = await create({ ...grace, givenName: 'Guarded' });
      const update = async (ifVersion: string): Promise<Contact> =>
        contacts().update({ contactId, patch: { jobTitle: 'Guard' }, ifVersion });
      const { version: stale = '' } = await contacts().get({ contactId });
      if (!company.as('ada').capabilities.contacts.versionGuard) {
        await expectCode('unsupported', () => update(stale));
        return;
      }
      await contacts().update({ contactId, patch: { company: 'Another' } });
      await expectCode('conflict', () => update(stale));
      expect(await contacts().get({ contactId })).toMatchObject({ jobTitle: grace.jobTitle });
      await company.settle();
      const { version = '' } = await contacts().get({ contactId });
      expect(await update(version)).toMatchObject({ jobTitle: 'Guard' });
    });

    company.test('are deleted, and may be again', ['contactWrites'], async () => {
      const { id: contactId } = await create({ ...grace, givenName: 'Gone' });
      await contacts().delete({ contactId });
      await contacts().delete({ contactId });
      await expectCode('notFound', () => contacts().get({ contactId }));
      await expectCode('notFound', () => contacts().update({ contactId, patch: { company: 'None' } }));
      expect((await listed()).filter(({ id }) => id === contactId)).toEqual([]);
    });

    company.test('are one for one key', ['contactWrites'], async () => {
      const contact = { ...grace, givenName: 'Unique' };
      const first = await contacts().create({ contact, idempotencyKey: 'key-contact' });
      await company.settle();
      const second = await contacts().create({ contact, idempotencyKey: 'key-contact' });
      expect(second.id).toBe(first.id);
      expect((await listed()).filter(({ givenName }) => givenName === 'Unique')).toHaveLength(1);
    });

    company.test('keep texts of any kind', ['contactWrites'], async () => {
      for (const text of Object.values(hostileTexts)) {
        const { id: contactId } = await create({ givenName: 'Odd', familyName: text, company: text, jobTitle: text });
        expect(await contacts().get({ contactId })).toMatchObject({ familyName: text, company: text, jobTitle: text });
      }
      for (const text of ['bell \u0007 rings', 'x'.repeat(1_024)]) {
        const outcome = await outcomeOf(() => create({ givenName: text, familyName: 'Kept or refused' }));
        expect(['no error', 'unsupported', 'invalidArgument']).toContain(outcome);
        const kept = (await listed()).filter(({ familyName }) => familyName === 'Kept or refused');
        expect(
          kept.every(({ givenName }) => givenName === 'bell \u0007 rings' || givenName === 'x'.repeat(1_024)),
        ).toBe(true);
      }
    });

    company.test('are found by a name and by an address', ['contactWrites'], async () => {
      const { id } = await create({ ...grace, givenName: 'Zebulon', addresses: ['zeb@partner.example'] });
      await company.settle();
      for (const text of ['Zebulon', 'zeb@partner.example']) {
        const { contacts: found } = await contacts().search({ text, sources: ['personal'] });
        expect(found.map((contact) => contact.id)).toContain(id);
      }
      const { contacts: none } = await contacts().search({ text: 'Qwzxy', sources: ['personal'] });
      expect(none).toEqual([]);
    });

    company.test('are for nobody else', ['contactWrites'], async () => {
      const { id: contactId } = await create({ ...grace, givenName: 'Mine' });
      await expectCode(['notFound', 'accessDenied', 'invalidArgument'], () =>
        company.as('ben').contacts.get({ contactId }),
      );
      const theirs = await company.as('ben').contacts.list().toArray();
      expect(theirs.filter(({ givenName }) => givenName === 'Mine')).toEqual([]);
    });

    company.test('of the directory are found, or the source is named as missing', ['contacts'], async () => {
      const { sources } = company.as('ada').capabilities.contacts;
      const { contacts: found, unavailable } = await contacts().search({ text: 'Chitra' });
      expect(unavailable.every((source) => !sources.includes(source))).toBe(true);
      const inDirectory = found.filter(({ source }) => source === 'directory');
      expect(inDirectory.map(({ addresses }) => addresses.map((address) => address.toLowerCase()))).toEqual(
        sources.includes('directory') ? [[addressOf('chitra')]] : [],
      );
    });

    company.test('of the directory are listed, or refused', ['directory'], async () => {
      const call = () => contacts().list({ source: 'directory' }).toArray();
      if (company.has('directoryOnlySearched')) return expectCode('unsupported', call);
      const people = await call();
      const addresses = new Set(people.flatMap((person) => person.addresses.map((address) => address.toLowerCase())));
      for (const person of ['ada', 'ben', 'chitra'] as const) expect(addresses).toContain(addressOf(person));
      expect(people.every(({ source }) => source === 'directory')).toBe(true);
    });

    company.test('of the directory cannot be written', ['contactWrites', 'directory'], async () => {
      const { contacts: found } = await contacts().search({ text: 'Chitra', sources: ['directory'] });
      const contactId = found[0]?.id ?? '';
      expect(contactId).not.toBe('');
      const refusals = ['unsupported', 'notFound', 'accessDenied', 'invalidArgument'] as const;
      await expectCode(refusals, () => contacts().update({ contactId, patch: { jobTitle: 'Mine' } }));
    });

    company.test('refuse what makes no contact', ['contactWrites'], async () => {
      const wrong = [{ addresses: ['no address'] }, { birthday: '2000-01-01' }, { givenName: 1 }];
      for (const contact of wrong) {
        // What programs without types may pass.
        await expectCode('invalidArgument', () => contacts().create({ contact: contact as Partial<ContactContent> }));
      }
      await expectCode('invalidArgument', () => contacts().search({ text: '' }));
      await expectCode('invalidArgument', () => contacts().list({ pageToken: 'none' }));
    });
  });

  inCompany('contacts.changes', (company) => {
    company.test(
      'tells what changed since a cursor, and nothing twice',
      ['contactChanges', 'contactWrites'],
      async () => {
        const { contacts } = company.as('ada');
        const made = await contacts.create({ contact: { ...grace, givenName: 'First' } });
        await company.settle();
        const whole = await contacts.changes();
        expect(whole.isFull).toBe(true);
        expect(whole.changes.map(({ kind }) => kind)).toEqual(whole.changes.map(() => 'changed'));
        expect(whole.changes).toMatchObject([{ contact: { id: made.id, givenName: 'First' } }]);

        await contacts.update({ contactId: made.id, patch: { givenName: 'Second' } });
        const other = await contacts.create({ contact: { ...grace, givenName: 'Other' } });
        await company.settle();
        const since = await contacts.changes({ cursor: whole.cursor });
        expect(since.isFull).toBe(false);
        const seen = since.changes.flatMap((change) => (change.kind === 'changed' ? [change.contact] : []));
        expect(seen).toHaveLength(since.changes.length);
        expect(Object.fromEntries(seen.map(({ id, givenName }) => [id, givenName]))).toEqual({
          [made.id]: 'Second',
          [other.id]: 'Other',
        });

        await contacts.delete({ contactId: made.id });
        await company.settle();
        const last = await contacts.changes({ cursor: since.cursor });
        expect(last.changes).toEqual([{ kind: 'removed', contactId: made.id }]);
        const quiet = await contacts.changes({ cursor: last.cursor });
        expect([quiet.changes, quiet.isFull]).toEqual([[], false]);
        // A cursor can be used again.
        expect((await contacts.changes({ cursor: since.cursor })).changes).toEqual(last.changes);
      },
    );

    company.test('refuses a cursor that is none, and one of another account', ['contactChanges'], async () => {
      const { contacts } = company.as('ada');
      await expectCode(['invalidArgument', 'cursorExpired'], () => contacts.changes({ cursor: 'none' }));
      const { cursor } = await company.as('ben').contacts.changes();
      await expectCode(['invalidArgument', 'cursorExpired'], () => contacts.changes({ cursor }));
    });
  });
}
