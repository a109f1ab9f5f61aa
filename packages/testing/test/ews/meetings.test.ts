import { describe, expect, it } from 'vitest';
import type { ExchangeEmulator } from '../../src/ews/exchange-emulator.ts';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, codeOf, one, textOf, texts } from './soap-client.ts';
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
import { meeting } from './tidewater-company.ts';

const invited = (more = ''): string =>
  `<t:Subject>Regatta</t:Subject>${nine}${people('RequiredAttendees', 'bo@tidewater.example', 'adrian@tidewater.example')}${people('Resources', 'lagoon@tidewater.example')}${more}${berlin}`;

const started = async (more = ''): Promise<{ emulator: ExchangeEmulator; item: ItemRef }> => {
  const emulator = await startTidewater();
  return { emulator, item: await create(emulator, invited(more), 'SendToAllAndSaveCopy') };
};

const copyOf = (emulator: ExchangeEmulator, who: 'bo' | 'adrian', at = 0): Promise<ItemRef> =>
  entry(emulator, at, as[who]);

describe('an attendee’s answer', () => {
  it.each([
    ['AcceptItem', 'accepted', 'Accept', 'Busy'],
    ['TentativelyAcceptItem', 'tentative', 'Tentative', 'Tentative'],
  ])('%s saves the item anew and tells the organizer', async (name, response, type, status) => {
    const { emulator, item } = await started();
    const copy = await copyOf(emulator, 'bo');
    const answer = await ask(emulator, respond(name, copy, '<t:Body BodyType="Text">See you</t:Body>|'), as.bo);
    const [saved] = await agenda(emulator, as.bo);
    expect(one(answer.body, 'ItemId').attributes['Id']).toBe(saved?.id);
    expect(saved?.id).not.toBe(copy.id);
    expect(emulator.sentMails.at(-1)).toEqual({
      from: 'bo@tidewater.example',
      to: 'ada@tidewater.example',
      kind: 'reply',
      uid: expect.stringMatching(/^0400/),
      response,
      hasComment: true,
      proposesNewTime: false,
      sentAt: Date.UTC(2026, 5, 1, 8),
    });
    const own = await read(emulator, { id: saved?.id ?? '' }, [], as.bo);
    expect([textOf(own, 'MyResponseType'), textOf(own, 'LegacyFreeBusyStatus')]).toEqual([type, status]);
    const organizer = await read(emulator, item);
    expect(texts(one(organizer, 'RequiredAttendees'), 'ResponseType')).toEqual([type, 'Unknown']);
    expect(texts(one(organizer, 'RequiredAttendees'), 'LastResponseTime')).toEqual(['2026-06-01T08:00:00Z']);
  });

  it('DeclineItem takes it off the calendar, with a proposal for the organizer', async () => {
    const { emulator, item } = await started();
    const copy = await copyOf(emulator, 'bo');
    const proposal =
      '<t:ProposedStart>2026-07-02T08:00:00Z</t:ProposedStart><t:ProposedEnd>2026-07-02T09:00:00Z</t:ProposedEnd>';
    expect(codeOf(await ask(emulator, respond('DeclineItem', copy, proposal), as.bo))).toBe('NoError');
    expect(emulator.sentMails.at(-1)).toMatchObject({ response: 'declined', hasComment: false, proposesNewTime: true });
    expect(await agenda(emulator, as.bo)).toEqual([]);
    const people = one(await read(emulator, item), 'RequiredAttendees');
    expect(texts(people, 'ResponseType')).toEqual(['Decline', 'Unknown']);
    expect([...texts(people, 'ProposedStart'), ...texts(people, 'ProposedEnd')]).toEqual([
      '2026-07-02T08:00:00Z',
      '2026-07-02T09:00:00Z',
    ]);
  });

  it('is known to nobody with SaveOnly', async () => {
    const { emulator, item } = await started();
    const before = emulator.sentMails.length;
    await ask(emulator, respond('AcceptItem', await copyOf(emulator, 'bo'), '', 'SaveOnly'), as.bo);
    expect(emulator.sentMails).toHaveLength(before);
    expect(texts(one(await read(emulator, item), 'RequiredAttendees'), 'ResponseType')).toEqual(['Unknown', 'Unknown']);
    expect(textOf((await entry(emulator, 0, as.bo)).node, 'MyResponseType')).toBe('Accept');
  });

  it.each([
    ['AcceptItem', 'ErrorCalendarIsOrganizerForAccept'],
    ['TentativelyAcceptItem', 'ErrorCalendarIsOrganizerForTentative'],
    ['DeclineItem', 'ErrorCalendarIsOrganizerForDecline'],
    ['RemoveItem', 'ErrorCalendarIsOrganizerForRemove'],
  ])('%s is refused to the organizer', async (name, code) => {
    const { emulator, item } = await started();
    const { id } = item;
    const key = one(await read(emulator, item), 'ItemId').attributes['ChangeKey'] ?? '';
    expect(codeOf(await ask(emulator, respond(name, { id, key })))).toBe(code);
  });

  it('is refused without a change key, with an old one, to a delegate, and after a cancellation', async () => {
    const emulator = await startTidewater([], { delegates: [{ mailbox: 'bo', delegate: 'adrian' }] });
    const item = await create(emulator, invited(), 'SendToAllAndSaveCopy');
    const copy = await copyOf(emulator, 'bo');
    const codes = [codeOf(await ask(emulator, respond('AcceptItem', copy).replace(/ ChangeKey="[^"]*"/, ''), as.bo))];
    codes.push(codeOf(await ask(emulator, respond('AcceptItem', copy), as.adrian)));
    codes.push(
      codeOf(
        await ask(emulator, respond('AcceptItem', copy).replace(' MessageDisposition="SendAndSaveCopy"', ''), as.bo),
      ),
    );
    await ask(emulator, deleteItem(ref(item), 'SendToAllAndSaveCopy'));
    codes.push(codeOf(await ask(emulator, respond('AcceptItem', copy), as.bo)));
    codes.push(codeOf(await ask(emulator, respond('AcceptItem', await copyOf(emulator, 'bo')), as.bo)));
    expect(codes).toEqual([
      'ErrorChangeKeyRequired',
      'ErrorCalendarIsDelegatedForAccept',
      'ErrorMessageDispositionRequired',
      'ErrorStaleObject',
      'ErrorCalendarIsCancelledForAccept',
    ]);
  });

  it('is void after the organizer moves the meeting, and stays after another change', async () => {
    const { emulator, item } = await started();
    await ask(emulator, respond('AcceptItem', await copyOf(emulator, 'bo')), as.bo);
    const key = async (): Promise<string> => one(await read(emulator, item), 'ItemId').attributes['ChangeKey'] ?? '';
    const update = async (changes: string): Promise<void> => {
      await ask(
        emulator,
        updateItem(ref({ id: item.id, key: await key() }), changes, { send: 'SendToAllAndSaveCopy' }),
      );
    };
    await update(set('calendar:Location', '<t:Location>Pier</t:Location>'));
    expect(textOf((await entry(emulator, 0, as.bo)).node, 'MyResponseType')).toBe('Accept');
    await update(set('calendar:End', '<t:End>2026-07-01T12:00:00Z</t:End>'));
    expect(textOf((await entry(emulator, 0, as.bo)).node, 'MyResponseType')).toBe('NoResponseReceived');
    const organizer = await read(emulator, item);
    expect(texts(one(organizer, 'RequiredAttendees'), 'ResponseType')).toEqual(['Unknown', 'Unknown']);
    expect(texts(one(organizer, 'Resources'), 'ResponseType')).toEqual(['Accept']);
    expect(textOf(organizer, 'AppointmentSequenceNumber')).toBe('1');
  });
});

describe('an update', () => {
  it('reaches the copies and leaves what is their owner’s', async () => {
    const { emulator, item } = await started();
    const copy = await copyOf(emulator, 'bo');
    await ask(
      emulator,
      updateItem(
        ref(copy),
        set('item:Categories', '<t:Categories><t:String>Own</t:String></t:Categories>') +
          set('item:ReminderMinutesBeforeStart', '<t:ReminderMinutesBeforeStart>3</t:ReminderMinutesBeforeStart>') +
          set('calendar:LegacyFreeBusyStatus', '<t:LegacyFreeBusyStatus>OOF</t:LegacyFreeBusyStatus>') +
          set('item:Subject', '<t:Subject>My regatta</t:Subject>'),
        { send: 'SendToAllAndSaveCopy' },
      ),
      as.bo,
    );
    // Whoever is invited tells nobody by changing the own copy.
    expect(mailsOf(emulator).filter((mail) => mail.startsWith('update'))).toEqual([]);
    const key = one(await read(emulator, item), 'ItemId').attributes['ChangeKey'] ?? '';
    await ask(
      emulator,
      updateItem(ref({ id: item.id, key }), set('calendar:Location', '<t:Location>Pier</t:Location>'), {
        send: 'SendToAllAndSaveCopy',
      }),
    );
    const [now] = await agenda(emulator, as.bo);
    const node = await read(emulator, { id: now?.id ?? '' }, [], as.bo);
    expect([
      now?.id,
      ...['Subject', 'Location', 'ReminderMinutesBeforeStart', 'LegacyFreeBusyStatus'].map((name) =>
        textOf(node, name),
      ),
    ]).toEqual([copy.id, 'Regatta', 'Pier', '3', 'OOF']);
    expect(texts(one(node, 'Categories'), 'String')).toEqual(['Own']);
  });

  it('takes the meeting away from a room that is not free at the new time', async () => {
    const { emulator } = await started();
    const later = await create(
      emulator,
      invited().replaceAll('T09', 'T11').replaceAll('T10', 'T12'),
      'SendToAllAndSaveCopy',
    );
    const key = one(await read(emulator, later), 'ItemId').attributes['ChangeKey'] ?? '';
    await ask(
      emulator,
      updateItem(ref({ id: later.id, key }), set('calendar:Start', '<t:Start>2026-07-01T07:30:00Z</t:Start>'), {
        send: 'SendToAllAndSaveCopy',
      }),
    );
    expect(texts(one(await read(emulator, later), 'Resources'), 'ResponseType')).toEqual(['Decline']);
  });
});

describe('calling a meeting off', () => {
  it.each([
    [
      'CancelCalendarItem',
      async (emulator: ExchangeEmulator, item: ItemRef) =>
        respond(
          'CancelCalendarItem',
          { id: item.id, key: one(await read(emulator, item), 'ItemId').attributes['ChangeKey'] ?? '' },
          '<t:NewBodyContent BodyType="Text">Hail</t:NewBodyContent>',
        ),
      true,
    ],
    [
      'DeleteItem',
      (_emulator: ExchangeEmulator, item: ItemRef) =>
        Promise.resolve(deleteItem(ref(item), 'SendToAllAndSaveCopy', 'MoveToDeletedItems')),
      false,
    ],
  ])('by %s leaves cancelled copies with people, and none with rooms', async (_name, request, hasComment) => {
    const { emulator, item } = await started();
    expect(codeOf(await ask(emulator, await request(emulator, item)))).toBe('NoError');
    expect(await agenda(emulator)).toEqual([]);
    expect(emulator.sentMails.slice(-3).map(({ kind, to, hasComment: comment }) => [kind, to, comment])).toEqual(
      ['bo', 'adrian', 'lagoon'].map((name) => ['cancellation', `${name}@tidewater.example`, hasComment]),
    );
    const copy = await entry(emulator, 0, as.bo);
    expect(textOf(copy.node, 'IsCancelled')).toBe('true');
    // The room is free for the next one.
    await create(emulator, invited(), 'SendToAllAndSaveCopy');
    expect(emulator.sentMails.at(-1)?.response).toBe('accepted');
    await ask(emulator, respond('RemoveItem', copy, ''), as.bo);
    expect((await agenda(emulator, as.bo)).map(({ node }) => textOf(node, 'IsCancelled'))).toEqual(['false']);
  });

  it('tells nobody with SendToNone, and leaves ghosts', async () => {
    const { emulator, item } = await started();
    const before = emulator.sentMails.length;
    await ask(emulator, deleteItem(ref(item)));
    expect(emulator.sentMails).toHaveLength(before);
    expect((await agenda(emulator, as.bo)).map(({ node }) => textOf(node, 'IsCancelled'))).toEqual(['false']);
  });

  it('is refused to attendees', async () => {
    const { emulator } = await started();
    expect(codeOf(await ask(emulator, respond('CancelCalendarItem', await copyOf(emulator, 'bo')), as.bo))).toBe(
      'ErrorCalendarIsNotOrganizer',
    );
  });
});

describe('one occurrence of a meeting', () => {
  it('is changed for everybody', async () => {
    const { emulator } = await started(weekly);
    const second = await entry(emulator, 1);
    await ask(
      emulator,
      updateItem(ref(second), set('item:Subject', '<t:Subject>Final</t:Subject>'), { send: 'SendToAllAndSaveCopy' }),
    );
    expect((await agenda(emulator, as.bo)).map(({ subject }) => subject)).toEqual([
      'Regatta',
      'Final',
      'Regatta',
      'Regatta',
    ]);
    expect(
      emulator.sentMails.filter(({ kind }) => kind === 'update').map(({ to, recurrenceId }) => [to, recurrenceId]),
    ).toEqual(['bo', 'adrian', 'lagoon'].map((name) => [`${name}@tidewater.example`, '2026-07-08T07:00:00Z']));
  });

  it('is cancelled for everybody', async () => {
    const { emulator } = await started(weekly);
    const second = await entry(emulator, 1);
    await ask(emulator, deleteItem(ref(second), 'SendToAllAndSaveCopy'));
    expect((await agenda(emulator)).map(({ start }) => start.slice(0, 10))).toEqual([
      '2026-07-01',
      '2026-07-15',
      '2026-07-22',
    ]);
    expect((await agenda(emulator, as.bo)).map(({ node }) => textOf(node, 'IsCancelled'))).toEqual([
      'false',
      'true',
      'false',
      'false',
    ]);
  });

  it('is answered by itself', async () => {
    const { emulator, item } = await started(weekly);
    const answer = await ask(emulator, respond('AcceptItem', await copyOf(emulator, 'bo', 1)), as.bo);
    const third = await copyOf(emulator, 'bo', 2);
    await ask(emulator, respond('DeclineItem', third), as.bo);
    const copies = await agenda(emulator, as.bo);
    expect(copies.map(({ node, start }) => [start.slice(0, 10), textOf(node, 'MyResponseType')])).toEqual([
      ['2026-07-01', 'NoResponseReceived'],
      ['2026-07-08', 'Accept'],
      ['2026-07-22', 'NoResponseReceived'],
    ]);
    expect(one(answer.body, 'ItemId').attributes['Id']).toBe(copies[1]?.id);
    const occurrences = await agenda(emulator);
    const responses = [];
    for (const occurrence of occurrences)
      responses.push(texts(one(await read(emulator, occurrence), 'RequiredAttendees'), 'ResponseType')[0]);
    expect(responses).toEqual(['Unknown', 'Accept', 'Decline', 'Unknown']);
    expect(texts(one(await read(emulator, item), 'RequiredAttendees'), 'ResponseType')[0]).toBe('Unknown');
  });

  it('comes alone to whoever is invited to it alone, and goes with the series', async () => {
    const emulator = await startTidewater();
    const item = await create(emulator, `<t:Subject>Regatta</t:Subject>${nine}${weekly}${berlin}`);
    const second = await entry(emulator, 1);
    await ask(
      emulator,
      updateItem(ref(second), set('calendar:RequiredAttendees', people('RequiredAttendees', 'bo@tidewater.example')), {
        send: 'SendToAllAndSaveCopy',
      }),
    );
    const copy = await entry(emulator, 0, as.bo);
    expect([copy.start, (await agenda(emulator, as.bo)).length, textOf(copy.node, 'CalendarItemType')]).toEqual([
      '2026-07-08T07:00:00Z',
      1,
      'Exception',
    ]);
    await ask(emulator, deleteItem(ref(item), 'SendToAllAndSaveCopy'));
    expect(emulator.sentMails.at(-1)).toMatchObject({
      kind: 'cancellation',
      to: 'bo@tidewater.example',
      recurrenceId: '2026-07-08T07:00:00Z',
    });
    expect(textOf((await entry(emulator, 0, as.bo)).node, 'IsCancelled')).toBe('true');
  });
});

describe('a meeting that was there from the start', () => {
  it('is answered, updated and cancelled like any other', async () => {
    const emulator = await startTidewater([meeting({ id: 'Tide', invitees: [{ who: 'bo' }] })]);
    await ask(emulator, respond('AcceptItem', await copyOf(emulator, 'bo')), as.bo);
    const item = await entry(emulator, 0);
    expect(texts(one(await read(emulator, item), 'RequiredAttendees'), 'ResponseType')).toEqual(['Accept']);
    await ask(
      emulator,
      updateItem(ref(item), set('item:Subject', '<t:Subject>Ebb</t:Subject>'), { send: 'SendToChangedAndSaveCopy' }),
    );
    expect((await agenda(emulator, as.bo)).map(({ subject }) => subject)).toEqual(['Ebb']);
    await ask(emulator, deleteItem(ref(item), 'SendOnlyToAll'));
    expect(mailsOf(emulator)).toEqual(['reply ada accepted', 'update bo', 'cancellation bo']);
    expect(all((await entry(emulator, 0, as.bo)).node, 'IsCancelled')[0]?.text).toBe('true');
  });
});
