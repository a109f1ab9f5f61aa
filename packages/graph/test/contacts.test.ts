import { contactSchema } from '@kalends/core/schemas';
import { graphFaults, personalAccountTenantId } from '@kalends/testing';
import type { GraphFaultScope } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { allScopes, directoryTests } from './support/directory.ts';
import type { DirectorySetup } from './support/directory.ts';

const start = directoryTests();

const grace = {
  displayName: 'Grace Mole',
  givenName: 'Grace',
  surname: 'Mole',
  companyName: 'Mole & Sons',
  jobTitle: 'Diver',
  emailAddresses: [{ name: 'Grace', address: 'grace@elsewhere.example' }],
  businessPhones: ['+31 20 1'],
  mobilePhone: '+31 6 1',
  homePhones: ['+31 30 1'],
};

async function withContacts(setup: DirectorySetup, names: readonly string[] = []): Promise<DirectorySetup> {
  setup.emulator.addContact('ada', grace);
  for (const displayName of names) setup.emulator.addContact('ada', { displayName });
  return Promise.resolve(setup);
}

describe('contacts.list', () => {
  it('lists the contacts of the account', async () => {
    const { open } = await withContacts(await start(), ['']);
    const contacts = await open().contacts.list().toArray();
    expect(contacts).toEqual([
      {
        id: expect.any(String),
        version: expect.stringMatching(/^W\/"/),
        source: 'personal',
        displayName: 'Grace Mole',
        givenName: 'Grace',
        familyName: 'Mole',
        company: 'Mole & Sons',
        jobTitle: 'Diver',
        addresses: ['grace@elsewhere.example'],
        phoneNumbers: ['+31 20 1', '+31 6 1', '+31 30 1'],
      },
      { id: expect.any(String), version: expect.any(String), source: 'personal', addresses: [], phoneNumbers: [] },
    ]);
    for (const contact of contacts) expect(contactSchema.parse(contact)).toEqual(contact);
  });

  it('goes through all pages, and asks for nothing but what it needs', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `Diver ${index}`);
    const { open, requests } = await withContacts(await start(), names);
    const connection = open();
    expect(await connection.contacts.list().toArray()).toHaveLength(251);
    expect(requests()).toHaveLength(2);
    expect(Object.fromEntries(requests()[0]?.query ?? [])).toEqual({
      $top: '200',
      $select:
        'id,changeKey,displayName,givenName,surname,companyName,jobTitle,emailAddresses,businessPhones,homePhones,mobilePhone',
    });
    const { nextPageToken = '' } = await connection.contacts.list();
    expect((await connection.contacts.list({ pageToken: nextPageToken })).items).toHaveLength(51);
    await expect(connection.contacts.list({ source: 'directory', pageToken: nextPageToken })).rejects.toMatchObject({
      code: 'invalidArgument',
    });
  });

  it('lists the people of the directory', async () => {
    const { open, requests } = await start();
    const people = await open().contacts.list({ source: 'directory' }).toArray();
    expect(people.find(({ displayName }) => displayName === 'Bo Marsh')).toEqual({
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      source: 'directory',
      displayName: 'Bo Marsh',
      givenName: 'Bo',
      familyName: 'Marsh',
      addresses: ['bo@harbour.example'],
      phoneNumbers: [],
    });
    for (const person of people) expect(contactSchema.parse(person)).toEqual(person);
    expect(requests()[0]?.query.get('$select')).toBe(
      'id,displayName,givenName,surname,jobTitle,mail,businessPhones,mobilePhone',
    );
  });

  it('offers the directory to those who may read it', async () => {
    const { open, providerWith, credentialOf } = await start();
    const basic = ['Contacts.Read', 'User.Read'];
    expect(open({ scopes: [...basic, 'User.ReadBasic.All'] }).capabilities.contacts.sources).toContain('directory');
    const { contacts, capabilities } = open({ scopes: basic });
    expect(capabilities.contacts).toEqual({ sources: ['personal'], write: true, changes: true, versionGuard: true });
    await expect(contacts.list({ source: 'directory' })).rejects.toMatchObject({
      code: 'unsupported',
      cure: { text: expect.stringContaining('User.ReadBasic.All') },
    });
    const { account } = credentialOf('ada');
    const authorization = { get: () => Promise.reject(new Error('x')), replace: () => Promise.reject(new Error('x')) };
    const kept = (additionalScopes: string[], credentialKind: 'oauth' | 'application'): readonly string[] =>
      providerWith({ additionalScopes }).connect({ account, authorization, credentialKind }).capabilities.contacts
        .sources;
    expect(kept([], 'oauth')).toEqual(['personal']);
    expect(kept(['User.Read.All'], 'oauth')).toEqual(['personal', 'directory']);
    expect(kept([], 'application')).toEqual(['personal', 'directory']);
  });

  test.each([
    ['an empty 401', graphFaults.emptyUnauthorized({ times: 2 })],
    ['a 400 about personal accounts', graphFaults.personalAccountUnsupported()],
  ])('a source refused with %s is one that the account lacks', async (_case, fault) => {
    const { open, emulator } = await start();
    emulator.faults.add(fault);
    await expect(open().contacts.list({ source: 'directory' })).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('contacts.get', () => {
  it('reads a contact of the account, and a person of the directory', async () => {
    const { open } = await withContacts(await start());
    const { contacts } = open();
    for (const source of ['personal', 'directory'] as const) {
      const [listed] = (await contacts.list({ source })).items;
      expect(await contacts.get({ contactId: listed?.id ?? '' })).toEqual(listed);
    }
  });

  it.each([
    ['gone', '00000000-0000-4000-8000-000000000000', 'notFound'],
    ['another path', '..', 'invalidArgument'],
    ['no id', 'no id', 'invalidArgument'],
  ])('a contact that is %s', async (_case, contactId, code) => {
    const { open } = await start();
    await expect(open().contacts.get({ contactId })).rejects.toMatchObject({ code, operation: 'contacts.get' });
  });

  it('does not ask a directory that the account lacks', async () => {
    const { open, requests } = await start();
    const { contacts } = open({ tenantId: personalAccountTenantId });
    await expect(contacts.get({ contactId: '00000000-0000-4000-8000-000000000000' })).rejects.toMatchObject({
      code: 'unsupported',
    });
    expect(requests()).toEqual([]);
  });
});

describe('contacts.search', () => {
  it('finds by beginnings of names in all sources', async () => {
    const { open } = await withContacts(await start(), ['Bolt', 'Abo']);
    const found = await open().contacts.search({ text: 'bo' });
    expect(found.contacts.map(({ displayName, source }) => [displayName, source])).toEqual([
      ['Bolt', 'personal'],
      ['Bo Marsh', 'directory'],
    ]);
    expect(found.unavailable).toEqual([]);
  });

  it('finds by an address, once', async () => {
    const { open } = await withContacts(await start(), ['grace@elsewhere.example']);
    const { contacts } = open();
    const found = await contacts.search({ text: 'GRACE@elsewhere.example', sources: ['personal'] });
    expect(found.contacts.map(({ displayName }) => displayName)).toEqual(['grace@elsewhere.example', 'Grace Mole']);
    const people = await contacts.search({ text: 'bo@harbour', sources: ['directory'] });
    expect(people.contacts).toMatchObject([{ addresses: ['bo@harbour.example'] }]);
  });

  it.each(["O'Mole", "') or startswith(displayName,'", '%20&$top=1#"\\', '名前 \u{1f600}', "'"])(
    'takes %j for a name',
    async (displayName) => {
      const { open } = await withContacts(await start(), [displayName]);
      const found = await open().contacts.search({ text: displayName });
      expect(found.contacts.map((contact) => contact.displayName)).toEqual([displayName]);
    },
  );

  it('names the sources that the account lacks, asked for or not', async () => {
    const { open, requests } = await withContacts(await start());
    const { contacts } = open({ tenantId: personalAccountTenantId });
    expect(await contacts.search({ text: 'gr' })).toMatchObject({
      contacts: [{ displayName: 'Grace Mole' }],
      unavailable: ['directory'],
    });
    expect(await contacts.search({ text: 'gr', sources: ['directory'] })).toEqual({
      contacts: [],
      unavailable: ['directory'],
    });
    expect(requests().filter(({ path }) => path.includes('users'))).toEqual([]);
  });

  const atUsers: GraphFaultScope = { when: ({ path }) => path === '/v1.0/users', times: 2 };
  test.each([
    ['an empty 401', graphFaults.emptyUnauthorized(atUsers)],
    ['a 400 about personal accounts', graphFaults.personalAccountUnsupported(atUsers)],
  ])('a source refused with %s is unavailable, and the sign-in stands', async (_case, fault) => {
    const { open, emulator } = await withContacts(await start());
    emulator.faults.add(fault);
    const connection = open();
    expect(await connection.contacts.search({ text: 'gr' })).toMatchObject({
      contacts: [{ displayName: 'Grace Mole' }],
      unavailable: ['directory'],
    });
    expect((await connection.contacts.list()).items).toHaveLength(1);
  });

  it('a source that fails fails the call', async () => {
    const { open, emulator } = await start();
    emulator.faults.add(graphFaults.throttled(7_200, { when: ({ path }) => path === '/v1.0/users' }));
    await expect(open().contacts.search({ text: 'gr' })).rejects.toMatchObject({
      code: 'rateLimited',
      retryAfterMs: 7_200_000,
    });
    emulator.faults.add(graphFaults.accessDenied({ when: ({ path }) => path === '/v1.0/users' }));
    await expect(open().contacts.search({ text: 'gr' })).rejects.toMatchObject({ code: 'accessDenied' });
  });
});

describe('contacts.changes', () => {
  it('begins with everything and goes on with what changed', async () => {
    const { open, emulator } = await withContacts(await start(), ['Abel', 'Cain']);
    const { contacts } = open();
    const all = await contacts.changes();
    expect(all.isFull).toBe(true);
    expect(all.changes.map((change) => change.kind === 'changed' && change.contact.displayName)).toEqual([
      'Grace Mole',
      'Abel',
      'Cain',
    ]);
    const [abel = '', cain = ''] = emulator
      .storedContacts('ada')
      .slice(1)
      .map(({ displayName }) => displayName);
    const idOf = async (name: string): Promise<string> =>
      (await contacts.search({ text: name, sources: ['personal'] })).contacts[0]?.id ?? '';
    const cainId = await idOf(cain);
    await contacts.update({ contactId: await idOf(abel), patch: { jobTitle: 'Shepherd' } });
    await contacts.delete({ contactId: cainId });
    const some = await contacts.changes({ cursor: all.cursor });
    expect(some).toEqual({
      isFull: false,
      cursor: expect.any(String),
      changes: [
        { kind: 'changed', contact: await contacts.get({ contactId: await idOf(abel) }) },
        { kind: 'removed', contactId: cainId },
      ],
    });
    const none = await contacts.changes({ cursor: some.cursor });
    expect(none.changes).toEqual([]);
    expect((await contacts.changes({ cursor: none.cursor })).changes).toEqual([]);
  });

  it('goes through all pages of a round', async () => {
    const names = Array.from({ length: 450 }, (_, index) => `Diver ${index}`);
    const { open, requests } = await withContacts(await start(), names);
    expect((await open().contacts.changes()).changes).toHaveLength(451);
    const rounds = requests().filter(({ path }) => path.endsWith('/contacts/delta'));
    expect(rounds).toHaveLength(3);
    for (const { headers } of rounds) expect(headers['prefer']).toContain('odata.maxpagesize=200');
  });

  it('begins with an empty address book', async () => {
    const setup = await start();
    const { contacts } = setup.open();
    const none = await contacts.changes();
    expect(none).toMatchObject({ changes: [], isFull: true });
    expect(await contacts.changes({ cursor: none.cursor })).toMatchObject({ changes: [], isFull: false });
    await withContacts(setup);
    const some = await contacts.changes({ cursor: none.cursor });
    expect(some).toMatchObject({ isFull: false, changes: [{ contact: { displayName: 'Grace Mole' } }] });
    expect((await contacts.changes({ cursor: some.cursor })).changes).toEqual([]);
  });

  it('counts the last of what comes more than once', async () => {
    const { open, emulator } = await withContacts(await start(), ['Abel']);
    emulator.faults.add({
      when: ({ path }) => path.endsWith('/contacts/delta'),
      action: {
        kind: 'rewrite',
        change(response) {
          const page: { value: { id: string }[] } = JSON.parse(String(response.body));
          const [first] = page.value;
          const value = [...page.value, { id: first?.id, '@removed': { reason: 'deleted' } }];
          return { ...response, body: JSON.stringify({ ...page, value }) };
        },
      },
    });
    expect((await open().contacts.changes()).changes).toMatchObject([
      { kind: 'changed', contact: { displayName: 'Abel' } },
      { kind: 'removed' },
    ]);
  });

  it('a cursor that the service has forgotten has ended', async () => {
    const { open, emulator } = await withContacts(await start());
    const { contacts } = open();
    const { cursor } = await contacts.changes();
    emulator.forgetDeltaTokens();
    await expect(contacts.changes({ cursor })).rejects.toMatchObject({ code: 'cursorExpired', status: 410 });
    expect(await contacts.changes()).toMatchObject({ isFull: true });
    emulator.faults.add({
      when: ({ path }) => path.endsWith('/contacts/delta'),
      action: { kind: 'respond', status: 400, body: '{"error":{"code":"BadRequest","message":"Badly formed token."}}' },
    });
    await expect(contacts.changes({ cursor })).rejects.toMatchObject({ code: 'cursorExpired', status: 400 });
    emulator.faults.add(graphFaults.serviceUnavailable(7_200));
    await expect(contacts.changes({ cursor })).rejects.toMatchObject({ code: 'serviceUnavailable' });
  });

  it('a cursor works for the account it came from', async () => {
    const { open } = await withContacts(await start());
    const { cursor } = await open().contacts.changes();
    for (const [contacts, damaged] of [
      [open({ person: 'bo' }).contacts, cursor],
      [open().contacts, `${cursor}x`],
      [open().contacts, 'x'],
    ] as const) {
      await expect(contacts.changes({ cursor: damaged })).rejects.toMatchObject({ code: 'invalidArgument' });
    }
  });

  test.each([
    ['a page that leads back to itself', 'SAME', 'invalidResponse'],
    ['a page that leads nowhere', undefined, 'invalidResponse'],
    ['a page on another host', 'https://elsewhere.example/v1.0/me/contacts/delta', 'untrustedUrl'],
  ])('ends at %s', async (_case, link, code) => {
    const { open, emulator } = await withContacts(await start());
    emulator.faults.add({
      when: ({ path }) => path.endsWith('/contacts/delta'),
      times: 9,
      action: {
        kind: 'respond',
        status: 200,
        body: JSON.stringify({
          value: [],
          '@odata.nextLink': link === 'SAME' ? `${emulator.origin}/v1.0/me/contacts/delta?$skiptoken=a` : link,
        }),
      },
    });
    await expect(open().contacts.changes()).rejects.toMatchObject({ code });
  });
});

describe('the policy of contacts', () => {
  it('closes them before anything is sent', async () => {
    const { open, requests } = await start();
    const closed = open({ policy: { calendars: 'readWrite', contacts: 'none' } }).contacts;
    const contactId = 'AAkA';
    for (const call of [
      () => closed.list(),
      () => closed.list({ source: 'directory' }),
      () => closed.get({ contactId }),
      () => closed.search({ text: 'a' }),
      () => closed.changes(),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'policyDenied' });
    }
    for (const contacts of [closed, open({ policy: { calendars: 'read', contacts: 'read' } }).contacts]) {
      for (const call of [
        () => contacts.create({ contact: { displayName: 'x' }, idempotencyKey: 'k' }),
        () => contacts.create({ contact: { displayName: 'x' } }),
        () => contacts.update({ contactId, patch: { displayName: 'x' } }),
        () => contacts.update({ contactId, patch: { addresses: ['a@b.example'] } }),
        () => contacts.delete({ contactId }),
      ]) {
        await expect(call()).rejects.toMatchObject({ code: 'policyDenied' });
      }
    }
    expect(requests()).toEqual([]);
  });

  it('opens them as far as the scopes go', async () => {
    const { open } = await withContacts(await start());
    const { contacts } = open({ scopes: allScopes.filter((scope) => scope !== 'Contacts.ReadWrite') });
    await expect(contacts.list()).rejects.toMatchObject({ code: 'accessDenied', operation: 'contacts.list' });
  });
});
