import { describe, expect, it } from 'vitest';
import type { ExchangeEmulator } from '../../src/ews/exchange-emulator.ts';
import type { FolderPermission } from '../../src/ews/store/folder-permissions.ts';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, calendarView, childNames, codeOf, getItem, one, textOf, texts } from './soap-client.ts';
import type { Answer } from './soap-client.ts';
import { meeting } from './tidewater-company.ts';

const bo = 'bo@tidewater.example:pässword:ü';

function getFolder(name: string, fields: readonly string[], owner = 'ada'): string {
  const paths = fields.map((field) => `<t:FieldURI FieldURI="folder:${field}"/>`).join('');
  return `<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>${paths}</t:AdditionalProperties></m:FolderShape><m:FolderIds>${named(name, owner)}</m:FolderIds></m:GetFolder>`;
}

function named(name: string, owner = 'ada'): string {
  return `<t:DistinguishedFolderId Id="${name}"><t:Mailbox><t:EmailAddress>${owner}@tidewater.example</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>`;
}

/** Effective rights of Bo in one of Ada's folders; the code when the folder is not shown. */
async function effectiveRights(emulator: ExchangeEmulator, folder: string): Promise<string> {
  const answer = await ask(emulator, getFolder(folder, ['EffectiveRights']), { basic: bo });
  const [rights] = all(answer.body, 'EffectiveRights');
  if (rights === undefined) return codeOf(answer);
  return rights.children
    .filter((right) => right.text === 'true')
    .map((right) => right.name)
    .join(' ');
}

async function view(emulator: ExchangeEmulator, basic = bo): Promise<Answer> {
  const fields = ['item:Subject', 'item:Sensitivity', 'calendar:LegacyFreeBusyStatus', 'calendar:Location'];
  const request = calendarView('2026-07-01T00:00:00Z', '2026-07-02T00:00:00Z', fields, { folder: named('calendar') });
  return await ask(emulator, request, { basic });
}

describe('a permission level', () => {
  it.each<readonly [FolderPermission['level'], string]>([
    ['None', 'ErrorFolderNotFound'],
    ['Owner', 'CreateAssociated CreateContents CreateHierarchy Delete Modify Read'],
    ['PublishingEditor', 'CreateContents CreateHierarchy Read'],
    ['Editor', 'CreateContents Read'],
    ['PublishingAuthor', 'CreateContents CreateHierarchy Read'],
    ['Author', 'CreateContents Read'],
    ['NoneditingAuthor', 'CreateContents Read'],
    ['Reviewer', 'Read'],
    ['Contributor', 'CreateContents'],
    ['FreeBusyTimeOnly', ''],
    ['FreeBusyTimeAndSubjectAndLocation', ''],
  ])('%s gives the rights: %s', async (level, rights) => {
    const emulator = await startTidewater([meeting({ id: 'one' })], {
      permissions: [{ mailbox: 'ada', grantee: 'bo', level }],
    });
    expect(await effectiveRights(emulator, 'calendar')).toBe(rights);
    const expected =
      level === 'None' ? 'ErrorFolderNotFound' : rights.includes('Read') ? 'NoError' : 'ErrorAccessDenied';
    expect(codeOf(await view(emulator))).toBe(expected);
  });

  it('can be for one folder, and then says nothing about others', async () => {
    const emulator = await startTidewater([], {
      permissions: [
        { mailbox: 'ada', grantee: 'bo', folder: 'calendar', level: 'Editor' },
        { mailbox: 'ada', grantee: 'bo', folder: 'drafts', level: 'Custom', rights: { isFolderVisible: true } },
        { mailbox: 'ada', grantee: 'bo', folder: 'deleteditems', level: 'Editor' },
      ],
    });
    expect(await effectiveRights(emulator, 'calendar')).toBe('CreateContents Read');
    expect(await effectiveRights(emulator, 'drafts')).toBe('');
    expect(await effectiveRights(emulator, 'deleteditems')).toBe('CreateContents Read');
    expect(await effectiveRights(emulator, 'inbox')).toBe('ErrorFolderNotFound');
    const drafts = `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ParentFolderIds>${named('drafts')}</m:ParentFolderIds></m:FindItem>`;
    expect(codeOf(await ask(emulator, drafts, { basic: bo }))).toBe('ErrorAccessDenied');
    emulator.revokePermissions({ mailbox: 'ada', grantee: 'bo' });
    expect(await effectiveRights(emulator, 'calendar')).toBe('ErrorFolderNotFound');
  });

  it('can be for everybody', async () => {
    const emulator = await startTidewater([], {
      permissions: [{ mailbox: 'lagoon', grantee: 'Default', level: 'Reviewer' }],
    });
    const request = getFolder('calendar', ['EffectiveRights'], 'lagoon');
    expect(codeOf(await ask(emulator, request, { basic: bo }))).toBe('NoError');
    emulator.grantPermission({ mailbox: 'lagoon', grantee: 'bo', level: 'None' });
    expect(codeOf(await ask(emulator, request, { basic: bo }))).toBe('ErrorFolderNotFound');
    expect(codeOf(await ask(emulator, request))).toBe('NoError');
  });

  it.each<readonly [string, FolderPermission]>([
    ['single rights beside a level', { mailbox: 'ada', grantee: 'bo', level: 'Editor', rights: { readItems: 'None' } }],
    ['busy times of a mail folder', { mailbox: 'ada', grantee: 'bo', level: 'FreeBusyTimeOnly', folder: 'inbox' }],
    ['somebody unknown', { mailbox: 'ada', grantee: 'eve', level: 'Editor' }],
  ])('is refused for %s', async (_name, permission) => {
    await expect(startTidewater([], { permissions: [permission] })).rejects.toThrow(RangeError);
  });
});

describe('a permission set', () => {
  const permissions: readonly FolderPermission[] = [
    { mailbox: 'ada', grantee: 'bo', folder: 'calendar', level: 'Editor' },
    {
      mailbox: 'ada',
      grantee: 'adrian',
      folder: 'calendar',
      level: 'Custom',
      rights: { isFolderVisible: true, readItems: 'FullDetails', deleteItems: 'All' },
    },
    { mailbox: 'ada', grantee: 'bo', folder: 'drafts', level: 'Custom', rights: { isFolderVisible: true } },
  ];

  it('tells the owner who has which rights in a calendar', async () => {
    const emulator = await startTidewater([], { permissions });
    const answer = await ask(emulator, getFolder('calendar', ['PermissionSet']));
    const entries = all(answer.body, 'CalendarPermission');
    expect(
      entries.map((entry) => [
        texts(entry, 'DistinguishedUser')[0] ?? texts(entry, 'PrimarySmtpAddress')[0],
        textOf(entry, 'CalendarPermissionLevel'),
      ]),
    ).toEqual([
      ['Default', 'FreeBusyTimeOnly'],
      ['Anonymous', 'None'],
      ['bo@tidewater.example', 'Editor'],
      ['adrian@tidewater.example', 'Custom'],
    ]);
    const [, , editor, custom] = entries.map((entry) =>
      entry.children.slice(1, -1).map((right) => `${right.name}=${right.text}`),
    );
    expect(editor).toEqual([
      'CanCreateItems=true',
      'CanCreateSubFolders=false',
      'IsFolderOwner=false',
      'IsFolderVisible=true',
      'IsFolderContact=false',
      'EditItems=All',
      'DeleteItems=All',
      'ReadItems=FullDetails',
    ]);
    expect(custom).toEqual(expect.arrayContaining(['CanCreateItems=false', 'EditItems=None', 'DeleteItems=All']));
  });

  it('of a mail folder has other names', async () => {
    const emulator = await startTidewater([], { permissions });
    const answer = await ask(emulator, getFolder('drafts', ['PermissionSet']));
    expect(texts(answer.body, 'PermissionLevel')).toEqual(['None', 'None', 'Custom']);
  });

  it('is not for those who do not own the folder, and has to be asked for', async () => {
    const emulator = await startTidewater([], { permissions });
    const asDelegate = await ask(emulator, getFolder('calendar', ['PermissionSet']), { basic: bo });
    expect(childNames(one(asDelegate.body, 'CalendarFolder'))).toEqual(['FolderId']);
    const whole = await ask(emulator, getFolder('calendar', ['FolderId']).replace('IdOnly', 'AllProperties'));
    expect(all(whole.body, 'PermissionSet')).toEqual([]);
    emulator.grantPermission({ mailbox: 'ada', grantee: 'bo', folder: 'calendar', level: 'Owner' });
    const asOwner = await ask(emulator, getFolder('calendar', ['PermissionSet']), { basic: bo });
    expect(all(asOwner.body, 'CalendarPermission')).toHaveLength(4);
  });
});

describe('private items of others', () => {
  const meetings = [meeting({ id: 'secret', title: 'Secret', location: 'Vault', privacy: 'private' })];

  it('are busy times without a subject, in lists and by their id', async () => {
    const emulator = await startTidewater(meetings, {
      permissions: [{ mailbox: 'ada', grantee: 'bo', level: 'Editor' }],
    });
    const found = await view(emulator);
    const item = one(found.body, 'CalendarItem');
    expect(childNames(item)).toEqual(['ItemId', 'Sensitivity', 'LegacyFreeBusyStatus']);
    const id = one(item, 'ItemId').attributes['Id'] ?? '';
    const got = await ask(emulator, getItem(`<t:ItemId Id="${id}"/>`, [], 'AllProperties'), { basic: bo });
    expect([got.text.includes('Secret'), got.text.includes('Vault'), codeOf(got)]).toEqual([false, false, 'NoError']);
    expect(texts(got.body, 'LegacyFreeBusyStatus')).toEqual(['Busy']);
  });

  it('are whole for those who may view them', async () => {
    const emulator = await startTidewater(meetings, {
      permissions: [{ mailbox: 'ada', grantee: 'bo', level: 'Editor', viewPrivateItems: true }],
    });
    expect(texts((await view(emulator)).body, 'Subject')).toEqual(['Secret']);
    expect(await effectiveRights(emulator, 'calendar')).toBe('CreateContents Read ViewPrivateItems');
  });
});
