import { describe, expect, it } from 'vitest';
import { auth, startWriteKit } from './write-kit.ts';
import type { CallOptions, WriteKit } from './write-kit.ts';
import { emptyCompany } from './google-kit.ts';
import type { Query } from './google-kit.ts';

interface WirePerson {
  readonly resourceName: string;
  readonly etag: string;
  readonly metadata?: {
    readonly deleted?: boolean;
    readonly sources: { readonly type: string; readonly etag: string }[];
  };
  readonly names?: { readonly displayName: string; readonly displayNameLastFirst: string }[];
  readonly emailAddresses?: { readonly value: string }[];
  readonly [field: string]: unknown;
}

interface PeopleBody {
  readonly connections?: WirePerson[];
  readonly otherContacts?: WirePerson[];
  readonly people?: WirePerson[];
  readonly results?: { readonly person: WirePerson }[];
  readonly nextPageToken?: string;
  readonly nextSyncToken?: string;
  readonly totalItems?: number;
  readonly totalSize?: number;
  readonly responses?: { readonly httpStatusCode: number; readonly person?: WirePerson }[];
}

interface PeopleRefusal {
  readonly error: {
    readonly status: string;
    readonly message: string;
    readonly details?: { readonly reason: string }[];
  };
}

const connections = '/v1/people/me/connections';
const fields = { personFields: 'names,emailAddresses' };
const syncing = { ...fields, requestSyncToken: true };
const bo = {
  names: [{ givenName: 'Bo', familyName: 'Roe' }],
  emailAddresses: [{ value: 'bo@outside.example', type: 'work' }],
};

async function get(kit: WriteKit, path: string, query: Query = {}): Promise<PeopleBody> {
  const { status, body, text } = await kit.call<PeopleBody>('GET', path, { query });
  expect({ status, text }).toMatchObject({ status: 200 });
  return body;
}

async function create(kit: WriteKit, person: object = bo): Promise<WirePerson> {
  const { body } = await kit.call<WirePerson>('POST', '/v1/people:createContact', { body: person });
  return body;
}

async function refused(kit: WriteKit, method: string, path: string, options: CallOptions = {}): Promise<string> {
  const { status, body } = await kit.call<PeopleRefusal>(method, path, options);
  return `${status} ${body.error.details?.[0]?.reason ?? body.error.status}`;
}

const shown = (people: readonly WirePerson[] | undefined): string[] =>
  (people ?? []).map(({ names, metadata }) =>
    metadata?.deleted === true ? 'deleted' : (names?.[0]?.displayName ?? ''),
  );

describe('a contact', () => {
  it('is created, with what the server works out by itself', async () => {
    await using kit = await startWriteKit();
    const person = await create(kit, {
      names: [{ givenName: 'Bo', familyName: 'Roe', displayName: 'Somebody Else' }],
      phoneNumbers: [{ value: '+49 30 123', type: 'mobile' }],
    });
    expect(person).toMatchObject({
      resourceName: expect.stringMatching(/^people\/c\d+$/),
      etag: expect.stringMatching(/^%E/),
      metadata: { sources: [{ type: 'CONTACT', etag: expect.stringMatching(/^#/) }], objectType: 'PERSON' },
      names: [
        {
          displayName: 'Bo Roe',
          displayNameLastFirst: 'Roe, Bo',
          metadata: { primary: true, source: { type: 'CONTACT' } },
        },
      ],
      phoneNumbers: [{ value: '+49 30 123', canonicalForm: '+4930123', formattedType: 'Mobile' }],
      memberships: [{ contactGroupMembership: { contactGroupId: 'myContacts' } }],
      photos: [{ default: true }],
    });
    expect(kit.emulator.storedContacts('ada')).toMatchObject([{ displayName: 'Bo Roe' }]);
    expect(kit.emulator.storedContacts('bo')).toEqual([]);
  });

  it('is answered by name at once, as far as the mask goes', async () => {
    await using kit = await startWriteKit();
    const { resourceName } = await create(kit);
    const person = await get(kit, `/v1/${resourceName}`, { personFields: 'names' });
    expect(Object.keys(person).sort()).toEqual(['etag', 'names', 'resourceName']);
    const { responses } = await get(kit, '/v1/people:batchGet', {
      ...fields,
      resourceNames: [resourceName, 'people/c1'],
    });
    expect(responses).toMatchObject([{ httpStatusCode: 200, person: { resourceName } }, { httpStatusCode: 404 }]);
    expect(await get(kit, '/v1/people/me', { personFields: 'names' })).toMatchObject({
      names: [{ displayName: 'Ada Brandt' }],
    });
    expect(await get(kit, `/v1/${resourceName}`, { personFields: 'names', fields: 'names/displayName' })).toEqual({
      names: [{ displayName: 'Bo Roe' }],
    });
  });

  it('is updated in the fields of the mask alone', async () => {
    await using kit = await startWriteKit();
    const person = await create(kit);
    const update = async (body: object, updatePersonFields: string): Promise<WirePerson> =>
      (
        await kit.call<WirePerson>('PATCH', `/v1/${person.resourceName}:updateContact`, {
          body,
          query: { updatePersonFields },
        })
      ).body;
    const renamed = await update({ etag: person.etag, names: [{ givenName: 'Bea' }], emailAddresses: [] }, 'names');
    expect(renamed.etag).not.toBe(person.etag);
    expect(renamed).toMatchObject({
      names: [{ displayName: 'Bea' }],
      emailAddresses: [{ value: 'bo@outside.example' }],
    });
    const cleared = await update({ etag: renamed.etag, names: [{ givenName: 'Bea' }] }, 'emailAddresses');
    expect(cleared).not.toHaveProperty('emailAddresses');
    expect(
      await update({ metadata: { sources: cleared.metadata?.sources }, nicknames: [{ value: 'B' }] }, 'nicknames'),
    ).toMatchObject({
      nicknames: [{ value: 'B' }],
    });
  });

  it('is guarded by its etag: 400 FAILED_PRECONDITION', async () => {
    await using kit = await startWriteKit();
    const { etag, resourceName, metadata } = await create(kit);
    const path = `/v1/${resourceName}:updateContact`;
    const query = { updatePersonFields: 'names' };
    await kit.call('PATCH', path, { query, body: { etag, names: [{ givenName: 'One' }] } });
    const again = { names: [{ givenName: 'Two' }] };
    expect(await refused(kit, 'PATCH', path, { query, body: { etag, ...again } })).toBe('400 FAILED_PRECONDITION');
    expect(await refused(kit, 'PATCH', path, { query, body: { metadata, ...again } })).toBe('400 FAILED_PRECONDITION');
    expect(await refused(kit, 'PATCH', path, { query, body: again })).toBe('400 INVALID_ARGUMENT');
    expect(kit.emulator.storedContacts('ada')).toMatchObject([{ displayName: 'One' }]);
  });

  it('does not keep the etag of its creation for long', async () => {
    await using kit = await startWriteKit();
    const { etag, resourceName } = await create(kit);
    await kit.clock.advance(10_000);
    const path = `/v1/${resourceName}:updateContact`;
    const body = { etag, names: [{ givenName: 'Bea' }] };
    expect(await refused(kit, 'PATCH', path, { query: { updatePersonFields: 'names' }, body })).toBe(
      '400 FAILED_PRECONDITION',
    );
  });

  it('is deleted, once', async () => {
    await using kit = await startWriteKit();
    const { resourceName } = await create(kit);
    const answer = await kit.call('DELETE', `/v1/${resourceName}:deleteContact`);
    expect([answer.status, answer.body]).toEqual([200, {}]);
    expect(await refused(kit, 'DELETE', `/v1/${resourceName}:deleteContact`)).toBe('404 NOT_FOUND');
    expect(await refused(kit, 'GET', `/v1/${resourceName}`, { query: fields })).toBe('404 NOT_FOUND');
  });

  it.each([
    ['two names', { names: [{ givenName: 'A' }, { givenName: 'B' }] }],
    ['a name that is no list', { names: { givenName: 'A' } }],
  ])('is refused with %s', async (_, body) => {
    await using kit = await startWriteKit();
    const { status } = await kit.call('POST', '/v1/people:createContact', { body, isBad: true });
    expect(status).toBe(400);
    expect(kit.emulator.storedContacts('ada')).toEqual([]);
  });

  it('is not changed without a mask, or with a field that is not writable', async () => {
    await using kit = await startWriteKit();
    const { etag, resourceName } = await create(kit);
    const path = `/v1/${resourceName}:updateContact`;
    for (const query of [
      {},
      { updatePersonFields: 'photos' },
      { updatePersonFields: 'moods' },
      { updatePersonFields: 'memberships' },
    ]) {
      expect(await refused(kit, 'PATCH', path, { query, body: { etag, names: [] } })).toBe('400 INVALID_ARGUMENT');
    }
  });
});

describe('a list of contacts', () => {
  it('lags behind writes', async () => {
    await using kit = await startWriteKit();
    await create(kit);
    expect(await get(kit, connections, fields)).toEqual({});
    await kit.clock.advance(9_999);
    expect(await get(kit, connections, fields)).toEqual({});
    await kit.clock.advance(1);
    const { connections: people, totalItems } = await get(kit, connections, fields);
    expect([shown(people), totalItems]).toEqual([['Bo Roe'], 1]);
  });

  it('comes in pages and in the order that is asked for', async () => {
    await using kit = await startWriteKit(undefined, { contactsLagSeconds: 0 });
    for (const [givenName, familyName] of [
      ['Cy', 'Aal'],
      ['Bo', 'Zander'],
      ['Di', 'Hecht'],
    ]) {
      kit.emulator.addContact('ada', { givenName: givenName ?? '', familyName: familyName ?? '' });
    }
    const walk = async (sortOrder?: string): Promise<string[]> => {
      const query = { ...fields, pageSize: 2, ...(sortOrder === undefined ? {} : { sortOrder }) };
      const first = await get(kit, connections, query);
      expect(first.connections).toHaveLength(2);
      const second = await get(kit, connections, { ...query, pageToken: first.nextPageToken ?? '' });
      expect(second).not.toHaveProperty('nextPageToken');
      return [...shown(first.connections), ...shown(second.connections)];
    };
    expect(await walk()).toEqual(['Cy Aal', 'Bo Zander', 'Di Hecht']);
    expect(await walk('LAST_MODIFIED_DESCENDING')).toEqual(['Di Hecht', 'Bo Zander', 'Cy Aal']);
    expect(await walk('FIRST_NAME_ASCENDING')).toEqual(['Bo Zander', 'Cy Aal', 'Di Hecht']);
    expect(await walk('LAST_NAME_ASCENDING')).toEqual(['Cy Aal', 'Di Hecht', 'Bo Zander']);
  });

  it('syncs: nothing, a change, a deletion', async () => {
    await using kit = await startWriteKit();
    const person = await create(kit);
    await kit.clock.advance(10_000);
    const full = await get(kit, connections, syncing);
    const sync = async (token: string | undefined): Promise<PeopleBody> =>
      get(kit, connections, { ...syncing, syncToken: token ?? '' });
    const quiet = await sync(full.nextSyncToken);
    expect(Object.keys(quiet)).toEqual(['nextSyncToken']);

    kit.emulator.addContact('ada', { givenName: 'Cy' });
    await kit.call('DELETE', `/v1/${person.resourceName}:deleteContact`);
    expect(Object.keys(await sync(quiet.nextSyncToken))).toEqual(['nextSyncToken']);
    await kit.clock.advance(10_000);
    const changes = await sync(quiet.nextSyncToken);
    expect(shown(changes.connections)).toEqual(['Cy', 'deleted']);
    expect(Object.keys(await sync(changes.nextSyncToken))).toEqual(['nextSyncToken']);
    expect(shown((await sync(full.nextSyncToken)).connections)).toEqual(['Cy', 'deleted']);
  });

  it('gives a sync token on the last page only, and only when asked', async () => {
    await using kit = await startWriteKit(undefined, { contactsLagSeconds: 0 });
    for (const givenName of ['A', 'B', 'C']) kit.emulator.addContact('ada', { givenName });
    expect(await get(kit, connections, fields)).not.toHaveProperty('nextSyncToken');
    const first = await get(kit, connections, { ...syncing, pageSize: 2 });
    expect(first).not.toHaveProperty('nextSyncToken');
    kit.emulator.addContact('ada', { givenName: 'D' });
    const last = await get(kit, connections, { ...syncing, pageSize: 2, pageToken: first.nextPageToken ?? '' });
    const token = last.nextSyncToken ?? '';
    // What came while the pages were read belongs to the next sync at the latest.
    expect(shown((await get(kit, connections, { ...syncing, pageSize: 2, syncToken: token })).connections)).toContain(
      'D',
    );
  });

  it('forgets sync tokens seven days after the full sync, however often they were renewed', async () => {
    await using kit = await startWriteKit();
    let { nextSyncToken: token = '' } = await get(kit, connections, syncing);
    for (let day = 0; day < 7; day += 1) {
      await kit.clock.advance(86_400_000);
      token = (await get(kit, connections, { ...syncing, syncToken: token })).nextSyncToken ?? '';
    }
    await kit.clock.advance(1);
    const { status, body } = await kit.call<PeopleRefusal>('GET', connections, {
      query: { ...syncing, syncToken: token },
    });
    expect([status, body]).toEqual([
      400,
      {
        error: {
          code: 400,
          message: 'Sync token is expired. Clear local cache and retry call without the sync token.',
          status: 'INVALID_ARGUMENT',
          details: [
            {
              '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
              reason: 'EXPIRED_SYNC_TOKEN',
              domain: 'people.googleapis.com',
            },
          ],
        },
      },
    ]);
  });

  it.each([
    ['other fields', { personFields: 'names' }],
    ['another page size', { pageSize: 5 }],
    ['no wish for a token', { requestSyncToken: false }],
  ])('refuses a sync token with %s', async (_, change) => {
    await using kit = await startWriteKit();
    const { nextSyncToken = '' } = await get(kit, connections, syncing);
    const query = { ...syncing, syncToken: nextSyncToken, ...change };
    expect(await refused(kit, 'GET', connections, { query })).toBe('400 INVALID_ARGUMENT');
  });

  it.each([
    ['no mask', connections, {}],
    ['an unknown field', connections, { personFields: 'names,moods' }],
    ['somebody else', '/v1/people/c1/connections', fields],
    ['an unknown order', connections, { ...fields, sortOrder: 'RANDOM' }],
    ['a foreign page token', connections, { ...fields, pageToken: 'x' }],
    ['a foreign sync token', connections, { ...fields, syncToken: 'x' }],
    ['a page of minus one', connections, { ...fields, pageSize: -1 }],
    ['an unknown selector', connections, { ...fields, fields: 'contacts' }],
  ])('is refused with %s', async (_, path, query) => {
    await using kit = await startWriteKit();
    expect(await refused(kit, 'GET', path, { query, isBad: true })).toMatch(/^400 /);
  });
});

describe('searches', () => {
  it('find what there was at the last search for nothing', async () => {
    await using kit = await startWriteKit();
    const search = async (query: string): Promise<string[]> =>
      shown(
        (await get(kit, '/v1/people:searchContacts', { query, readMask: 'names' })).results?.map(
          ({ person }) => person,
        ),
      );
    await create(kit);
    await kit.clock.advance(10_000);
    expect(await search('bo')).toEqual([]);
    expect(await get(kit, '/v1/people:searchContacts', { query: '', readMask: 'names' })).toEqual({});
    for (const query of ['bo', 'BO R', 'roe', 'bo@out', 'outside']) expect(await search(query)).toEqual(['Bo Roe']);
    expect(await search('oe')).toEqual([]);
    kit.emulator.addContact('ada', { givenName: 'Boris' });
    await kit.clock.advance(10_000);
    expect(await search('bo')).toEqual(['Bo Roe']);
    await search('');
    expect(await search('bo')).toEqual(['Bo Roe', 'Boris']);
  });

  it('give ten, thirty at most', async () => {
    await using kit = await startWriteKit(undefined, { contactsLagSeconds: 0 });
    for (let index = 0; index < 40; index += 1) kit.emulator.addContact('ada', { givenName: 'Same' });
    const search = (query: Query): Promise<PeopleBody> =>
      get(kit, '/v1/people:searchContacts', { readMask: 'names', ...query });
    await search({ query: '' });
    expect((await search({ query: 'same' })).results).toHaveLength(10);
    expect((await search({ query: 'same', pageSize: 99 })).results).toHaveLength(30);
  });
});

describe('other contacts', () => {
  const readMask = 'names,emailAddresses';

  it('are listed, synced and searched apart', async () => {
    await using kit = await startWriteKit(undefined, { contactsLagSeconds: 0 });
    kit.emulator.addOtherContact('ada', { givenName: 'Di', address: 'di@outside.example' });
    const list = await get(kit, '/v1/otherContacts', { readMask, requestSyncToken: true });
    expect(list.otherContacts).toMatchObject([{ resourceName: expect.stringMatching(/^otherContacts\/c\d+$/) }]);
    expect(list.totalSize).toBe(1);
    expect(await get(kit, connections, fields)).toEqual({});
    const quiet = await get(kit, '/v1/otherContacts', {
      readMask,
      requestSyncToken: true,
      syncToken: list.nextSyncToken ?? '',
    });
    expect(Object.keys(quiet)).toEqual(['nextSyncToken']);
    await get(kit, '/v1/otherContacts:search', { readMask, query: '' });
    expect((await get(kit, '/v1/otherContacts:search', { readMask, query: 'di' })).results).toHaveLength(1);
  });

  it('have few fields, unless profiles are asked for as well', async () => {
    await using kit = await startWriteKit();
    const query = { readMask: 'organizations' };
    expect(await refused(kit, 'GET', '/v1/otherContacts', { query })).toBe('400 INVALID_ARGUMENT');
    const sources = ['READ_SOURCE_TYPE_CONTACT', 'READ_SOURCE_TYPE_PROFILE'];
    expect((await kit.call('GET', '/v1/otherContacts', { query: { ...query, sources } })).status).toBe(200);
  });
});

describe('the directory', () => {
  const sources = 'DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE';
  const path = '/v1/people:listDirectoryPeople';

  it('lists the people of the domain, and who comes and goes', async () => {
    await using kit = await startWriteKit();
    const query = { readMask: 'names,emailAddresses', sources, requestSyncToken: true };
    const { people, nextSyncToken = '' } = await get(kit, path, query);
    expect(shown(people)).toEqual(['Ada Brandt', 'Bo Silva', 'Cy Tan']);
    expect(people?.[1]?.emailAddresses?.[0]?.value).toBe('bo@tidewater.example');
    kit.emulator.setAccountStatus('cy', 'deleted');
    expect(shown((await get(kit, path, { ...query, syncToken: nextSyncToken })).people)).toEqual(['deleted']);
  });

  it('is searched without warming up, in pages', async () => {
    await using kit = await startWriteKit();
    const search = (query: Query): Promise<PeopleBody> =>
      get(kit, '/v1/people:searchDirectoryPeople', { readMask: 'names', sources, ...query });
    expect(shown((await search({ query: 'silva' })).people)).toEqual(['Bo Silva']);
    const first = await search({ query: 'tidewater', pageSize: 2 });
    expect(first).toMatchObject({ totalSize: 3, people: [{}, {}] });
    expect(
      (await search({ query: 'tidewater', pageSize: 2, pageToken: first.nextPageToken ?? '' })).people,
    ).toHaveLength(1);
    expect(
      await refused(kit, 'GET', '/v1/people:searchDirectoryPeople', { query: { readMask: 'names', sources } }),
    ).toBe('400 INVALID_ARGUMENT');
  });

  it('wants to know its sources', async () => {
    await using kit = await startWriteKit();
    expect(await refused(kit, 'GET', path, { query: { readMask: 'names' } })).toBe('400 INVALID_ARGUMENT');
    expect(await refused(kit, 'GET', path, { query: { readMask: 'names', sources: 'X' }, isBad: true })).toBe(
      '400 INVALID_ARGUMENT',
    );
    const contacts = { readMask: 'names', sources: 'DIRECTORY_SOURCE_TYPE_DOMAIN_CONTACT' };
    expect(await get(kit, path, contacts)).toEqual({});
  });

  it('is none for accounts of nobody’s organisation: 400 FAILED_PRECONDITION', async () => {
    const person = { id: 'eve', name: 'Eve Ray', address: 'eve@gmail.com', timeZone: 'UTC', password: 'x' };
    await using kit = await startWriteKit({ ...emptyCompany, domain: 'gmail.com', people: [person] });
    const query = { readMask: 'names', sources };
    expect(await refused(kit, 'GET', path, { query, person: 'eve' })).toBe('400 FAILED_PRECONDITION');
  });
});

describe('access to people', () => {
  it.each([
    ['GET', connections, fields, 'contacts.readonly', 200],
    ['GET', connections, fields, 'contacts.other.readonly', 403],
    ['GET', connections, fields, 'calendar', 403],
    ['POST', '/v1/people:createContact', {}, 'contacts.readonly', 403],
    ['POST', '/v1/people:createContact', {}, 'contacts', 200],
    ['GET', '/v1/otherContacts', { readMask: 'names' }, 'contacts', 403],
    [
      'GET',
      '/v1/people:listDirectoryPeople',
      { readMask: 'names', sources: 'DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE' },
      'contacts',
      403,
    ],
  ])('%s %s %j with %s gets %i', async (method, path, query, scope, status) => {
    await using kit = await startWriteKit();
    const body = method === 'POST' ? { body: bo } : {};
    const answer = await kit.call(method, path, { query, scopes: [auth + scope], ...body });
    expect(answer.status).toBe(status);
    expect(answer.text.includes('ACCESS_TOKEN_SCOPE_INSUFFICIENT')).toBe(status === 403);
  });

  it('needs a token', async () => {
    await using kit = await startWriteKit();
    expect(
      await refused(kit, 'GET', connections, { query: fields, headers: { authorization: 'Bearer nonsense' } }),
    ).toBe('401 UNAUTHENTICATED');
  });

  it.each([
    ['POST', '/v1/people:batchCreateContacts'],
    ['GET', '/v1/contactGroups'],
    ['PATCH', '/v1/people/c1:updateContactPhoto'],
  ])('%s %s says that it is not emulated', async (method, path) => {
    await using kit = await startWriteKit();
    const body = method === 'GET' ? {} : { body: {} };
    expect(await refused(kit, method, path, { isBad: true, ...body })).toBe('501 UNIMPLEMENTED');
  });
});
