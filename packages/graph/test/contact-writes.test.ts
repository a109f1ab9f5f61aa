import { graphFaults } from '@kalends/testing';
import type { Fault, RecordedRequest } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { directoryTests } from './support/directory.ts';

const start = directoryTests();

const grace = {
  displayName: 'Grace Mole',
  givenName: 'Grace',
  familyName: 'Mole',
  company: 'Mole & Sons',
  jobTitle: 'Diver',
  addresses: ['grace@elsewhere.example', 'mole@elsewhere.example'],
  phoneNumbers: ['+31 1', '+31 2', '+31 3', '+31 4', '+31 5'],
};

const isWrite = ({ method }: RecordedRequest): boolean => method !== 'GET';

describe('contacts.create', () => {
  it('creates a contact that reads as it was written', async () => {
    const { open } = await start();
    const { contacts } = open();
    const created = await contacts.create({ contact: grace });
    expect(created).toEqual({ ...grace, source: 'personal', id: expect.any(String), version: expect.any(String) });
    expect(await contacts.get({ contactId: created.id })).toEqual(created);
  });

  it('sends what was given and the key, and nothing else', async () => {
    const { open, requests } = await start();
    await open().contacts.create({ contact: { givenName: 'Grace' } });
    expect(requests().map(({ method, path, body }) => [method, path, JSON.parse(body)])).toEqual([
      [
        'POST',
        '/v1.0/me/contacts',
        {
          givenName: 'Grace',
          singleValueExtendedProperties: [
            { id: expect.stringMatching(/^String \{[\da-f-]{36}\} Name contactKey$/), value: expect.any(String) },
          ],
        },
      ],
    ]);
  });

  it.each(['k', "it's ' or \u{1f600}", 'K'.repeat(128)])(
    'creates one contact under the key %j',
    async (idempotencyKey) => {
      const { open, emulator, requests } = await start();
      const first = await open().contacts.create({ contact: { displayName: 'Grace' }, idempotencyKey });
      const again = await open().contacts.create({ contact: { displayName: 'Other' }, idempotencyKey });
      expect(again).toEqual(first);
      await open().contacts.create({ contact: { displayName: 'Grace' }, idempotencyKey: idempotencyKey.toLowerCase() });
      const count = idempotencyKey === idempotencyKey.toLowerCase() ? 1 : 2;
      expect(emulator.storedContacts('ada')).toHaveLength(count);
      const sent = requests().map(({ url, body }) => decodeURIComponent(url) + body);
      expect(sent.filter((text) => text.includes(idempotencyKey) && idempotencyKey.length > 1)).toEqual([]);
    },
  );

  it('leaves one contact, the older one, to two processes that use a key in the same moment', async () => {
    const { open, emulator } = await start();
    const processes = [open().contacts, open().contacts, open().contacts];
    // Each looks for the key before any of them has written.
    let looking = 0;
    const [first, ...others] = await Promise.all(
      processes.map((contacts) => {
        looking += 1;
        return contacts.create({ contact: { displayName: `Grace ${looking}` }, idempotencyKey: 'one' });
      }),
    );
    expect(emulator.storedContacts('ada')).toHaveLength(1);
    expect(others.map(({ id }) => id)).toEqual([first?.id, first?.id]);
  });

  test.each<[string, Fault]>([
    ['the connection was cut before it', graphFaults.connectionCut({ when: isWrite })],
    ['its answer was lost', graphFaults.lostAnswer({ when: isWrite })],
    ['the gateway gave up on it', graphFaults.lateGatewayTimeout({ when: isWrite })],
    ['it was throttled', graphFaults.throttled(3, { when: isWrite })],
    ['its answer was cut off', { when: isWrite, action: { kind: 'truncate', bytes: 30 } }],
    ['the service was away', graphFaults.serviceUnavailable(3, { when: isWrite, times: 2 })],
  ])('makes one contact when %s', async (_case, fault) => {
    const { open, emulator } = await start();
    emulator.faults.add(fault);
    const { id } = await open().contacts.create({ contact: { displayName: 'Grace' } });
    expect(emulator.storedContacts('ada').map(({ displayName }) => displayName)).toEqual(['Grace']);
    expect((await open().contacts.get({ contactId: id })).displayName).toBe('Grace');
  });

  it('keeps the first when a try that was given up comes through after the one that replaced it', async () => {
    const { open, emulator } = await start();
    let isHidden = true;
    emulator.faults.add(graphFaults.lateGatewayTimeout({ when: isWrite }));
    // What was written shows only after the search that settles it.
    emulator.faults.add({
      when: ({ url }) => url.includes('singleValueExtendedProperties') && isHidden,
      action: {
        kind: 'rewrite',
        change(response) {
          isHidden = false;
          return { ...response, body: '{"value":[]}' };
        },
      },
    });
    const created = await open().contacts.create({ contact: { displayName: 'Grace' } });
    expect(emulator.storedContacts('ada')).toHaveLength(1);
    expect(await open().contacts.get({ contactId: created.id })).toEqual(created);
  });

  it('has created what it created, also when nobody can look for another', async () => {
    const { open, emulator } = await start();
    let searches = 0;
    emulator.faults.add(graphFaults.connectionCut({ when: isWrite }));
    emulator.faults.add(
      graphFaults.throttled(7_200, {
        when: ({ url }) => url.includes('singleValueExtendedProperties') && (searches += 1) > 1,
      }),
    );
    expect(await open().contacts.create({ contact: { displayName: 'Grace' } })).toMatchObject({ displayName: 'Grace' });
    expect([searches, emulator.storedContacts('ada').length]).toEqual([2, 1]);
  });

  it('says that it does not know when nobody can tell', async () => {
    const { open, emulator } = await start();
    emulator.faults.add(graphFaults.lostAnswer({ when: isWrite }));
    emulator.faults.add(graphFaults.internalServerError({ when: (request) => !isWrite(request), times: 9 }));
    await expect(open().contacts.create({ contact: { displayName: 'Grace' } })).rejects.toMatchObject({
      code: 'outcomeUnknown',
      operation: 'contacts.create',
    });
  });

  it.each([
    ['addresses', { addresses: ['a@x.example', 'b@x.example', 'c@x.example', 'd@x.example'] }],
    ['phoneNumbers', { phoneNumbers: ['1', '2', '3', '4', '5', '6'] }],
  ])('has no room for more %s than Outlook, and says so without asking', async (field, contact) => {
    const { open, requests } = await start();
    await expect(open().contacts.create({ contact })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining(field),
    });
    expect(requests()).toEqual([]);
  });

  it.each([[{}], [{ displayName: 'x'.repeat(1_025) }], [{ addresses: ['nobody'] }], [{ nickname: 'x' }]])(
    'refuses %j',
    async (contact: object) => {
      const { open, requests } = await start();
      await expect(open().contacts.create({ contact })).rejects.toMatchObject({ code: 'invalidArgument' });
      expect(requests()).toEqual([]);
    },
  );
});

describe('contacts.update', () => {
  it('changes what it names and leaves the rest', async () => {
    const { open, requests, forget } = await start();
    const { contacts } = open();
    const { id: contactId } = await contacts.create({ contact: grace });
    forget();
    const changed = await contacts.update({ contactId, patch: { jobTitle: 'Captain', company: null } });
    const { company: _company, ...rest } = grace;
    expect(changed).toMatchObject({ ...rest, jobTitle: 'Captain' });
    expect(changed).not.toHaveProperty('company');
    expect(requests().map(({ method, body }) => [method, JSON.parse(body)])).toEqual([
      ['PATCH', { jobTitle: 'Captain', companyName: null }],
    ]);
  });

  it('clears everything that can be cleared', async () => {
    const { open } = await start();
    const { contacts } = open();
    const { id: contactId } = await contacts.create({ contact: grace });
    const names = ['displayName', 'givenName', 'familyName', 'company', 'jobTitle', 'addresses', 'phoneNumbers'];
    const patch = Object.fromEntries(names.map((name) => [name, null]));
    const cleared = await contacts.update({ contactId, patch });
    expect(cleared).toEqual({
      id: contactId,
      version: cleared.version,
      source: 'personal',
      addresses: [],
      phoneNumbers: [],
    });
  });

  it('keeps what belongs to the addresses and numbers that stay', async () => {
    const { open, emulator, requests } = await start();
    emulator.addContact('ada', {
      displayName: 'Grace',
      emailAddresses: [
        { name: 'Grace at work', address: 'Grace@work.example' },
        { name: 'Grace', address: 'grace@home.example' },
      ],
      businessPhones: ['1', '2'],
      mobilePhone: '3',
      homePhones: ['4'],
      personalNotes: 'keep me',
    });
    const { contacts } = open();
    const [listed] = (await contacts.list()).items;
    await contacts.update({
      contactId: listed?.id ?? '',
      patch: { addresses: ['new@work.example', 'grace@work.example'], phoneNumbers: ['5', '4', '3', '6', '4'] },
    });
    expect(requests().at(-1)?.headers['if-match']).toBe(listed?.version);
    expect(emulator.storedContacts('ada')[0]?.members).toMatchObject({
      emailAddresses: [
        { name: 'new@work.example', address: 'new@work.example' },
        { name: 'Grace at work', address: 'grace@work.example' },
      ],
      businessPhones: ['5', '6'],
      mobilePhone: '3',
      homePhones: ['4'],
      personalNotes: 'keep me',
    });
  });

  it('sends nothing when nothing is to change', async () => {
    const { open, requests, forget } = await start();
    const { contacts } = open();
    const created = await contacts.create({ contact: grace });
    forget();
    expect(await contacts.update({ contactId: created.id, patch: {} })).toEqual(created);
    expect(requests().filter(isWrite)).toEqual([]);
  });

  it('changes the version it was given and no other', async () => {
    const { open, emulator } = await start();
    const { contacts } = open();
    const { id: contactId, version: ifVersion = '' } = await contacts.create({ contact: grace });
    const patch = { jobTitle: 'Captain' };
    const changed = await contacts.update({ contactId, patch, ifVersion });
    expect(changed.version).not.toBe(ifVersion);
    for (const stale of [patch, { phoneNumbers: ['9'] }]) {
      await expect(contacts.update({ contactId, patch: stale, ifVersion })).rejects.toMatchObject({
        code: 'conflict',
        status: 412,
      });
    }
    expect(emulator.storedContacts('ada')[0]?.members).toMatchObject({ jobTitle: 'Captain' });
  });

  it.each(['x', 'W/"a"\r\nx: y', '*'])('sends nothing for %j, which can be no version', async (ifVersion) => {
    const { open, requests, forget } = await start();
    const { contacts } = open();
    const { id: contactId } = await contacts.create({ contact: grace });
    forget();
    await expect(contacts.update({ contactId, patch: { jobTitle: 'x' }, ifVersion })).rejects.toMatchObject({
      code: 'conflict',
      operation: 'contacts.update',
    });
    expect(requests()).toEqual([]);
  });

  it('lays addresses over what others have changed in the meantime', async () => {
    const { open, emulator } = await start();
    const [mine, theirs] = [open().contacts, open().contacts];
    const { id: contactId } = await mine.create({ contact: { displayName: 'Grace', phoneNumbers: ['1'] } });
    emulator.faults.add({
      when: (request) => request.method === 'PATCH' && request.body.includes('emailAddresses'),
      action: { kind: 'respond', status: 412, body: '{"error":{"code":"ErrorIrresolvableConflict","message":"m"}}' },
    });
    const [changed] = await Promise.all([
      mine.update({ contactId, patch: { addresses: ['grace@x.example'] } }),
      theirs.update({ contactId, patch: { jobTitle: 'Captain' } }),
    ]);
    expect(changed.addresses).toEqual(['grace@x.example']);
    expect(await mine.get({ contactId })).toMatchObject({ jobTitle: 'Captain', addresses: ['grace@x.example'] });
  });

  it('gives up after some rounds with somebody who always was first', async () => {
    const { open, emulator, requests, forget } = await start();
    const { contacts } = open();
    const { id: contactId } = await contacts.create({ contact: grace });
    emulator.faults.add({
      when: ({ method }) => method === 'PATCH',
      times: 99,
      action: { kind: 'respond', status: 412, body: '{"error":{"code":"ErrorIrresolvableConflict","message":"m"}}' },
    });
    forget();
    await expect(contacts.update({ contactId, patch: { phoneNumbers: ['1'] } })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(requests().filter(isWrite)).toHaveLength(5);
  });

  test.each<[string, Fault]>([
    ['the connection was cut before it', graphFaults.connectionCut({ when: isWrite })],
    ['its answer was lost', graphFaults.lostAnswer({ when: isWrite })],
    ['the gateway gave up on it', graphFaults.lateGatewayTimeout({ when: isWrite })],
    ['it was throttled', graphFaults.throttled(3, { when: isWrite })],
  ])('takes place once when %s, guarded by a version or not', async (_case, fault) => {
    const { open, emulator } = await start();
    const { contacts } = open();
    const created = await contacts.create({ contact: grace });
    const patch = { displayName: 'Captain Mole', company: null, phoneNumbers: ['7'], addresses: ['c@x.example'] };
    for (const guard of [{ ifVersion: created.version ?? '' }, {}]) {
      emulator.faults.add(fault);
      const changed = await contacts.update({ contactId: created.id, patch, ...guard });
      expect(changed).toMatchObject({ displayName: 'Captain Mole', phoneNumbers: ['7'], addresses: ['c@x.example'] });
      expect(changed).toEqual(await contacts.get({ contactId: created.id }));
    }
  });

  it('is for contacts of the account, and for those that are there', async () => {
    const { open, requests, forget } = await start();
    const { contacts } = open();
    const [person] = (await contacts.list({ source: 'directory' })).items;
    forget();
    const directory = { contactId: person?.id ?? '' };
    await expect(contacts.update({ ...directory, patch: { jobTitle: 'x' } })).rejects.toMatchObject({
      code: 'unsupported',
    });
    await expect(contacts.delete(directory)).rejects.toMatchObject({ code: 'unsupported' });
    expect(requests()).toEqual([]);
    const { id: contactId } = await contacts.create({ contact: grace });
    await contacts.delete({ contactId });
    for (const patch of [{ jobTitle: 'x' }, { phoneNumbers: ['1'] }]) {
      await expect(contacts.update({ contactId, patch })).rejects.toMatchObject({ code: 'notFound' });
    }
  });
});

describe('contacts.delete', () => {
  it('takes a contact away; one that is gone is no error', async () => {
    const { open, emulator } = await start();
    const { contacts } = open();
    const { id: contactId } = await contacts.create({ contact: grace });
    await contacts.delete({ contactId });
    await contacts.delete({ contactId });
    expect(emulator.storedContacts('ada')).toEqual([]);
    emulator.faults.add({
      when: isWrite,
      action: { kind: 'respond', status: 400, body: '{"error":{"code":"ErrorInvalidRequest","message":"m"}}' },
    });
    await contacts.delete({ contactId });
    await expect(contacts.delete({ contactId: '..' })).rejects.toMatchObject({ code: 'invalidArgument' });
  });

  test.each<[string, Fault]>([
    ['its answer was lost', graphFaults.lostAnswer({ when: isWrite })],
    ['it was throttled', graphFaults.throttled(3, { when: isWrite })],
    ['the service was away', graphFaults.serviceUnavailable(3, { when: isWrite })],
  ])('takes place when %s', async (_case, fault) => {
    const { open, emulator } = await start();
    const { contacts } = open();
    const { id: contactId } = await contacts.create({ contact: grace });
    emulator.faults.add(fault);
    await contacts.delete({ contactId });
    expect(emulator.storedContacts('ada')).toEqual([]);
  });

  it('what is refused stays an error', async () => {
    const { open, emulator } = await start();
    const { contacts } = open();
    const { id: contactId } = await contacts.create({ contact: grace });
    emulator.faults.add(graphFaults.accessDenied({ when: isWrite }));
    await expect(contacts.delete({ contactId })).rejects.toMatchObject({
      code: 'accessDenied',
      operation: 'contacts.delete',
    });
  });
});
