import { contactSchema } from '@kalends/core/schemas';
import { demoGoogleClient, googleFaults } from '@kalends/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json } from './support/fake-google.ts';
import { everyScope, everythingOpen, openedGoogle, watchContract } from './support/opened-google.ts';
import type { OpenedGoogle } from './support/opened-google.ts';
import { credential, rejection, setup } from './support/setup.ts';

const contract = watchContract();
const prefix = 'https://www.googleapis.com/auth/';
let kit: OpenedGoogle;

beforeEach(async () => {
  kit = await openedGoogle();
  contract.watch(kit.emulator);
});
afterEach(() => kit.emulator.close());

/** Adds contacts and lets the lists learn of them. */
async function addContacts(...names: readonly string[]): Promise<string[]> {
  const ids = names.map((givenName) =>
    kit.emulator.addContact('ada', {
      givenName,
      familyName: 'Roe',
      address: `${givenName}@example.com`,
      phone: '+33 1',
    }),
  );
  await kit.clock.advance(15_000);
  return ids;
}

const peoplePaths = (): string[] =>
  kit.emulator.exchanges.map(({ request }) => request.path).filter((path) => path.startsWith('/v1/'));

describe('contacts', () => {
  it('are listed, read and found', async () => {
    await using connection = kit.open('ada');
    expect(connection.capabilities.contacts).toEqual({
      sources: ['personal', 'directory'],
      write: true,
      changes: true,
      versionGuard: true,
    });
    const [id = ''] = await addContacts('Carla');
    const carla = {
      id,
      version: expect.any(String),
      source: 'personal',
      displayName: 'Carla Roe',
      givenName: 'Carla',
      familyName: 'Roe',
      addresses: ['Carla@example.com'],
      phoneNumbers: ['+33 1'],
    };
    const listed = await connection.contacts.list().toArray();
    expect(listed).toEqual([carla]);
    expect(contactSchema.parse(listed[0])).toEqual(listed[0]);
    expect(await connection.contacts.get({ contactId: id })).toEqual(listed[0]);
    expect(await connection.contacts.search({ text: 'carl', sources: ['personal'] })).toEqual({
      contacts: [carla],
      unavailable: [],
    });
    expect(await connection.contacts.search({ text: 'nobody' })).toEqual({ contacts: [], unavailable: [] });
  });

  it('are found as they are now: a search for nothing goes ahead', async () => {
    await using connection = kit.open('ada');
    await addContacts('Carla');
    await connection.contacts.search({ text: 'dora', sources: ['personal'] });
    await addContacts('Dora');
    const { contacts } = await connection.contacts.search({ text: 'dora', sources: ['personal'] });
    expect(contacts.map(({ givenName }) => givenName)).toEqual(['Dora']);
    const queries = kit.emulator.exchanges
      .filter(({ request }) => request.path === '/v1/people:searchContacts')
      .map(({ request }) => request.query.get('query'));
    expect(queries).toEqual(['', 'dora', '', 'dora']);
  });

  it('are those of the account alone', async () => {
    await addContacts('Carla');
    await using connection = kit.open('bob');
    expect(await connection.contacts.list().toArray()).toEqual([]);
    expect(await connection.contacts.search({ text: 'carla' })).toEqual({ contacts: [], unavailable: [] });
  });

  it('come with the organization’s people where its directory is open', async () => {
    await using connection = kit.open('ada');
    const people = await connection.contacts.list({ source: 'directory' }).toArray();
    expect(new Set(people.map(({ source, addresses }) => [source, ...addresses].join(' ')))).toEqual(
      new Set(['directory ada@tidewater.example', 'directory bob@tidewater.example']),
    );
    const bob = people.find(({ addresses }) => addresses.includes('bob@tidewater.example'));
    expect(bob).not.toHaveProperty('version');
    expect(await connection.contacts.get({ contactId: bob?.id ?? '' })).toEqual(bob);
    expect(await connection.contacts.search({ text: 'bob' })).toEqual({ contacts: [bob], unavailable: [] });
  });

  it('are walked page by page', async () => {
    await using connection = kit.open('ada');
    await addContacts('A', 'B', 'C', 'D');
    const { provider } = setup();
    expect(provider.hosts).not.toContain('people.googleapis.com');
    const first = await connection.contacts.list();
    expect(first.items).toHaveLength(4);
    expect(first).not.toHaveProperty('nextPageToken');
  });

  it.each([
    'people/nobody',
    'people/me',
    'people/c1/../me',
    'people/c1:updateContact',
    'nobody',
    '../people',
    'people/é',
  ])('are not found under %s', async (contactId) => {
    await using connection = kit.open('ada');
    expect(await rejection(connection.contacts.get({ contactId }))).toMatchObject({
      code: 'notFound',
      operation: 'contacts.get',
      message: expect.stringContaining('contact'),
    });
    expect(await connection.contacts.delete({ contactId })).toBeUndefined();
    expect(peoplePaths().every((path) => path === '/v1/people/nobody')).toBe(true);
  });

  it('ask for nothing that is not used', async () => {
    await using connection = kit.open('ada');
    await connection.contacts.list();
    const { request } = kit.emulator.exchanges.at(-1) ?? {};
    expect(Object.fromEntries(request?.query ?? [])).toEqual({
      personFields: 'names,emailAddresses,phoneNumbers,organizations,metadata',
      sources: 'READ_SOURCE_TYPE_CONTACT',
      pageSize: '1000',
      fields:
        'nextPageToken,connections(resourceName,etag,metadata(sources(type,id,etag),deleted,previousResourceNames),' +
        'names(displayName,givenName,familyName,metadata/primary),emailAddresses(value,metadata/primary),' +
        'phoneNumbers(value,metadata/primary),organizations(name,title,metadata/primary))',
    });
  });
});

describe('what opens contacts', () => {
  it('is the application: without the setting all calls are refused, and it is named', async () => {
    await using connection = kit.open('ada', {});
    expect(connection.capabilities.contacts).toEqual({
      sources: [],
      write: false,
      changes: false,
      versionGuard: false,
    });
    const { contacts } = connection;
    const calls: (() => PromiseLike<unknown>)[] = [
      () => contacts.list(),
      () => contacts.get({ contactId: 'people/c1' }),
      () => contacts.search({ text: 'a' }),
      () => contacts.create({ contact: { givenName: 'A' } }),
      () => contacts.update({ contactId: 'people/c1', patch: {} }),
      () => contacts.delete({ contactId: 'people/c1' }),
      () => contacts.changes(),
    ];
    for (const call of calls) {
      expect(await rejection(call())).toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining('setting contacts'),
      });
    }
    expect(kit.emulator.exchanges).toEqual([]);
  });

  it('for reading refuses changes before anything is sent', async () => {
    await using connection = kit.open('ada', { contacts: { access: 'read' } });
    expect(connection.capabilities.contacts).toMatchObject({
      sources: ['personal'],
      write: false,
      versionGuard: false,
    });
    const { contacts } = connection;
    const calls = [
      () => contacts.create({ contact: { givenName: 'A' } }),
      () => contacts.update({ contactId: 'people/c1', patch: { givenName: 'B' } }),
      () => contacts.delete({ contactId: 'people/c1' }),
    ];
    for (const call of calls)
      expect(await rejection(call())).toMatchObject({ code: 'policyDenied', provider: 'google' });
    expect(kit.emulator.exchanges).toEqual([]);
  });

  it('does not open the directory by itself', async () => {
    await using connection = kit.open('ada', { contacts: { access: 'readWrite' } });
    expect(await rejection(connection.contacts.list({ source: 'directory' }))).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('contacts.directory'),
    });
    expect(await connection.contacts.search({ text: 'bob' })).toEqual({ contacts: [], unavailable: [] });
    await using wide = kit.open('ada');
    const [bob] = (await wide.contacts.search({ text: 'bob', sources: ['directory'] })).contacts;
    expect(await rejection(connection.contacts.get({ contactId: bob?.id ?? '' }))).toMatchObject({ code: 'notFound' });
    expect(await connection.contacts.search({ text: 'bob', sources: ['directory', 'personal'] })).toEqual({
      contacts: [],
      unavailable: ['directory'],
    });
  });

  it('asks people for it at sign-in, and is content with nothing less', async () => {
    const provider = kit.oauth(everythingOpen);
    expect(provider.signIn.scopesFor({ calendars: 'freeBusy', contacts: 'none' })).toEqual([
      'openid',
      'email',
      `${prefix}calendar.freebusy`,
      `${prefix}calendar.calendarlist.readonly`,
      `${prefix}contacts`,
      `${prefix}directory.readonly`,
      `${prefix}admin.directory.resource.calendar.readonly`,
    ]);
    const { scopes } = await kit.credential('ada', provider);
    expect(scopes).toContain(`${prefix}contacts`);
    const { callback, codeVerifier } = await kit.signIn(
      'ada',
      { tick: (scope) => !scope.includes('directory.readonly') },
      provider,
    );
    const code = callback.get('code') ?? '';
    expect(
      await rejection(provider.signIn.exchangeCode({ code, codeVerifier, redirectUri: kit.redirectUri })),
    ).toMatchObject({
      code: 'consentRequired',
      message: expect.stringContaining('directory of the organization'),
      missingScopes: [`${prefix}directory.readonly`],
    });
  });

  it('leaves the switch of the policy closed: Google cannot hold it', () => {
    expect(kit.oauth(everythingOpen).permissionControl).toEqual({ calendars: true, contacts: false });
    expect(() => kit.oauth({ ...everythingOpen, policy: { calendars: 'read', contacts: 'read' } })).toThrow(
      expect.objectContaining({ code: 'permissionControlUnavailable' }),
    );
  });

  it('cannot open what was not granted', async () => {
    const scopes = [`${prefix}calendar`, `${prefix}contacts.readonly`];
    await using connection = kit.open('ada', everythingOpen, scopes);
    expect(connection.capabilities.contacts).toEqual({
      sources: ['personal'],
      write: false,
      changes: true,
      versionGuard: false,
    });
    expect(await connection.contacts.list().toArray()).toEqual([]);
    expect(await rejection(connection.contacts.create({ contact: { givenName: 'A' } }))).toMatchObject({
      code: 'consentRequired',
      missingScopes: [`${prefix}contacts`],
    });
    expect(await rejection(connection.contacts.list({ source: 'directory' }))).toMatchObject({
      missingScopes: [`${prefix}directory.readonly`],
    });
  });

  it.each<[string, object]>([
    ['contacts', { contacts: 'read' }],
    ['contacts', { contacts: null }],
    ['contacts.access', { contacts: {} }],
    ['contacts.access', { contacts: { access: 'none' } }],
    ['contacts.directory', { contacts: { access: 'read', directory: 'yes' } }],
    ['contacts.folders', { contacts: { access: 'read', folders: true } }],
    ['rooms', { rooms: 'all' }],
    ['endpoints.peopleRootUrl', { endpoints: { peopleRootUrl: 'people' } }],
  ])('is checked: %s', (name, wrong) => {
    expect(() => kit.oauth(wrong)).toThrow(
      expect.objectContaining({ code: 'invalidArgument', message: expect.stringContaining(name) }),
    );
  });
});

describe('what can go wrong with contacts', () => {
  it.each([
    ['a failure', googleFaults.contactsUnavailable(), { code: 'serviceUnavailable' }],
    ['a full quota', googleFaults.contactsQuota(), { code: 'rateLimited' }],
    [
      'a page',
      googleFaults.htmlAnswer({ when: ({ path }) => path.startsWith('/v1/') }),
      { code: 'serviceUnavailable' },
    ],
    ['a cut answer', { when: isPeople, action: { kind: 'truncate', bytes: 1 } } as const, {}],
    [
      'a broken connection',
      { when: isPeople, action: { kind: 'reset', when: 'beforeHandling' } } as const,
      { code: 'networkError' },
    ],
  ])('%s stays an error, of lists and of searches', async (_what, fault, expected) => {
    await using connection = kit.open('ada');
    kit.emulator.faults.add(fault);
    expect(await rejection(connection.contacts.list())).toMatchObject({ operation: 'contacts.list', ...expected });
    kit.emulator.faults.add(fault);
    expect(await rejection(connection.contacts.search({ text: 'a' }))).toMatchObject(expected);
  });

  it('names an API that nobody enabled', async () => {
    await using connection = kit.open('ada');
    kit.emulator.setApiEnabled(demoGoogleClient.clientId, 'people', false);
    expect(await rejection(connection.contacts.list())).toMatchObject({
      code: 'invalidConfiguration',
      cure: { text: expect.stringContaining('People API') },
    });
  });

  it('replaces a refused token once', async () => {
    await using connection = kit.open('ada');
    await connection.contacts.list();
    kit.emulator.expireAccessTokens();
    expect((await connection.contacts.list()).items).toEqual([]);
  });
});

describe('contacts of a scripted service', () => {
  const listPath = '/v1/people/me/connections';
  const open = (address = 'ada@example.com') => {
    const { service, provider } = setup({ settings: everythingOpen });
    const account = { ...credential.account, address };
    const scopes = [...everyScope];
    return { service, provider, connection: provider.connect({ credential: { ...credential, account, scopes } }) };
  };

  it('are read at the People API', async () => {
    const { service, provider, connection } = open();
    expect(provider.hosts).toEqual(expect.arrayContaining(['people.googleapis.com', 'admin.googleapis.com']));
    service.on(listPath, json({}));
    expect(await connection.contacts.list()).toEqual({ items: [] });
    expect(service.requests.at(-1)?.url.origin).toBe('https://people.googleapis.com');
    expect(service.requests.at(-1)?.headers.get('authorization')).toBe('Bearer access-1');
  });

  it('are read whatever the service leaves out, doubles or adds', async () => {
    const { service, connection } = open();
    service.on(
      listPath,
      json({
        connections: [
          { resourceName: 'people/c1' },
          {
            resourceName: 'people/c2',
            etag: 'e',
            names: null,
            emailAddresses: [{}, { value: '' }, { value: 'b@x.example' }],
          },
          {
            resourceName: 'people/c3',
            metadata: { sources: [{ type: 'CONTACT', id: '3', etag: '#v' }], whatever: true },
            names: [{ displayName: 'Old' }, { metadata: { primary: true }, displayName: 'New ‮🎉', future: [] }],
            emailAddresses: [{ value: 'a@x.example' }, { value: 'p@x.example', metadata: { primary: true } }],
            organizations: [{ title: 'CTO', name: 'Acme' }],
          },
        ],
        nextPageToken: 'p2',
      }),
      json({
        connections: [{ resourceName: 'people/c3' }, { resourceName: 'people/c4', metadata: { deleted: true } }],
      }),
    );
    expect(await connection.contacts.list().toArray()).toEqual([
      { id: 'people/c1', source: 'personal', addresses: [], phoneNumbers: [] },
      { id: 'people/c2', version: 'e', source: 'personal', addresses: ['b@x.example'], phoneNumbers: [] },
      {
        id: 'people/c3',
        version: '#v',
        source: 'personal',
        displayName: 'New ‮🎉',
        company: 'Acme',
        jobTitle: 'CTO',
        addresses: ['p@x.example', 'a@x.example'],
        phoneNumbers: [],
      },
    ]);
  });

  it('are asked for on with the token of the same list only', async () => {
    const { service, connection } = open();
    service.on(listPath, json({ connections: [], nextPageToken: 'p2' }));
    const { nextPageToken = '' } = await connection.contacts.list();
    expect(await rejection(connection.contacts.list({ source: 'directory', pageToken: nextPageToken }))).toMatchObject({
      code: 'invalidArgument',
    });
    expect(await rejection(connection.contacts.list().toArray())).toMatchObject({ code: 'invalidResponse' });
  });

  it('are gone under the id that they had before, and come once however often they changed meanwhile', async () => {
    const { service, connection } = open();
    const renamed = { resourceName: 'people/c2', metadata: { previousResourceNames: ['people/c1', 'people/c2'] } };
    service.on(
      listPath,
      json({ connections: [renamed], nextSyncToken: 's1' }),
      json({ connections: [{ resourceName: 'people/c2' }, { resourceName: 'people/c3' }], nextPageToken: 'p2' }),
      json({ connections: [renamed, { resourceName: 'people/c3', metadata: { deleted: true } }], nextSyncToken: 's2' }),
      json({}),
    );
    const contact = { id: 'people/c2', source: 'personal', addresses: [], phoneNumbers: [] };
    const full = await connection.contacts.changes();
    expect(full).toMatchObject({ isFull: true, changes: [{ kind: 'changed', contact }] });
    const delta = await connection.contacts.changes({ cursor: full.cursor });
    expect(delta.changes).toEqual([
      { kind: 'removed', contactId: 'people/c1' },
      { kind: 'changed', contact },
      { kind: 'removed', contactId: 'people/c3' },
    ]);
    const parameters = service.sentTo(listPath).map(({ url }) => url.searchParams);
    expect(parameters.map((sent) => [sent.get('syncToken'), sent.get('pageToken')])).toEqual([
      [null, null],
      ['s1', null],
      ['s1', 'p2'],
    ]);
    // Else the service refuses the token.
    for (const sent of parameters) for (const name of ['syncToken', 'pageToken']) sent.delete(name);
    expect(new Set(parameters.map(String)).size).toBe(1);
    expect(await rejection(connection.contacts.changes({ cursor: delta.cursor }))).toMatchObject({
      code: 'invalidResponse',
    });
  });

  it('have no directory beside them in a personal account', async () => {
    const refusal = json(
      { error: { code: 400, status: 'FAILED_PRECONDITION', message: 'Must be a G Suite domain user.' } },
      400,
    );
    const { service, connection } = open();
    service.on('/v1/people:searchContacts', json({}));
    service.on('/v1/people:searchDirectoryPeople', refusal);
    service.on('/v1/people:listDirectoryPeople', refusal);
    expect(await connection.contacts.search({ text: 'a' })).toEqual({ contacts: [], unavailable: ['directory'] });
    expect(await rejection(connection.contacts.list({ source: 'directory' }))).toMatchObject({ code: 'unsupported' });

    const personal = open('ada@gmail.com');
    expect(personal.connection.capabilities.contacts.sources).toEqual(['personal']);
    expect(await personal.connection.contacts.search({ text: 'a', sources: ['directory'] })).toEqual({
      contacts: [],
      unavailable: ['directory'],
    });
    expect(personal.service.requests).toEqual([]);
  });

  it('fail whole when one of two sources fails', async () => {
    const { service, connection } = open();
    service.on('/v1/people:searchContacts', json({ results: [{ person: { resourceName: 'people/c1' } }] }));
    service.on('/v1/people:searchDirectoryPeople', json({ error: { code: 403, status: 'PERMISSION_DENIED' } }, 403));
    expect(await rejection(connection.contacts.search({ text: 'a' }))).toMatchObject({ code: 'accessDenied' });
  });
});

function isPeople({ path }: { path: string }): boolean {
  return path.startsWith('/v1/');
}
