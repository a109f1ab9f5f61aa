import { describe, expect, it } from 'vitest';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, childNames, codeOf, envelope, getItem, one, postRaw, textOf, texts } from './soap-client.ts';
import {
  agenda,
  as,
  berlin,
  create,
  createCalendarItem,
  mailsOf,
  nine,
  people,
  read,
  weekly,
  written,
} from './write-client.ts';

describe('CreateItem of an appointment', () => {
  it('answers with the id and the change key only', async () => {
    const emulator = await startTidewater();
    const answer = await ask(emulator, createCalendarItem(`<t:Subject>Tide tables</t:Subject>${nine}${berlin}`));
    const item = one(answer.body, 'CalendarItem');
    expect(childNames(item)).toEqual(['ItemId']);
    expect(Object.keys(one(item, 'ItemId').attributes)).toEqual(['Id', 'ChangeKey']);
  });

  it('keeps every property', async () => {
    const emulator = await startTidewater();
    const ref = await create(
      emulator,
      '<t:Subject>Tide &lt;tables&gt; 🌊 שלום</t:Subject><t:Sensitivity>Private</t:Sensitivity><t:Body BodyType="Text">One\nTwo</t:Body>' +
        '<t:Categories><t:String>Blue</t:String><t:String>Red</t:String></t:Categories><t:Importance>High</t:Importance>' +
        '<t:ReminderIsSet>false</t:ReminderIsSet><t:ReminderMinutesBeforeStart>45</t:ReminderMinutesBeforeStart>' +
        `<t:UID>tide@elsewhere.example</t:UID>${nine}<t:LegacyFreeBusyStatus>OOF</t:LegacyFreeBusyStatus><t:Location>Quay</t:Location>` +
        `<t:IsResponseRequested>false</t:IsResponseRequested>${berlin}<t:AllowNewTimeProposal>false</t:AllowNewTimeProposal>`,
    );
    const item = await read(emulator, ref);
    expect(
      [
        'Subject',
        'Sensitivity',
        'Body',
        'Importance',
        'ReminderIsSet',
        'ReminderMinutesBeforeStart',
        'UID',
        'Start',
        'End',
        'LegacyFreeBusyStatus',
        'Location',
        'IsMeeting',
        'IsResponseRequested',
        'MyResponseType',
        'AllowNewTimeProposal',
      ].map((name) => textOf(item, name)),
    ).toEqual([
      'Tide <tables> 🌊 שלום',
      'Private',
      'One\r\nTwo',
      'High',
      'false',
      '45',
      'tide@elsewhere.example',
      '2026-07-01T07:00:00Z',
      '2026-07-01T08:00:00Z',
      'OOF',
      'Quay',
      'false',
      'false',
      'Organizer',
      'false',
    ]);
    expect(texts(one(item, 'Categories'), 'String')).toEqual(['Blue', 'Red']);
    expect(one(item, 'StartTimeZone').attributes['Id']).toBe('W. Europe Standard Time');
  });

  it('fills in what is left out', async () => {
    const emulator = await startTidewater();
    const item = await read(emulator, await create(emulator, ''));
    expect(
      ['Subject', 'Start', 'End', 'LegacyFreeBusyStatus', 'ReminderIsSet', 'ReminderMinutesBeforeStart'].map((name) =>
        textOf(item, name),
      ),
    ).toEqual([undefined, '2026-06-01T08:00:00Z', '2026-06-01T08:30:00Z', 'Busy', 'true', '15']);
    expect(textOf(item, 'UID')).toMatch(/^040000008200E00074C5B7101A82E008/);
  });

  it('wraps a foreign UID into the GlobalObjectId, by which it is found', async () => {
    const emulator = await startTidewater();
    const path = '<t:ExtendedFieldURI DistinguishedPropertySetId="Meeting" PropertyId="35" PropertyType="Binary"/>';
    const ref = await create(emulator, `<t:UID>tide@elsewhere.example</t:UID>${nine}${berlin}`);
    const item = await read(emulator, ref, [path]);
    const bytes = Buffer.from(one(item, 'Value').text, 'base64');
    expect(bytes.subarray(40).toString('latin1')).toBe('vCal-Uid\u0001\0\0\0tide@elsewhere.example\0');
    expect(bytes.readInt32LE(36)).toBe(bytes.byteLength - 40);
  });

  it.each([
    ['SendMeetingInvitations is missing', createCalendarItem(nine + berlin, ''), 'ErrorSendMeetingInvitationsRequired'],
    [
      'it ends before it starts',
      createCalendarItem('<t:Start>2026-07-01T09:00:00Z</t:Start><t:End>2026-07-01T08:00:00Z</t:End>'),
      'ErrorCalendarEndDateIsEarlierThanStartDate',
    ],
    [
      'it lasts longer than five years',
      createCalendarItem('<t:Start>2026-07-01T09:00:00Z</t:Start><t:End>2031-07-09T08:00:00Z</t:End>'),
      'ErrorCalendarDurationIsTooLong',
    ],
    ['a day does not exist', createCalendarItem('<t:Start>2026-02-30T09:00:00Z</t:Start>'), 'ErrorCalendarOutOfRange'],
    [
      'the zone has a name of IANA',
      createCalendarItem(`${nine}<t:StartTimeZone Id="Europe/Berlin"/>`),
      'ErrorTimeZone',
    ],
    [
      'a property is the server’s own',
      createCalendarItem(`${nine}<t:IsMeeting>true</t:IsMeeting>${berlin}`),
      'ErrorInvalidPropertySet',
    ],
    [
      'the organizer is named',
      createCalendarItem(
        `${nine}<t:Organizer><t:Mailbox><t:EmailAddress>bo@tidewater.example</t:EmailAddress></t:Mailbox></t:Organizer>`,
      ),
      'ErrorInvalidPropertySet',
    ],
    [
      'the subject is too long',
      createCalendarItem(`<t:Subject>${'s'.repeat(65_536)}</t:Subject>${nine}`),
      'ErrorPropertyValidationFailure',
    ],
    [
      'an attendee has no address',
      createCalendarItem(`${nine}${people('RequiredAttendees', 'Bo')}`),
      'ErrorInvalidRecipients',
    ],
    [
      'the folder is no calendar',
      createCalendarItem(nine, 'SendToNone', '<t:DistinguishedFolderId Id="contacts"/>'),
      'ErrorCannotCreateCalendarItemInNonCalendarFolder',
    ],
    [
      'the folder is somebody else’s',
      createCalendarItem(
        nine,
        'SendToNone',
        '<t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>bo@tidewater.example</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>',
      ),
      'ErrorFolderNotFound',
    ],
    [
      'the body is larger than the server takes',
      createCalendarItem(`<t:Body BodyType="Text">${'b'.repeat(2000)}</t:Body>${nine}`),
      'ErrorMessageSizeExceeded',
    ],
    [
      'the reminder is negative',
      createCalendarItem(`<t:ReminderMinutesBeforeStart>-5</t:ReminderMinutesBeforeStart>${nine}`),
      'ErrorCalendarInvalidPropertyValue',
    ],
  ])('is refused when %s', async (_reason, request, code) => {
    const emulator = await startTidewater([], { maxItemBytes: 1000 }, { sendsBadRequests: true });
    expect(codeOf(await ask(emulator, request))).toBe(code);
    expect(await agenda(emulator)).toEqual([]);
  });

  it.each([
    ['properties in another order', `${nine}<t:Subject>Late</t:Subject>`, {}],
    ['zones in a schema that has none', nine + berlin, { version: 'Exchange2007_SP1' }],
    ['an interval that is no number', weekly.replace('<t:Interval>1', '<t:Interval>one'), {}],
  ])('fails the schema with %s', async (_name, content, asking) => {
    const emulator = await startTidewater([], {}, { sendsBadRequests: true });
    expect(codeOf(await ask(emulator, createCalendarItem(content), asking))).toBe('ErrorSchemaValidation');
  });

  it('refuses what is no XML', async () => {
    const emulator = await startTidewater([], {}, { sendsBadRequests: true });
    const request = createCalendarItem(`<t:Subject>&#x1;</t:Subject>${nine}`);
    expect((await postRaw(emulator, envelope(request))).status).toBe(400);
  });

  it('carries on with the other items of a batch', async () => {
    const emulator = await startTidewater();
    const answer = await ask(
      emulator,
      `<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items><t:CalendarItem><t:Subject>one</t:Subject>${nine}${berlin}</t:CalendarItem><t:CalendarItem>${nine.replace('T10', 'T08')}${berlin}</t:CalendarItem><t:CalendarItem><t:Subject>three</t:Subject>${nine}${berlin}</t:CalendarItem></m:Items></m:CreateItem>`,
    );
    expect(texts(answer.body, 'ResponseCode')).toEqual([
      'NoError',
      'ErrorCalendarEndDateIsEarlierThanStartDate',
      'NoError',
    ]);
    expect((await agenda(emulator)).map(({ subject }) => subject)).toEqual(['one', 'three']);
  });
});

describe('times without an offset', () => {
  const zoneOf = async (content: string, headers = '', version?: string): Promise<(string | undefined)[]> => {
    const emulator = await startTidewater();
    const asking = { headers, ...(version === undefined ? {} : { version }) };
    const ref = written(await ask(emulator, createCalendarItem(content), asking));
    const item = await read(emulator, ref);
    return [
      textOf(item, 'Start'),
      textOf(item, 'End'),
      one(item, 'StartTimeZone').attributes['Id'],
      one(item, 'EndTimeZone').attributes['Id'],
    ];
  };
  const tokyo = '<t:TimeZoneContext><t:TimeZoneDefinition Id="Tokyo Standard Time"/></t:TimeZoneContext>';

  it.each([
    [
      'StartTimeZone and EndTimeZone',
      nine + berlin,
      '',
      undefined,
      ['2026-07-01T07:00:00Z', '2026-07-01T08:00:00Z', 'W. Europe Standard Time', 'W. Europe Standard Time'],
    ],
    [
      'TimeZoneContext',
      nine,
      tokyo,
      undefined,
      ['2026-07-01T00:00:00Z', '2026-07-01T01:00:00Z', 'Tokyo Standard Time', 'Tokyo Standard Time'],
    ],
    ['UTC without either', nine, '', undefined, ['2026-07-01T09:00:00Z', '2026-07-01T10:00:00Z', 'UTC', 'UTC']],
    [
      'two zones',
      `${nine.replace('T10', 'T19')}<t:StartTimeZone Id="W. Europe Standard Time"/><t:EndTimeZone Id="Tokyo Standard Time"/>`,
      '',
      undefined,
      ['2026-07-01T07:00:00Z', '2026-07-01T10:00:00Z', 'W. Europe Standard Time', 'Tokyo Standard Time'],
    ],
    [
      'MeetingTimeZone in the old schemas',
      `${nine}<t:MeetingTimeZone TimeZoneName="W. Europe Standard Time"/>`,
      '',
      'Exchange2007_SP1',
      ['2026-07-01T07:00:00Z', '2026-07-01T08:00:00Z', 'W. Europe Standard Time', 'W. Europe Standard Time'],
    ],
  ])('are read in %s', async (_name, content, headers, version, expected) => {
    expect(await zoneOf(content, headers, version)).toEqual(expected);
  });

  it('leave times with an offset alone', async () => {
    const content = `<t:Start>2026-07-01T09:00:00Z</t:Start><t:End>2026-07-01T12:00:00+02:00</t:End>${berlin}`;
    expect((await zoneOf(content, tokyo)).slice(0, 3)).toEqual([
      '2026-07-01T09:00:00Z',
      '2026-07-01T10:00:00Z',
      'W. Europe Standard Time',
    ]);
  });
});

describe('whole days', () => {
  it.each([
    [
      'midnights of the zone',
      '<t:Start>2026-06-09T00:00:00</t:Start><t:End>2026-06-10T00:00:00</t:End>',
      '2026-06-08T22:00:00Z',
      '2026-06-09T22:00:00Z',
    ],
    [
      'times within a day',
      '<t:Start>2026-06-09T09:00:00</t:Start><t:End>2026-06-09T10:00:00</t:End>',
      '2026-06-08T22:00:00Z',
      '2026-06-09T22:00:00Z',
    ],
    [
      'one moment',
      '<t:Start>2026-06-09T00:00:00</t:Start><t:End>2026-06-09T00:00:00</t:End>',
      '2026-06-08T22:00:00Z',
      '2026-06-09T22:00:00Z',
    ],
    [
      'the day on which the clocks go back',
      '<t:Start>2026-10-25T00:00:00</t:Start><t:End>2026-10-26T00:00:00</t:End>',
      '2026-10-24T22:00:00Z',
      '2026-10-25T23:00:00Z',
    ],
    [
      'midnights of UTC',
      '<t:Start>2026-06-09T00:00:00Z</t:Start><t:End>2026-06-10T00:00:00Z</t:End>',
      '2026-06-08T22:00:00Z',
      '2026-06-10T22:00:00Z',
    ],
  ])('are rounded outwards from %s', async (_name, times, start, end) => {
    const emulator = await startTidewater();
    const item = await read(
      emulator,
      await create(emulator, `${times}<t:IsAllDayEvent>true</t:IsAllDayEvent>${berlin}`),
    );
    expect([textOf(item, 'Start'), textOf(item, 'End')]).toEqual([start, end]);
  });
});

describe('CreateItem of a meeting', () => {
  const meeting =
    `<t:Subject>Regatta</t:Subject><t:Body BodyType="HTML">&lt;p&gt;Agenda&lt;/p&gt;</t:Body><t:Categories><t:String>Mine</t:String></t:Categories>${nine}` +
    people('RequiredAttendees', 'bo@tidewater.example', 'ada@tidewater.example') +
    people('OptionalAttendees', 'guest@elsewhere.example') +
    people('Resources', 'lagoon@tidewater.example') +
    berlin;

  it('lands in the calendars of those inside, and everybody gets one mail', async () => {
    const emulator = await startTidewater();
    const ref = await create(emulator, meeting, 'SendToAllAndSaveCopy');
    expect(mailsOf(emulator)).toEqual(['invitation bo', 'invitation guest', 'invitation lagoon', 'reply ada accepted']);
    const [copy] = await agenda(emulator, as.bo);
    expect(copy?.subject).toBe('Regatta');
    const item = await read(emulator, { id: copy?.id ?? '' }, [], as.bo);
    expect(
      ['MyResponseType', 'LegacyFreeBusyStatus', 'AppointmentState', 'UID'].map((name) => textOf(item, name)),
    ).toEqual(['NoResponseReceived', 'Tentative', '3', textOf(await read(emulator, ref), 'UID')]);
    expect(textOf(item, 'Body')).toContain('<p>Agenda</p>');
    // What is the organizer's own does not travel.
    expect(textOf(item, 'Categories')).toBeUndefined();
    expect(texts(one(item, 'Organizer'), 'EmailAddress')).toEqual(['ada@tidewater.example']);
  });

  it('gets the room’s answer, which changes the key', async () => {
    const emulator = await startTidewater();
    const ref = await create(emulator, meeting, 'SendToAllAndSaveCopy');
    const item = await read(emulator, ref);
    expect(texts(one(item, 'Resources'), 'ResponseType')).toEqual(['Accept']);
    expect(texts(one(item, 'RequiredAttendees'), 'EmailAddress')).toEqual(['bo@tidewater.example']);
    expect(one(item, 'ItemId').attributes['ChangeKey']).not.toBe(ref.key);
  });

  it('is declined by a room that is taken, and stays out of its calendar', async () => {
    const emulator = await startTidewater();
    await create(emulator, meeting, 'SendToAllAndSaveCopy');
    const second = await create(emulator, meeting.replace('T09:00', 'T09:59'), 'SendToAllAndSaveCopy');
    expect(texts(one(await read(emulator, second), 'Resources'), 'ResponseType')).toEqual(['Decline']);
    const next = await create(
      emulator,
      meeting.replace('T09', 'T10').replace('T10:00:00</t:End>', 'T11:00:00</t:End>'),
      'SendToAllAndSaveCopy',
    );
    expect(texts(one(await read(emulator, next), 'Resources'), 'ResponseType')).toEqual(['Accept']);
    expect(mailsOf(emulator).filter((mail) => mail.startsWith('reply'))).toEqual([
      'reply ada accepted',
      'reply ada declined',
      'reply ada accepted',
    ]);
  });

  it('is kept unsent with SendToNone', async () => {
    const emulator = await startTidewater();
    const ref = await create(emulator, meeting, 'SendToNone');
    expect(mailsOf(emulator)).toEqual([]);
    expect(await agenda(emulator, as.bo)).toEqual([]);
    const item = await read(emulator, ref);
    expect([textOf(item, 'IsMeeting'), textOf(item, 'MeetingRequestWasSent')]).toEqual(['true', 'false']);
  });

  it('is called by the owner of the calendar when a delegate makes it', async () => {
    const emulator = await startTidewater([], { delegates: [{ mailbox: 'bo', delegate: 'ada' }] });
    const calendar =
      '<t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>bo@tidewater.example</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>';
    const content = `<t:Subject>Tide</t:Subject>${nine}${people('RequiredAttendees', 'adrian@tidewater.example')}${berlin}`;
    const ref = written(await ask(emulator, createCalendarItem(content, 'SendToAllAndSaveCopy', calendar)));
    expect(texts(one(await read(emulator, ref), 'Organizer'), 'EmailAddress')).toEqual(['bo@tidewater.example']);
    expect(emulator.sentMails.map(({ from }) => from)).toEqual(['bo@tidewater.example']);
  });

  it('may not be made by somebody who may only read', async () => {
    const emulator = await startTidewater([], { permissions: [{ mailbox: 'bo', grantee: 'ada', level: 'Reviewer' }] });
    const calendar =
      '<t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>bo@tidewater.example</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>';
    const answer = await ask(emulator, createCalendarItem(nine + berlin, 'SendToNone', calendar));
    expect(codeOf(answer)).toBe('ErrorCreateItemAccessDenied');
  });
});

describe('finding what a lost answer has left', () => {
  const path =
    '<t:ExtendedFieldURI PropertySetId="6b8b0c4e-3c2f-4d8a-9d6c-2a3f5e7c9b10" PropertyName="RequestId" PropertyType="String"/>';
  const find = (value: string): string =>
    `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>${path}</t:AdditionalProperties></m:ItemShape><m:IndexedPageItemView Offset="0" BasePoint="Beginning"/><m:Restriction><t:IsEqualTo>${path}<t:FieldURIOrConstant><t:Constant Value="${value}"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>`;

  it('works by an own property', async () => {
    const emulator = await startTidewater();
    emulator.faults.add({ action: { kind: 'reset', when: 'afterHandling' } });
    const request = createCalendarItem(
      `<t:ExtendedProperty>${path}<t:Value>abc-1</t:Value></t:ExtendedProperty>${nine}${berlin}`,
    );
    await expect(ask(emulator, request)).rejects.toThrow('fetch failed');
    const found = await ask(emulator, find('abc-1'));
    expect(all(found.body, 'CalendarItem')).toHaveLength(1);
    expect(texts(found.body, 'Value')).toEqual(['abc-1']);
    expect(all((await ask(emulator, find('abc-2'))).body, 'CalendarItem')).toEqual([]);
  });

  it.each([
    ['no name and no id', path.replace('PropertyName="RequestId" ', ''), 'v', 'ErrorInvalidExtendedProperty'],
    ['a value of another type', path.replace('String', 'Integer'), 'v', 'ErrorInvalidExtendedPropertyValue'],
    [
      'the GlobalObjectId',
      '<t:ExtendedFieldURI DistinguishedPropertySetId="Meeting" PropertyId="35" PropertyType="Binary"/>',
      'AAAA',
      'ErrorInvalidPropertySet',
    ],
  ])('refuses a property with %s', async (_name, field, value, code) => {
    const emulator = await startTidewater();
    const answer = await ask(
      emulator,
      createCalendarItem(`<t:ExtendedProperty>${field}<t:Value>${value}</t:Value></t:ExtendedProperty>${nine}`),
    );
    expect(codeOf(answer)).toBe(code);
  });

  it('reads a property by the name and by the GUID of its set', async () => {
    const emulator = await startTidewater();
    const named =
      '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="Tide" PropertyType="StringArray"/>';
    const ref = await create(
      emulator,
      `<t:ExtendedProperty>${named}<t:Values><t:Value>low</t:Value><t:Value>high</t:Value></t:Values></t:ExtendedProperty>${nine}`,
    );
    const byGuid = named.replace(
      'DistinguishedPropertySetId="PublicStrings"',
      'PropertySetId="00020329-0000-0000-C000-000000000046"',
    );
    const answer = await ask(emulator, getItem(`<t:ItemId Id="${ref.id}"/>`, [byGuid]));
    expect(texts(answer.body, 'Value')).toEqual(['low', 'high']);
  });
});
