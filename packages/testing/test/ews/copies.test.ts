import { describe, expect, it } from 'vitest';
import type { Meeting } from '../../src/company/company.ts';
import type { ExchangeEmulator } from '../../src/ews/exchange-emulator.ts';
import type { XmlNode } from '../../src/ews/xml/parse-xml.ts';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, calendarView, codeOf, getItem, one, textOf, texts } from './soap-client.ts';
import { meeting } from './tidewater-company.ts';

const ada = 'ada@tidewater.example:ada-secret';
const bo = 'bo@tidewater.example:pässword:ü';
const adrian = 'adrian@tidewater.example:adrian-secret';
const july: readonly [string, string] = ['2026-07-01T00:00:00Z', '2026-08-01T00:00:00Z'];
const subjects = ['item:Subject'];

const board: Meeting = meeting({
  id: 'board',
  invitees: [
    { who: 'bo', response: 'accepted' },
    { who: 'adrian', role: 'optional', response: 'tentative' },
    { who: 'lagoon', response: 'accepted' },
    { who: { address: 'guest@elsewhere.example' } },
  ],
});

async function copyOf(emulator: ExchangeEmulator, basic: string): Promise<XmlNode> {
  const list = await ask(emulator, calendarView(...july), { basic });
  const id = one(list.body, 'ItemId').attributes['Id'] ?? '';
  const fields = ['calendar:IsOrganizer'];
  return one(
    (await ask(emulator, getItem(`<t:ItemId Id="${id}"/>`, fields, 'AllProperties'), { basic })).body,
    'CalendarItem',
  );
}

const people = (item: XmlNode, name: string): (string | undefined)[][] =>
  all(item, name).flatMap((list) =>
    all(list, 'Attendee').map((attendee) => [
      texts(attendee, 'EmailAddress')[0],
      texts(attendee, 'MailboxType')[0],
      textOf(attendee, 'ResponseType'),
      textOf(attendee, 'LastResponseTime'),
    ]),
  );
const values = (item: XmlNode, ...names: string[]): (string | undefined)[] => names.map((name) => textOf(item, name));

describe('copies of a meeting', () => {
  it('of the organizer tracks the answers', async () => {
    const item = await copyOf(await startTidewater([board]), ada);
    expect(values(item, 'IsMeeting', 'IsOrganizer', 'MyResponseType', 'AppointmentState')).toEqual([
      'true',
      'true',
      'Organizer',
      '1',
    ]);
    expect(people(item, 'RequiredAttendees')).toEqual([
      ['bo@tidewater.example', 'Mailbox', 'Accept', '2026-06-01T08:00:00Z'],
      ['guest@elsewhere.example', 'OneOff', 'Unknown', undefined],
    ]);
    expect(people(item, 'OptionalAttendees')).toEqual([
      ['adrian@tidewater.example', 'Mailbox', 'Tentative', '2026-06-01T08:00:00Z'],
    ]);
    expect(people(item, 'Resources')).toEqual([
      ['lagoon@tidewater.example', 'Mailbox', 'Accept', '2026-06-01T08:00:00Z'],
    ]);
    expect(values(item, 'Location', 'LegacyFreeBusyStatus')).toEqual(['Lagoon', 'Busy']);
  });

  it('of an attendee knows the own answer alone, and lists the organizer', async () => {
    const emulator = await startTidewater([board]);
    const item = await copyOf(emulator, bo);
    expect(values(item, 'IsOrganizer', 'MyResponseType', 'AppointmentState', 'LegacyFreeBusyStatus')).toEqual([
      'false',
      'Accept',
      '3',
      'Busy',
    ]);
    expect(texts(one(item, 'Organizer'), 'EmailAddress')).toEqual(['ada@tidewater.example']);
    expect(people(item, 'RequiredAttendees').map(([address, , response]) => [address, response])).toEqual([
      ['ada@tidewater.example', 'Unknown'],
      ['bo@tidewater.example', 'Unknown'],
      ['guest@elsewhere.example', 'Unknown'],
    ]);
    const tentative = await copyOf(emulator, adrian);
    expect(values(tentative, 'MyResponseType', 'LegacyFreeBusyStatus')).toEqual(['Tentative', 'Tentative']);
  });

  it('have the same UID and other ids', async () => {
    const emulator = await startTidewater([board]);
    const [mine, theirs] = [await copyOf(emulator, ada), await copyOf(emulator, bo)];
    expect(textOf(mine, 'UID')).toBe(textOf(theirs, 'UID'));
    expect(one(mine, 'ItemId').attributes['Id']).not.toBe(one(theirs, 'ItemId').attributes['Id']);
  });

  it('of somebody who has not answered says so', async () => {
    const emulator = await startTidewater([meeting({ id: 'open', invitees: [{ who: 'bo' }] })]);
    const item = await copyOf(emulator, bo);
    expect(values(item, 'MyResponseType', 'LegacyFreeBusyStatus', 'AppointmentReplyTime')).toEqual([
      'NoResponseReceived',
      'Tentative',
      undefined,
    ]);
  });

  it('of a master tell IsRecurring false to the organizer and true to attendees', async () => {
    const series = { rule: 'FREQ=DAILY;COUNT=2' };
    const emulator = await startTidewater([{ ...board, series }]);
    const isRecurring = async (basic: string): Promise<string[]> => {
      const body =
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>';
      return texts((await ask(emulator, body, { basic })).body, 'IsRecurring');
    };
    expect([await isRecurring(ada), await isRecurring(bo)]).toEqual([['false'], ['true']]);
  });

  it('vanish from the calendar of who declines, and stay with everybody else', async () => {
    const emulator = await startTidewater([
      meeting({ id: 'no', invitees: [{ who: 'bo', response: 'declined' }, { who: 'adrian' }] }),
    ]);
    expect(all((await ask(emulator, calendarView(...july), { basic: bo })).body, 'CalendarItem')).toEqual([]);
    expect(all((await ask(emulator, calendarView(...july), { basic: adrian })).body, 'CalendarItem')).toHaveLength(1);
    expect(people(await copyOf(emulator, ada), 'RequiredAttendees').map(([, , response]) => response)).toEqual([
      'Decline',
      'Unknown',
    ]);
  });

  it('of a cancelled meeting stay with the attendees, cancelled and free', async () => {
    const emulator = await startTidewater([{ ...board, isCancelled: true }]);
    expect(all((await ask(emulator, calendarView(...july))).body, 'CalendarItem')).toEqual([]);
    const item = await copyOf(emulator, bo);
    expect(values(item, 'IsCancelled', 'AppointmentState', 'LegacyFreeBusyStatus')).toEqual(['true', '7', 'Free']);
    expect(all(one(item, 'ResponseObjects'), 'RemoveItem')).toHaveLength(1);
  });

  it('of an appointment without anybody invited are no meeting', async () => {
    const item = await copyOf(await startTidewater([meeting({ id: 'alone', invitees: [{ who: 'ada' }] })]), ada);
    expect(values(item, 'IsMeeting', 'AppointmentState', 'MyResponseType')).toEqual(['false', '0', 'Organizer']);
  });
});

describe('the calendar of somebody else', () => {
  const ofAda =
    '<t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>ada@tidewater.example</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>';
  const view = calendarView(...july, subjects, { folder: ofAda });
  const secret = meeting({
    id: 'secret',
    privacy: 'private',
    description: 'Canary',
    location: 'Canary',
    categories: ['Canary'],
    invitees: [{ who: 'adrian' }],
  });

  it('cannot be found without permission, and is not readable with free/busy rights', async () => {
    const emulator = await startTidewater([secret]);
    expect(codeOf(await ask(emulator, view, { basic: bo }))).toBe('ErrorFolderNotFound');
    emulator.grantPermission({ mailbox: 'ada', grantee: 'bo', level: 'FreeBusyTimeOnly' });
    expect(codeOf(await ask(emulator, view, { basic: bo }))).toBe('ErrorAccessDenied');
  });

  it('shows nothing but the busy time of private items to a reviewer', async () => {
    const emulator = await startTidewater([secret, meeting({ id: 'plain' })], {
      permissions: [{ mailbox: 'ada@tidewater.example', grantee: 'bo@tidewater.example', level: 'Reviewer' }],
    });
    const list = await ask(emulator, view, { basic: bo });
    expect(texts(list.body, 'Subject')).toEqual(['plain']);
    const ids = all(list.body, 'ItemId').map((id) => `<t:ItemId Id="${id.attributes['Id']}"/>`);
    expect(ids).toHaveLength(2);
    const answer = await ask(emulator, getItem(ids.join(''), [], 'AllProperties'), { basic: bo });
    const hidden = all(answer.body, 'CalendarItem').find((item) => textOf(item, 'Sensitivity') === 'Private');
    expect(hidden).toBeDefined();
    if (hidden === undefined) return;
    expect(values(hidden, 'Start', 'End', 'LegacyFreeBusyStatus')).toEqual([
      '2026-07-01T07:00:00Z',
      '2026-07-01T08:00:00Z',
      'Busy',
    ]);
    for (const name of ['Subject', 'Body', 'Location', 'Categories', 'Organizer', 'RequiredAttendees']) {
      expect(all(hidden, name)).toEqual([]);
    }
    expect(answer.text).not.toContain('Canary');
  });

  it('shows private items to a delegate who may see them', async () => {
    const emulator = await startTidewater([secret], {
      permissions: [{ mailbox: 'ada', grantee: 'bo', level: 'Editor', viewPrivateItems: true }],
    });
    expect(texts((await ask(emulator, view, { basic: bo })).body, 'Subject')).toEqual(['secret']);
  });

  it('does not give its items away by their ids', async () => {
    const emulator = await startTidewater([secret]);
    const id = one((await ask(emulator, calendarView(...july))).body, 'ItemId').attributes['Id'] ?? '';
    const answer = await ask(emulator, getItem(`<t:ItemId Id="${id}"/>`, subjects), { basic: bo });
    expect(codeOf(answer)).toBe('ErrorItemNotFound');
  });

  it('is the own one for who impersonates', async () => {
    const emulator = await startTidewater([secret]);
    const { accessToken } = emulator.issueTokens({ appOnly: true });
    const headers =
      '<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>ada@tidewater.example</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>';
    const answer = await ask(emulator, calendarView(...july, subjects), { bearer: accessToken, headers });
    expect(texts(answer.body, 'Subject')).toEqual(['secret']);
  });

  it('of a room holds the meetings that invited it', async () => {
    const emulator = await startTidewater([board], {
      permissions: [{ mailbox: 'lagoon', grantee: 'bo', level: 'Reviewer' }],
    });
    const folder = ofAda.replace('ada@', 'lagoon@');
    const answer = await ask(emulator, calendarView(...july, subjects, { folder }), { basic: bo });
    expect(texts(answer.body, 'Subject')).toEqual(['board']);
  });
});
