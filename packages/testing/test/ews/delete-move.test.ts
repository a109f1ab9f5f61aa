import { describe, expect, it } from 'vitest';
import type { ExchangeEmulator } from '../../src/ews/exchange-emulator.ts';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, codeOf, texts } from './soap-client.ts';
import {
  agenda,
  as,
  berlin,
  create,
  deleteItem,
  entry,
  nine,
  ref,
  set,
  updateItem,
  weekly,
  written,
} from './write-client.ts';
import type { ItemRef } from './write-client.ts';

const move = (
  ids: string,
  folder = '<t:DistinguishedFolderId Id="deleteditems"/>',
  name = 'MoveItem',
  more = '',
): string => `<m:${name}><m:ToFolderId>${folder}</m:ToFolderId><m:ItemIds>${ids}</m:ItemIds>${more}</m:${name}>`;
const foldersOf = (emulator: ExchangeEmulator): string[] => emulator.storedEvents('ada').map(({ folder }) => folder);
const adas = (name: string): string =>
  `<t:DistinguishedFolderId Id="${name}"><t:Mailbox><t:EmailAddress>ada@tidewater.example</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>`;

describe('DeleteItem', () => {
  it.each([
    ['HardDelete', []],
    ['SoftDelete', []],
    ['MoveToDeletedItems', ['deleteditems']],
  ])('%s', async (type, folders) => {
    const emulator = await startTidewater();
    const item = await create(emulator, nine + berlin);
    expect(codeOf(await ask(emulator, deleteItem(ref(item), 'SendToNone', type)))).toBe('NoError');
    expect(foldersOf(emulator)).toEqual(folders);
    expect(emulator.storedEvents('ada').some(({ id }) => id === item.id)).toBe(false);
    expect(codeOf(await ask(emulator, deleteItem(ref(item), 'SendToNone', type)))).toBe('ErrorItemNotFound');
  });

  it('empties the trash', async () => {
    const emulator = await startTidewater();
    await ask(emulator, deleteItem(ref(await create(emulator, nine)), 'SendToNone', 'MoveToDeletedItems'));
    const [trashed] = emulator.storedEvents('ada');
    const id = ref({ id: trashed?.id ?? '', key: trashed?.changeKey ?? '' });
    expect(codeOf(await ask(emulator, updateItem(id, set('item:Subject', '<t:Subject>x</t:Subject>'))))).toBe(
      'ErrorCalendarCannotUpdateDeletedItem',
    );
    await ask(emulator, deleteItem(id, 'SendToAllAndSaveCopy', 'MoveToDeletedItems'));
    expect(foldersOf(emulator)).toEqual([]);
  });

  it('asks for SendMeetingCancellations, and for no change key', async () => {
    const emulator = await startTidewater();
    const { id } = await create(emulator, nine);
    expect(codeOf(await ask(emulator, deleteItem(`<t:ItemId Id="${id}"/>`, '')))).toBe(
      'ErrorSendMeetingCancellationsRequired',
    );
    expect(codeOf(await ask(emulator, deleteItem(`<t:ItemId Id="${id}"/>`)))).toBe('NoError');
  });

  it('does not let a delegate fill the owner’s trash, who can move things there with the right to', async () => {
    const emulator = await startTidewater([], {
      delegates: [{ mailbox: 'ada', delegate: 'bo' }],
    });
    const item = await create(emulator, nine + berlin);
    expect(codeOf(await ask(emulator, deleteItem(ref(item), 'SendToNone', 'MoveToDeletedItems'), as.bo))).toBe(
      'ErrorCannotDeleteObject',
    );
    expect(codeOf(await ask(emulator, move(ref(item), adas('deleteditems')), as.bo))).toBe('ErrorToFolderNotFound');
    emulator.grantPermission({ mailbox: 'ada', grantee: 'bo', level: 'Reviewer', folder: 'deleteditems' });
    expect(codeOf(await ask(emulator, move(ref(item), adas('deleteditems')), as.bo))).toBe(
      'ErrorCreateItemAccessDenied',
    );
    emulator.grantPermission({ mailbox: 'ada', grantee: 'bo', level: 'Editor', folder: 'deleteditems' });
    expect(codeOf(await ask(emulator, move(ref(item), adas('deleteditems')), as.bo))).toBe('NoError');
    expect(foldersOf(emulator)).toEqual(['deleteditems']);
    const other = await create(emulator, nine + berlin);
    expect(codeOf(await ask(emulator, deleteItem(ref(other)), as.bo))).toBe('NoError');
  });

  it('is refused without the right to', async () => {
    const emulator = await startTidewater([], { permissions: [{ mailbox: 'ada', grantee: 'bo', level: 'Reviewer' }] });
    const item = await create(emulator, nine + berlin);
    expect(codeOf(await ask(emulator, deleteItem(ref(item)), as.bo))).toBe('ErrorAccessDenied');
    expect(await agenda(emulator)).toHaveLength(1);
  });
});

describe('MoveItem and CopyItem', () => {
  it('gives a moved item another id and keeps what it says', async () => {
    const emulator = await startTidewater();
    const item = await create(emulator, `<t:Subject>Tide</t:Subject>${nine}`);
    const before = emulator.storedEvents('ada');
    const moved = written(await ask(emulator, move(ref(item))));
    const [after, ...others] = emulator.storedEvents('ada');
    expect([after?.id, others]).toEqual([moved.id, []]);
    expect({ ...after, id: '', changeKey: '', folder: '' }).toEqual({
      ...before[0],
      id: '',
      changeKey: '',
      folder: '',
    });
    expect(moved.id).not.toBe(item.id);
  });

  it('copies an item, and tells the new id only when asked', async () => {
    const emulator = await startTidewater();
    const item = await create(emulator, nine);
    const copy = await ask(
      emulator,
      move(
        ref(item),
        '<t:DistinguishedFolderId Id="deleteditems"/>',
        'CopyItem',
        '<m:ReturnNewItemIds>false</m:ReturnNewItemIds>',
      ),
    );
    expect([codeOf(copy), all(copy.body, 'ItemId')]).toEqual(['NoError', []]);
    expect(foldersOf(emulator)).toEqual(['calendar', 'deleteditems']);
  });

  it.each(['MoveItem', 'CopyItem'])(
    '%s refuses occurrences, other mailboxes and folders of other kinds',
    async (name) => {
      const emulator = await startTidewater([], { permissions: [{ mailbox: 'bo', grantee: 'ada', level: 'Editor' }] });
      await create(emulator, nine + weekly + berlin);
      const occurrence: ItemRef = await entry(emulator, 1);
      const single = await create(emulator, nine);
      const bos = adas('calendar').replace('ada@', 'bo@');
      const codes = [];
      for (const [id, folder] of [
        [occurrence, '<t:DistinguishedFolderId Id="deleteditems"/>'],
        [single, bos],
        [single, '<t:DistinguishedFolderId Id="contacts"/>'],
      ] as const) {
        codes.push(...texts((await ask(emulator, move(ref(id), folder, name))).body, 'ResponseCode'));
      }
      expect(codes).toEqual([
        'ErrorCalendarCannotMoveOrCopyOccurrence',
        'ErrorCrossMailboxMoveCopy',
        'ErrorMoveCopyFailed',
      ]);
    },
  );
});
