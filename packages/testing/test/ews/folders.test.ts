import { describe, expect, it } from 'vitest';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, childNames, codeOf, one, textOf, texts } from './soap-client.ts';
import { meeting } from './tidewater-company.ts';

const named = (id: string, mailbox?: string): string =>
  `<t:DistinguishedFolderId Id="${id}">${mailbox === undefined ? '' : `<t:Mailbox><t:EmailAddress>${mailbox}</t:EmailAddress></t:Mailbox>`}</t:DistinguishedFolderId>`;
const shape = (base: string, fields: readonly string[] = []): string =>
  `<m:FolderShape><t:BaseShape>${base}</t:BaseShape>${fields.length === 0 ? '' : `<t:AdditionalProperties>${fields.map((field) => `<t:FieldURI FieldURI="${field}"/>`).join('')}</t:AdditionalProperties>`}</m:FolderShape>`;
const getFolder = (ids: string, base = 'Default', fields: readonly string[] = []): string =>
  `<m:GetFolder>${shape(base, fields)}<m:FolderIds>${ids}</m:FolderIds></m:GetFolder>`;
const findFolder = (parents: string, traversal = 'Shallow', more = ''): string =>
  `<m:FindFolder Traversal="${traversal}">${shape('Default', ['folder:FolderClass'])}${more}<m:ParentFolderIds>${parents}</m:ParentFolderIds></m:FindFolder>`;

describe('GetFolder', () => {
  it('returns a calendar with its class, counts and rights', async () => {
    const emulator = await startTidewater([
      meeting({ id: 'one' }),
      meeting({ id: 'two', series: { rule: 'FREQ=DAILY' } }),
    ]);
    const answer = await ask(emulator, getFolder(named('calendar'), 'AllProperties', ['folder:DistinguishedFolderId']));
    const folder = one(answer.body, 'CalendarFolder');
    expect(childNames(folder)).toEqual([
      'FolderId',
      'ParentFolderId',
      'FolderClass',
      'DisplayName',
      'TotalCount',
      'ChildFolderCount',
      'EffectiveRights',
      'DistinguishedFolderId',
      'SharingEffectiveRights',
    ]);
    expect(
      ['FolderClass', 'DisplayName', 'TotalCount', 'ChildFolderCount'].map((name) => textOf(folder, name)),
    ).toEqual(['IPF.Appointment', 'Calendar', '2', '1']);
    expect(one(folder, 'EffectiveRights').children.map((right) => right.text)).toEqual(Array(7).fill('true'));
  });

  it('answers each id by itself', async () => {
    const emulator = await startTidewater([meeting({ id: 'one' })]);
    const item = await ask(
      emulator,
      `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ParentFolderIds>${named('calendar')}</m:ParentFolderIds></m:FindItem>`,
    );
    const itemId = one(item.body, 'ItemId').attributes['Id'] ?? '';
    const answer = await ask(
      emulator,
      getFolder(
        [
          named('inbox'),
          named('voicemail'),
          '<t:FolderId Id="AQ=="/>',
          '<t:FolderId Id=""/>',
          `<t:FolderId Id="${itemId}"/>`,
          named('calendar', 'nobody@tidewater.example'),
          named('calendar', 'bo@tidewater.example'),
          named('contacts'),
        ].join(''),
      ),
    );
    expect(texts(answer.body, 'ResponseCode')).toEqual([
      'NoError',
      'ErrorFolderNotFound',
      'ErrorInvalidIdMalformed',
      'ErrorInvalidIdEmpty',
      'ErrorCannotUseItemIdForFolderId',
      'ErrorNonExistentMailbox',
      'ErrorFolderNotFound',
      'NoError',
    ]);
    expect([all(answer.body, 'Folder').length, all(answer.body, 'ContactsFolder').length]).toEqual([1, 1]);
  });

  it('shows the rights of a reviewer in a shared calendar', async () => {
    const emulator = await startTidewater([], { permissions: [{ mailbox: 'bo', grantee: 'ada', level: 'Reviewer' }] });
    const answer = await ask(
      emulator,
      getFolder(named('calendar', 'bo@tidewater.example'), 'IdOnly', ['folder:EffectiveRights']),
    );
    const rights = one(answer.body, 'EffectiveRights');
    expect(['CreateContents', 'Modify', 'Read', 'ViewPrivateItems'].map((name) => textOf(rights, name))).toEqual([
      'false',
      'false',
      'true',
      'false',
    ]);
    expect(codeOf(await ask(emulator, getFolder(named('inbox', 'bo@tidewater.example'))))).toBe('ErrorFolderNotFound');
  });
});

describe('FindFolder', () => {
  it('finds calendars below the calendar and beside it', async () => {
    const emulator = await startTidewater();
    const calendars = async (parent: string, traversal: string): Promise<(string | undefined)[]> => {
      const answer = await ask(emulator, findFolder(named(parent), traversal));
      return all(answer.body, 'CalendarFolder').map((folder) => textOf(folder, 'DisplayName'));
    };
    expect(await calendars('calendar', 'Shallow')).toEqual(['Tours']);
    expect(await calendars('msgfolderroot', 'Shallow')).toEqual(['Calendar', 'Harbour']);
    expect(await calendars('msgfolderroot', 'Deep')).toEqual(['Calendar', 'Tours', 'Harbour']);
    expect(await calendars('msgfolderroot', 'SoftDeleted')).toEqual([]);
  });

  it('pages and filters by class', async () => {
    const emulator = await startTidewater();
    const view = '<m:IndexedPageFolderView MaxEntriesReturned="2" Offset="0" BasePoint="Beginning"/>';
    const page = await ask(emulator, findFolder(named('msgfolderroot'), 'Deep', view));
    expect(one(page.body, 'RootFolder').attributes).toEqual({
      IndexedPagingOffset: '2',
      TotalItemsInView: '8',
      IncludesLastItemInRange: 'false',
    });
    const path = '<t:FieldURI FieldURI="folder:FolderClass"/>';
    const filters = [
      `<t:IsEqualTo>${path}<t:FieldURIOrConstant><t:Constant Value="IPF.Appointment"/></t:FieldURIOrConstant></t:IsEqualTo>`,
      `<t:Contains ContainmentMode="Prefixed" ContainmentComparison="IgnoreCase">${path}<t:Constant Value="ipf.app"/></t:Contains>`,
    ];
    for (const filter of filters) {
      const request = findFolder(named('msgfolderroot'), 'Deep', `<m:Restriction>${filter}</m:Restriction>`);
      expect(texts((await ask(emulator, request)).body, 'DisplayName')).toEqual(['Calendar', 'Tours', 'Harbour']);
    }
    const bits = `<t:Excludes>${path}<t:Bitmask Value="1"/></t:Excludes>`;
    const refused = await ask(
      emulator,
      findFolder(named('msgfolderroot'), 'Deep', `<m:Restriction>${bits}</m:Restriction>`),
    );
    expect(codeOf(refused)).toBe('ErrorUnsupportedQueryFilter');
  });

  it('does not show the tree of another mailbox', async () => {
    const emulator = await startTidewater([], { permissions: [{ mailbox: 'ada', grantee: 'bo', level: 'Reviewer' }] });
    const basic = 'bo@tidewater.example:pässword:ü';
    const root = await ask(emulator, findFolder(named('msgfolderroot', 'ada@tidewater.example'), 'Deep'), { basic });
    expect(codeOf(root)).toBe('ErrorFolderNotFound');
    const below = await ask(emulator, findFolder(named('calendar', 'ada@tidewater.example')), { basic });
    expect(texts(below.body, 'DisplayName')).toEqual(['Tours']);
  });
});
