import { describe, expect, it } from 'vitest';
import { manualClock } from '../../src/clock/manual-clock.ts';
import type { ExchangeEmulator } from '../../src/ews/exchange-emulator.ts';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, childNames, codeOf, getItem, one, textOf, texts } from './soap-client.ts';
import { as, deleteItem, read, ref, refOf, set, updateItem, written } from './write-client.ts';
import type { ItemRef } from './write-client.ts';

const tanja =
  '<t:Body BodyType="Text">Note</t:Body><t:Categories><t:String>Blue</t:String></t:Categories>' +
  '<t:GivenName>Tanja</t:GivenName><t:CompanyName>Blue Yonder</t:CompanyName>' +
  '<t:EmailAddresses><t:Entry Key="EmailAddress1">tanja@contoso.example</t:Entry><t:Entry Key="EmailAddress2">plate@contoso.example</t:Entry></t:EmailAddresses>' +
  '<t:PhysicalAddresses><t:Entry Key="Business"><t:Street>1 Main</t:Street><t:City>La Habra</t:City></t:Entry></t:PhysicalAddresses>' +
  '<t:PhoneNumbers><t:Entry Key="MobilePhone">+1 425 555 0199</t:Entry></t:PhoneNumbers>' +
  '<t:Birthday>1980-05-01T11:59:00Z</t:Birthday><t:Children><t:String>Ida</t:String></t:Children><t:JobTitle>Manager</t:JobTitle><t:Surname>Plate</t:Surname>';
const createContact = (content: string, folder = 'contacts'): string =>
  `<m:CreateItem><m:SavedItemFolderId><t:DistinguishedFolderId Id="${folder}"/></m:SavedItemFolderId><m:Items><t:Contact>${content}</t:Contact></m:Items></m:CreateItem>`;
const create = async (emulator: ExchangeEmulator, content: string): Promise<ItemRef> =>
  written(await ask(emulator, createContact(content)));
const entryPath = (name: string, index: string): string =>
  `<t:IndexedFieldURI FieldURI="contacts:${name}" FieldIndex="${index}"/>`;
const find = (more = ''): string =>
  `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:IndexedPageItemView Offset="0" BasePoint="Beginning"/>${more}<m:ParentFolderIds><t:DistinguishedFolderId Id="contacts"/></m:ParentFolderIds></m:FindItem>`;

describe('a contact', () => {
  it('keeps every property, in the order of the schema', async () => {
    const emulator = await startTidewater();
    const item = await read(emulator, await create(emulator, tanja));
    expect(item.name).toBe('Contact');
    expect(
      ['Subject', 'Body', 'FileAs', 'DisplayName', 'GivenName', 'CompanyName', 'Birthday', 'JobTitle', 'Surname'].map(
        (name) => textOf(item, name),
      ),
    ).toEqual([
      'Tanja Plate',
      'Note',
      'Plate, Tanja',
      'Tanja Plate',
      'Tanja',
      'Blue Yonder',
      '1980-05-01T11:59:00Z',
      'Manager',
      'Plate',
    ]);
    expect(texts(one(item, 'EmailAddresses'), 'Entry')).toEqual(['tanja@contoso.example', 'plate@contoso.example']);
    expect([
      textOf(one(one(item, 'PhysicalAddresses'), 'Entry'), 'City'),
      texts(one(item, 'Children'), 'String'),
    ]).toEqual(['La Habra', ['Ida']]);
    expect(textOf(one(item, 'CompleteName'), 'FullName')).toBe('Tanja Plate');
    expect(emulator.storedContacts('ada')).toEqual([
      {
        id: one(item, 'ItemId').attributes['Id'],
        changeKey: one(item, 'ItemId').attributes['ChangeKey'],
        folder: 'contacts',
        displayName: 'Tanja Plate',
        emailAddresses: ['tanja@contoso.example', 'plate@contoso.example'],
        properties: {},
      },
    ]);
  });

  it('is changed entry by entry', async () => {
    const emulator = await startTidewater();
    const item = await create(emulator, tanja);
    const changes =
      `<t:SetItemField>${entryPath('EmailAddress', 'EmailAddress1')}<t:Contact><t:EmailAddresses><t:Entry Key="EmailAddress1">new@contoso.example</t:Entry></t:EmailAddresses></t:Contact></t:SetItemField>` +
      `<t:DeleteItemField>${entryPath('EmailAddress', 'EmailAddress2')}</t:DeleteItemField>` +
      `<t:SetItemField>${entryPath('PhysicalAddress:Street', 'Business')}<t:Contact><t:PhysicalAddresses><t:Entry Key="Business"><t:Street>2 Main</t:Street></t:Entry></t:PhysicalAddresses></t:Contact></t:SetItemField>` +
      set('contacts:Surname', '<t:Surname>Dish</t:Surname>', 'Contact') +
      '<t:DeleteItemField><t:FieldURI FieldURI="contacts:Birthday"/></t:DeleteItemField>';
    const changed = written(await ask(emulator, updateItem(ref(item), changes, { send: '' })));
    expect([changed.id, changed.key === item.key]).toEqual([item.id, false]);
    const node = await read(emulator, changed);
    expect(texts(one(node, 'EmailAddresses'), 'Entry')).toEqual(['new@contoso.example']);
    const address = one(one(node, 'PhysicalAddresses'), 'Entry');
    expect([
      textOf(address, 'Street'),
      textOf(address, 'City'),
      textOf(node, 'Surname'),
      textOf(node, 'Birthday'),
    ]).toEqual(['2 Main', 'La Habra', 'Dish', undefined]);
    expect(codeOf(await ask(emulator, updateItem(ref(item), changes, { send: '' })))).toBe('ErrorIrresolvableConflict');
  });

  it.each([
    [
      'an entry other than the path names',
      `<t:SetItemField>${entryPath('EmailAddress', 'EmailAddress1')}<t:Contact><t:EmailAddresses><t:Entry Key="EmailAddress2">x@contoso.example</t:Entry></t:EmailAddresses></t:Contact></t:SetItemField>`,
      'ErrorUpdatePropertyMismatch',
    ],
    [
      'a whole dictionary',
      set(
        'contacts:EmailAddresses',
        '<t:EmailAddresses><t:Entry Key="EmailAddress1">x@contoso.example</t:Entry></t:EmailAddresses>',
        'Contact',
      ),
      'ErrorInvalidPropertySet',
    ],
    [
      'a name that the server puts together',
      set('contacts:CompleteName', '<t:CompleteName><t:FirstName>x</t:FirstName></t:CompleteName>', 'Contact'),
      'ErrorInvalidPropertySet',
    ],
    [
      'the properties of an appointment',
      set('calendar:Location', '<t:Location>x</t:Location>'),
      'ErrorUpdatePropertyMismatch',
    ],
  ])('refuses an update of %s', async (_what, change, code) => {
    const emulator = await startTidewater();
    expect(codeOf(await ask(emulator, updateItem(ref(await create(emulator, tanja)), change, { send: '' })))).toBe(
      code,
    );
  });

  it('fails the schema with a fourth address', async () => {
    const emulator = await startTidewater([], {}, { sendsBadRequests: true });
    const content = '<t:EmailAddresses><t:Entry Key="EmailAddress4">x@contoso.example</t:Entry></t:EmailAddresses>';
    expect(codeOf(await ask(emulator, createContact(content)))).toBe('ErrorSchemaValidation');
  });

  it('belongs into a folder of contacts', async () => {
    const emulator = await startTidewater();
    expect(codeOf(await ask(emulator, createContact(tanja, 'calendar')))).toBe(
      'ErrorCannotCreateContactInNonContactFolder',
    );
  });

  it('is found, and found by its properties', async () => {
    const emulator = await startTidewater();
    await create(emulator, tanja);
    await create(emulator, '<t:DisplayName>Bea</t:DisplayName>');
    const answer = await ask(emulator, find());
    expect(all(answer.body, 'Contact').map((node) => textOf(node, 'FileAs'))).toEqual(['Plate, Tanja', 'Bea']);
    expect(childNames(all(answer.body, 'Contact')[0] ?? answer.body)).not.toContain('Body');
    const byMail = (value: string): string =>
      find(
        `<m:Restriction><t:IsEqualTo>${entryPath('EmailAddress', 'EmailAddress2')}<t:FieldURIOrConstant><t:Constant Value="${value}"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction>`,
      );
    expect(all((await ask(emulator, byMail('plate@contoso.example'))).body, 'Contact')).toHaveLength(1);
    expect(all((await ask(emulator, byMail('tanja@contoso.example'))).body, 'Contact')).toHaveLength(0);
  });

  it('is listed by its age', async () => {
    const clock = manualClock('2026-03-20T08:00:00Z');
    const emulator = await startTidewater([], { clock });
    for (const name of ['Cleo', 'Ada', 'Bea']) {
      await create(emulator, `<t:DisplayName>${name}</t:DisplayName>`);
      await clock.advance(1_000);
    }
    const byAge = (order: string): string =>
      find(
        `<m:SortOrder><t:FieldOrder Order="${order}"><t:FieldURI FieldURI="item:DateTimeCreated"/></t:FieldOrder></m:SortOrder>`,
      );
    const filedAs = async (order: string): Promise<readonly (string | undefined)[]> =>
      all((await ask(emulator, byAge(order))).body, 'Contact').map((node) => textOf(node, 'FileAs'));
    expect(await filedAs('Ascending')).toEqual(['Cleo', 'Ada', 'Bea']);
    expect(await filedAs('Descending')).toEqual(['Bea', 'Ada', 'Cleo']);
  });

  it('is nobody else’s, is deleted, and is synchronized', async () => {
    const emulator = await startTidewater();
    const item = await create(emulator, tanja);
    const sync =
      '<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId><t:DistinguishedFolderId Id="contacts"/></m:SyncFolderId>STATE<m:MaxChangesReturned>10</m:MaxChangesReturned></m:SyncFolderItems>';
    const first = await ask(emulator, sync.replace('STATE', ''));
    expect(refOf(one(first.body, 'Contact'))).toEqual(item);
    expect(codeOf(await ask(emulator, getItem(ref(item), []), as.bo))).toBe('ErrorItemNotFound');
    expect(codeOf(await ask(emulator, deleteItem(ref(item), '', 'MoveToDeletedItems')))).toBe('NoError');
    const second = await ask(
      emulator,
      sync.replace('STATE', `<m:SyncState>${one(first.body, 'SyncState').text}</m:SyncState>`),
    );
    expect(one(one(second.body, 'Changes'), 'Delete').children[0]?.attributes['Id']).toBe(item.id);
    expect(emulator.storedContacts('ada').map(({ folder }) => folder)).toEqual(['deleteditems']);
  });
});

describe('ResolveNames', () => {
  it.each([
    ['Contacts', ['tanja@contoso.example', 'plate@contoso.example'], 'Contact'],
    ['ActiveDirectory', [], undefined],
    ['ContactsActiveDirectory', ['tanja@contoso.example', 'plate@contoso.example'], 'Contact'],
  ])('looks in %s', async (scope, addresses, type) => {
    const emulator = await startTidewater();
    await create(emulator, tanja);
    const answer = await ask(
      emulator,
      `<m:ResolveNames ReturnFullContactData="false" SearchScope="${scope}"><m:UnresolvedEntry>Plate</m:UnresolvedEntry></m:ResolveNames>`,
    );
    expect([texts(answer.body, 'EmailAddress'), texts(answer.body, 'MailboxType')[0]]).toEqual([addresses, type]);
    const other = await ask(
      emulator,
      '<m:ResolveNames ReturnFullContactData="false"><m:UnresolvedEntry>Plate</m:UnresolvedEntry></m:ResolveNames>',
      as.bo,
    );
    expect(codeOf(other)).toBe('ErrorNameResolutionNoResults');
  });
});

describe('FindPeople', () => {
  const request = (folder: string, query = '', view = 'Offset="0" MaxEntriesReturned="2"'): string =>
    `<m:FindPeople><m:PersonaShape><t:BaseShape>Default</t:BaseShape></m:PersonaShape><m:IndexedPageItemView ${view} BasePoint="Beginning"/><m:ParentFolderId><t:DistinguishedFolderId Id="${folder}"/></m:ParentFolderId>${query === '' ? '' : `<m:QueryString>${query}</m:QueryString>`}</m:FindPeople>`;

  it('finds people of the directory, page by page, in a flat answer', async () => {
    const emulator = await startTidewater();
    const first = await ask(emulator, request('directory', 'ad'));
    expect(childNames(first.body)).toEqual([
      'ResponseCode',
      'People',
      'TotalNumberOfPeopleInView',
      'FirstMatchingRowIndex',
      'FirstLoadedRowIndex',
    ]);
    const pages = [first, await ask(emulator, request('directory', 'ad', 'Offset="2" MaxEntriesReturned="2"'))];
    expect(pages.map((page) => texts(page.body, 'DisplayName'))).toEqual([['Ada Brink', 'Adrian Cole'], []]);
    expect(textOf(first.body, 'TotalNumberOfPeopleInView')).toBe('2');
  });

  it('does not browse the directory, and is not known to old schemas', async () => {
    const emulator = await startTidewater([], {}, { sendsBadRequests: true });
    expect(codeOf(await ask(emulator, request('directory')))).toBe('ErrorInvalidOperation');
    expect(codeOf(await ask(emulator, request('directory', 'ad'), { version: 'Exchange2010_SP2' }))).toBe(
      'ErrorInvalidRequest',
    );
  });

  it('finds the own contacts', async () => {
    const emulator = await startTidewater();
    await create(emulator, tanja);
    expect(texts((await ask(emulator, request('contacts'))).body, 'DisplayName')).toEqual([
      'Tanja Plate',
      'Tanja Plate',
    ]);
    expect(texts((await ask(emulator, request('contacts'), as.bo)).body, 'DisplayName')).toEqual([]);
  });
});

describe('ConvertId', () => {
  const convert = (from: string, to: string, id: string, mailbox = 'ada@tidewater.example'): string =>
    `<m:ConvertId DestinationFormat="${to}"><m:SourceIds><t:AlternateId Format="${from}" Id="${id}" Mailbox="${mailbox}"/></m:SourceIds></m:ConvertId>`;

  it.each(['EwsLegacyId', 'EntryId', 'HexEntryId', 'StoreId', 'OwaId', 'EwsId'])(
    'goes to %s and back',
    async (format) => {
      const emulator = await startTidewater();
      const { id } = await create(emulator, tanja);
      const there = one((await ask(emulator, convert('EwsId', format, id))).body, 'AlternateId').attributes['Id'] ?? '';
      expect(there === id).toBe(format === 'EwsId');
      const back = await ask(emulator, convert(format, 'EwsId', there));
      expect(one(back.body, 'AlternateId').attributes).toMatchObject({
        Id: id,
        Format: 'EwsId',
        Mailbox: 'ada@tidewater.example',
      });
      // The mailbox stands in the id, and nobody looks whether there is one.
      const other = await ask(emulator, convert(format, 'EwsId', there, 'nobody@elsewhere.example'));
      expect([codeOf(other), one(other.body, 'AlternateId').attributes['Id'] === id]).toEqual(['NoError', false]);
    },
  );
});
