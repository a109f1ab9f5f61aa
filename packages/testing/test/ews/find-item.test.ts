import { describe, expect, it } from 'vitest';
import type { Meeting } from '../../src/company/company.ts';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, calendarView, childNames, codeOf, idOf, one, textOf, texts } from './soap-client.ts';
import { meeting } from './tidewater-company.ts';

const july: readonly [string, string] = ['2026-07-01T00:00:00Z', '2026-08-01T00:00:00Z'];
const at = (day: string, from = '09:00', to = '10:00'): Meeting['when'] => ({
  kind: 'timed',
  start: `${day}T${from}:00`,
  end: `${day}T${to}:00`,
  timeZone: 'Europe/Berlin',
});
const weekly = meeting({
  id: 'weekly',
  when: at('2026-07-01'),
  series: {
    rule: 'FREQ=WEEKLY;COUNT=6',
    exceptions: [
      { originalStart: '2026-07-08T09:00:00', title: 'moved', when: at('2026-07-09', '15:00', '16:00') },
      { originalStart: '2026-07-22T09:00:00', when: at('2026-09-30') },
    ],
    deleted: ['2026-07-15T09:00:00'],
  },
});

describe('FindItem with a CalendarView', () => {
  it('returns singles, occurrences and exceptions in order of their start, and no master', async () => {
    const emulator = await startTidewater([weekly, meeting({ id: 'single', when: at('2026-07-02') })]);
    const answer = await ask(emulator, calendarView(...july));
    expect(
      all(answer.body, 'CalendarItem').map((item) =>
        ['CalendarItemType', 'Subject', 'Start'].map((name) => textOf(item, name)),
      ),
    ).toEqual([
      ['Occurrence', 'weekly', '2026-07-01T07:00:00Z'],
      ['Single', 'single', '2026-07-02T07:00:00Z'],
      ['Exception', 'moved', '2026-07-09T13:00:00Z'],
      ['Occurrence', 'weekly', '2026-07-29T07:00:00Z'],
    ]);
    expect(one(answer.body, 'RootFolder').attributes).toEqual({
      TotalItemsInView: '4',
      IncludesLastItemInRange: 'true',
    });
  });

  it('finds an exception where it was moved to, not where it came from', async () => {
    const emulator = await startTidewater([weekly]);
    const moved = await ask(emulator, calendarView('2026-09-30T00:00:00Z', '2026-10-01T00:00:00Z'));
    expect(texts(moved.body, 'CalendarItemType')).toEqual(['Exception']);
    const left = await ask(emulator, calendarView('2026-07-22T00:00:00Z', '2026-07-23T00:00:00Z'));
    expect(texts(left.body, 'CalendarItemType')).toEqual([]);
  });

  it('takes what ends at the window start and leaves what starts at its end', async () => {
    const emulator = await startTidewater([
      meeting({ id: 'before', when: at('2026-07-01', '08:00', '09:00') }),
      meeting({ id: 'before-too', when: at('2026-06-30', '08:00', '09:00'), series: { rule: 'FREQ=DAILY;COUNT=3' } }),
      meeting({ id: 'after', when: at('2026-07-01', '12:00', '13:00') }),
    ]);
    const answer = await ask(emulator, calendarView('2026-07-01T09:00:00+02:00', '2026-07-01T12:00:00+02:00'));
    expect(texts(answer.body, 'Subject')).toEqual(['before', 'before-too']);
  });

  it('covers two years and refuses more', async () => {
    const emulator = await startTidewater([weekly]);
    const two = await ask(emulator, calendarView('2026-01-01T00:00:00Z', '2028-01-01T00:00:00Z'));
    expect(codeOf(two)).toBe('NoError');
    const more = await ask(emulator, calendarView('2026-01-01T00:00:00Z', '2028-01-01T00:00:01Z'));
    expect([more.status, codeOf(more)]).toEqual([200, 'ErrorCalendarViewRangeTooBig']);
    expect(texts(more.body, 'MessageText')).toEqual([
      'The specified view range exceeds the maximum range of two years.',
    ]);
  });

  it.each([
    ['2026-07-02T00:00:00Z', '2026-07-01T00:00:00Z', 'ErrorCalendarEndDateIsEarlierThanStartDate'],
    ['2026-07-01T00:00:00Z', '2026-07-01T00:00:00Z', 'NoError'],
    ['0001-01-01T00:00:00Z', '2026-07-01T00:00:00Z', 'ErrorValueOutOfRange'],
    ['2026-07-01T00:00:00Z', '9999-12-31T00:00:00Z', 'ErrorValueOutOfRange'],
  ])('answers a window from %s to %s with %s', async (from, to, code) => {
    const emulator = await startTidewater();
    expect(codeOf(await ask(emulator, calendarView(from, to)))).toBe(code);
  });

  it('reads a window without offsets in the zone of TimeZoneContext', async () => {
    const emulator = await startTidewater([meeting({ id: 'early', when: at('2026-07-01', '00:30', '01:00') })]);
    const headers = '<t:TimeZoneContext><t:TimeZoneDefinition Id="W. Europe Standard Time"/></t:TimeZoneContext>';
    const body = calendarView('2026-07-01T00:00:00', '2026-07-02T00:00:00');
    expect(texts((await ask(emulator, body, { headers })).body, 'Start')).toEqual(['2026-07-01T00:30:00+02:00']);
    expect(texts((await ask(emulator, body)).body, 'Start')).toEqual([]);
  });

  it('returns part of what it found over a limit, from 2010 SP1 on', async () => {
    const daily = meeting({ id: 'daily', series: { rule: 'FREQ=DAILY' } });
    const emulator = await startTidewater([daily], { findLimit: 10 });
    const max = await ask(emulator, calendarView(...july, undefined, { max: 3 }));
    expect(texts(max.body, 'Start')).toHaveLength(3);
    expect(one(max.body, 'RootFolder').attributes['IncludesLastItemInRange']).toBe('false');
    const limited = await ask(emulator, calendarView(...july), { version: 'Exchange2010_SP1' });
    expect(texts(limited.body, 'Start')).toHaveLength(10);
    expect(one(limited.body, 'RootFolder').attributes['IncludesLastItemInRange']).toBe('false');
    const old = await ask(emulator, calendarView(...july), { version: 'Exchange2010' });
    expect([old.status, codeOf(old)]).toEqual([200, 'ErrorExceededFindCountLimit']);
    const none = await ask(emulator, calendarView(...july, undefined, { max: 0 }));
    expect(codeOf(none)).toBe('ErrorInvalidPagingMaxRows');
  });

  it('limits itself to a thousand items by default', async () => {
    const emulator = await startTidewater([
      meeting({ id: 'one', series: { rule: 'FREQ=DAILY' } }),
      meeting({ id: 'two', series: { rule: 'FREQ=DAILY' } }),
    ]);
    const answer = await ask(emulator, calendarView('2026-07-01T00:00:00Z', '2028-06-30T00:00:00Z'));
    expect(texts(answer.body, 'Start')).toHaveLength(1000);
  });

  it('knows the name of the organizer, no body, nobody invited, and 255 characters of a text', async () => {
    const title = `${'x'.repeat(254)}😀 and more`;
    const emulator = await startTidewater([
      meeting({ id: 'long', title, description: 'Secret', invitees: [{ who: 'bo' }] }),
    ]);
    const answer = await ask(emulator, calendarView(...july, [], { base: 'AllProperties' }));
    const item = one(answer.body, 'CalendarItem');
    expect(childNames(one(one(item, 'Organizer'), 'Mailbox'))).toEqual(['Name']);
    expect(textOf(item, 'Subject')).toBe('x'.repeat(254));
    for (const name of ['Body', 'RequiredAttendees', 'ResponseObjects', 'Recurrence'])
      expect(all(item, name)).toEqual([]);
    for (const field of ['item:Body', 'calendar:RequiredAttendees', 'item:MimeContent']) {
      expect(codeOf(await ask(emulator, calendarView(...july, [field])))).toBe('ErrorInvalidPropertyRequest');
    }
  });

  it('answers each folder by itself, in the order of the request', async () => {
    const emulator = await startTidewater([meeting({ id: 'tour', calendar: 'tours' })]);
    const folders = await ask(
      emulator,
      '<m:FindFolder Traversal="Shallow"><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindFolder>',
    );
    const id = one(folders.body, 'FolderId').attributes['Id'] ?? '';
    const folder = `<t:DistinguishedFolderId Id="calendar"/><t:FolderId Id="${id}"/><t:DistinguishedFolderId Id="contacts"/><t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>eve@tidewater.example</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>`;
    const answer = await ask(emulator, calendarView(...july, undefined, { folder }));
    expect(texts(answer.body, 'ResponseCode')).toEqual([
      'NoError',
      'NoError',
      'ErrorCalendarFolderIsInvalidForCalendarView',
      'ErrorNonExistentMailbox',
    ]);
    expect(texts(answer.body, 'Subject')).toEqual(['tour']);
  });
});

describe('FindItem without a CalendarView', () => {
  const indexed = (view: string, more = '', folder = 'calendar'): string =>
    `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>${view}${more}<m:ParentFolderIds><t:DistinguishedFolderId Id="${folder}"/></m:ParentFolderIds></m:FindItem>`;
  const page = (offset: number, max: number, base = 'Beginning'): string =>
    `<m:IndexedPageItemView MaxEntriesReturned="${max}" Offset="${offset}" BasePoint="${base}"/>`;

  it('returns singles and masters, and no occurrences', async () => {
    const emulator = await startTidewater([weekly, meeting({ id: 'single' })]);
    const answer = await ask(emulator, indexed(''));
    expect(texts(answer.body, 'CalendarItemType')).toEqual(['RecurringMaster', 'Single']);
  });

  it('pages', async () => {
    const emulator = await startTidewater(['a', 'b', 'c'].map((id) => meeting({ id })));
    const first = await ask(emulator, indexed(page(0, 2)));
    expect(texts(first.body, 'Subject')).toEqual(['a', 'b']);
    expect(one(first.body, 'RootFolder').attributes).toEqual({
      IndexedPagingOffset: '2',
      TotalItemsInView: '3',
      IncludesLastItemInRange: 'false',
    });
    const second = await ask(emulator, indexed(page(2, 2)));
    expect(texts(second.body, 'Subject')).toEqual(['c']);
    expect(one(second.body, 'RootFolder').attributes['IncludesLastItemInRange']).toBe('true');
    expect(texts((await ask(emulator, indexed(page(0, 2, 'End')))).body, 'Subject')).toEqual(['b', 'c']);
    expect(codeOf(await ask(emulator, indexed(page(-1, 2))))).toBe('ErrorInvalidIndexedPagingParameters');
  });

  it('finds a meeting by its global object id, and not by its UID', async () => {
    const emulator = await startTidewater([weekly, meeting({ id: 'wanted' })]);
    const path = '<t:ExtendedFieldURI DistinguishedPropertySetId="Meeting" PropertyId="35" PropertyType="Binary"/>';
    const listed = await ask(emulator, calendarView(...july, ['item:Subject', path]));
    const wanted = all(listed.body, 'CalendarItem').find((item) => textOf(item, 'Subject') === 'wanted');
    const value = wanted === undefined ? '' : one(wanted, 'Value').text;
    const equals = (field: string, constant: string): string =>
      `<m:Restriction><t:IsEqualTo>${field}<t:FieldURIOrConstant><t:Constant Value="${constant}"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction>`;
    const found = await ask(emulator, indexed('', equals(path, value)));
    expect(texts(found.body, 'Subject')).toEqual(['wanted']);
    const byUid = await ask(emulator, indexed('', equals('<t:FieldURI FieldURI="calendar:UID"/>', 'x')));
    expect(codeOf(byUid)).toBe('ErrorUnsupportedPathForQuery');
  });

  it('finds nothing in the inbox', async () => {
    const emulator = await startTidewater([weekly]);
    expect(all((await ask(emulator, indexed('', '', 'inbox'))).body, 'CalendarItem')).toEqual([]);
  });
});

describe('item ids', () => {
  it('are 100 to 200 characters long, have + / =, and differ by nothing but case in pairs', async () => {
    const emulator = await startTidewater([meeting({ id: 'first' }), meeting({ id: 'second' })]);
    const answer = await ask(emulator, calendarView(...july));
    const ids = [idOf(answer, 'first'), idOf(answer, 'second')];
    for (const id of ids) {
      expect(id.length).toBeGreaterThanOrEqual(100);
      expect(id.length).toBeLessThanOrEqual(200);
      for (const character of '+/=') expect(id).toContain(character);
    }
    expect(ids[0]).not.toBe(ids[1]);
    expect(ids[0]?.toLowerCase()).toBe(ids[1]?.toLowerCase());
  });

  it('stay, and change keys change, when a meeting is seeded again', async () => {
    const emulator = await startTidewater([meeting({ id: 'plan', invitees: [{ who: 'bo' }] })]);
    const before = one((await ask(emulator, calendarView(...july))).body, 'ItemId').attributes;
    emulator.seed({
      name: 'Tidewater',
      domain: 'tidewater.example',
      timeZone: 'Europe/Berlin',
      people: [],
      rooms: [],
      meetings: [meeting({ id: 'plan', title: 'Better plan' })],
    });
    const answer = await ask(emulator, calendarView(...july));
    const after = one(answer.body, 'ItemId').attributes;
    expect(texts(answer.body, 'Subject')).toEqual(['Better plan']);
    expect(after['Id']).toBe(before['Id']);
    expect(after['ChangeKey']).not.toBe(before['ChangeKey']);
    const basic = 'bo@tidewater.example:pässword:ü';
    expect(texts((await ask(emulator, calendarView(...july), { basic })).body, 'Subject')).toEqual([]);
  });
});
