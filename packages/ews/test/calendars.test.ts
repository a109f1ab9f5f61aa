import { calendarSchema } from '@kalends/core/schemas';
import { describe, expect, it } from 'vitest';
import { answerOf, failure, fakeExchange, fault, success } from './support/fake-exchange.ts';
import type { FakeExchange, SentRequest } from './support/fake-exchange.ts';

interface Folder {
  readonly id: string;
  /** Distinguished folder that it is below, at whatever depth; all are below `msgfolderroot`. */
  readonly below?: 'calendar' | 'deleteditems';
  readonly name?: string;
  readonly folderClass?: string;
  readonly rights?: string;
}

const rightsXml = (granted: string): string =>
  ['CreateAssociated', 'CreateContents', 'CreateHierarchy', 'Delete', 'Modify', 'Read', 'ViewPrivateItems']
    .map((right) => `<t:${right}>${granted.split(' ').includes(right)}</t:${right}>`)
    .join('');
const everything = 'CreateAssociated CreateContents CreateHierarchy Delete Modify Read ViewPrivateItems';
const folderXml = (folder: Folder): string =>
  `<t:CalendarFolder><t:FolderId Id="${folder.id}" ChangeKey="A"/>` +
  `<t:FolderClass>${folder.folderClass ?? 'IPF.Appointment'}</t:FolderClass><t:DisplayName>${folder.name ?? folder.id}</t:DisplayName>` +
  `<t:EffectiveRights>${rightsXml(folder.rights ?? everything)}</t:EffectiveRights></t:CalendarFolder>`;

const primary: Folder = { id: 'CAL', name: 'Kalender' };

function mailbox(folders: readonly Folder[], pageSize = 100): FakeExchange {
  return fakeExchange((request) => {
    if (request.operation === 'GetFolder') {
      return answerOf('GetFolder', [success('GetFolder', `<m:Folders>${folderXml(primary)}</m:Folders>`)]);
    }
    const [, root = ''] = /DistinguishedFolderId Id="(\w+)"/.exec(request.body) ?? [];
    const found = root === 'msgfolderroot' ? [primary, ...folders] : folders.filter(({ below }) => below === root);
    const offset = Number(/Offset="(\d+)"/.exec(request.body)?.[1]);
    const next = Math.min(offset + pageSize, found.length);
    return answerOf('FindFolder', [
      success(
        'FindFolder',
        `<m:RootFolder IndexedPagingOffset="${next}" TotalItemsInView="${found.length}" IncludesLastItemInRange="${next === found.length}">` +
          `<t:Folders>${found.slice(offset, next).map(folderXml).join('')}</t:Folders></m:RootFolder>`,
      ),
    ]);
  });
}

describe('calendars.list', () => {
  it('gives the primary calendar first and each other one once', async () => {
    const fake = mailbox([
      { id: 'SUB', below: 'calendar' },
      { id: 'GARDEN' },
      { id: 'HOLIDAYS', folderClass: 'IPF.Appointment.Birthday' },
    ]);
    const calendars = await fake.connection.calendars.list().toArray();
    expect(calendars[0]).toEqual({
      id: 'CAL',
      name: 'Kalender',
      isPrimary: true,
      role: 'owner',
      canViewPrivateItems: true,
      owner: { name: 'Ada Brandt', address: 'ada@tidewater.example' },
    });
    expect(calendars.map(({ id, isPrimary }) => [id, isPrimary])).toEqual([
      ['CAL', true],
      ['SUB', false],
      ['GARDEN', false],
      ['HOLIDAYS', false],
    ]);
    for (const calendar of calendars) expect(calendarSchema.parse(calendar)).toEqual(calendar);
    expect(fake.requests.map(({ operation }) => operation)).toEqual([
      'GetFolder',
      'FindFolder',
      'FindFolder',
      'FindFolder',
    ]);
  });

  it('reads all pages', async () => {
    const fake = mailbox(
      Array.from({ length: 25 }, (_, index) => ({ id: `F${index}` })),
      10,
    );
    expect(await fake.connection.calendars.list().toArray()).toHaveLength(26);
    const offsets = fake.requests
      .map(({ body }) => /Offset="(\d+)"/.exec(body)?.[1])
      .filter((offset) => offset !== undefined);
    expect(offsets).toEqual(['0', '0', '10', '20', '0']);
  });

  it.each([
    ['the same offset again', 'IndexedPagingOffset="0" IncludesLastItemInRange="false"'],
    ['no offset and no folders', 'IncludesLastItemInRange="0"'],
    ['an offset that is none', 'IndexedPagingOffset="x" IncludesLastItemInRange="false"'],
  ])('does not take a part for the whole: %s', async (_name, attributes) => {
    const whole = mailbox([]);
    const fake = fakeExchange(async (request: SentRequest) =>
      request.operation === 'FindFolder'
        ? answerOf('FindFolder', [success('FindFolder', `<m:RootFolder ${attributes}><t:Folders/></m:RootFolder>`)])
        : whole.fetch(request.url, { method: 'POST', body: request.body }),
    );
    await expect(fake.connection.calendars.list()).rejects.toMatchObject({ code: 'invalidResponse' });
  });

  it('leaves out folders of another kind and deleted calendars', async () => {
    const fake = mailbox([
      { id: 'MAIL', folderClass: 'IPF.Note' },
      { id: 'APPS', folderClass: 'IPF.AppointmentBook' },
      { id: 'OLD', below: 'deleteditems' },
      { id: 'KEPT' },
    ]);
    expect((await fake.connection.calendars.list().toArray()).map(({ id }) => id)).toEqual(['CAL', 'KEPT']);
  });

  it('gives up on a mailbox with folders without end', async () => {
    const whole = mailbox([]);
    const page = Array.from({ length: 10_000 }, () => folderXml({ id: 'F' })).join('');
    const fake = fakeExchange(async (request: SentRequest) =>
      request.operation === 'FindFolder'
        ? answerOf('FindFolder', [
            success(
              'FindFolder',
              `<m:RootFolder IncludesLastItemInRange="false"><t:Folders>${page}</t:Folders></m:RootFolder>`,
            ),
          ])
        : whole.fetch(request.url, { method: 'POST', body: request.body }),
    );
    await expect(fake.connection.calendars.list()).rejects.toMatchObject({ code: 'responseTooLarge' });
    expect(fake.requests).toHaveLength(4);
  });

  it.each([
    [everything, 'owner'],
    ['CreateContents Read', 'writer'],
    ['CreateContents CreateHierarchy Read', 'writer'],
    ['Read', 'reader'],
    ['', 'freeBusyReader'],
  ])('reads the rights %j as %s', async (rights, role) => {
    const calendars = await mailbox([{ id: 'X', rights }])
      .connection.calendars.list()
      .toArray();
    expect(calendars.find(({ id }) => id === 'X')?.role).toBe(role);
  });

  it('gives a delegate the calendar when the mailbox around it is closed', async () => {
    const whole = mailbox([]);
    const fake = fakeExchange(async (request: SentRequest) =>
      /"(msgfolderroot|deleteditems)"/.test(request.body)
        ? answerOf(request.operation, [failure(request.operation, 'ErrorAccessDenied')])
        : whole.fetch(request.url, { method: 'POST', body: request.body }),
    );
    expect((await fake.connection.calendars.list().toArray()).map(({ id }) => id)).toEqual(['CAL']);
  });

  it('does not hide other trouble', async () => {
    const whole = mailbox([]);
    const fake = fakeExchange(async (request: SentRequest) =>
      request.body.includes('msgfolderroot')
        ? fault('ErrorADUnavailable')
        : whole.fetch(request.url, { method: 'POST', body: request.body }),
    );
    await expect(fake.connection.calendars.list().toArray()).rejects.toMatchObject({ code: 'serviceUnavailable' });
  });

  it.each([{ pageToken: 'x' }, { colour: 'red' }])('refuses %j', async (options) => {
    await expect(mailbox([]).connection.calendars.list(options)).rejects.toMatchObject({ code: 'invalidArgument' });
  });
});
