import { describe, expect, it } from 'vitest';
import { startWriteRig } from './write-rig.ts';
import type { WriteRig } from './write-rig.ts';
import type { Wire } from './fixture.ts';

const grace = {
  givenName: 'Grace',
  surname: 'Mole',
  emailAddresses: [{ name: 'Grace', address: 'grace@elsewhere.example' }],
  businessPhones: ['+31 20 1'],
  birthday: '1980-05-06T00:00:00Z',
};

async function round(
  rig: WriteRig,
  link: string,
  pageSize = 50,
): Promise<{ readonly rows: readonly Wire[]; readonly link: string }> {
  const rows: Wire[] = [];
  for (let next = link; ;) {
    const { body } = await rig.read(next, { headers: { prefer: `odata.maxpagesize=${pageSize}` } });
    rows.push(...body.value);
    if (body['@odata.deltaLink'] !== undefined) return { rows, link: body['@odata.deltaLink'] };
    next = body['@odata.nextLink'] ?? '';
  }
}

describe('contacts', () => {
  it('are made, read, changed and taken away', async () => {
    await using rig = await startWriteRig();
    const made = (await rig.post('/me/contacts', grace)).body;
    expect(made).toMatchObject({
      displayName: 'Grace Mole',
      emailAddresses: grace.emailAddresses,
      birthday: '1980-05-06T11:59:00Z',
      homeAddress: {},
      companyName: null,
      homePhones: [],
    });
    const path = `/me/contacts/${made.id}`;
    const changed = (await rig.patch(path, { companyName: 'Mole & Sons', mobilePhone: null })).body;
    expect(changed).toMatchObject({ companyName: 'Mole & Sons', displayName: 'Grace Mole', givenName: 'Grace' });
    expect(changed.changeKey).not.toBe(made.changeKey);
    const stale = { headers: { 'if-match': made['@odata.etag'] } };
    expect((await rig.patch(path, { companyName: 'x' }, stale)).status).toBe(412);
    expect((await rig.remove(path, stale)).status).toBe(412);
    expect((await rig.read(path)).body).toMatchObject({ companyName: 'Mole & Sons' });
    expect(rig.emulator.storedContacts('ada')).toMatchObject([
      {
        id: made.id,
        folder: 'Contacts',
        displayName: 'Grace Mole',
        emailAddresses: ['grace@elsewhere.example'],
        members: { givenName: 'Grace' },
      },
    ]);
    expect((await rig.remove(path)).status).toBe(204);
    expect(rig.emulator.storedContacts('ada')).toEqual([]);
    expect((await rig.read(path)).body.error.code).toBe('ErrorItemNotFound');
  });

  it('are found by an extended property, which is not sent back', async () => {
    await using rig = await startWriteRig();
    const property = (name: string, value: string): object => ({
      singleValueExtendedProperties: [{ id: `String {66F5A359-4659-4638-81A3-D1D2B2F5C5B4} Name ${name}`, value }],
    });
    const made = (await rig.post('/me/contacts', { ...grace, ...property('key', 'One') })).body;
    expect(made).not.toHaveProperty('singleValueExtendedProperties');
    await rig.post('/me/contacts', { displayName: 'Abel', ...property('key', 'two') });
    const names = async (name: string, value: string): Promise<readonly string[]> => {
      const id = `String {66f5a359-4659-4638-81a3-d1d2b2f5c5b4} Name ${name}`;
      const filter = `singleValueExtendedProperties/any(ep: ep/id eq '${id}' and ep/value eq '${value}')`;
      const answer = await rig.read(`/me/contacts?$filter=${encodeURIComponent(filter)}`);
      return answer.body.value.map(({ displayName }) => displayName);
    };
    expect(await names('key', 'one')).toEqual(['Grace Mole']);
    expect(await names('Key', 'one')).toEqual([]);
    await rig.patch(`/me/contacts/${made.id}`, property('other', 'x'));
    expect([await names('key', 'one'), await names('other', 'x')]).toEqual([['Grace Mole'], ['Grace Mole']]);
    await rig.patch(`/me/contacts/${made.id}`, property('key', 'two'));
    expect(await names('key', 'two')).toEqual(['Grace Mole', 'Abel']);
    expect(
      (await rig.post('/me/contacts', { singleValueExtendedProperties: [{ id: 'key', value: 'x' }] })).status,
    ).toBe(400);
  });

  it('are found by address and name, sorted and cut down', async () => {
    await using rig = await startWriteRig();
    await rig.post('/me/contacts', grace);
    await rig.post('/me/contacts', { displayName: 'Abel', emailAddresses: [{ address: 'abel@elsewhere.example' }] });
    const names = async (query: string): Promise<readonly string[]> =>
      (await rig.read(`/me/contacts?${query}`)).body.value.map(({ displayName }) => displayName);
    const filter = (text: string): string => `$filter=${encodeURIComponent(text)}`;
    expect(await names(filter("emailAddresses/any(a:a/address eq 'GRACE@elsewhere.example')"))).toEqual(['Grace Mole']);
    expect(await names(filter("startswith(displayName,'ab')"))).toEqual(['Abel']);
    expect(await names('$orderby=displayName')).toEqual(['Abel', 'Grace Mole']);
    expect(await names('$orderby=displayName desc&$top=1')).toEqual(['Grace Mole']);
    const [first] = (await rig.read('/me/contacts?$select=displayName')).body.value;
    expect(Object.keys(first)).toEqual(['@odata.etag', 'id', 'displayName']);
    expect((await rig.read('/me/contacts/$count')).body.text).toBe('2');
    expect((await rig.read('/me/contacts?$search=grace')).body.error.code).toBe('ErrorInvalidUrlQuery');
    expect((await rig.read('/me/contacts?$select=nope')).status).toBe(400);
  });

  it.each([
    ['an unknown property', { nickname2: 'x' }],
    ['four addresses', { emailAddresses: Array.from({ length: 4 }, (_, i) => ({ address: `a${i}@x.example` })) }],
    ['a birthday that is no date', { birthday: '1980-02-31T00:00:00Z' }],
    ['a name that is no text', { givenName: 5 }],
  ])('are refused with %s', async (_name, contact) => {
    await using rig = await startWriteRig();
    expect((await rig.post('/me/contacts', contact, { isWrong: true })).status).toBe(400);
  });

  it('that a person made have empty texts', async () => {
    await using rig = await startWriteRig();
    rig.emulator.addContact('ada', { displayName: 'Hand-made' });
    expect((await rig.read('/me/contacts')).body.value).toMatchObject([
      { displayName: 'Hand-made', companyName: '', otherAddress: {} },
    ]);
  });

  it('take their own permission', async () => {
    await using rig = await startWriteRig();
    const token = rig.emulator.issueTokens({ person: 'ada', scopes: ['Contacts.Read'] }).accessToken;
    expect((await rig.read('/me/contacts', { token })).status).toBe(200);
    expect((await rig.post('/me/contacts', grace, { token })).body.error.code).toBe('ErrorAccessDenied');
    expect((await rig.read('/me/events', { token })).status).toBe(403);
  });
});

describe('contact folders', () => {
  it('hold contacts of their own; the default folder is not among them', async () => {
    await using rig = await startWriteRig();
    expect((await rig.read('/me/contactFolders')).body.value).toEqual([]);
    const folder = (await rig.post('/me/contactFolders', { displayName: 'Suppliers' })).body;
    expect((await rig.post('/me/contactFolders', { displayName: 'suppliers' })).status).toBe(409);
    const child = (await rig.post(`/me/contactFolders/${folder.id}/childFolders`, { displayName: 'Ropes' })).body;
    expect(child.parentFolderId).toBe(folder.id);
    const made = (await rig.post(`/me/contactFolders/${folder.id}/contacts`, grace)).body;
    expect(made.parentFolderId).toBe(folder.id);
    expect((await rig.read('/me/contacts')).body.value).toEqual([]);
    expect((await rig.read(`/me/contacts/${made.id}`)).status).toBe(200);
    expect((await rig.read(`/me/contactFolders/${child.id}/contacts/${made.id}`)).status).toBe(404);
    const own = (await rig.post('/me/contacts', { displayName: 'Own' })).body;
    const main = await rig.read(`/me/contactFolders/${own.parentFolderId}`);
    expect(main.body.displayName).toBe('Contacts');
    expect((await rig.remove(`/me/contactFolders/${own.parentFolderId}`)).body.error.code).toBe(
      'ErrorDeleteDistinguishedFolder',
    );
    expect((await rig.patch(`/me/contactFolders/${folder.id}`, { displayName: 'Makers' })).body.displayName).toBe(
      'Makers',
    );
    expect((await rig.remove(`/me/contactFolders/${folder.id}`)).status).toBe(204);
    expect((await rig.read(`/me/contacts/${made.id}`)).status).toBe(404);
    expect((await rig.read(`/me/contactFolders/${child.id}`)).status).toBe(404);
  });
});

describe('contacts delta', () => {
  it('tells what came, changed and went, in one folder', async () => {
    await using rig = await startWriteRig();
    const folder = (await rig.post('/me/contactFolders', { displayName: 'Suppliers' })).body;
    const start = `/me/contactFolders/${folder.id}/contacts/delta`;
    const ids: string[] = [];
    for (const displayName of ['a', 'b', 'c']) {
      ids.push((await rig.post(`/me/contactFolders/${folder.id}/contacts`, { displayName })).body.id);
    }
    const first = await round(rig, start, 2);
    expect(first.rows.map(({ displayName }) => displayName)).toEqual(['a', 'b', 'c']);
    const elsewhere = (await rig.post('/me/contacts', { displayName: 'elsewhere' })).body;
    await rig.remove(`/me/contacts/${elsewhere.id}`);
    const quiet = await round(rig, first.link);
    expect(quiet.rows).toEqual([]);
    expect(quiet.link).not.toBe(first.link);
    await rig.patch(`/me/contacts/${ids[1]}`, { displayName: 'B' });
    await rig.remove(`/me/contacts/${ids[0]}`);
    const next = await round(rig, quiet.link);
    expect(next.rows).toMatchObject([
      { '@odata.type': '#microsoft.graph.contact', id: ids[1], displayName: 'B' },
      { '@odata.type': '#microsoft.graph.contact', id: ids[0], '@removed': { reason: 'deleted' } },
    ]);
    // A link can be followed again, and says the same.
    expect((await round(rig, quiet.link)).rows).toHaveLength(2);
    const slim = await round(rig, `${start}?$select=displayName`);
    expect(Object.keys(slim.rows[0] ?? {})).toEqual(['@odata.type', '@odata.etag', 'id', 'displayName']);
  });

  it('of folders tells what came and went', async () => {
    await using rig = await startWriteRig();
    const { id } = (await rig.post('/me/contactFolders', { displayName: 'Suppliers' })).body;
    const first = await round(rig, '/me/contactFolders/delta');
    expect(first.rows.map(({ displayName }) => displayName)).toEqual(['Suppliers']);
    await rig.remove(`/me/contactFolders/${id}`);
    expect((await round(rig, first.link)).rows).toMatchObject([{ id, '@removed': { reason: 'deleted' } }]);
  });
});
