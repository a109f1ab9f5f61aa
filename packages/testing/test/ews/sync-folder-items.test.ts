import { describe, expect, it } from 'vitest';
import type { ExchangeEmulator } from '../../src/ews/exchange-emulator.ts';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, childNames, codeOf, one, textOf } from './soap-client.ts';
import type { Asking } from './soap-client.ts';
import {
  as,
  berlin,
  create,
  deleteItem,
  entry,
  nine,
  people,
  ref,
  respond,
  set,
  updateItem,
  weekly,
} from './write-client.ts';
import { meeting } from './tidewater-company.ts';

const request = (state: string | undefined, max = 512, more: { folder?: string; ignore?: string } = {}): string => {
  const stateElement = state === undefined ? '' : `<m:SyncState>${state}</m:SyncState>`;
  const ignore = more.ignore === undefined ? '' : `<m:Ignore>${more.ignore}</m:Ignore>`;
  return `<m:SyncFolderItems><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:SyncFolderId>${more.folder ?? '<t:DistinguishedFolderId Id="calendar"/>'}</m:SyncFolderId>${stateElement}${ignore}<m:MaxChangesReturned>${max}</m:MaxChangesReturned></m:SyncFolderItems>`;
};

interface Round {
  readonly state: string;
  readonly isComplete: boolean;
  /** `Create subject`, or `Delete id`. */
  readonly changes: readonly string[];
}

async function sync(emulator: ExchangeEmulator, state?: string, max?: number, asking: Asking = as.ada): Promise<Round> {
  const answer = await ask(emulator, request(state, max), asking);
  if (codeOf(answer) !== 'NoError') throw new Error(codeOf(answer));
  return {
    state: one(answer.body, 'SyncState').text,
    isComplete: one(answer.body, 'IncludesLastItemInRange').text === 'true',
    changes: one(answer.body, 'Changes').children.map((change) => {
      const [content] = change.children;
      const subject = content === undefined ? undefined : textOf(content, 'Subject');
      return `${change.name} ${subject ?? content?.attributes['Id'] ?? ''}`;
    }),
  };
}

const seeded = ['one', 'two', 'three', 'four', 'five'].map((id) => meeting({ id }));

describe('SyncFolderItems', () => {
  it('begins with the whole folder, newest first, and goes on with nothing', async () => {
    const emulator = await startTidewater([...seeded, meeting({ id: 'series', series: { rule: 'FREQ=DAILY' } })]);
    const first = await sync(emulator);
    expect(first.changes).toEqual(['series', 'five', 'four', 'three', 'two', 'one'].map((id) => `Create ${id}`));
    expect([first.isComplete, (await sync(emulator, first.state)).changes]).toEqual([true, []]);
  });

  it('leaves out bodies and people whatever the shape', async () => {
    const emulator = await startTidewater([
      meeting({ id: 'full', description: 'Text', invitees: [{ who: 'bo' }], attachments: ['a'] }),
    ]);
    const answer = await ask(emulator, request(undefined));
    const names = childNames(one(answer.body, 'CalendarItem'));
    expect(names).toContain('Subject');
    for (const name of ['Body', 'RequiredAttendees', 'Attachments', 'Recurrence']) expect(names).not.toContain(name);
  });

  it('tells of creations, changes and deletions of every kind', async () => {
    const emulator = await startTidewater(seeded);
    const before = await sync(emulator);
    const [one = '', two = '', three = '', four = ''] = emulator.storedEvents('ada').map(({ id }) => id);
    await create(emulator, `<t:Subject>six</t:Subject>${nine}`);
    const keyOf = (id: string): string =>
      emulator.storedEvents('ada').find((event) => event.id === id)?.changeKey ?? '';
    await ask(
      emulator,
      updateItem(ref({ id: one, key: keyOf(one) }), set('item:Subject', '<t:Subject>One</t:Subject>')),
    );
    for (const [id, type] of [
      [two, 'HardDelete'],
      [three, 'SoftDelete'],
      [four, 'MoveToDeletedItems'],
    ] as const) {
      await ask(emulator, deleteItem(`<t:ItemId Id="${id}"/>`, 'SendToNone', type));
    }
    const after = await sync(emulator, before.state);
    expect(after.changes).toEqual([`Delete ${four}`, `Delete ${three}`, `Delete ${two}`, 'Update One', 'Create six']);
    expect((await sync(emulator, after.state)).changes).toEqual([]);
    // The earlier state is as good as it was.
    expect((await sync(emulator, before.state)).changes).toEqual(after.changes);
  });

  it('is silent about what came and went', async () => {
    const emulator = await startTidewater();
    const before = await sync(emulator);
    await ask(emulator, deleteItem(ref(await create(emulator, nine))));
    expect((await sync(emulator, before.state)).changes).toEqual([]);
  });

  it('shows a change of an occurrence as one of the master', async () => {
    const emulator = await startTidewater();
    await create(emulator, `<t:Subject>Tide</t:Subject>${nine}${weekly}${berlin}`);
    let { state } = await sync(emulator);
    await ask(emulator, updateItem(ref(await entry(emulator, 1)), set('item:Subject', '<t:Subject>Ebb</t:Subject>')));
    const changed = await sync(emulator, state);
    expect(changed.changes).toEqual(['Update Tide']);
    ({ state } = changed);
    await ask(emulator, deleteItem(ref(await entry(emulator, 2))));
    expect((await sync(emulator, state)).changes).toEqual(['Update Tide']);
  });

  it('shows the answer of an attendee on both sides', async () => {
    const emulator = await startTidewater();
    await create(
      emulator,
      `<t:Subject>Tide</t:Subject>${nine}${people('RequiredAttendees', 'bo@tidewater.example')}`,
      'SendToAllAndSaveCopy',
    );
    const states = [await sync(emulator), await sync(emulator, undefined, undefined, as.bo)];
    const copy = await entry(emulator, 0, as.bo);
    await ask(emulator, respond('AcceptItem', copy), as.bo);
    expect((await sync(emulator, states[0]?.state)).changes).toEqual(['Update Tide']);
    // Accepting saves the item anew.
    expect((await sync(emulator, states[1]?.state, undefined, as.bo)).changes).toEqual([
      'Create Tide',
      `Delete ${copy.id}`,
    ]);
  });

  it('comes in pages, while the folder changes', async () => {
    const emulator = await startTidewater(seeded);
    const first = await sync(emulator, undefined, 2);
    expect([first.changes, first.isComplete]).toEqual([['Create five', 'Create four'], false]);
    const [one] = emulator.storedEvents('ada');
    await ask(
      emulator,
      updateItem(
        ref({ id: one?.id ?? '', key: one?.changeKey ?? '' }),
        set('item:Subject', '<t:Subject>One</t:Subject>'),
      ),
    );
    await create(emulator, `<t:Subject>six</t:Subject>${nine}`);
    const second = await sync(emulator, first.state, 2);
    const third = await sync(emulator, second.state, 2);
    expect([second.changes, third.changes, third.isComplete]).toEqual([
      ['Create three', 'Create two'],
      ['Create One'],
      true,
    ]);
    expect((await sync(emulator, third.state)).changes).toEqual(['Create six', 'Update One']);
  });

  it('leaves out what the client wants ignored', async () => {
    const emulator = await startTidewater(seeded);
    const ignore = emulator
      .storedEvents('ada')
      .slice(1)
      .map(({ id }) => `<t:ItemId Id="${id}"/>`)
      .join('');
    const answer = await ask(emulator, request(undefined, 512, { ignore }));
    expect(all(answer.body, 'Create')).toHaveLength(1);
  });

  it.each([
    ['cut short', (state: string) => state.slice(0, -4)],
    ['empty', () => ''],
    ['made up', () => 'H4sIAAAA'],
  ])('refuses a state that is %s, and still carries an empty one', async (_what, change) => {
    const emulator = await startTidewater(seeded);
    const { state } = await sync(emulator);
    const answer = await ask(emulator, request(change(state)));
    expect(codeOf(answer)).toBe('ErrorInvalidSyncStateData');
    expect([one(answer.body, 'SyncState').text, one(answer.body, 'IncludesLastItemInRange').text]).toEqual([
      '',
      'true',
    ]);
  });

  it('refuses the state of another folder, and every state once the mailbox was moved', async () => {
    const emulator = await startTidewater(seeded);
    const { state } = await sync(emulator);
    expect(
      codeOf(await ask(emulator, request(state, 512, { folder: '<t:DistinguishedFolderId Id="contacts"/>' }))),
    ).toBe('ErrorInvalidSyncStateData');
    emulator.invalidateSyncStates('ada');
    await expect(sync(emulator, state)).rejects.toThrow('ErrorInvalidSyncStateData');
    expect((await sync(emulator)).changes).toHaveLength(5);
  });

  it('refuses folders that are not there and those of others', async () => {
    const emulator = await startTidewater([], {
      permissions: [{ mailbox: 'bo', grantee: 'ada', level: 'FreeBusyTimeOnly' }],
    });
    const calendarOf = (who: string): string =>
      `<t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>${who}@tidewater.example</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>`;
    expect(codeOf(await ask(emulator, request(undefined, 512, { folder: calendarOf('adrian') })))).toBe(
      'ErrorSyncFolderNotFound',
    );
    expect(codeOf(await ask(emulator, request(undefined, 512, { folder: calendarOf('bo') })))).toBe(
      'ErrorAccessDenied',
    );
  });

  it('takes from 1 to 512 changes', async () => {
    const emulator = await startTidewater([], {}, { sendsBadRequests: true });
    for (const max of [0, 513])
      expect(codeOf(await ask(emulator, request(undefined, max)))).toBe('ErrorSchemaValidation');
  });
});
