import { contactSchema } from '@kalends/core/schemas';
import type { Contact, CreateContactOptions } from '@kalends/core';
import { exchangeFaults } from '@kalends/testing';
import type { ExchangeEmulatorOptions, Fault, ManualClock } from '@kalends/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { contractWatch } from '../../testing/test/contracts/contract-watch.ts';
import { checkEwsExchange, hasEwsContract } from '../../testing/test/contracts/ews-contract.ts';
import { directoryEmulator, isRequestFor, service } from './support/directory-emulator.ts';
import type { DirectoryEmulator } from './support/directory-emulator.ts';
import { answerOf, failure, fakeExchange, requestedIds, success } from './support/fake-exchange.ts';

const contract = contractWatch({ name: 'EWS schemas', isPresent: hasEwsContract, check: checkEwsExchange });
const running: AsyncDisposable[] = [];

afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

async function start(options: ExchangeEmulatorOptions = {}): Promise<DirectoryEmulator> {
  const started = await directoryEmulator((emulator) => contract.watch(emulator), options);
  running.push(started);
  return started;
}

const tanja: CreateContactOptions['contact'] = {
  displayName: 'Tanja Plate',
  givenName: 'Tanja',
  familyName: 'Plate',
  company: 'Blue Yonder',
  jobTitle: 'Manager',
  addresses: ['tanja@contoso.example', 'plate@contoso.example'],
  phoneNumbers: ['+49 151 1', '+49 30 2'],
};
const isWrite = (operation: string, fault: Fault): Fault => ({ ...fault, when: isRequestFor(operation) });
/** Lets time pass until a call is over, whatever it waits for. */
async function passing(clock: ManualClock, call: Promise<unknown>): Promise<void> {
  const state = { isOver: false };
  const over = (): void => void (state.isOver = true);
  call.then(over, over);
  while (!state.isOver) {
    await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(1_000);
  }
}
const namesOf = (contacts: readonly Contact[]): readonly (string | undefined)[] =>
  contacts.map(({ displayName }) => displayName);

describe('contacts.create', () => {
  it.each(['15.2.2562.46', '14.3'] as const)('keeps everything that can be said, at version %s', async (version) => {
    const { connect } = await start({ version });
    const { contacts } = connect('ada');
    const created = await contacts.create({ contact: tanja });
    expect(contactSchema.parse(created)).toEqual(created);
    expect(created).toEqual({ id: expect.any(String), version: expect.any(String), source: 'personal', ...tanja });
    expect(await contacts.get({ contactId: created.id })).toEqual(created);
  });

  it('files a contact as Outlook does', async () => {
    const { connect, sent } = await start();
    await connect('ada').contacts.create({ contact: { givenName: 'Tanja', familyName: 'Plate' } });
    await connect('ada').contacts.create({ contact: { company: 'Blue Yonder' } });
    expect(sent('CreateItem').map((body) => /<t:FileAs>([^<]*)/.exec(body)?.[1])).toEqual([
      'Plate, Tanja',
      'Blue Yonder',
    ]);
  });

  it('gives the one contact for one key, whoever asks, and another one for another key', async () => {
    const { connect, emulator } = await start();
    const first = await connect('ada').contacts.create({ contact: tanja, idempotencyKey: 'k\u0001 1' });
    const again = await connect('ada').contacts.create({ contact: tanja, idempotencyKey: 'k\u0001 1' });
    expect(again).toEqual(first);
    expect(emulator.storedContacts('ada')).toHaveLength(1);
    await connect('ada').contacts.create({ contact: tanja, idempotencyKey: 'k2' });
    await connect('ada').contacts.create({ contact: tanja });
    await connect('ada').contacts.create({ contact: tanja });
    expect(emulator.storedContacts('ada')).toHaveLength(4);
  });

  it('gives the one contact for one key to all who ask at the same time', async () => {
    const { connect, emulator } = await start();
    const create = (): Promise<Contact> => connect('ada').contacts.create({ contact: tanja, idempotencyKey: 'k' });
    const created = await Promise.all([create(), create(), create()]);
    expect(emulator.storedContacts('ada').map(({ id }) => id)).toEqual([created[0].id]);
    expect(new Set(created.map(({ id }) => id)).size).toBe(1);
  });

  it.each([
    ['a lost answer', exchangeFaults.lostAnswer(), 1],
    ['a gateway that gives up late', exchangeFaults.lateGatewayTimeout(), 1],
    ['throttling inside an answer', exchangeFaults.innerServerBusy(), 1],
    ['a gateway that gives up', exchangeFaults.gatewayTimeout(), 2],
    ['a connection that is cut', exchangeFaults.connectionCut(), 2],
    ['throttling', exchangeFaults.tooManyRequests(5), 2],
    ['503', exchangeFaults.unavailable(5), 2],
  ] as const)('makes one contact in spite of %s', async (_what, fault, sends) => {
    const { connect, emulator, clock, sent } = await start();
    const { contacts } = connect('ada', { retry: { maxAttempts: 3 }, timeoutMs: 1e9 });
    emulator.faults.add(isWrite('CreateItem', fault));
    const creation = contacts.create({ contact: tanja });
    await passing(clock, creation);
    expect(await creation).toMatchObject({ displayName: 'Tanja Plate' });
    expect(emulator.storedContacts('ada')).toHaveLength(1);
    expect(sent('CreateItem')).toHaveLength(sends);
  });

  it('leaves one contact when a request takes effect after it was given up', async () => {
    const { connect, emulator, clock } = await start();
    let late: (() => Promise<unknown>) | undefined;
    let isFirst = true;
    const { contacts } = connect('ada', {
      retry: { maxAttempts: 2 },
      timeoutMs: 1e9,
      runtime: {
        fetch: async (input, init) => {
          if (typeof init?.body === 'string' && init.body.includes('<m:CreateItem')) {
            if (isFirst) {
              isFirst = false;
              late = () => fetch(input, { ...init, signal: null });
              return new Response(null, { status: 504 });
            }
            await late?.();
          }
          return fetch(input, init);
        },
      },
    });
    const creation = contacts.create({ contact: tanja });
    await passing(clock, creation);
    const created = await creation;
    expect(emulator.storedContacts('ada').map(({ id }) => id)).toEqual([created.id]);
  });

  it('says that it does not know when it cannot find out', async () => {
    const { connect, emulator } = await start();
    const { contacts } = connect('ada');
    await contacts.list();
    emulator.faults.add(isWrite('CreateItem', exchangeFaults.lostAnswer()));
    emulator.faults.add(isWrite('FindItem', exchangeFaults.unavailable(0)));
    await expect(contacts.create({ contact: tanja })).rejects.toMatchObject({ code: 'outcomeUnknown' });
  });

  it('does not say that nothing happened when it cannot read what it made', async () => {
    const { connect, emulator } = await start();
    const { contacts } = connect('ada');
    emulator.faults.add(isWrite('GetItem', exchangeFaults.tooManyRequests(3_600)));
    await expect(contacts.create({ contact: tanja })).rejects.toMatchObject({
      code: 'outcomeUnknown',
      retryAfterMs: 3_600_000,
    });
    expect(emulator.storedContacts('ada')).toHaveLength(1);
  });

  it.each([
    ['addresses', { addresses: ['a@b.example', 'b@b.example', 'c@b.example', 'd@b.example'] }],
    ['phoneNumbers', { phoneNumbers: Array.from({ length: 8 }, (_, at) => `+49 ${at}`) }],
    ['displayName', { displayName: 'a\u0001CANARY' }],
    ['company', { company: 'a\uFFFFCANARY' }],
    ['phoneNumbers', { phoneNumbers: ['\uFFFECANARY'] }],
  ])('refuses what has no place: %s', async (field, contact) => {
    const { connect, emulator } = await start();
    const creation = connect('ada').contacts.create({ contact });
    await expect(creation).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining(field) });
    await expect(creation).rejects.not.toMatchObject({ message: expect.stringContaining('CANARY') });
    expect(emulator.exchanges).toHaveLength(0);
  });

  it.each([{ displayName: '' }, { addresses: [] }, {}])(
    'refuses a contact of whom nothing is known: %j',
    async (contact) => {
      const { connect, emulator } = await start();
      await expect(connect('ada').contacts.create({ contact })).rejects.toMatchObject({ code: 'invalidArgument' });
      expect(emulator.exchanges).toHaveLength(0);
    },
  );

  it('keeps hostile text as it is', async () => {
    const { connect } = await start();
    const contact = {
      displayName: '</t:DisplayName><t:Surname>&amp;"\'\u202E עברית 👩‍🚀',
      givenName: '  ]]> <!-- ',
      jobTitle: 'line\nbreak\ttab',
      phoneNumbers: ['<0>'],
    };
    expect(await connect('ada').contacts.create({ contact })).toMatchObject(contact);
  });
});

describe('contacts.update', () => {
  const created = async (): Promise<DirectoryEmulator & { contact: Contact }> => {
    const started = await start();
    return { ...started, contact: await started.connect('ada').contacts.create({ contact: tanja }) };
  };

  it('changes what is named, clears what is null, and sends nothing else', async () => {
    const { connect, contact, sent } = await created();
    const updated = await connect('ada').contacts.update({
      contactId: contact.id,
      patch: { jobTitle: 'Director', company: null, displayName: 'Tanja Plate' },
    });
    const { company: _company, ...others } = tanja;
    expect(updated).toMatchObject({ ...others, jobTitle: 'Director' });
    expect(updated).not.toHaveProperty('company');
    expect(updated.version).not.toBe(contact.version);
    const [body = ''] = sent('UpdateItem');
    expect(new Set([...body.matchAll(/FieldURI="([^"]+)"/g)].map(([, uri]) => uri))).toEqual(
      new Set(['contacts:CompanyName', 'contacts:JobTitle']),
    );
  });

  it('files the contact under its new name, unless somebody chose another way', async () => {
    const { connect, contact, sent } = await created();
    const { contacts } = connect('ada');
    await contacts.update({ contactId: contact.id, patch: { familyName: 'Miller' } });
    expect(sent('UpdateItem')[0]).toContain('<t:FileAs>Miller, Tanja</t:FileAs>');
    await contacts.update({ contactId: contact.id, patch: { jobTitle: 'Chief' } });
    expect(sent('UpdateItem')[1]).not.toContain('FileAs');
  });

  it('sends nothing when nothing changes', async () => {
    const { connect, contact, sent } = await created();
    const { contacts } = connect('ada');
    expect(await contacts.update({ contactId: contact.id, patch: tanja })).toEqual(contact);
    expect(await contacts.update({ contactId: contact.id, patch: {} })).toEqual(contact);
    expect(sent('UpdateItem')).toEqual([]);
    await contacts.update({ contactId: contact.id, patch: { jobTitle: 'Chief' } });
    const stale = contacts.update({
      contactId: contact.id,
      patch: { jobTitle: 'Chief' },
      ifVersion: contact.version ?? '',
    });
    await expect(stale).rejects.toMatchObject({ code: 'conflict' });
  });

  it('replaces addresses in their order, and keeps numbers what they are', async () => {
    const { connect, contact, sent } = await created();
    const { contacts } = connect('ada');
    const addresses = ['new@contoso.example', 'tanja@contoso.example'];
    const updated = await contacts.update({
      contactId: contact.id,
      patch: { addresses, phoneNumbers: ['+49 30 2', '+49 40 3'] },
    });
    expect(updated.addresses).toEqual(addresses);
    // The business number stays one; the new number takes the place of the mobile one that went.
    expect(updated.phoneNumbers).toEqual(['+49 40 3', '+49 30 2']);
    expect(sent('UpdateItem')[0]).not.toContain('BusinessPhone');
    const cleared = await contacts.update({ contactId: contact.id, patch: { addresses: null, phoneNumbers: [] } });
    expect(cleared).toMatchObject({ addresses: [], phoneNumbers: [] });
  });

  it('honours a version, and takes part in what others change without one', async () => {
    const { connect, emulator, contact } = await created();
    const { contacts } = connect('ada');
    const other = connect('ada').contacts;
    const version = contact.version ?? '';
    await other.update({ contactId: contact.id, patch: { company: 'Other' }, ifVersion: version });
    const stale = contacts.update({ contactId: contact.id, patch: { jobTitle: 'Chief' }, ifVersion: version });
    await expect(stale).rejects.toMatchObject({ code: 'conflict', operation: 'contacts.update' });
    const garbled = contacts.update({ contactId: contact.id, patch: { jobTitle: 'Chief' }, ifVersion: 'x<y' });
    await expect(garbled).rejects.toMatchObject({ code: 'conflict' });

    // Between its reading and its writing somebody else writes.
    let isFirst = true;
    const held = emulator.holdAnswers((request) => {
      const isHeld = isFirst && isRequestFor('GetItem')(request);
      if (isHeld) isFirst = false;
      return isHeld;
    });
    const racing = contacts.update({ contactId: contact.id, patch: { jobTitle: 'Chief' } });
    await held.arrived();
    await other.update({ contactId: contact.id, patch: { company: 'Third' } });
    held.release();
    await racing;
    expect(await contacts.get({ contactId: contact.id })).toMatchObject({ company: 'Third', jobTitle: 'Chief' });
  });

  it.each([
    ['a lost answer', exchangeFaults.lostAnswer()],
    ['a gateway that gives up late', exchangeFaults.lateGatewayTimeout()],
    ['a gateway that gives up', exchangeFaults.gatewayTimeout()],
    ['throttling', exchangeFaults.serverBusy(1_000)],
  ])('takes effect once in spite of %s', async (_what, fault) => {
    const { connect, emulator, clock, contact } = await created();
    const { contacts } = connect('ada', { retry: { maxAttempts: 2 }, timeoutMs: 1e9 });
    emulator.faults.add(isWrite('UpdateItem', fault));
    const version = contact.version ?? '';
    const update = contacts.update({ contactId: contact.id, patch: { jobTitle: 'Chief' }, ifVersion: version });
    await passing(clock, update);
    expect(await update).toMatchObject({ jobTitle: 'Chief' });
  });

  it('does not say that nothing happened when it cannot read what it changed', async () => {
    const { connect, emulator, contact } = await created();
    emulator.faults.add({ ...isWrite('GetItem', exchangeFaults.unavailable(0)), skip: 1 });
    const update = connect('ada').contacts.update({ contactId: contact.id, patch: { jobTitle: 'Chief' } });
    await expect(update).rejects.toMatchObject({ code: 'outcomeUnknown' });
  });

  it('refuses the directory, what is gone, and what is no contact', async () => {
    const { connect, contact, sent } = await created();
    const { contacts, events } = connect('ada');
    const patch = { jobTitle: 'Chief' };
    const directory = contacts.update({ contactId: 'directory:ben@tidewater.example', patch });
    await expect(directory).rejects.toMatchObject({ code: 'unsupported' });
    await contacts.delete({ contactId: contact.id });
    await expect(contacts.update({ contactId: contact.id, patch })).rejects.toMatchObject({ code: 'notFound' });
    const window = { start: '2026-03-23T00:00:00Z', end: '2026-03-30T00:00:00Z' };
    const [event] = (await events.list({ window })).items;
    await expect(contacts.update({ contactId: event?.id ?? '', patch })).rejects.toMatchObject({ code: 'notFound' });
    expect(sent('UpdateItem')).toEqual([]);
  });
});

describe('contacts.delete', () => {
  it('removes a contact, and what is gone without a word', async () => {
    const { connect, emulator } = await start();
    const { contacts } = connect('ada');
    const { id: contactId } = await contacts.create({ contact: tanja });
    await contacts.delete({ contactId });
    expect(emulator.storedContacts('ada').filter(({ folder }) => folder === 'contacts')).toEqual([]);
    await contacts.delete({ contactId });
    await expect(contacts.get({ contactId })).rejects.toMatchObject({ code: 'notFound' });
  });

  it('removes in spite of a lost answer', async () => {
    const { connect, emulator, clock } = await start();
    const { contacts } = connect('ada', { retry: { maxAttempts: 2 }, timeoutMs: 1e9 });
    const { id: contactId } = await contacts.create({ contact: tanja });
    emulator.faults.add(isWrite('DeleteItem', exchangeFaults.lostAnswer()));
    const deletion = contacts.delete({ contactId });
    await passing(clock, deletion);
    await deletion;
  });

  it('leaves everything that is no contact where it is', async () => {
    const { connect, sent } = await start();
    const { contacts, events } = connect('ada');
    const window = { start: '2026-03-23T00:00:00Z', end: '2026-03-30T00:00:00Z' };
    const [event] = (await events.list({ window })).items;
    await expect(contacts.delete({ contactId: event?.id ?? '' })).rejects.toMatchObject({ code: 'notFound' });
    const directory = contacts.delete({ contactId: 'directory:ben@tidewater.example' });
    await expect(directory).rejects.toMatchObject({ code: 'unsupported' });
    expect(sent('DeleteItem')).toEqual([]);
  });
});

describe('contacts.list', () => {
  it('gives each contact once, over pages', async () => {
    const { connect } = await start({ findLimit: 7 });
    const { contacts } = connect('ada');
    for (let at = 0; at < 20; at += 1) await contacts.create({ contact: { displayName: `Contact ${at}` } });
    const all = await contacts.list().toArray();
    expect(namesOf(all)).toEqual(Array.from({ length: 20 }, (_, at) => `Contact ${at}`));
    const first = await contacts.list();
    expect(first.items).toHaveLength(7);
    const rest = await contacts.list({ pageToken: first.nextPageToken ?? '' }).toArray();
    expect([...first.items, ...rest]).toEqual(all);
    const others = connect('ben').contacts.list({ pageToken: first.nextPageToken ?? '' });
    await expect(others).rejects.toMatchObject({ code: 'invalidArgument' });
    await expect(contacts.list({ pageToken: 'x' })).rejects.toMatchObject({ code: 'invalidArgument' });
  });

  it('does not browse the directory', async () => {
    const { connect, emulator } = await start();
    const list = connect('ada').contacts.list({ source: 'directory' });
    await expect(list).rejects.toMatchObject({ code: 'unsupported', operation: 'contacts.list' });
    expect(emulator.exchanges).toHaveLength(0);
  });

  it('asks for what is told of a contact and nothing else', async () => {
    const { connect, sent } = await start();
    const { contacts } = connect('ada');
    await contacts.create({ contact: tanja });
    const before = sent('GetItem').length;
    await contacts.list();
    const uris = [...(sent('GetItem')[before] ?? '').matchAll(/FieldURI="([^"]+)"/g)].map(([, uri]) => uri);
    expect(uris).toEqual([
      'item:ParentFolderId',
      'contacts:DisplayName',
      'contacts:GivenName',
      'contacts:CompanyName',
      'contacts:EmailAddresses',
      'contacts:PhoneNumbers',
      'contacts:JobTitle',
      'contacts:Surname',
    ]);
    expect(sent('FindItem').join()).not.toContain('contacts:');
  });

  it('fails when a part of it does', async () => {
    const { connect, emulator } = await start();
    const { contacts } = connect('ada');
    await contacts.create({ contact: tanja });
    emulator.faults.add(isWrite('GetItem', exchangeFaults.tooManyRequests(7_200)));
    await expect(contacts.list()).rejects.toMatchObject({ code: 'rateLimited', retryAfterMs: 7_200_000 });
  });
});

describe('contacts.search', () => {
  it('looks into the mailbox and into the directory', async () => {
    const { connect } = await start();
    const { contacts } = connect('ada');
    await contacts.create({ contact: tanja });
    await contacts.create({ contact: { displayName: 'Benno', addresses: ['benno@contoso.example'] } });
    const found = await contacts.search({ text: ' BEN ' });
    for (const contact of found.contacts) expect(contactSchema.parse(contact)).toEqual(contact);
    expect(found.contacts.map(({ source, displayName }) => [source, displayName])).toEqual([
      ['personal', 'Benno'],
      ['directory', 'Ben Okafor'],
    ]);
    expect(found.unavailable).toEqual([]);
    expect(namesOf((await contacts.search({ text: 'plate@', sources: ['personal'] })).contacts)).toEqual([
      'Tanja Plate',
    ]);
    expect(namesOf((await contacts.search({ text: 'yonder' })).contacts)).toEqual(['Tanja Plate']);
    expect(await contacts.search({ text: 'zzz' })).toEqual({ contacts: [], unavailable: [] });
  });

  it('finds several people of the directory, but no lists of people, and gives each again by its id', async () => {
    const { connect } = await start();
    const { contacts } = connect('ada');
    const { contacts: found } = await contacts.search({ text: 'a', sources: ['directory'] });
    expect(namesOf(found)).toContain('Ada Brandt');
    const rooms = await contacts.search({ text: 'rooms', sources: ['directory'] });
    expect(rooms.contacts).toEqual([]);
    const [ben] = (await contacts.search({ text: 'ben@', sources: ['directory'] })).contacts;
    expect(ben).toMatchObject({
      id: 'directory:ben@tidewater.example',
      source: 'directory',
      addresses: ['ben@tidewater.example'],
    });
    expect(await contacts.get({ contactId: ben?.id ?? '' })).toEqual(ben);
    await expect(contacts.get({ contactId: 'directory:be' })).rejects.toMatchObject({ code: 'notFound' });
  });

  it('fails when a source does', async () => {
    const { connect, emulator } = await start();
    const { contacts } = connect('ada');
    await contacts.list();
    emulator.faults.add(isWrite('ResolveNames', exchangeFaults.unavailable(0)));
    await expect(contacts.search({ text: 'a' })).rejects.toMatchObject({ code: 'serviceUnavailable' });
  });

  it.each(['   ', 'a\u0001'])('refuses %j', async (text) => {
    const { connect, emulator } = await start();
    await expect(connect('ada').contacts.search({ text })).rejects.toMatchObject({ code: 'invalidArgument' });
    expect(emulator.exchanges).toHaveLength(0);
  });

  it('takes text for text', async () => {
    const { connect } = await start();
    const { contacts } = connect('ada');
    await contacts.create({ contact: { displayName: '"><&\' x' } });
    expect((await contacts.search({ text: '"><&\'' })).contacts).toHaveLength(1);
  });
});

describe('contacts.changes', () => {
  it('tells everything at first, and then what happened', async () => {
    const { connect } = await start();
    const { contacts } = connect('ada');
    const kept = await contacts.create({ contact: { displayName: 'Kept' } });
    const gone = await contacts.create({ contact: { displayName: 'Gone' } });
    const first = await contacts.changes();
    expect(first.isFull).toBe(true);
    expect(first.changes).toEqual(
      expect.arrayContaining([
        { kind: 'changed', contact: kept },
        { kind: 'changed', contact: gone },
      ]),
    );
    const quiet = await contacts.changes({ cursor: first.cursor });
    expect(quiet).toMatchObject({ changes: [], isFull: false });

    await contacts.delete({ contactId: gone.id });
    const updated = await contacts.update({ contactId: kept.id, patch: { jobTitle: 'Chief' } });
    const added = await contacts.create({ contact: { displayName: 'Added' } });
    const { changes } = await contacts.changes({ cursor: quiet.cursor });
    expect(changes).toHaveLength(3);
    expect(changes).toEqual(
      expect.arrayContaining([
        { kind: 'changed', contact: updated },
        { kind: 'changed', contact: added },
        { kind: 'removed', contactId: gone.id },
      ]),
    );
  });

  it('goes on to the last page', async () => {
    const { connect, emulator, sent } = await start();
    const { contacts } = connect('ada');
    for (let at = 0; at < 3; at += 1) await contacts.create({ contact: { displayName: `Contact ${at}` } });
    const cut = (body: string): string =>
      body
        .replace(/<m:IncludesLastItemInRange>true/, '<m:IncludesLastItemInRange>false')
        .replace(/<m:Changes>.*<\/m:Changes>/s, '<m:Changes/>');
    // A first page with nothing in it and another place to go on from.
    const early = await contacts.changes();
    const state = early.cursor.split('.')[2] ?? '';
    emulator.faults.add({
      when: isRequestFor('SyncFolderItems'),
      action: { kind: 'rewrite', change: (answer) => ({ ...answer, body: cut(String(answer.body)) }) },
    });
    const before = sent('SyncFolderItems').length;
    const later = await contacts.changes();
    expect(sent('SyncFolderItems').slice(before)).toHaveLength(2);
    expect(sent('SyncFolderItems').at(-1)).toContain(`<m:SyncState>${state}`.slice(0, 14));
    expect(later.isFull).toBe(true);
  });

  it('begins again when the server forgot', async () => {
    const { connect, emulator } = await start();
    const { contacts } = connect('ada');
    const { cursor } = await contacts.changes();
    emulator.invalidateSyncStates('ada');
    await expect(contacts.changes({ cursor })).rejects.toMatchObject({
      code: 'cursorExpired',
      vendorCode: 'ErrorInvalidSyncStateData',
    });
    expect((await contacts.changes()).isFull).toBe(true);
  });

  it('takes no cursor of another mailbox, or of nobody', async () => {
    const { connect, sent } = await start();
    const { cursor } = await connect('ada').contacts.changes();
    const before = sent('SyncFolderItems').length;
    for (const [who, wrong] of [
      ['ben', cursor],
      ['ada', 'nonsense'],
      ['ada', cursor.slice(0, 35)],
    ] as const) {
      await expect(connect(who).contacts.changes({ cursor: wrong })).rejects.toMatchObject({ code: 'invalidArgument' });
    }
    expect(sent('SyncFolderItems')).toHaveLength(before);
  });
});

describe('contacts and rights', () => {
  it('are under the contacts switch of the policy', async () => {
    const { connect, emulator } = await start();
    const none = connect('ada', {}, { policy: { calendars: 'readWrite', contacts: 'none' } }).contacts;
    const read = connect('ada', {}, { policy: { calendars: 'freeBusy', contacts: 'read' } }).contacts;
    const denied = [
      () => none.list(),
      () => none.get({ contactId: 'x' }),
      () => none.search({ text: 'x' }),
      () => none.changes(),
      ...[none, read].flatMap((contacts) => [
        () => contacts.create({ contact: tanja }),
        () => contacts.update({ contactId: 'x', patch: tanja }),
        () => contacts.delete({ contactId: 'x' }),
      ]),
    ];
    for (const call of denied) await expect(call()).rejects.toMatchObject({ code: 'policyDenied' });
    expect(emulator.exchanges).toHaveLength(0);
    expect(await read.list().toArray()).toEqual([]);
  });

  it('are those of the mailbox that is opened, and of no other one', async () => {
    const { connect, emulator } = await start({
      serviceAccounts: [service],
      permissions: ['ada', 'ben'].map((mailbox) => ({
        mailbox,
        grantee: service.id,
        folder: 'contacts' as const,
        level: 'Owner' as const,
      })),
    });
    const ada = connect(service.id, {}, { mailbox: 'ada@tidewater.example' }).contacts;
    const ben = connect(service.id, {}, { mailbox: 'ben@tidewater.example' }).contacts;
    const { id: contactId } = await ada.create({ contact: tanja, idempotencyKey: 'k' });
    expect(emulator.storedContacts('ada')).toHaveLength(1);
    await expect(ben.get({ contactId })).rejects.toMatchObject({ code: 'notFound' });
    await expect(ben.update({ contactId, patch: { company: 'x' } })).rejects.toMatchObject({ code: 'notFound' });
    await expect(ben.delete({ contactId })).rejects.toMatchObject({ code: 'notFound' });
    expect(await ben.list().toArray()).toEqual([]);
    expect(await ada.update({ contactId, patch: { company: 'x' } })).toMatchObject({ company: 'x' });
    expect(namesOf((await ada.search({ text: 'tanja' })).contacts)).toEqual(['Tanja Plate']);
    expect((await ada.changes()).changes).toHaveLength(1);
    await ada.delete({ contactId });
    expect(await ada.list().toArray()).toEqual([]);
  });

  it('are refused to whom they are not shown', async () => {
    const { connect } = await start({ serviceAccounts: [service] });
    const { contacts } = connect(service.id, {}, { mailbox: 'ada@tidewater.example' });
    const refusal = await Promise.resolve(contacts.list()).catch((error: unknown) => error);
    expect(['accessDenied', 'notFound']).toContain((refusal as { code?: string }).code); // Exchange says either
  });
});

describe('contacts in odd answers', () => {
  const found = (attributes: string): Response =>
    answerOf('FindItem', [success('FindItem', `<m:RootFolder ${attributes}><t:Items/></m:RootFolder>`)]);
  const synced = (rest: string): Response => answerOf('SyncFolderItems', [success('SyncFolderItems', rest)]);
  const more = '<m:IncludesLastItemInRange>false</m:IncludesLastItemInRange><m:Changes/>';

  it('do not go on for ever', async () => {
    const list = fakeExchange(() => found('IndexedPagingOffset="0" IncludesLastItemInRange="false"'));
    await expect(list.connection.contacts.list()).rejects.toMatchObject({ code: 'invalidResponse' });
    const changes = fakeExchange(() => synced(`<m:SyncState>same</m:SyncState>${more}`));
    await expect(changes.connection.contacts.changes()).rejects.toMatchObject({ code: 'invalidResponse' });
    expect(changes.requests).toHaveLength(2);
  });

  it('go on after a page of nothing but lists of people', async () => {
    const fake = fakeExchange((_request, index) =>
      found(
        index === 0 ? 'IndexedPagingOffset="200" IncludesLastItemInRange="false"' : 'IncludesLastItemInRange="true"',
      ),
    );
    expect(await fake.connection.contacts.list().toArray()).toEqual([]);
    expect(fake.requests[1]?.body).toContain('Offset="200"');
  });

  it.each(['', '<m:SyncState/>', '<m:SyncState>s</m:SyncState>'])('keep no place that is none: %j', async (rest) => {
    const fake = fakeExchange(() => synced(rest));
    await expect(fake.connection.contacts.changes()).rejects.toMatchObject({ code: 'invalidResponse' });
  });

  it('that are gone although they were just told are passed over, and one told twice is told once', async () => {
    const item = (id: string): string => `<t:Contact><t:ItemId Id="${id}" ChangeKey="K"/></t:Contact>`;
    const fake = fakeExchange((request, index) => {
      if (request.operation === 'GetItem') {
        return answerOf(
          'GetItem',
          requestedIds(request).map((id) =>
            id === 'b' ? failure('GetItem', 'ErrorItemNotFound') : success('GetItem', `<m:Items>${item(id)}</m:Items>`),
          ),
        );
      }
      const changes = `<t:Create>${item('a')}</t:Create><t:Create>${item('b')}</t:Create><t:Update>${item('a')}</t:Update><t:Create>${item('c')}</t:Create>`;
      return index === 0
        ? synced(
            `<m:SyncState>1</m:SyncState><m:IncludesLastItemInRange>false</m:IncludesLastItemInRange><m:Changes>${changes}</m:Changes>`,
          )
        : synced(
            '<m:SyncState>2</m:SyncState><m:IncludesLastItemInRange>true</m:IncludesLastItemInRange><m:Changes><t:Delete><t:ItemId Id="c"/></t:Delete></m:Changes>',
          );
    });
    const { changes } = await fake.connection.contacts.changes();
    expect(changes.map((change) => (change.kind === 'changed' ? change.contact.id : `-${change.contactId}`))).toEqual([
      'a',
      '-c',
    ]);
  });

  it('of the directory have each of their addresses once, and no other names', async () => {
    const resolution = (address: string, type: string, routing = 'SMTP'): string =>
      `<t:Resolution><t:Mailbox><t:Name>Ada</t:Name><t:EmailAddress>${address}</t:EmailAddress><t:RoutingType>${routing}</t:RoutingType><t:MailboxType>${type}</t:MailboxType></t:Mailbox>` +
      '<t:Contact><t:GivenName>Ada</t:GivenName><t:EmailAddresses><t:Entry Key="EmailAddress1">SMTP:ADA@b.example</t:Entry><t:Entry Key="EmailAddress2">smtp:a@b.example</t:Entry><t:Entry Key="EmailAddress3">X500:/o=Org</t:Entry></t:EmailAddresses></t:Contact></t:Resolution>';
    const fake = fakeExchange(() =>
      answerOf('ResolveNames', [
        `<m:ResolveNamesResponseMessage ResponseClass="Warning"><m:ResponseCode>ErrorNameResolutionMultipleResults</m:ResponseCode><m:ResolutionSet>${[
          resolution('ada@b.example', 'Mailbox'),
          resolution('list@b.example', 'PublicDL'),
          resolution('/o=Org/cn=Ada', 'Mailbox', 'EX'),
        ].join('')}</m:ResolutionSet></m:ResolveNamesResponseMessage>`,
      ]),
    );
    const { contacts } = await fake.connection.contacts.search({ text: 'a', sources: ['directory'] });
    expect(contacts).toEqual([
      {
        id: 'directory:ada@b.example',
        source: 'directory',
        displayName: 'Ada',
        givenName: 'Ada',
        addresses: ['ada@b.example', 'a@b.example'],
        phoneNumbers: [],
      },
    ]);
  });
});
