import { describe, expect, it } from 'vitest';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, childNames, codeOf, one, textOf, texts } from './soap-client.ts';
import {
  append,
  as,
  berlin,
  clear,
  create,
  createCalendarItem,
  mailsOf,
  nine,
  people,
  read,
  ref,
  set,
  updateItem,
  written,
} from './write-client.ts';

const subject = (text: string): string => set('item:Subject', `<t:Subject>${text}</t:Subject>`);
const start = (at: string): string => set('calendar:Start', `<t:Start>${at}</t:Start>`);
const end = (at: string): string => set('calendar:End', `<t:End>${at}</t:End>`);
const startZone = (id: string): string => set('calendar:StartTimeZone', `<t:StartTimeZone Id="${id}"/>`);
const endZone = (id: string): string => set('calendar:EndTimeZone', `<t:EndTimeZone Id="${id}"/>`);

describe('UpdateItem', () => {
  it('sets, clears and appends, one change after the other, with a new key and the same id', async () => {
    const emulator = await startTidewater();
    const old = await create(
      emulator,
      `<t:Subject>Old</t:Subject><t:Body BodyType="Text">One</t:Body>${nine}<t:Location>Quay</t:Location>${berlin}`,
    );
    const answer = await ask(
      emulator,
      updateItem(
        ref(old),
        subject('New') +
          clear('calendar:Location') +
          append('item:Body', '<t:Body BodyType="Text"> and two</t:Body>') +
          set('item:Categories', '<t:Categories><t:String>Blue</t:String></t:Categories>'),
      ),
    );
    const now = written(answer);
    expect([now.id, now.key === old.key]).toEqual([old.id, false]);
    expect(childNames(one(answer.body, 'UpdateItemResponseMessage'))).toEqual([
      'ResponseCode',
      'Items',
      'ConflictResults',
    ]);
    const item = await read(emulator, now);
    expect(['Subject', 'Location', 'Body'].map((name) => textOf(item, name))).toEqual([
      'New',
      undefined,
      'One and two',
    ]);
    expect(texts(one(item, 'Categories'), 'String')).toEqual(['Blue']);
  });

  it('moves the instant when only the zone is another one, and keeps it when the times are set too', async () => {
    const emulator = await startTidewater();
    let item = await create(emulator, nine + berlin);
    item = written(
      await ask(emulator, updateItem(ref(item), startZone('GMT Standard Time') + endZone('GMT Standard Time'))),
    );
    expect(textOf(await read(emulator, item), 'Start')).toBe('2026-07-01T08:00:00Z');
    item = written(
      await ask(
        emulator,
        updateItem(
          ref(item),
          end('2026-07-01T10:00:00') +
            start('2026-07-01T09:00:00') +
            startZone('W. Europe Standard Time') +
            endZone('W. Europe Standard Time'),
        ),
      ),
    );
    const node = await read(emulator, item);
    expect([textOf(node, 'Start'), textOf(node, 'End')]).toEqual(['2026-07-01T07:00:00Z', '2026-07-01T08:00:00Z']);
  });

  it('takes a time without zone and offset for UTC, whatever the zone of the item', async () => {
    const emulator = await startTidewater();
    const item = await create(emulator, nine + berlin);
    await ask(emulator, updateItem(ref(item), end('2026-07-01T12:00:00')));
    expect(textOf(await read(emulator, item), 'End')).toBe('2026-07-01T12:00:00Z');
  });

  it('refuses a start behind the end, even if the next change would mend it', async () => {
    const emulator = await startTidewater();
    const item = await create(emulator, nine + berlin);
    const [later, last] = [start('2026-07-02T09:00:00Z'), end('2026-07-02T10:00:00Z')];
    expect(codeOf(await ask(emulator, updateItem(ref(item), later + last)))).toBe(
      'ErrorCalendarEndDateIsEarlierThanStartDate',
    );
    expect(codeOf(await ask(emulator, updateItem(ref(item), last + later)))).toBe('NoError');
  });

  it.each([
    [
      'without the attribute for invitations',
      updateItem('ID', subject('x'), { send: '' }),
      'ErrorSendMeetingInvitationsOrCancellationsRequired',
    ],
    [
      'without a change key',
      updateItem('ID', subject('x')).replace(/ ChangeKey="[^"]*"/, ''),
      'ErrorChangeKeyRequiredForWriteOperations',
    ],
    [
      'with two properties in one change',
      updateItem('ID', set('item:Subject', '<t:Subject>x</t:Subject><t:Sensitivity>Normal</t:Sensitivity>')),
      'ErrorIncorrectUpdatePropertyCount',
    ],
    ['with no property in a change', updateItem('ID', set('item:Subject', '')), 'ErrorIncorrectUpdatePropertyCount'],
    [
      'with a path that names another property',
      updateItem('ID', set('item:Subject', '<t:Location>x</t:Location>')),
      'ErrorUpdatePropertyMismatch',
    ],
    [
      'of what the server sets',
      updateItem('ID', set('calendar:IsMeeting', '<t:IsMeeting>true</t:IsMeeting>')),
      'ErrorInvalidPropertySet',
    ],
    ['of the UID', updateItem('ID', set('calendar:UID', '<t:UID>x</t:UID>')), 'ErrorInvalidPropertySet'],
    ['that deletes the start', updateItem('ID', clear('calendar:Start')), 'ErrorInvalidPropertyDelete'],
    [
      'that appends to the subject',
      updateItem('ID', append('item:Subject', '<t:Subject>x</t:Subject>')),
      'ErrorInvalidPropertyAppend',
    ],
    [
      'with the properties of a contact',
      updateItem('ID', set('contacts:Surname', '<t:Surname>x</t:Surname>', 'Contact')),
      'ErrorUpdatePropertyMismatch',
    ],
    [
      'with a path that names another own property',
      updateItem(
        'ID',
        '<t:SetItemField><t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="A" PropertyType="String"/><t:CalendarItem><t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="B" PropertyType="String"/><t:Value>x</t:Value></t:ExtendedProperty></t:CalendarItem></t:SetItemField>',
      ),
      'ErrorUpdatePropertyMismatch',
    ],
    [
      'that makes a series without naming zones',
      updateItem(
        'ID',
        set(
          'calendar:Recurrence',
          '<t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:NoEndRecurrence><t:StartDate>2026-07-01</t:StartDate></t:NoEndRecurrence></t:Recurrence>',
        ),
      ),
      'ErrorCalendarInvalidTimeZone',
    ],
  ])('is refused %s', async (_reason, request, code) => {
    const emulator = await startTidewater();
    const item = await create(emulator, `<t:Subject>Old</t:Subject>${nine}${berlin}`);
    const id = request.includes('ID') ? request.replace('ID', ref(item)) : request;
    const sent = code === 'ErrorChangeKeyRequiredForWriteOperations' ? id.replace(/ ChangeKey="[^"]*"/, '') : id;
    expect(codeOf(await ask(emulator, sent))).toBe(code);
    expect(textOf(await read(emulator, item), 'Subject')).toBe('Old');
  });

  it('sets and deletes an own property', async () => {
    const emulator = await startTidewater();
    const path =
      '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="Tide" PropertyType="String"/>';
    const item = await create(emulator, nine + berlin);
    const changed = written(
      await ask(
        emulator,
        updateItem(
          ref(item),
          `<t:SetItemField>${path}<t:CalendarItem><t:ExtendedProperty>${path}<t:Value>low</t:Value></t:ExtendedProperty></t:CalendarItem></t:SetItemField>`,
        ),
      ),
    );
    expect(texts(await read(emulator, item, [path]), 'Value')).toEqual(['low']);
    await ask(emulator, updateItem(ref(changed), `<t:DeleteItemField>${path}</t:DeleteItemField>`));
    expect(texts(await read(emulator, item, [path]), 'Value')).toEqual([]);
  });

  it('may not be done by somebody who may only read, nor to private items of others', async () => {
    const permissions = [
      { mailbox: 'ada', grantee: 'bo', level: 'Reviewer' as const },
      { mailbox: 'ada', grantee: 'adrian', level: 'Editor' as const },
    ];
    const emulator = await startTidewater([], { permissions });
    const item = await create(emulator, `<t:Sensitivity>Private</t:Sensitivity>${nine}`);
    const open = await create(emulator, nine);
    const codes = [];
    for (const [who, which] of [
      [as.bo, open],
      [as.adrian, item],
      [as.adrian, open],
    ] as const) {
      codes.push(codeOf(await ask(emulator, updateItem(ref(which), subject('x')), who)));
    }
    expect(codes).toEqual(['ErrorAccessDenied', 'ErrorAccessDenied', 'NoError']);
  });

  it('lets an author change own items only', async () => {
    const emulator = await startTidewater([], { permissions: [{ mailbox: 'ada', grantee: 'bo', level: 'Author' }] });
    const calendar =
      '<t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>ada@tidewater.example</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>';
    const own = written(await ask(emulator, createCalendarItem(nine, 'SendToNone', calendar), as.bo));
    const other = await create(emulator, nine);
    expect(codeOf(await ask(emulator, updateItem(ref(own), subject('x')), as.bo))).toBe('NoError');
    expect(codeOf(await ask(emulator, updateItem(ref(other), subject('x')), as.bo))).toBe('ErrorAccessDenied');
  });
});

describe('two people who change the same item', () => {
  const change = async (mode: string, second: string): Promise<[string, string | undefined, string | undefined]> => {
    const emulator = await startTidewater();
    const item = await create(emulator, `<t:Subject>Old</t:Subject>${nine}${berlin}`);
    await ask(emulator, updateItem(ref(item), subject('First')));
    const answer = await ask(emulator, updateItem(ref(item), second, { mode }));
    const node = await read(emulator, item);
    return [codeOf(answer), textOf(node, 'Subject'), all(answer.body, 'Count')[0]?.text];
  };

  it.each([
    ['NeverOverwrite', subject('Second'), ['ErrorIrresolvableConflict', 'First', undefined]],
    ['NeverOverwrite', clear('calendar:Location'), ['ErrorIrresolvableConflict', 'First', undefined]],
    ['AutoResolve', subject('Second'), ['ErrorIrresolvableConflict', 'First', undefined]],
    ['AutoResolve', set('calendar:Location', '<t:Location>Quay</t:Location>'), ['NoError', 'First', '1']],
    ['AlwaysOverwrite', subject('Second'), ['NoError', 'Second', '0']],
  ])('%s', async (mode, second, expected) => {
    expect(await change(mode, second)).toEqual(expected);
  });

  it('is a conflict too when the other one is the server, with an answer of an attendee', async () => {
    const emulator = await startTidewater();
    const item = await create(
      emulator,
      `${nine}${people('Resources', 'lagoon@tidewater.example')}${berlin}`,
      'SendToAllAndSaveCopy',
    );
    expect(codeOf(await ask(emulator, updateItem(ref(item), subject('x'))))).toBe('ErrorIrresolvableConflict');
    expect(codeOf(await ask(emulator, updateItem(ref(item), subject('x'), { mode: 'AutoResolve' })))).toBe('NoError');
  });
});

describe('whom an update is told', () => {
  const invited = `<t:Subject>Regatta</t:Subject>${nine}${people('RequiredAttendees', 'bo@tidewater.example', 'guest@elsewhere.example')}${berlin}`;
  const mailsAfter = async (changes: string, send: string): Promise<string[]> => {
    const emulator = await startTidewater();
    const item = await create(emulator, invited, 'SendToAllAndSaveCopy');
    const before = emulator.sentMails.length;
    await ask(emulator, updateItem(ref(item), changes, { send }));
    return mailsOf(emulator).slice(before);
  };
  const moved = end('2026-07-01T12:00:00Z') + start('2026-07-01T11:00:00Z');
  const newList = set(
    'calendar:RequiredAttendees',
    people('RequiredAttendees', 'bo@tidewater.example', 'adrian@tidewater.example'),
  );
  const reminder = set(
    'item:ReminderMinutesBeforeStart',
    '<t:ReminderMinutesBeforeStart>5</t:ReminderMinutesBeforeStart>',
  );

  it.each([
    ['another time', moved, 'SendToNone', []],
    ['another time', moved, 'SendToAllAndSaveCopy', ['update bo', 'update guest']],
    ['another time', moved, 'SendToChangedAndSaveCopy', ['update bo', 'update guest']],
    ['other people', newList, 'SendToChangedAndSaveCopy', ['cancellation guest', 'invitation adrian']],
    ['other people', newList, 'SendOnlyToAll', ['cancellation guest', 'update bo', 'invitation adrian']],
    ['the own reminder', reminder, 'SendOnlyToChanged', []],
    ['the own reminder', reminder, 'SendToAllAndSaveCopy', ['update bo', 'update guest']],
  ])('%s with %s', async (_what, changes, send, expected) => {
    expect(await mailsAfter(changes, send)).toEqual(expected);
  });

  it('adds people with AppendToItemField', async () => {
    const emulator = await startTidewater();
    const item = await create(emulator, invited, 'SendToAllAndSaveCopy');
    await ask(
      emulator,
      updateItem(
        ref(item),
        append('calendar:RequiredAttendees', people('RequiredAttendees', 'adrian@tidewater.example')),
        { send: 'SendOnlyToChanged' },
      ),
    );
    expect(mailsOf(emulator).slice(2)).toEqual(['invitation adrian']);
    expect(texts(one(await read(emulator, item), 'RequiredAttendees'), 'EmailAddress')).toEqual([
      'bo@tidewater.example',
      'guest@elsewhere.example',
      'adrian@tidewater.example',
    ]);
  });

  it('invites those who never got a request, once somebody is told', async () => {
    const emulator = await startTidewater();
    const item = await create(emulator, invited, 'SendToNone');
    await ask(emulator, updateItem(ref(item), subject('Regatta II'), { send: 'SendToChangedAndSaveCopy' }));
    expect(mailsOf(emulator)).toEqual(['invitation bo', 'invitation guest']);
  });
});
