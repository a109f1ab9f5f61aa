import { describe, expect, it } from 'vitest';
import { companyWith, meeting } from './fixture.ts';
import { amsterdam, ben, eventBody, guests, outsider, startWriteRig } from './write-rig.ts';

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

  it('discards a repetition when the event of the transaction is deleted', async () => {
    await using rig = await startWriteRig();
    const { body } = await rig.post('/me/events', eventBody({ transactionId: 'once' }));
    await rig.remove(`/me/events/${body.id}`);
    expect((await rig.post('/me/events', eventBody({ transactionId: 'once' }))).status).toBe(409);
    expect(rig.emulator.storedEvents('ada')).toEqual([]);
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

  it('reaches nobody who has no mailbox', async () => {
    await using rig = await startWriteRig({ mailboxes: { ben: { hosting: 'none' } } });
    await rig.post('/me/events', eventBody({ attendees: guests(ben) }));
    expect([rig.mails(), rig.emulator.storedEvents('ben')]).toEqual([['invitation ben'], []]);
  });

  it('holds mail back for as long as it is under way', async () => {
    await using rig = await startWriteRig({ mailDelayMs: 60_000 });
    await rig.post('/me/events', eventBody({ attendees: guests(ben) }));
    expect([rig.mails(), rig.emulator.storedEvents('ben')]).toEqual([['invitation ben'], []]);
    await rig.clock.advance(60_000);
    expect(rig.emulator.storedEvents('ben')).toHaveLength(1);
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
