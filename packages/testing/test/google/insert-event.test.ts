import { describe, expect, it } from 'vitest';
import { auth, eventsPath, guests, hour, startWriteKit } from './write-kit.ts';

const berlin = (time: string): object => ({ dateTime: `2026-03-02T${time}:00`, timeZone: 'Europe/Berlin' });

describe('events.insert', () => {
  it('fills in what the service fills in, and leaves defaults out', async () => {
    await using kit = await startWriteKit();
    const event = await kit.insert({ ...hour(), summary: 'Planning', transparency: 'opaque', visibility: 'default' });
    expect(event).toMatchObject({
      kind: 'calendar#event',
      id: expect.stringMatching(/^[a-v0-9]{26}$/),
      iCalUID: `${event.id}@google.com`,
      status: 'confirmed',
      created: '2026-03-01T08:00:00.000Z',
      creator: { email: 'ada@tidewater.example', self: true },
      organizer: { email: 'ada@tidewater.example', self: true },
      start: { dateTime: '2026-03-02T10:00:00+01:00', timeZone: 'Europe/Berlin' },
      end: { dateTime: '2026-03-02T11:00:00+01:00', timeZone: 'Europe/Berlin' },
      sequence: 0,
      reminders: { useDefault: true },
      eventType: 'default',
    });
    expect(event).not.toHaveProperty('transparency');
    expect(event).not.toHaveProperty('visibility');
    expect(event).not.toHaveProperty('attendees');
    expect(kit.emulator.storedEvents('ada')).toMatchObject([{ id: event.id, title: 'Planning', kind: 'single' }]);
  });

  it('takes an id of the client, once: also after a deletion', async () => {
    await using kit = await startWriteKit();
    const body = { id: 'aaaaa00000vvvvv', ...hour() };
    expect((await kit.insert(body)).id).toBe('aaaaa00000vvvvv');
    const again = { status: 409, reason: 'duplicate', message: 'The requested identifier already exists.' };
    expect(await kit.refusal('POST', eventsPath(), { body })).toEqual(again);
    await kit.call('DELETE', eventsPath('primary', body.id));
    expect(await kit.refusal('POST', eventsPath(), { body })).toEqual(again);
    expect(await kit.patch(body.id, { status: 'confirmed' })).toMatchObject({ status: 'confirmed' });
    expect(kit.emulator.storedEvents('ada')).toHaveLength(1);
  });

  it.each(['abcd', 'UPPER', 'with-hyphen', 'wxyz0', 'a'.repeat(1025), '_abcde'])(
    'refuses an id that is no lower-case base32hex of 5 to 1024 characters: %.12s',
    async (id) => {
      await using kit = await startWriteKit();
      expect(await kit.refusal('POST', eventsPath(), { body: { id, ...hour() } })).toMatchObject({
        status: 400,
        reason: 'invalid',
        message: 'Invalid resource id value.',
      });
    },
  );

  it('makes its own iCalUID', async () => {
    await using kit = await startWriteKit();
    const event = await kit.insert({ iCalUID: 'mine@example.com', ...hour() });
    expect(event.iCalUID).toBe(`${event.id}@google.com`);
  });

  it.each([
    ['no end', { start: berlin('10:00') }, 'required'],
    ['no start', { end: berlin('10:00') }, 'required'],
    ['an empty start', { ...hour(), start: {} }, 'required'],
    ['an end before the start', { start: berlin('10:00'), end: berlin('09:00') }, 'timeRangeEmpty'],
    ['one end of each kind', { start: berlin('10:00'), end: { date: '2026-03-03' } }, 'invalid'],
    ['two forms at one end', { ...hour(), start: { date: '2026-03-02', ...berlin('10:00') } }, 'invalid'],
    ['a whole day of no length', { start: { date: '2026-03-02' }, end: { date: '2026-03-02' } }, 'timeRangeEmpty'],
    ['a day that does not exist', { start: { date: '2026-02-30' }, end: { date: '2026-03-02' } }, 'invalid'],
    ['a time that is none', { ...hour(), start: { dateTime: 'ten' } }, 'invalid'],
    [
      'a Windows zone',
      { ...hour(), start: { dateTime: '2026-03-02T10:00:00', timeZone: 'W. Europe Standard Time' } },
      'invalid',
    ],
    ['a guest without address', { ...hour(), attendees: [{ displayName: 'Bo' }] }, 'required'],
    ['a guest with a wrong address', { ...hour(), attendees: [{ email: 'Bo Silva' }] }, 'invalid'],
    ['a colour that does not exist', { ...hour(), colorId: '12' }, 'invalid'],
    ['a status to end with', { ...hour(), status: 'cancelled' }, 'invalid'],
    ['a word outside the list', { ...hour(), transparency: 'half' }, 'invalid'],
    ['a source that is no web page', { ...hour(), source: { title: 'x', url: 'javascript:alert(1)' } }, 'invalid'],
    ['text where a list belongs', { ...hour(), recurrence: 'RRULE:FREQ=DAILY' }, 'badRequest'],
    ['a number where text belongs', { ...hour(), summary: 5 }, 'badRequest'],
  ])('refuses %s', async (_, body, reason) => {
    await using kit = await startWriteKit();
    expect(await kit.refusal('POST', eventsPath(), { body, isBad: true })).toMatchObject({ status: 400, reason });
    expect(kit.emulator.storedEvents('ada')).toEqual([]);
  });

  it.each(['', '[]', '{', 'null'])('refuses a body that is no object: %s', async (body) => {
    await using kit = await startWriteKit();
    expect(await kit.refusal('POST', eventsPath(), { body, isBad: true })).toMatchObject({ reason: 'parseError' });
  });

  it('reads times without offset in their zone, else in the calendar’s', async () => {
    await using kit = await startWriteKit();
    const event = await kit.insert(
      {
        start: { dateTime: '2026-03-02T10:00:00', timeZone: 'Asia/Tokyo' },
        end: { dateTime: '2026-03-02T10:00:00' },
      },
      { isBad: true },
    );
    expect(event.start).toEqual({ dateTime: '2026-03-02T02:00:00+01:00', timeZone: 'Asia/Tokyo' });
    expect(event.end).toEqual({ dateTime: '2026-03-02T10:00:00+01:00', timeZone: 'Europe/Berlin' });
  });

  it('keeps whole days as dates', async () => {
    await using kit = await startWriteKit();
    const event = await kit.insert({
      start: { date: '2026-03-02', timeZone: 'Asia/Tokyo' },
      end: { date: '2026-03-05' },
    });
    expect(event).toMatchObject({ start: { date: '2026-03-02' }, end: { date: '2026-03-05' } });
    expect(event.start).not.toHaveProperty('timeZone');
  });

  it('keeps hostile text as it is', async () => {
    await using kit = await startWriteKit();
    const summary = '<b>&amp;"\'\u0000\u0007\u202Eمرحبا 👩‍👩‍👧‍👦 ]]>' + 'x'.repeat(65_536);
    const { id } = await kit.insert({ ...hour(), summary, description: summary, location: summary });
    expect(await kit.read(id)).toMatchObject({ summary, description: summary, location: summary });
  });

  it('writes to a calendar of one’s own, which then is the organizer', async () => {
    await using kit = await startWriteKit();
    const calendar = kit.emulator.calendarId('ada', 'sailing');
    const event = await kit.insert({ ...hour() }, { calendar });
    expect(event).toMatchObject({
      organizer: { email: calendar, displayName: 'Sailing', self: true },
      creator: { email: 'ada@tidewater.example' },
    });
    expect(event.creator).not.toHaveProperty('self');
    expect(kit.emulator.storedEvents('ada@tidewater.example')).toEqual([]);
    expect(kit.emulator.storedEvents('ada')).toMatchObject([{ calendarId: calendar, id: event.id }]);
  });

  it('shows who made it on somebody else’s calendar', async () => {
    await using kit = await startWriteKit();
    kit.emulator.shareCalendar({ calendarId: 'bo@tidewater.example', with: 'ada@tidewater.example', role: 'writer' });
    expect(await kit.insert({ ...hour() }, { calendar: 'bo@tidewater.example' })).toMatchObject({
      organizer: { email: 'bo@tidewater.example', self: true },
      creator: { email: 'ada@tidewater.example' },
    });
  });

  it.each([
    ['freeBusyReader', 403, 'requiredAccessLevel'],
    ['reader', 403, 'requiredAccessLevel'],
    ['writerWithoutPrivateAccess', 200, 'calendar#event'],
    ['writer', 200, 'calendar#event'],
    ['owner', 200, 'calendar#event'],
  ] as const)('asks for the role of a writer: %s gets %i', async (role, status, text) => {
    await using kit = await startWriteKit();
    kit.emulator.shareCalendar({ calendarId: 'bo@tidewater.example', with: 'ada@tidewater.example', role });
    const answer = await kit.call('POST', eventsPath('bo@tidewater.example'), { body: hour() });
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(text);
  });

  it.each([
    ['calendar.events.readonly', 'primary', 403],
    ['calendar.events', 'primary', 200],
    ['calendar.events.owned', 'primary', 200],
    ['calendar.events.owned', 'bo@tidewater.example', 403],
    ['calendar.app.created', 'primary', 404],
  ])('asks for a scope that writes: %s on %s gets %i', async (scope, calendar, status) => {
    await using kit = await startWriteKit();
    kit.emulator.shareCalendar({ calendarId: 'bo@tidewater.example', with: 'ada@tidewater.example', role: 'writer' });
    expect((await kit.call('POST', eventsPath(calendar), { body: hour(), scopes: [auth + scope] })).status).toBe(
      status,
    );
  });

  it('answers 404 for a calendar that is not shared', async () => {
    await using kit = await startWriteKit();
    expect(await kit.refusal('POST', eventsPath('bo@tidewater.example'), { body: hour() })).toMatchObject({
      status: 404,
    });
  });

  it('refuses parameters with values that they can’t have', async () => {
    await using kit = await startWriteKit();
    for (const query of [
      { sendUpdates: 'some' },
      { conferenceDataVersion: 2 },
      { supportsAttachments: 'yes' },
      { maxAttendees: 0 },
    ]) {
      expect(await kit.refusal('POST', eventsPath(), { body: hour(), query, isBad: true })).toMatchObject({
        status: 400,
        reason: 'invalidParameter',
      });
    }
    expect(kit.emulator.storedEvents('ada')).toEqual([]);
  });

  it('answers with the fields that are asked for', async () => {
    await using kit = await startWriteKit();
    const { body } = await kit.call('POST', eventsPath(), {
      body: { ...hour(), summary: 'x' },
      query: { fields: 'id,summary' },
    });
    expect(body).toEqual({ id: expect.any(String), summary: 'x' });
    expect(await kit.refusal('POST', eventsPath(), { body: hour(), query: { fields: 'title' } })).toMatchObject({
      status: 400,
    });
  });

  it('reduces the guests of the answer to maxAttendees', async () => {
    await using kit = await startWriteKit();
    const event = await kit.insert({ ...hour(), attendees: guests('ada', 'bo', 'cy') }, { query: { maxAttendees: 1 } });
    expect(event).toMatchObject({ attendeesOmitted: true, attendees: [{ email: 'ada@tidewater.example' }] });
    expect((await kit.read(event.id)).attendees).toHaveLength(3);
  });

  it('is seen by a list and by a sync at once', async () => {
    await using kit = await startWriteKit();
    const { nextSyncToken = '' } = await kit.list();
    const { id } = await kit.insert({ ...hour() });
    expect((await kit.list({ syncToken: nextSyncToken })).items.map((item) => item.id)).toEqual([id]);
  });

  it('is for service accounts without guests', async () => {
    await using kit = await startWriteKit();
    const key = await kit.emulator.createServiceAccountKey();
    const person = key.client_email;
    expect((await kit.call('POST', eventsPath(), { person, body: hour() })).status).toBe(200);
    expect(
      await kit.refusal('POST', eventsPath(), { person, body: { ...hour(), attendees: guests('bo') } }),
    ).toMatchObject({
      status: 403,
      reason: 'forbiddenForServiceAccounts',
    });
  });
});

describe('what stands in an event', () => {
  it('reminders: clamped, without duplicates, unknown methods dropped', async () => {
    await using kit = await startWriteKit();
    const overrides = [
      { method: 'popup', minutes: 50_000 },
      { method: 'popup', minutes: 50_000 },
      { method: 'email', minutes: -5 },
      { method: 'sms', minutes: 5 },
    ];
    const event = await kit.insert({ ...hour(), reminders: { useDefault: false, overrides } });
    expect(event['reminders']).toEqual({
      useDefault: false,
      overrides: [
        { method: 'popup', minutes: 40_320 },
        { method: 'email', minutes: 0 },
      ],
    });
    expect((await kit.insert({ ...hour(), reminders: { useDefault: false, overrides: [] } }))['reminders']).toEqual({
      useDefault: false,
    });
  });

  it.each([
    [{ useDefault: true, overrides: [{ method: 'popup', minutes: 5 }] }, 'cannotUseDefaultRemindersAndSpecifyOverride'],
    [
      { useDefault: false, overrides: [1, 2, 3, 4, 5, 6].map((minutes) => ({ method: 'popup', minutes })) },
      'eventRemindersCountExceedsLimit',
    ],
  ])('reminders that are refused: %#', async (reminders, reason) => {
    await using kit = await startWriteKit();
    const { body } = await kit.call<{ error: { errors: object[] } }>('POST', eventsPath(), {
      body: { ...hour(), reminders },
    });
    expect(body.error.errors[0]).toMatchObject({ reason, domain: 'calendar' });
  });

  it('reminders of whole days are the calendar’s, written out', async () => {
    await using kit = await startWriteKit();
    const days = { start: { date: '2026-03-02' }, end: { date: '2026-03-03' } };
    expect((await kit.insert(days))['reminders']).toEqual({
      useDefault: false,
      overrides: [{ method: 'popup', minutes: 30 }],
    });
    const calendar = kit.emulator.calendarId('ada', 'sailing');
    expect((await kit.insert(days, { calendar }))['reminders']).toEqual({ useDefault: false });
  });

  it('extended properties: long names dropped, long values cut, too many refused', async () => {
    await using kit = await startWriteKit();
    const event = await kit.insert({
      ...hour(),
      extendedProperties: {
        private: { ['k'.repeat(45)]: 'gone', a: 'v'.repeat(1030) },
        shared: { ['k'.repeat(44)]: 'kept' },
      },
    });
    expect(event['extendedProperties']).toEqual({
      private: { a: 'v'.repeat(1024) },
      shared: { ['k'.repeat(44)]: 'kept' },
    });
    const count = (size: number): object =>
      Object.fromEntries(Array.from({ length: size }, (_, index) => [`k${index}`, 'v']));
    const many = (size: number): object => ({ ...hour(), extendedProperties: { private: count(size) } });
    expect((await kit.call('POST', eventsPath(), { body: many(300) })).status).toBe(200);
    expect(await kit.refusal('POST', eventsPath(), { body: many(301) })).toMatchObject({ status: 400 });
    const big = Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`k${index}`, 'v'.repeat(1024)]));
    expect(
      await kit.refusal('POST', eventsPath(), { body: { ...hour(), extendedProperties: { shared: big } } }),
    ).toMatchObject({ status: 400 });
  });

  it('attachments: only when the client says that it knows them', async () => {
    await using kit = await startWriteKit();
    const attachments = [
      { fileUrl: 'https://drive.google.com/open?id=1', title: 'Plan.pdf', mimeType: 'application/pdf' },
    ];
    expect(await kit.insert({ ...hour(), attachments })).not.toHaveProperty('attachments');
    const query = { supportsAttachments: true };
    expect((await kit.insert({ ...hour(), attachments }, { query }))['attachments']).toEqual(attachments);
    const many = Array.from({ length: 26 }, () => attachments[0]);
    expect(await kit.refusal('POST', eventsPath(), { body: { ...hour(), attachments: many }, query })).toMatchObject({
      status: 400,
    });
    expect(
      await kit.refusal('POST', eventsPath(), { body: { ...hour(), attachments: [{ title: 'x' }] }, query }),
    ).toMatchObject({
      status: 400,
      reason: 'required',
    });
  });

  it('colour, source, rights of guests, transparency and visibility', async () => {
    await using kit = await startWriteKit();
    const content = {
      colorId: '11',
      source: { title: 'Ticket', url: 'https://tickets.example/1' },
      guestsCanModify: true,
      guestsCanInviteOthers: false,
      guestsCanSeeOtherGuests: false,
      transparency: 'transparent',
      visibility: 'private',
    };
    const { id } = await kit.insert({ ...hour(), ...content });
    expect(await kit.read(id)).toMatchObject(content);
  });

  it('labels: none exist, and a client that speaks of labels sets no colours', async () => {
    await using kit = await startWriteKit();
    const query = { eventLabelVersion: 1 };
    expect(await kit.insert({ ...hour(), colorId: '3' }, { query })).not.toHaveProperty('colorId');
    expect(await kit.refusal('POST', eventsPath(), { body: { ...hour(), eventLabelId: 'x' }, query })).toMatchObject({
      status: 400,
    });
  });
});

describe('types of events', () => {
  const day = { start: { date: '2026-03-02' }, end: { date: '2026-03-03' } };
  const location = {
    eventType: 'workingLocation',
    visibility: 'public',
    transparency: 'transparent',
    workingLocationProperties: { type: 'homeOffice', homeOffice: {} },
  };
  const birthday = {
    ...day,
    eventType: 'birthday',
    visibility: 'private',
    transparency: 'transparent',
    recurrence: ['RRULE:FREQ=YEARLY'],
  };

  it.each([
    [
      'out of office',
      { ...hour(), eventType: 'outOfOffice', outOfOfficeProperties: { autoDeclineMode: 'declineNone' } },
    ],
    ['focus time', { ...hour(), eventType: 'focusTime', focusTimeProperties: { chatStatus: 'doNotDisturb' } }],
    ['a working location', { ...day, ...location }],
    ['a birthday', birthday],
  ])('%s', async (_, body) => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert(body);
    const { start: _start, end: _end, ...content } = body;
    expect(await kit.read(id)).toMatchObject(content);
    expect(await kit.refusal('PATCH', eventsPath('primary', id), { body: { eventType: 'default' } })).toMatchObject({
      status: 400,
      reason: 'eventTypeRestriction',
    });
    const calendar = kit.emulator.calendarId('ada', 'sailing');
    expect(await kit.refusal('POST', eventsPath(calendar), { body })).toMatchObject({ reason: 'eventTypeRestriction' });
  });

  it.each([
    ['a whole day out of office', { ...day, eventType: 'outOfOffice' }, 'malformedOutOfOfficeEvent'],
    [
      'focus that does not block',
      { ...hour(), eventType: 'focusTime', transparency: 'transparent' },
      'malformedFocusTimeEvent',
    ],
    [
      'a working location that blocks',
      { ...day, ...location, transparency: 'opaque' },
      'malformedWorkingLocationEvent',
    ],
    [
      'a working location for two days',
      { ...location, start: { date: '2026-03-02' }, end: { date: '2026-03-04' } },
      'malformedWorkingLocationEvent',
    ],
    [
      'a working location nowhere',
      { ...day, ...location, workingLocationProperties: null },
      'malformedWorkingLocationEvent',
    ],
    ['a birthday that everybody sees', { ...birthday, visibility: 'public' }, 'eventTypeRestriction'],
    ['a birthday with guests', { ...birthday, attendees: guests('bo') }, 'eventTypeRestriction'],
    ['an event from Gmail', { ...hour(), eventType: 'fromGmail' }, 'eventTypeRestriction'],
  ])('refuses %s', async (_, body, reason) => {
    await using kit = await startWriteKit();
    expect(await kit.refusal('POST', eventsPath(), { body, isBad: true })).toMatchObject({ status: 400, reason });
  });

  it('lets little of an event from Gmail be changed', async () => {
    await using kit = await startWriteKit();
    const { id = '' } = kit.emulator.putEvent('ada', 'primary', {
      summary: 'Flight',
      eventType: 'fromGmail',
      start: { dateTime: '2026-03-02T10:00:00+01:00' },
      end: { dateTime: '2026-03-02T11:00:00+01:00' },
    });
    expect(await kit.refusal('PATCH', eventsPath('primary', id), { body: { summary: 'Train' } })).toMatchObject({
      reason: 'eventTypeRestriction',
    });
    expect(await kit.patch(id, { colorId: '3' })).toMatchObject({ colorId: '3', summary: 'Flight' });
  });
});
