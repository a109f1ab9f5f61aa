import { describe, expect, it } from 'vitest';
import type { ExchangeEmulator } from '../../src/ews/exchange-emulator.ts';
import { startTidewater } from './exchange-fixture.ts';
import { ask, codeOf, one, textOf, texts } from './soap-client.ts';
import {
  agenda,
  as,
  berlin,
  create,
  deleteItem,
  entry,
  mailsOf,
  nine,
  people,
  read,
  ref,
  respond,
  set,
  updateItem,
  weekly,
} from './write-client.ts';
import type { ItemRef } from './write-client.ts';

const bo = people('RequiredAttendees', 'bo@tidewater.example');
const both = people('RequiredAttendees', 'bo@tidewater.example', 'adrian@tidewater.example');
const lagoon = people('Resources', 'lagoon@tidewater.example');
const subject = (text: string): string => set('item:Subject', `<t:Subject>${text}</t:Subject>`);
const location = set('calendar:Location', '<t:Location>Pier</t:Location>');
const telling = { send: 'SendToAllAndSaveCopy', mode: 'AlwaysOverwrite' } as const;
const responsesOf = async (emulator: ExchangeEmulator, item: ItemRef, list = 'RequiredAttendees'): Promise<string[]> =>
  texts(one(await read(emulator, item), list), 'ResponseType');

describe('a room', () => {
  it('stays with its meeting when that is changed or grows', async () => {
    const emulator = await startTidewater();
    const item = await create(emulator, nine + lagoon + berlin, 'SendToAllAndSaveCopy');
    await ask(emulator, updateItem(ref(item), set('calendar:End', '<t:End>2026-07-01T09:00:00Z</t:End>'), telling));
    expect(await responsesOf(emulator, item, 'Resources')).toEqual(['Accept']);
    expect(emulator.storedEvents('lagoon').map(({ endAt }) => endAt)).toEqual(['2026-07-01T09:00:00Z']);
  });

  it('gives a meeting back that moves to where it is taken', async () => {
    const emulator = await startTidewater();
    await create(emulator, nine + lagoon + berlin, 'SendToAllAndSaveCopy');
    const later = await create(
      emulator,
      nine.replaceAll('T09', 'T11').replaceAll('T10', 'T12') + lagoon + berlin,
      'SendToAllAndSaveCopy',
    );
    expect(emulator.storedEvents('lagoon')).toHaveLength(2);
    const change = set('calendar:Start', '<t:Start>2026-07-01T07:30:00Z</t:Start>');
    await ask(emulator, updateItem(ref(later), change, telling));
    expect(emulator.storedEvents('lagoon').map(({ startAt }) => startAt)).toEqual(['2026-07-01T07:00:00Z']);
  });

  it('is not kept from anything by what is marked as free, or by what ends when it begins', async () => {
    const emulator = await startTidewater();
    const free = '<t:LegacyFreeBusyStatus>Free</t:LegacyFreeBusyStatus>';
    await create(emulator, nine + free + lagoon + berlin, 'SendToAllAndSaveCopy');
    const before = '<t:Start>2026-07-08T08:00:00</t:Start><t:End>2026-07-08T09:00:00</t:End>' + lagoon + berlin;
    await create(emulator, before, 'SendToAllAndSaveCopy');
    const series = await create(emulator, nine + lagoon + weekly + berlin, 'SendToAllAndSaveCopy');
    expect(await responsesOf(emulator, series, 'Resources')).toEqual(['Accept']);
  });

  it('declines a series of which one occurrence does not fit', async () => {
    const emulator = await startTidewater();
    await create(emulator, nine.replaceAll('07-01', '07-15') + lagoon + berlin, 'SendToAllAndSaveCopy');
    const series = await create(emulator, nine + lagoon + weekly + berlin, 'SendToAllAndSaveCopy');
    expect(await responsesOf(emulator, series, 'Resources')).toEqual(['Decline']);
  });

  it('forgets a cancelled meeting', async () => {
    const emulator = await startTidewater();
    const item = await create(emulator, nine + lagoon + weekly + berlin, 'SendToAllAndSaveCopy');
    await ask(emulator, deleteItem(ref(await entry(emulator, 1)), 'SendToAllAndSaveCopy'));
    expect(emulator.storedEvents('lagoon').map(({ deleted }) => deleted)).toEqual([['2026-07-08T07:00:00Z']]);
    await ask(emulator, deleteItem(ref(item), 'SendToAllAndSaveCopy'));
    expect(emulator.storedEvents('lagoon')).toEqual([]);
  });
});

describe('who is told of an end', () => {
  it('is nobody who never got a request', async () => {
    const emulator = await startTidewater();
    const item = await create(emulator, nine + both + berlin, 'SendToNone');
    await ask(emulator, deleteItem(ref(item), 'SendToAllAndSaveCopy'));
    expect(mailsOf(emulator)).toEqual([]);
  });

  it('is everybody once, although an occurrence has people of its own', async () => {
    const emulator = await startTidewater();
    const item = await create(emulator, nine + bo + weekly + berlin, 'SendToAllAndSaveCopy');
    const change = set('calendar:RequiredAttendees', both);
    await ask(emulator, updateItem(ref(await entry(emulator, 1)), change, telling));
    const before = emulator.sentMails.length;
    await ask(emulator, deleteItem(ref(item), 'SendToAllAndSaveCopy'));
    expect(emulator.sentMails.slice(before).map(({ to, recurrenceId }) => [to, recurrenceId])).toEqual([
      ['bo@tidewater.example', undefined],
      ['adrian@tidewater.example', '2026-07-08T07:00:00Z'],
    ]);
  });

  it('is nobody when an attendee deletes the own copy', async () => {
    const emulator = await startTidewater();
    await create(emulator, nine + both + berlin, 'SendToAllAndSaveCopy');
    const before = emulator.sentMails.length;
    await ask(emulator, deleteItem(ref(await entry(emulator, 0, as.bo)), 'SendToAllAndSaveCopy'), as.bo);
    expect(emulator.sentMails).toHaveLength(before);
    expect(await agenda(emulator, as.bo)).toEqual([]);
    expect(await agenda(emulator, as.adrian)).toHaveLength(1);
  });
});

describe('answers to occurrences', () => {
  it('of several people are kept side by side', async () => {
    const emulator = await startTidewater();
    await create(emulator, nine + both + weekly + berlin, 'SendToAllAndSaveCopy');
    await ask(emulator, respond('AcceptItem', await entry(emulator, 1, as.bo)), as.bo);
    await ask(emulator, respond('TentativelyAcceptItem', await entry(emulator, 1, as.adrian)), as.adrian);
    expect(await responsesOf(emulator, await entry(emulator, 1))).toEqual(['Accept', 'Tentative']);
    expect(await responsesOf(emulator, await entry(emulator, 2))).toEqual(['Unknown', 'Unknown']);
  });

  it('outlast an update of the series, and the organizer’s own things stay at home', async () => {
    const emulator = await startTidewater();
    const item = await create(emulator, nine + bo + weekly + berlin, 'SendToAllAndSaveCopy');
    await ask(emulator, respond('AcceptItem', await entry(emulator, 1, as.bo)), as.bo);
    const category = set('item:Categories', '<t:Categories><t:String>Mine</t:String></t:Categories>');
    await ask(emulator, updateItem(ref(await entry(emulator, 2)), category));
    await ask(emulator, updateItem(ref(item), location, telling));
    const copies = await agenda(emulator, as.bo);
    expect(copies.map(({ node }) => textOf(node, 'MyResponseType'))).toEqual([
      'NoResponseReceived',
      'Accept',
      'NoResponseReceived',
      'NoResponseReceived',
    ]);
    const third = await read(emulator, await entry(emulator, 2, as.bo), [], as.bo);
    expect([textOf(third, 'Location'), textOf(third, 'Categories')]).toEqual(['Pier', undefined]);
  });

  it('replace the status that somebody chose before', async () => {
    const emulator = await startTidewater();
    await create(emulator, nine + bo + berlin, 'SendToAllAndSaveCopy');
    const away = set('calendar:LegacyFreeBusyStatus', '<t:LegacyFreeBusyStatus>OOF</t:LegacyFreeBusyStatus>');
    await ask(emulator, updateItem(ref(await entry(emulator, 0, as.bo)), away), as.bo);
    await ask(emulator, respond('AcceptItem', await entry(emulator, 0, as.bo)), as.bo);
    const own = await read(emulator, await entry(emulator, 0, as.bo), [], as.bo);
    expect(textOf(own, 'LegacyFreeBusyStatus')).toBe('Busy');
  });
});

describe('the lists of a meeting', () => {
  it('have everybody once, on the list that named them last', async () => {
    const emulator = await startTidewater();
    const item = await create(emulator, nine + both + berlin, 'SendToAllAndSaveCopy');
    await ask(emulator, respond('AcceptItem', await entry(emulator, 0, as.bo)), as.bo);
    const optional = people('OptionalAttendees', 'BO@tidewater.example');
    await ask(
      emulator,
      updateItem(ref(item), set('calendar:OptionalAttendees', optional), { mode: 'AlwaysOverwrite' }),
    );
    const node = await read(emulator, item);
    expect(texts(one(node, 'RequiredAttendees'), 'EmailAddress')).toEqual(['adrian@tidewater.example']);
    expect([
      ...texts(one(node, 'OptionalAttendees'), 'EmailAddress'),
      ...(await responsesOf(emulator, item, 'OptionalAttendees')),
    ]).toEqual(['bo@tidewater.example', 'Accept']);
  });
});

describe('two people who change occurrences of a series', () => {
  it.each([
    ['the same property of the same one', 1, subject('Second'), 'ErrorIrresolvableConflict'],
    ['another property of the same one', 1, location, 'NoError'],
    ['the same property of another one', 2, subject('Second'), 'NoError'],
  ])('%s', async (_what, at, change, code) => {
    const emulator = await startTidewater();
    await create(emulator, `<t:Subject>Old</t:Subject>${nine}${weekly}${berlin}`);
    const first = await entry(emulator, 1);
    // An exception already, so that both change one.
    await ask(emulator, updateItem(ref(first), set('item:Importance', '<t:Importance>High</t:Importance>')));
    const [target, other] = [await entry(emulator, at), await entry(emulator, 1)];
    await ask(emulator, updateItem(ref(other), subject('First')));
    expect(codeOf(await ask(emulator, updateItem(ref(target), change, { mode: 'AutoResolve' })))).toBe(code);
  });
});
