import { describe, expect, it } from 'vitest';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, codeOf, one, textOf, texts } from './soap-client.ts';
import { agenda, as, berlin, create, entry, nine, people, read, ref, set, updateItem, weekly } from './write-client.ts';
import type { ItemRef } from './write-client.ts';
import { meeting } from './tidewater-company.ts';

const file = (name: string, content: string, more = ''): string =>
  `<t:FileAttachment><t:Name>${name}</t:Name><t:ContentType>text/plain</t:ContentType>${more}<t:Content>${Buffer.from(content).toString('base64')}</t:Content></t:FileAttachment>`;
const attach = ({ id, key }: ItemRef, files: string): string =>
  `<m:CreateAttachment><m:ParentItemId Id="${id}" ChangeKey="${key}"/><m:Attachments>${files}</m:Attachments></m:CreateAttachment>`;
const ids = (name: string, ...list: readonly string[]): string =>
  `<m:${name}><m:AttachmentIds>${list.map((id) => `<t:AttachmentId Id="${id}"/>`).join('')}</m:AttachmentIds></m:${name}>`;

describe('attachments', () => {
  it('are created, read and deleted, each time with another key of the item', async () => {
    const emulator = await startTidewater();
    const item = await create(emulator, nine);
    const created = await ask(emulator, attach(item, file('a.txt', 'Ebb') + file('b.txt', 'Flood ✓')));
    const [first, second] = all(created.body, 'AttachmentId').map(({ attributes }) => attributes);
    expect([first?.['RootItemId'], second?.['RootItemId']]).toEqual([item.id, item.id]);
    expect(new Set([item.key, first?.['RootItemChangeKey'], second?.['RootItemChangeKey']]).size).toBe(3);
    const node = await read(emulator, item);
    expect([
      texts(one(node, 'Attachments'), 'Name'),
      texts(one(node, 'Attachments'), 'Size'),
      textOf(node, 'HasAttachments'),
    ]).toEqual([['a.txt', 'b.txt'], ['3', '9'], 'true']);
    expect(all(node, 'Content')).toEqual([]);
    const got = await ask(emulator, ids('GetAttachment', second?.['Id'] ?? ''));
    expect(Buffer.from(one(got.body, 'Content').text, 'base64').toString()).toBe('Flood ✓');
    const deleted = await ask(emulator, ids('DeleteAttachment', first?.['Id'] ?? ''));
    const root = one(deleted.body, 'RootItemId').attributes;
    expect(root['RootItemChangeKey']).toBe(one(await read(emulator, item), 'ItemId').attributes['ChangeKey']);
    expect(emulator.storedEvents('ada')[0]?.attachments).toEqual(['b.txt']);
    expect(codeOf(await ask(emulator, ids('GetAttachment', first?.['Id'] ?? '')))).toBe('ErrorItemNotFound');
  });

  it('make an exception of the occurrence they belong to', async () => {
    const emulator = await startTidewater();
    await create(emulator, nine + weekly + berlin);
    await ask(emulator, attach(await entry(emulator, 1), file('a.txt', 'Ebb')));
    const found = await agenda(emulator);
    expect(found.map(({ node }) => textOf(node, 'CalendarItemType'))).toEqual([
      'Occurrence',
      'Exception',
      'Occurrence',
      'Occurrence',
    ]);
    const id = one(await read(emulator, await entry(emulator, 1)), 'AttachmentId').attributes['Id'] ?? '';
    expect(codeOf(await ask(emulator, ids('GetAttachment', id)))).toBe('NoError');
  });

  it('travel with a meeting when it is told', async () => {
    const emulator = await startTidewater();
    const item = await create(
      emulator,
      nine + people('RequiredAttendees', 'bo@tidewater.example'),
      'SendToAllAndSaveCopy',
    );
    await ask(emulator, attach(item, file('a.txt', 'Ebb')));
    expect(emulator.storedEvents('bo')[0]?.attachments).toEqual([]);
    await ask(
      emulator,
      updateItem(ref(await entry(emulator, 0)), set('item:Subject', '<t:Subject>x</t:Subject>'), {
        send: 'SendToAllAndSaveCopy',
      }),
    );
    expect(emulator.storedEvents('bo')[0]?.attachments).toEqual(['a.txt']);
    const id =
      one(await read(emulator, await entry(emulator, 0, as.bo), [], as.bo), 'AttachmentId').attributes['Id'] ?? '';
    expect(codeOf(await ask(emulator, ids('GetAttachment', id), as.bo))).toBe('NoError');
    expect(codeOf(await ask(emulator, ids('GetAttachment', id), as.ada))).toBe('ErrorItemNotFound');
  });

  it('were there from the start, with content', async () => {
    const emulator = await startTidewater([meeting({ id: 'plan', attachments: ['plan.pdf'] })]);
    const id = one(await read(emulator, await entry(emulator, 0)), 'AttachmentId').attributes['Id'] ?? '';
    const got = await ask(emulator, ids('GetAttachment', id));
    expect(Buffer.from(one(got.body, 'Content').text, 'base64').byteLength).toBe(Number(one(got.body, 'Size').text));
  });

  it.each([
    [
      'too large',
      file('a.txt', 'x'.repeat(600)) + file('b.txt', 'x'.repeat(600)),
      ['NoError', 'ErrorMessageSizeExceeded'],
    ],
    ['without a name', file('', 'x'), ['ErrorMissingArgument']],
    ['an item', '<t:ItemAttachment><t:Name>x</t:Name><t:CalendarItem/></t:ItemAttachment>', ['ErrorInvalidOperation']],
  ])('are refused when they are %s', async (_reason, files, codes) => {
    const emulator = await startTidewater([], { maxItemBytes: 1000 });
    const item = await create(emulator, nine);
    expect(texts((await ask(emulator, attach(item, files))).body, 'ResponseCode')).toEqual(codes);
  });

  it('have ids of their own', async () => {
    const emulator = await startTidewater();
    const item = await create(emulator, nine);
    const answer = await ask(emulator, ids('GetAttachment', 'AAAA', item.id));
    expect(texts(answer.body, 'ResponseCode')).toEqual(['ErrorInvalidAttachmentId', 'ErrorInvalidAttachmentId']);
  });
});
