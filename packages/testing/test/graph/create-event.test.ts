import { describe, expect, it } from 'vitest';
import { companyWith, meeting } from './fixture.ts';
import { amsterdam, ben, eventBody, guests, outsider, startWriteRig } from './write-rig.ts';

const year = 'startDateTime=2026-11-01T00:00:00Z&endDateTime=2029-11-01T00:00:00Z&$top=50';

describe('POST events', () => {
  it('fills in what the client leaves out, and drops what is not its business', async () => {
    await using rig = await startWriteRig();
    const reply = await rig.post('/me/events', eventBody({ iCalUId: 'mine', isOrganizer: false, isCancelled: true }));
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      subject: 'Planning',
      importance: 'normal',
      sensitivity: 'normal',
      showAs: 'busy',
      isReminderOn: true,
      reminderMinutesBeforeStart: 15,
      responseRequested: true,
      allowNewTimeProposals: true,
      isOrganizer: true,
      isCancelled: false,
      isAllDay: false,
      type: 'singleInstance',
      attendees: [],
      transactionId: null,
      onlineMeeting: null,
      responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
      organizer: { emailAddress: { name: 'Ada Brook', address: 'ada@tidewater.example' } },
      originalStartTimeZone: 'W. Europe Standard Time',
      start: { dateTime: '2026-11-17T08:00:00.0000000', timeZone: 'UTC' },
      createdDateTime: expect.stringMatching(/^2026-11-16T08:00:00\.\d{7}Z$/),
    });
    expect(reply.body.iCalUId).toMatch(/^040000008200E00074C5B7101A82E008/);
    expect(reply.body['@odata.etag']).toBe(`W/"${reply.body.changeKey}"`);
    expect(reply.headers.get('location')).toContain(reply.body.id);
    expect((await rig.only('ada')).id).toBe(reply.body.id);
    expect(rig.mails()).toEqual([]);
  });

  it('expresses the reply in the zone asked for and keeps the zone of the event', async () => {
    await using rig = await startWriteRig();
    const { body } = await rig.post('/me/events', eventBody(), {
      headers: { prefer: 'outlook.timezone="America/New_York"' },
    });
    expect(body.start).toEqual({ dateTime: '2026-11-17T03:00:00.0000000', timeZone: 'America/New_York' });
    expect(body.originalStartTimeZone).toBe('W. Europe Standard Time');
  });

  it('puts an event into the calendar that the path names', async () => {
    await using rig = await startWriteRig();
    const [, side] = (await rig.read('/me/calendars')).body.value;
    await rig.post(`/me/calendars/${side.id}/events`, eventBody({ subject: 'Aside' }));
    await rig.post('/me/calendar/events', eventBody({ subject: 'Main' }));
    expect(rig.emulator.storedEvents('ada').map(({ subject, calendar }) => [subject, calendar])).toEqual([
      ['Aside', 'Side projects'],
      ['Main', 'Calendar'],
    ]);
  });

  it.each([
    ['an unknown property', { subjet: 'x' }, 'RequestBodyRead'],
    ['a subject that is no text', { subject: 5 }, 'RequestBodyRead'],
    ['an unknown choice', { showAs: 'away' }, 'RequestBodyRead'],
    ['no start', { start: undefined }, 'ErrorPropertyValidationFailure'],
    ['a start of null', { start: null }, 'RequestBodyRead'],
    ['a day that no month has', { start: amsterdam('2026-02-30T09:00:00') }, 'RequestBodyRead'],
    [
      'an unknown zone',
      { start: { dateTime: '2026-11-17T09:00:00', timeZone: 'Mars' } },
      'TimeZoneNotSupportedException',
    ],
    ['no zone', { start: { dateTime: '2026-11-17T09:00:00' } }, 'TimeZoneNotSupportedException'],
    ['an offset of another zone', { start: amsterdam('2026-11-17T09:00:00-05:00') }, 'ErrorInvalidRequest'],
    [
      'an end before the start',
      { end: amsterdam('2026-11-17T08:00:00') },
      'ErrorCalendarEndDateIsEarlierThanStartDate',
    ],
    ['a guest without an address', { attendees: [{ emailAddress: { name: 'x' } }] }, 'ErrorInvalidRecipients'],
    [
      'too many guests',
      { attendees: guests(...Array.from({ length: 501 }, (_, i) => `g${i}@x.example`)) },
      'ErrorPropertyValidationFailure',
    ],
    ['a negative reminder', { reminderMinutesBeforeStart: -1 }, 'ErrorPropertyValidationFailure'],
    ['a whole day that begins in the morning', { isAllDay: true }, 'ErrorPropertyValidationFailure'],
  ])('refuses %s', async (_name, change, code) => {
    await using rig = await startWriteRig();
    const { status, body } = await rig.post('/me/events', eventBody(change), { isWrong: true });
    expect([status, body.error.code]).toEqual([400, code]);
    expect(rig.emulator.storedEvents('ada')).toEqual([]);
  });

  it('refuses a body that is no JSON, no object, of another type, or too large', async () => {
    await using rig = await startWriteRig();
    const status = async (body: string, type = 'application/json'): Promise<number> =>
      (await rig.post('/me/events', body, { isWrong: true, headers: { 'content-type': type } })).status;
    expect(await status('{')).toBe(400);
    expect(await status('[]')).toBe(400);
    expect(await status('{}', 'text/plain')).toBe(415);
    expect(await status(JSON.stringify({ subject: 'x'.repeat(4_300_000) }))).toBe(413);
  });

  it('takes whole days as dates, whatever their zone', async () => {
    await using rig = await startWriteRig();
    const day = { isAllDay: true, start: amsterdam('2026-11-17T00:00:00'), end: amsterdam('2026-11-19T00:00:00') };
    const { body } = await rig.post('/me/events', eventBody(day));
    expect([body.isAllDay, body.start.dateTime, body.end.dateTime]).toEqual([
      true,
      '2026-11-17T00:00:00.0000000',
      '2026-11-19T00:00:00.0000000',
    ]);
    const mixed = { ...day, end: { dateTime: '2026-11-19T00:00:00', timeZone: 'UTC' } };
    const empty = { ...day, end: day.start };
    for (const wrong of [mixed, empty]) {
      expect((await rig.post('/me/events', eventBody(wrong))).body.error.code).toBe('ErrorPropertyValidationFailure');
    }
  });

  it.each([
    ['XML and quotes', `<a href="x">&amp;'"</a>]]>`],
    ['control characters', 'a\u0000b\u0007c\u001B[31m'],
    ['emoji and joiners', '👩‍👩‍👧 🇳🇱'],
    ['text from right to left', 'פגישה \u202Eabc\u202C'],
    ['half a character', 'a\uD800b'],
    ['64 KB', 'ä'.repeat(65_536)],
  ])('stores %s without loss', async (_name, subject) => {
    await using rig = await startWriteRig();
    const categories = [subject.slice(0, 50)];
    await rig.post('/me/events', eventBody({ subject, categories, location: { displayName: subject } }));
    const event = await rig.only('ada');
    expect([event.subject, event.categories, event.location.displayName]).toEqual([subject, categories, subject]);
  });

  it('wraps bodies as Exchange does, and answers them as text too', async () => {
    await using rig = await startWriteRig();
    await rig.post('/me/events', eventBody({ body: { contentType: 'text', content: '1 < 2\nnext' } }));
    const event = await rig.only('ada');
    expect(event.body.content).toMatch(/^<html><head>[\s\S]*1 &lt; 2<br>\r\nnext/);
    const text = await rig.read(`/me/events/${event.id}`, { headers: { prefer: 'outlook.body-content-type="text"' } });
    expect(text.body.body.content).toBe('1 < 2\nnext');
  });

  it('makes an event once for a transaction', async () => {
    await using rig = await startWriteRig();
    const first = await rig.post('/me/events', eventBody({ transactionId: 'once', attendees: guests(ben) }));
    const second = await rig.post('/me/events', eventBody({ transactionId: 'once', attendees: guests(ben) }));
    expect([second.status, second.body.id, second.body.transactionId]).toEqual([201, first.body.id, 'once']);
    expect(rig.emulator.storedEvents('ada')).toHaveLength(1);
    expect(rig.emulator.storedEvents('ben')[0]).not.toHaveProperty('transactionId');
    expect(rig.mails()).toEqual(['invitation ben']);
    await rig.post('/me/events', eventBody({ transactionId: 'once' }), { person: 'ben' });
    expect(rig.emulator.storedEvents('ben')).toHaveLength(2);
  });

  it('refuses a repeated transaction where it is told to', async () => {
    await using rig = await startWriteRig({ repeatedTransaction: 'conflict' });
    await rig.post('/me/events', eventBody({ transactionId: 'once' }));
    expect((await rig.post('/me/events', eventBody({ transactionId: 'once' }))).status).toBe(409);
    expect(rig.emulator.storedEvents('ada')).toHaveLength(1);
  });

  it('invites everybody but the organizer, with a mailbox or without', async () => {
    await using rig = await startWriteRig();
    const attendees = guests(ben, 'ADA@tidewater.example', outsider, ben.toUpperCase());
    const { body } = await rig.post('/me/events', eventBody({ attendees, hideAttendees: true, categories: ['mine'] }));
    expect(body.attendees.map(({ emailAddress }) => emailAddress.address.toLowerCase())).toEqual([ben, outsider]);
    expect(rig.mails().map((mail) => mail.toLowerCase())).toEqual(['invitation ben', 'invitation someone']);
    const copy = await rig.only('ben');
    expect(copy).toMatchObject({
      uid: body.uid,
      isOrganizer: false,
      showAs: 'tentative',
      categories: [],
      responseStatus: { response: 'notResponded' },
    });
    expect(copy.id).not.toBe(body.id);
    expect(copy.attendees.map(({ emailAddress }) => emailAddress.address.toLowerCase())).toEqual([
      'ada@tidewater.example',
      ben,
    ]);
  });

  it('holds mail back for as long as it is under way', async () => {
    await using rig = await startWriteRig({ mailDelayMs: 60_000 });
    await rig.post('/me/events', eventBody({ attendees: guests(ben) }));
    expect([rig.mails(), rig.emulator.storedEvents('ben')]).toEqual([['invitation ben'], []]);
    rig.clock.advance(60_000);
    expect(rig.emulator.storedEvents('ben')).toHaveLength(1);
  });
});

describe('recurrence', () => {
  const range = { type: 'numbered', startDate: '2026-11-17', numberOfOccurrences: 4 };

  it.each([
    [{ type: 'daily', interval: 3 }, ['2026-11-17', '2026-11-20', '2026-11-23', '2026-11-26']],
    [
      { type: 'weekly', interval: 2, daysOfWeek: ['tuesday', 'sunday'], firstDayOfWeek: 'sunday' },
      ['2026-11-17', '2026-11-29', '2026-12-01', '2026-12-13'],
    ],
    [
      { type: 'weekly', interval: 2, daysOfWeek: ['tuesday', 'sunday'], firstDayOfWeek: 'monday' },
      ['2026-11-17', '2026-11-22', '2026-12-01', '2026-12-06'],
    ],
    [{ type: 'weekly', interval: 1, daysOfWeek: ['friday'] }, ['2026-11-20', '2026-11-27', '2026-12-04', '2026-12-11']],
    [
      { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 },
      ['2026-11-30', '2026-12-31', '2027-01-31', '2027-02-28'],
    ],
    [
      {
        type: 'relativeMonthly',
        interval: 1,
        daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
        index: 'last',
      },
      ['2026-11-30', '2026-12-31', '2027-01-29', '2027-02-26'],
    ],
    [
      { type: 'relativeMonthly', interval: 2, daysOfWeek: ['tuesday'], index: 'third' },
      ['2026-11-17', '2027-01-19', '2027-03-16', '2027-05-18'],
    ],
    [{ type: 'absoluteYearly', interval: 1, dayOfMonth: 17, month: 11 }, ['2026-11-17', '2027-11-17', '2028-11-17']],
    [
      { type: 'relativeYearly', interval: 1, daysOfWeek: ['friday'], month: 11, index: 'last' },
      ['2026-11-27', '2027-11-26'],
    ],
  ])('repeats %o', async (pattern, dates) => {
    await using rig = await startWriteRig();
    const { body, status } = await rig.post('/me/events', eventBody({ recurrence: { pattern, range } }));
    expect(status).toBe(201);
    expect(body.type).toBe('seriesMaster');
    const view = await rig.read(`/me/calendarView?${year}`);
    const found = view.body.value.map(({ start }) => start.dateTime.slice(0, 10));
    expect(found.slice(0, dates.length)).toEqual(dates);
    expect(body.recurrence.range.startDate).toBe(dates[0]);
    expect(body.start.dateTime.slice(0, 10)).toBe(dates[0]);
  });

  it('keeps its wall time across a change of clocks, in the zone of its range if it has one', async () => {
    await using rig = await startWriteRig();
    const weeks = { type: 'weekly', interval: 1, daysOfWeek: ['tuesday'] };
    const own = { type: 'endDate', startDate: '2026-10-20', endDate: '2026-10-27' };
    const time = { start: amsterdam('2026-10-20T09:00:00'), end: amsterdam('2026-10-20T10:00:00') };
    const utc = {
      start: { dateTime: '2026-10-20T07:00:00', timeZone: 'UTC' },
      end: { dateTime: '2026-10-20T08:00:00', timeZone: 'UTC' },
    };
    await rig.post('/me/events', eventBody({ ...time, recurrence: { pattern: weeks, range: own } }));
    const named = { ...own, recurrenceTimeZone: 'Europe/Amsterdam' };
    await rig.post('/me/events', eventBody({ ...utc, recurrence: { pattern: weeks, range: named } }));
    await rig.post('/me/events', eventBody({ ...utc, recurrence: { pattern: weeks, range: own } }));
    const view = await rig.read('/me/calendarView?startDateTime=2026-10-27T00:00:00Z&endDateTime=2026-10-28T00:00:00Z');
    expect(view.body.value.map(({ start }) => start.dateTime.slice(11, 16))).toEqual(['07:00', '08:00', '08:00']);
  });

  it('comes back padded, whatever was sent', async () => {
    await using rig = await startWriteRig();
    const pattern = { type: 'daily', interval: 1, dayOfMonth: 5, index: 'last', month: 3 };
    const { body } = await rig.post('/me/events', eventBody({ recurrence: { pattern, range } }));
    expect(body.recurrence.pattern).toEqual({
      type: 'daily',
      interval: 1,
      month: 0,
      dayOfMonth: 0,
      firstDayOfWeek: 'sunday',
      index: 'first',
    });
    expect(body.recurrence.range).toMatchObject({
      endDate: '0001-01-01',
      recurrenceTimeZone: 'W. Europe Standard Time',
    });
  });

  it.each([
    ['no range', { pattern: { type: 'daily', interval: 1 } }],
    ['no interval', { pattern: { type: 'daily' }, range }],
    ['an interval of zero', { pattern: { type: 'daily', interval: 0 }, range }],
    ['a week without days', { pattern: { type: 'weekly', interval: 1 }, range }],
    ['an unknown day', { pattern: { type: 'weekly', interval: 1, daysOfWeek: ['someday'] }, range }],
    ['day 32', { pattern: { type: 'absoluteMonthly', interval: 1, dayOfMonth: 32 }, range }],
    ['a year without a month', { pattern: { type: 'absoluteYearly', interval: 1, dayOfMonth: 3 }, range }],
    ['no occurrence', { pattern: { type: 'daily', interval: 1 }, range: { ...range, numberOfOccurrences: 0 } }],
    [
      'an end before its start',
      {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'endDate', startDate: '2026-11-17', endDate: '2026-11-16' },
      },
    ],
    [
      'a range that begins on another day',
      { pattern: { type: 'daily', interval: 1 }, range: { ...range, startDate: '2026-11-18' } },
    ],
    [
      'a range that ends before the first fitting day',
      {
        pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'] },
        range: { type: 'endDate', startDate: '2026-11-17', endDate: '2026-11-20' },
      },
    ],
  ])('refuses %s', async (_name, recurrence) => {
    await using rig = await startWriteRig();
    const { status, body } = await rig.post('/me/events', eventBody({ recurrence }), { isWrong: true });
    expect([status, body.error.code]).toEqual([400, 'ErrorPropertyValidationFailure']);
  });
});

describe('online meetings', () => {
  const online = { isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' };

  it('have a link, and the way to join in the body', async () => {
    await using rig = await startWriteRig();
    const body = { contentType: 'html', content: '<p>Agenda</p>' };
    const event = (await rig.post('/me/events', eventBody({ ...online, body, attendees: guests(ben) }))).body;
    expect(event).toMatchObject({
      isOnlineMeeting: true,
      onlineMeetingProvider: 'teamsForBusiness',
      onlineMeetingUrl: null,
    });
    expect(event.onlineMeeting.joinUrl).toMatch(/^https:\/\/teams\.microsoft\.com\/l\/meetup-join\//);
    expect(event.body.content).toMatch(/<p>Agenda<\/p>[\s\S]*Microsoft Teams meeting/);
    expect((await rig.only('ben')).onlineMeeting.joinUrl).toBe(event.onlineMeeting.joinUrl);
  });

  it('are lost with their block in the body, and kept with it', async () => {
    await using rig = await startWriteRig();
    const { id, body } = (await rig.post('/me/events', eventBody(online))).body;
    const path = `/me/events/${id}`;
    const longer = { contentType: 'html', content: body.content.replace('<body>', '<body><p>First</p>') };
    const kept = (await rig.patch(path, { body: longer })).body;
    expect([kept.isOnlineMeeting, kept.body.content.split('Microsoft Teams meeting').length]).toEqual([true, 2]);
    const still = (await rig.patch(path, { isOnlineMeeting: false, onlineMeetingProvider: 'skypeForBusiness' })).body;
    expect(still).toMatchObject({ isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' });
    const lost = (await rig.patch(path, { body: { contentType: 'html', content: 'new' }, isOnlineMeeting: true })).body;
    expect(lost).toMatchObject({ isOnlineMeeting: false, onlineMeetingProvider: 'unknown', onlineMeeting: null });
  });

  it('are not made by a provider the calendar does not allow', async () => {
    await using rig = await startWriteRig();
    const other = { ...online, onlineMeetingProvider: 'skypeForBusiness' };
    expect((await rig.post('/me/events', eventBody(other))).body).toMatchObject({
      isOnlineMeeting: false,
      onlineMeeting: null,
    });
  });

  it('can take a while', async () => {
    await using rig = await startWriteRig({ onlineMeetingDelayMs: 5000 });
    const event = (await rig.post('/me/events', eventBody(online))).body;
    expect(event).toMatchObject({ isOnlineMeeting: true, onlineMeeting: null });
    rig.clock.advance(5000);
    const later = await rig.only('ada');
    expect(later.onlineMeeting.joinUrl).toContain('meetup-join');
    expect(later.changeKey).not.toBe(event.changeKey);
  });
});

describe('a seeded meeting', () => {
  it('can be changed like one that a client made', async () => {
    await using rig = await startWriteRig({ company: companyWith(meeting('seeded', { invitees: [{ who: 'ben' }] })) });
    const { id } = await rig.only('ada');
    await rig.patch(`/me/events/${id}`, { subject: 'Renamed' });
    expect((await rig.only('ben')).subject).toBe('Renamed');
    expect(rig.mails()).toEqual(['update ben']);
  });
});
