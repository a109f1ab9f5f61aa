import { describe, expect, it } from 'vitest';
import type { ExchangeEmulator } from '../../src/ews/exchange-emulator.ts';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, calendarView, childNames, codeOf, getItem, idOf, one, textOf, texts } from './soap-client.ts';
import { meeting } from './tidewater-company.ts';

const july: readonly [string, string] = ['2026-07-01T00:00:00Z', '2026-08-01T00:00:00Z'];
const itemId = (id: string): string => `<t:ItemId Id="${id}"/>`;
const series = meeting({
  id: 'series',
  series: {
    rule: 'FREQ=DAILY;COUNT=4',
    exceptions: [{ originalStart: '2026-07-02T09:00:00', title: 'changed', location: 'Quay' }],
    deleted: ['2026-07-03T09:00:00'],
  },
});

async function masterId(emulator: ExchangeEmulator): Promise<string> {
  const list = await ask(emulator, calendarView(...july));
  const occurrence = one(list.body, 'Items').children[0];
  const id = occurrence === undefined ? '' : (one(occurrence, 'ItemId').attributes['Id'] ?? '');
  const master = await ask(emulator, getItem(`<t:RecurringMasterItemId OccurrenceId="${id}"/>`, []));
  return one(master.body, 'ItemId').attributes['Id'] ?? '';
}

describe('GetItem shapes', () => {
  const full = meeting({ id: 'full', description: 'Text', location: 'Quay', invitees: [{ who: 'bo' }] });

  it('IdOnly has the id and nothing else', async () => {
    const emulator = await startTidewater([full]);
    const id = idOf(await ask(emulator, calendarView(...july)), 'full');
    const answer = await ask(emulator, getItem(itemId(id), []));
    expect(childNames(one(answer.body, 'CalendarItem'))).toEqual(['ItemId']);
    expect(Object.keys(one(answer.body, 'ItemId').attributes)).toEqual(['Id', 'ChangeKey']);
  });

  it('Default has the documented properties in the order of the schema', async () => {
    const emulator = await startTidewater([full]);
    const id = idOf(await ask(emulator, calendarView(...july)), 'full');
    const answer = await ask(emulator, getItem(itemId(id), [], 'Default'));
    expect(childNames(one(answer.body, 'CalendarItem'))).toEqual([
      'ItemId',
      'Subject',
      'ResponseObjects',
      'HasAttachments',
      'IsAssociated',
      'Start',
      'End',
      'LegacyFreeBusyStatus',
      'Location',
      'CalendarItemType',
      'Organizer',
    ]);
    expect(childNames(one(one(answer.body, 'Organizer'), 'Mailbox'))).toEqual([
      'Name',
      'EmailAddress',
      'RoutingType',
      'MailboxType',
    ]);
  });

  it('AllProperties leaves out what has to be named', async () => {
    const emulator = await startTidewater([full]);
    const id = idOf(await ask(emulator, calendarView(...july)), 'full');
    const named = [
      'EnhancedLocation',
      'StartWallClock',
      'EndWallClock',
      'StartTimeZoneId',
      'EndTimeZoneId',
      'IsOrganizer',
    ];
    const without = one((await ask(emulator, getItem(itemId(id), [], 'AllProperties'))).body, 'CalendarItem');
    for (const name of named) expect(textOf(without, name)).toBeUndefined();
    const fields = named.map((name) => `calendar:${name}`);
    const item = one((await ask(emulator, getItem(itemId(id), fields))).body, 'CalendarItem');
    expect(childNames(item)).toEqual(['ItemId', ...named]);
    expect(textOf(item, 'StartWallClock')).toBe('2026-07-01T09:00:00+02:00');
    expect(textOf(item, 'StartTimeZoneId')).toBe('W. Europe Standard Time');
    expect(textOf(item, 'IsOrganizer')).toBe('true');
  });

  it('leaves out properties without a value', async () => {
    const emulator = await startTidewater([meeting({ id: 'bare' })]);
    const id = idOf(await ask(emulator, calendarView(...july)), 'bare');
    const item = one((await ask(emulator, getItem(itemId(id), [], 'AllProperties'))).body, 'CalendarItem');
    for (const name of [
      'Body',
      'Location',
      'Categories',
      'Attachments',
      'RequiredAttendees',
      'Recurrence',
      'OriginalStart',
    ]) {
      expect(textOf(item, name)).toBeUndefined();
    }
  });
});

describe('the body', () => {
  it('comes as stored, as HTML, or as text with &#xD;', async () => {
    const emulator = await startTidewater([
      meeting({ id: 'text', description: 'Bring <coats>\nand "boots"' }),
      meeting({ id: 'html', descriptionHtml: '<p>Tide &amp; time</p><p>Second</p>' }),
    ]);
    const list = await ask(emulator, calendarView(...july));
    const body = async (subject: string, type: string): Promise<[string, string, string]> => {
      const request = getItem(itemId(idOf(list, subject)), ['item:Body'], 'IdOnly', `<t:BodyType>${type}</t:BodyType>`);
      const answer = await ask(emulator, request);
      const node = one(answer.body, 'Body');
      return [node.attributes['BodyType'] ?? '', node.text, answer.text];
    };
    const [textType, text, raw] = await body('text', 'Best');
    expect([textType, text]).toEqual(['Text', 'Bring <coats>\r\nand "boots"']);
    expect(raw).toContain('&lt;coats&gt;&#xD;\n');
    const [asHtmlType, asHtml] = await body('text', 'HTML');
    expect(asHtmlType).toBe('HTML');
    expect(asHtml).toContain('Bring &lt;coats&gt;<br>');
    expect((await body('html', 'Best')).slice(0, 2)).toEqual([
      'HTML',
      expect.stringMatching(/<p>Tide &amp; time<\/p>/),
    ]);
    expect((await body('html', 'Text')).slice(0, 2)).toEqual(['Text', 'Tide & time\r\nSecond\r\n']);
  });

  it('says when it was cut', async () => {
    const emulator = await startTidewater([meeting({ id: 'long', description: 'abcdefgh' })]);
    const id = idOf(await ask(emulator, calendarView(...july)), 'long');
    const more = '<t:BodyType>Text</t:BodyType><t:MaximumBodySize>3</t:MaximumBodySize>';
    const node = one((await ask(emulator, getItem(itemId(id), ['item:Body'], 'IdOnly', more))).body, 'Body');
    expect([node.text, node.attributes['IsTruncated']]).toEqual(['abc', 'true']);
  });

  it('holds the link of an online meeting, of Skype alone there is a property', async () => {
    const teams = 'https://teams.microsoft.com/l/meetup-join/1?a=1&b=2';
    const skype = 'https://meet.lync.com/tidewater/ada/AB12';
    const emulator = await startTidewater([
      meeting({ id: 'teams', description: 'Agenda', conferenceUrl: teams }),
      meeting({ id: 'skype', conferenceUrl: skype }),
    ]);
    const list = await ask(emulator, calendarView(...july));
    const fields = ['item:Body', 'calendar:IsOnlineMeeting', 'calendar:JoinOnlineMeetingUrl'];
    const get = async (subject: string): Promise<(string | undefined)[]> => {
      const item = one((await ask(emulator, getItem(itemId(idOf(list, subject)), fields))).body, 'CalendarItem');
      return ['Body', 'IsOnlineMeeting', 'JoinOnlineMeetingUrl'].map((name) => textOf(item, name));
    };
    expect(await get('teams')).toEqual([`Agenda\r\n\r\nJoin: ${teams}`, 'false', undefined]);
    expect(await get('skype')).toEqual([undefined, 'true', skype]);
  });
});

describe('ids', () => {
  it('fail one by one, in the order of the request, in a 200', async () => {
    const emulator = await startTidewater([series]);
    const id = await masterId(emulator);
    const folder = await ask(
      emulator,
      '<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="calendar"/></m:FolderIds></m:GetFolder>',
    );
    const gone = `${id.slice(0, -24)}AAAAAAAAAAAAAAAAAAAAAAA=`;
    const ids = [
      itemId(id),
      itemId(''),
      itemId('AAMk='),
      itemId(gone),
      itemId(one(folder.body, 'FolderId').attributes['Id'] ?? ''),
      `<t:ItemId Id="${id}" ChangeKey="not a key"/>`,
      `<t:OccurrenceItemId RecurringMasterId="${id}" InstanceIndex="1"/>`,
      `<t:OccurrenceItemId RecurringMasterId="${id}" InstanceIndex="3"/>`,
      `<t:OccurrenceItemId RecurringMasterId="${id}" InstanceIndex="5"/>`,
      `<t:OccurrenceItemId RecurringMasterId="${id}" InstanceIndex="0"/>`,
      `<t:RecurringMasterItemId OccurrenceId="${id}"/>`,
      itemId(id),
    ];
    const answer = await ask(emulator, getItem(ids.join(''), []));
    expect(answer.status).toBe(200);
    expect(texts(answer.body, 'ResponseCode')).toEqual([
      'NoError',
      'ErrorInvalidIdEmpty',
      'ErrorInvalidIdMalformed',
      'ErrorItemNotFound',
      'ErrorCannotUseFolderIdForItemId',
      'ErrorInvalidChangeKey',
      'NoError',
      'ErrorCalendarOccurrenceIsDeletedFromRecurrence',
      'ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange',
      'ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange',
      'ErrorCalendarCannotUseIdForRecurringMasterId',
      'NoError',
    ]);
    expect(all(answer.body, 'GetItemResponseMessage').map((message) => message.attributes['ResponseClass'])).toEqual(
      expect.arrayContaining(['Success', 'Error']),
    );
  });

  it('tell upper from lower case', async () => {
    const emulator = await startTidewater([meeting({ id: 'first' }), meeting({ id: 'second' })]);
    const list = await ask(emulator, calendarView(...july));
    const get = async (id: string): Promise<string[]> =>
      texts((await ask(emulator, getItem(itemId(id), ['item:Subject']))).body, 'Subject');
    expect(await get(idOf(list, 'first'))).toEqual(['first']);
    expect(await get(idOf(list, 'second'))).toEqual(['second']);
    expect(await get(idOf(list, 'first').toUpperCase())).toEqual([]);
  });

  it('of an occurrence lead to it by id and by index, and back to the master', async () => {
    const emulator = await startTidewater([series]);
    const id = await masterId(emulator);
    const byIndex = await ask(
      emulator,
      getItem(`<t:OccurrenceItemId RecurringMasterId="${id}" InstanceIndex="2"/>`, [
        'item:Subject',
        'calendar:Location',
        'calendar:CalendarItemType',
        'calendar:OriginalStart',
        'calendar:RecurrenceId',
      ]),
    );
    const item = one(byIndex.body, 'CalendarItem');
    expect(childNames(item).slice(1)).toEqual([
      'Subject',
      'RecurrenceId',
      'OriginalStart',
      'Location',
      'CalendarItemType',
    ]);
    expect([textOf(item, 'Subject'), textOf(item, 'Location'), textOf(item, 'CalendarItemType')]).toEqual([
      'changed',
      'Quay',
      'Exception',
    ]);
    const occurrenceId = one(item, 'ItemId').attributes['Id'] ?? '';
    expect(occurrenceId).not.toBe(id);
    const again = await ask(emulator, getItem(itemId(occurrenceId), ['item:Subject']));
    expect(texts(again.body, 'Subject')).toEqual(['changed']);
    const master = await ask(
      emulator,
      getItem(`<t:RecurringMasterItemId OccurrenceId="${occurrenceId}"/>`, ['calendar:CalendarItemType']),
    );
    expect(one(master.body, 'ItemId').attributes['Id']).toBe(id);
    expect(texts(master.body, 'CalendarItemType')).toEqual(['RecurringMaster']);
  });

  it('of occurrences are exact: another spelling of the same bytes is another id', async () => {
    const emulator = await startTidewater([series]);
    const master = await masterId(emulator);
    const markup = `<t:OccurrenceItemId RecurringMasterId="${master}" InstanceIndex="1"/>`;
    const id = one((await ask(emulator, getItem(markup, []))).body, 'ItemId').attributes['Id'] ?? '';
    const respelled = id.replace(/A==$/, 'B==');
    expect(Buffer.from(respelled, 'base64')).toEqual(Buffer.from(id, 'base64'));
    expect(respelled).not.toBe(id);
    expect(codeOf(await ask(emulator, getItem(itemId(respelled), [])))).toBe('ErrorItemNotFound');
  });

  it('share a UID that is the clean global object id in hexadecimal digits', async () => {
    const emulator = await startTidewater([series]);
    const id = await masterId(emulator);
    const path = (property: number): string =>
      `<t:ExtendedFieldURI DistinguishedPropertySetId="Meeting" PropertyId="${property}" PropertyType="Binary"/>`;
    const get = async (ids: string): Promise<string[]> => {
      const item = one((await ask(emulator, getItem(ids, [path(3), path(35), 'calendar:UID']))).body, 'CalendarItem');
      expect(childNames(item)).toEqual(['ItemId', 'ExtendedProperty', 'ExtendedProperty', 'UID']);
      const hex = texts(item, 'Value').map((value) => Buffer.from(value, 'base64').toString('hex').toUpperCase());
      return [...hex, textOf(item, 'UID') ?? ''];
    };
    const [masterGlobal, masterClean, uid] = await get(itemId(id));
    expect(uid).toMatch(/^040000008200E00074C5B7101A82E00800000000[0-9A-F]{16}0{16}10000000[0-9A-F]{32}$/);
    expect([masterGlobal, masterClean]).toEqual([uid, uid]);
    const [global, clean, same] = await get(`<t:OccurrenceItemId RecurringMasterId="${id}" InstanceIndex="4"/>`);
    expect([clean, same]).toEqual([uid, uid]);
    // 4 July 2026 stands where the clean form has zeros.
    expect(global).toBe(uid?.replace('E00800000000', 'E00807EA0704'));
  });

  it('do not lead to MIME content', async () => {
    const emulator = await startTidewater([series]);
    const more = '<t:IncludeMimeContent>true</t:IncludeMimeContent>';
    const answer = await ask(emulator, getItem(itemId(await masterId(emulator)), [], 'IdOnly', more));
    expect(codeOf(answer)).toBe('ErrorUnsupportedMimeConversion');
  });
});

describe('smaller properties', () => {
  it('are written as Exchange writes them', async () => {
    const emulator = await startTidewater([
      meeting({
        id: 'details',
        privacy: 'confidential',
        busyStatus: 'outOfOffice',
        categories: ['Blue', 'Red & white'],
        reminderMinutes: 30,
        attachments: ['plan.pdf'],
        location: 'Quay',
      }),
    ]);
    const id = idOf(await ask(emulator, calendarView(...july)), 'details');
    const fields = ['calendar:EnhancedLocation'];
    const item = one((await ask(emulator, getItem(itemId(id), fields, 'AllProperties'))).body, 'CalendarItem');
    expect(textOf(item, 'Sensitivity')).toBe('Confidential');
    expect(textOf(item, 'LegacyFreeBusyStatus')).toBe('OOF');
    expect(texts(one(item, 'Categories'), 'String')).toEqual(['Blue', 'Red & white']);
    expect([textOf(item, 'ReminderIsSet'), textOf(item, 'ReminderMinutesBeforeStart')]).toEqual(['true', '30']);
    expect([textOf(item, 'HasAttachments'), ...texts(one(item, 'FileAttachment'), 'Name')]).toEqual([
      'true',
      'plan.pdf',
    ]);
    expect(textOf(item, 'Duration')).toBe('PT1H');
    expect(texts(one(item, 'EnhancedLocation'), 'DisplayName')).toEqual(['Quay']);
    expect(textOf(item, 'DateTimeCreated')).toBe('2026-06-01T08:00:00Z');
  });
});
