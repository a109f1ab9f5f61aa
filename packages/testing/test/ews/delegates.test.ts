import { describe, expect, it } from 'vitest';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, calendarView, childNames, codeOf, getItem, idOf, one, textOf, texts } from './soap-client.ts';
import { meeting } from './tidewater-company.ts';

const bo = 'bo@tidewater.example:pässword:ü';
const mailbox = (who = 'ada'): string =>
  `<m:Mailbox><t:EmailAddress>${who}@tidewater.example</t:EmailAddress></m:Mailbox>`;
const userId = (who: string): string =>
  `<t:UserId><t:PrimarySmtpAddress>${who}@tidewater.example</t:PrimarySmtpAddress></t:UserId>`;
const getDelegate = (users: readonly string[] = [], who = 'ada', detailed = true): string =>
  `<m:GetDelegate IncludePermissions="${detailed}">${mailbox(who)}${users.length === 0 ? '' : `<m:UserIds>${users.map(userId).join('')}</m:UserIds>`}</m:GetDelegate>`;
const put = (operation: 'Add' | 'Update', users: readonly (readonly [string, string])[], more = ''): string =>
  `<m:${operation}Delegate>${mailbox()}<m:DelegateUsers>${users
    .map(([who, content]) => `<t:DelegateUser>${userId(who)}${content}</t:DelegateUser>`)
    .join('')}</m:DelegateUsers>${more}</m:${operation}Delegate>`;
const levels = (calendar: string): string =>
  `<t:DelegatePermissions><t:CalendarFolderPermissionLevel>${calendar}</t:CalendarFolderPermissionLevel></t:DelegatePermissions>`;

describe('GetDelegate', () => {
  it('answers flat, with the permissions of each delegate', async () => {
    const emulator = await startTidewater([], {
      delegates: [
        { mailbox: 'ada', delegate: 'bo', levels: { calendar: 'Editor', inbox: 'Reviewer' }, viewPrivateItems: true },
        { mailbox: 'ada', delegate: 'adrian', receivesCopies: true },
      ],
    });
    const answer = await ask(emulator, getDelegate());
    expect(answer.body.attributes).toEqual({ ResponseClass: 'Success' });
    expect(childNames(answer.body)).toEqual(['ResponseCode', 'ResponseMessages', 'DeliverMeetingRequests']);
    expect(textOf(answer.body, 'DeliverMeetingRequests')).toBe('DelegatesAndSendInformationToMe');
    const users = all(answer.body, 'DelegateUser').map((user) => [
      textOf(one(user, 'UserId'), 'PrimarySmtpAddress'),
      textOf(one(user, 'DelegatePermissions'), 'CalendarFolderPermissionLevel'),
      textOf(one(user, 'DelegatePermissions'), 'InboxFolderPermissionLevel'),
      textOf(user, 'ReceiveCopiesOfMeetingMessages'),
      textOf(user, 'ViewPrivateItems'),
    ]);
    expect(users).toEqual([
      ['bo@tidewater.example', 'Editor', 'Reviewer', 'false', 'true'],
      ['adrian@tidewater.example', 'Editor', 'None', 'true', 'false'],
    ]);
  });

  it('leaves the permissions out when they are not asked for, and the list when there is nobody', async () => {
    const emulator = await startTidewater([], { delegates: [{ mailbox: 'ada', delegate: 'bo' }] });
    const short = await ask(emulator, getDelegate([], 'ada', false));
    expect([all(short.body, 'DelegateUser').length, all(short.body, 'DelegatePermissions').length]).toEqual([1, 0]);
    const none = await ask(emulator, getDelegate([], 'bo'), { basic: bo });
    expect(childNames(none.body)).toEqual(['ResponseCode', 'DeliverMeetingRequests']);
  });

  it('answers each named user by itself', async () => {
    const emulator = await startTidewater([], { delegates: [{ mailbox: 'ada', delegate: 'bo' }] });
    const answer = await ask(emulator, getDelegate(['bo', 'adrian', 'eve']));
    expect(texts(answer.body, 'ResponseCode')).toEqual([
      'NoError',
      'NoError',
      'ErrorNotDelegate',
      'ErrorDelegateNoUser',
    ]);
  });

  it('is for the owner, and for a mailbox that exists', async () => {
    const emulator = await startTidewater([], { delegates: [{ mailbox: 'ada', delegate: 'bo' }] });
    const asDelegate = await ask(emulator, getDelegate(), { basic: bo });
    expect([asDelegate.body.attributes['ResponseClass'], codeOf(asDelegate)]).toEqual(['Error', 'ErrorAccessDenied']);
    expect(codeOf(await ask(emulator, getDelegate([], 'eve')))).toBe('ErrorNonExistentMailbox');
  });

  it('shows rights that are no level of delegates as Custom', async () => {
    const emulator = await startTidewater([], {
      delegates: [{ mailbox: 'ada', delegate: 'bo' }],
      permissions: [{ mailbox: 'ada', grantee: 'bo', folder: 'inbox', level: 'PublishingEditor' }],
    });
    const answer = await ask(emulator, getDelegate());
    expect(texts(answer.body, 'InboxFolderPermissionLevel')).toEqual(['Custom']);
  });
});

describe('AddDelegate, UpdateDelegate and RemoveDelegate', () => {
  const view = `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:CalendarView StartDate="2026-07-01T00:00:00Z" EndDate="2026-07-02T00:00:00Z"/><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>ada@tidewater.example</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId></m:ParentFolderIds></m:FindItem>`;

  it('give, change and take what the delegate may see', async () => {
    const emulator = await startTidewater([meeting({ id: 'a', title: 'Secret', privacy: 'private' })]);
    const seen = async (): Promise<string> => {
      const answer = await ask(emulator, view, { basic: bo });
      return texts(answer.body, 'Subject')[0] ?? codeOf(answer);
    };
    expect(await seen()).toBe('ErrorFolderNotFound');
    const delivery = '<m:DeliverMeetingRequests>NoForward</m:DeliverMeetingRequests>';
    const added = await ask(emulator, put('Add', [['bo', levels('Reviewer')]], delivery));
    expect(childNames(added.body)).toEqual(['ResponseCode', 'ResponseMessages']);
    expect(await seen()).toBe('NoError');
    await ask(emulator, put('Update', [['bo', '<t:ViewPrivateItems>true</t:ViewPrivateItems>']]));
    expect(await seen()).toBe('Secret');
    const listed = await ask(emulator, getDelegate());
    expect(texts(listed.body, 'CalendarFolderPermissionLevel')).toEqual(['Reviewer']);
    expect(textOf(listed.body, 'DeliverMeetingRequests')).toBe('NoForward');
    const removed = await ask(
      emulator,
      `<m:RemoveDelegate>${mailbox()}<m:UserIds>${userId('bo')}</m:UserIds></m:RemoveDelegate>`,
    );
    expect(texts(removed.body, 'ResponseCode')).toEqual(['NoError', 'NoError']);
    expect(await seen()).toBe('ErrorFolderNotFound');
  });

  it('refuse each user by itself', async () => {
    const emulator = await startTidewater([], { delegates: [{ mailbox: 'ada', delegate: 'bo' }] });
    const added = await ask(
      emulator,
      put('Add', [
        ['adrian', levels('Author')],
        ['bo', ''],
        ['ada', ''],
        ['eve', ''],
        ['lagoon', levels('Custom')],
      ]),
    );
    expect(texts(added.body, 'ResponseCode')).toEqual([
      'NoError',
      'NoError',
      'ErrorDelegateAlreadyExists',
      'ErrorDelegateCannotAddOwner',
      'ErrorDelegateNoUser',
      'ErrorInvalidDelegatePermission',
    ]);
    const updated = await ask(emulator, put('Update', [['lagoon', '']]));
    expect(texts(updated.body, 'ResponseCode')).toEqual(['NoError', 'ErrorNotDelegate']);
  });

  it('are refused when their parts stand in another order', async () => {
    const emulator = await startTidewater([], {}, { sendsBadRequests: true });
    const swapped = `<m:AddDelegate><m:DelegateUsers><t:DelegateUser>${userId('bo')}</t:DelegateUser></m:DelegateUsers>${mailbox()}</m:AddDelegate>`;
    const answer = await ask(emulator, swapped);
    expect([answer.status, codeOf(answer)]).toEqual([500, 'ErrorSchemaValidation']);
    expect(codeOf(await ask(emulator, getDelegate(), { version: 'Exchange2007' }))).toBe('ErrorInvalidRequest');
  });
});

describe('mailboxes on other versions', () => {
  const getFolder = (who: string): string =>
    `<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>${who}@tidewater.example</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId></m:FolderIds></m:GetFolder>`;

  it('cannot be opened by an id either, but by a service account, which is on no server', async () => {
    const emulator = await startTidewater([meeting({ id: 'one', title: 'One' })], {
      mailboxVersions: { ada: '14.3' },
      serviceAccounts: [{ id: 'sync', name: 'Sync', address: 'sync@tidewater.example', password: 'sync-secret' }],
      permissions: [
        { mailbox: 'ada', grantee: 'bo', level: 'Reviewer' },
        { mailbox: 'ada', grantee: 'sync', level: 'Reviewer' },
      ],
    });
    const found = await ask(emulator, calendarView('2026-07-01T00:00:00Z', '2026-07-02T00:00:00Z', ['item:Subject']), {
      version: 'Exchange2010_SP2',
    });
    const item = getItem(`<t:ItemId Id="${idOf(found, 'One')}"/>`, ['item:Subject']);
    expect(codeOf(await ask(emulator, item, { basic: bo }))).toBe('ErrorWrongServerVersionDelegate');
    const basic = 'sync@tidewater.example:sync-secret';
    expect(texts((await ask(emulator, item, { basic })).body, 'Subject')).toEqual(['One']);
    expect(codeOf(await ask(emulator, getFolder('ada'), { basic }))).toBe('NoError');
  });

  it('cannot be opened by a delegate, and tell their own build', async () => {
    const emulator = await startTidewater([], {
      mailboxVersions: { ada: '14.3', adrian: '15.2.1544.4' },
      delegates: [
        { mailbox: 'ada', delegate: 'bo' },
        { mailbox: 'adrian', delegate: 'bo' },
      ],
    });
    expect(codeOf(await ask(emulator, getFolder('ada'), { basic: bo }))).toBe('ErrorWrongServerVersionDelegate');
    const same = await ask(emulator, getFolder('adrian'), { basic: bo });
    expect([codeOf(same), same.text.includes('MajorBuildNumber="2562"')]).toEqual(['NoError', true]);
    const own = await ask(emulator, getFolder('ada'), { version: 'Exchange2010_SP2' });
    expect([codeOf(own), own.text.includes('MajorVersion="14"')]).toEqual(['NoError', true]);
    const newer = await ask(emulator, getFolder('ada'), { version: 'Exchange2013' });
    expect([newer.status, codeOf(newer)]).toEqual([500, 'ErrorInvalidSchemaVersionForMailboxVersion']);
  });
});
