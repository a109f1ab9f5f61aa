import { describe, expect, it } from 'vitest';
import { amsterdam, ben, eventBody, guests, harbor, outsider, startWriteRig, weekly } from './write-rig.ts';
import type { WriteRig } from './write-rig.ts';

const window = 'startDateTime=2026-11-01T00:00:00Z&endDateTime=2027-03-01T00:00:00Z';
const personal = 'String {66f5a359-4659-4638-81a3-d1d2b2f5c5b4} Name acmeId';

async function occurrences(
  rig: WriteRig,
  person = 'ada',
): Promise<readonly { id: string; type: string; day: string }[]> {
  const { body } = await rig.read(`/me/calendarView?${window}&$top=50`, { person });
  return body.value.map(({ id, type, start }) => ({ id, type, day: start.dateTime.slice(0, 10) }));
}

/** Id of the occurrence of a series at a place in its order. */
async function nth(rig: WriteRig, index: number, person = 'ada'): Promise<string> {
  return (await occurrences(rig, person))[index]?.id ?? '';
}

describe('PATCH events/{id}', () => {
  it('keeps what is not named and moves the change key', async () => {
    await using rig = await startWriteRig();
    const made = (await rig.post('/me/events', eventBody({ categories: ['Blue'], importance: 'high' }))).body;
    const { status, body } = await rig.patch(`/me/events/${made.id}`, { subject: 'Renamed' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: made.id,
      subject: 'Renamed',
      categories: ['Blue'],
      importance: 'high',
      start: made.start,
    });
    expect(body.changeKey).not.toBe(made.changeKey);
    expect((await rig.only('ada')).changeKey).toBe(body.changeKey);
  });

  it('guards by If-Match', async () => {
    await using rig = await startWriteRig();
    const made = (await rig.post('/me/events', eventBody())).body;
    const path = `/me/events/${made.id}`;
    const put = async (etag: string, subject: string): Promise<readonly [number, string | undefined]> => {
      const { status, body } = await rig.patch(path, { subject }, { headers: { 'if-match': etag } });
      return [status, status === 200 ? undefined : body.error.code];
    };
    expect(await put(made['@odata.etag'], 'first')).toEqual([200, undefined]);
    expect(await put(made['@odata.etag'], 'second')).toEqual([412, 'ErrorIrresolvableConflict']);
    expect(await put('*', 'third')).toEqual([200, undefined]);
    expect((await rig.remove(path, { headers: { 'if-match': made['@odata.etag'] } })).status).toBe(412);
    expect((await rig.only('ada')).subject).toBe('third');
  });

  it.each([
    [
      'a start beyond the end',
      { start: amsterdam('2026-11-18T09:00:00') },
      'ErrorCalendarEndDateIsEarlierThanStartDate',
    ],
    ['a whole day without midnights', { isAllDay: true }, 'ErrorPropertyValidationFailure'],
    ['an unknown property', { nonsense: 1 }, 'RequestBodyRead'],
  ])('refuses %s and changes nothing', async (_name, change, code) => {
    await using rig = await startWriteRig();
    const made = (await rig.post('/me/events', eventBody())).body;
    const { status, body } = await rig.patch(`/me/events/${made.id}`, change, { isWrong: true });
    expect([status, body.error.code]).toEqual([400, code]);
    expect((await rig.only('ada')).changeKey).toBe(made.changeKey);
  });

  it.each([
    ['the subject', { subject: 'x' }, ['update ben', 'update someone']],
    ['the same subject again', { subject: 'Planning' }, ['update ben', 'update someone']],
    ['the place', { location: { displayName: 'x' } }, ['update ben', 'update someone']],
    ['an online meeting', { isOnlineMeeting: true }, ['update ben', 'update someone']],
    ['a category', { categories: ['x'] }, []],
    ['the reminder', { isReminderOn: false, reminderMinutesBeforeStart: 5 }, []],
    ['free or busy', { showAs: 'free', sensitivity: 'private' }, []],
    ['an extended property', { singleValueExtendedProperties: [{ id: personal, value: '1' }] }, []],
    ['the same guests', { attendees: guests(ben, outsider) }, []],
    ['one guest more', { attendees: guests(ben, outsider, 'new@elsewhere.example') }, ['invitation new']],
    ['one guest less', { attendees: guests(outsider) }, ['cancellation ben']],
    [
      'guests and subject',
      { subject: 'x', attendees: guests(ben, 'new@elsewhere.example') },
      ['cancellation someone', 'invitation new', 'update ben'],
    ],
  ])('tells those who have to hear of %s', async (_name, change, mails) => {
    await using rig = await startWriteRig();
    const { id } = (await rig.post('/me/events', eventBody({ attendees: guests(ben, outsider) }))).body;
    await rig.patch(`/me/events/${id}`, change);
    expect(rig.mails().slice(2)).toEqual(mails);
  });

  it('keeps the answers of those who stay, until the time changes', async () => {
    await using rig = await startWriteRig();
    const { id } = (await rig.post('/me/events', eventBody({ attendees: guests(ben) }))).body;
    const copy = await rig.only('ben');
    await rig.post(`/me/events/${copy.id}/accept`, {}, { person: 'ben' });
    await rig.patch(
      `/me/events/${copy.id}`,
      { categories: ['Mine'], reminderMinutesBeforeStart: 60 },
      { person: 'ben' },
    );
    await rig.patch(`/me/events/${id}`, { subject: 'Renamed', attendees: guests(ben, outsider) });
    const [first] = (await rig.only('ada')).attendees;
    expect(first.status.response).toBe('accepted');
    expect(await rig.only('ben')).toMatchObject({
      id: copy.id,
      subject: 'Renamed',
      categories: ['Mine'],
      reminderMinutesBeforeStart: 60,
      showAs: 'busy',
      responseStatus: { response: 'accepted' },
    });
    await rig.patch(`/me/events/${id}`, {
      start: amsterdam('2026-11-17T10:00:00'),
      end: amsterdam('2026-11-17T10:30:00'),
    });
    expect((await rig.only('ada')).attendees[0].status.response).toBe('none');
    expect(await rig.only('ben')).toMatchObject({
      start: { dateTime: '2026-11-17T09:00:00.0000000' },
      categories: ['Mine'],
      showAs: 'tentative',
      responseStatus: { response: 'notResponded' },
    });
  });

  it('shows a guest who is dropped that the meeting is off', async () => {
    await using rig = await startWriteRig();
    const { id } = (await rig.post('/me/events', eventBody({ attendees: guests(ben) }))).body;
    await rig.patch(`/me/events/${id}`, { attendees: [] });
    expect((await rig.only('ben')).isCancelled).toBe(true);
  });

  it('sends what was a draft in Outlook', async () => {
    await using rig = await startWriteRig();
    const { id, uid } = (await rig.post('/me/events', eventBody({ attendees: guests(ben) }))).body;
    rig.emulator.editWithoutSending('ada', uid, 'Not sent');
    expect(await rig.only('ada')).toMatchObject({ subject: 'Not sent', isDraft: true });
    expect((await rig.only('ben')).subject).toBe('Planning');
    await rig.patch(`/me/events/${id}`, { importance: 'high' });
    expect(await rig.only('ada')).toMatchObject({ subject: 'Not sent', isDraft: false });
    expect(await rig.only('ben')).toMatchObject({ subject: 'Not sent', isDraft: false });
    rig.emulator.editWithoutSending('ada', uid, 'Again not sent');
    await rig.post(`/me/events/${id}/forward`, { ToRecipients: [{ emailAddress: { address: ben } }] });
    expect(await rig.only('ben')).toMatchObject({ subject: 'Again not sent', isDraft: false });
  });

  it('lets guests change what is theirs, and nobody hears of it', async () => {
    await using rig = await startWriteRig();
    const made = (await rig.post('/me/events', eventBody({ attendees: guests(ben) }))).body;
    const { id } = await rig.only('ben');
    for (const change of [
      { start: amsterdam('2026-11-17T08:00:00') },
      { attendees: [] },
      { recurrence: null },
      { isOnlineMeeting: true },
    ]) {
      const refused = await rig.patch(`/me/events/${id}`, change, { person: 'ben' });
      expect([refused.status, refused.body.error.code]).toEqual([400, 'ErrorInvalidRequest']);
    }
    await rig.patch(`/me/events/${id}`, { subject: 'My words', showAs: 'free' }, { person: 'ben' });
    expect((await rig.only('ben')).subject).toBe('My words');
    expect(rig.mails()).toEqual(['invitation ben']);
    await rig.patch(`/me/events/${made.id}`, { importance: 'high' });
    expect(await rig.only('ben')).toMatchObject({ subject: 'Planning', showAs: 'free', importance: 'high' });
  });
});

describe('series', () => {
  it('has occurrences that change by themselves', async () => {
    await using rig = await startWriteRig();
    const master = (await rig.post('/me/events', eventBody({ recurrence: weekly(), attendees: guests(ben) }))).body;
    const id = await nth(rig, 1);
    const changed = await rig.patch(`/me/events/${id}`, {
      subject: 'Moved',
      start: amsterdam('2026-11-25T14:00:00'),
      end: amsterdam('2026-11-25T15:00:00'),
    });
    expect(changed.body).toMatchObject({
      id,
      type: 'exception',
      seriesMasterId: master.id,
      originalStart: '2026-11-24T08:00:00Z',
      start: { dateTime: '2026-11-25T13:00:00.0000000' },
    });
    expect(changed.body.changeKey).not.toBe(master.changeKey);
    expect((await rig.only('ada')).changeKey).not.toBe(master.changeKey);
    const expected = ['2026-11-17', '2026-11-25', '2026-12-01', '2026-12-08', '2026-12-15'];
    expect((await occurrences(rig)).map(({ day }) => day)).toEqual(expected);
    expect((await occurrences(rig, 'ben')).map(({ day }) => day)).toEqual(expected);
    expect(rig.mails()).toEqual(['invitation ben', 'update ben 2026-11-24']);
    const read = await rig.read(`/me/events/${master.id}?$select=subject&$expand=exceptionOccurrences`);
    expect(read.body.exceptionOccurrences.map(({ subject }) => subject)).toEqual(['Moved']);
  });

  it.each([
    ['onto the day before', '2026-11-17T12:00:00', '2026-11-17T13:00:00'],
    ['past the day before', '2026-11-16T12:00:00', '2026-11-16T13:00:00'],
    ['onto the day after', '2026-12-01T06:00:00', '2026-12-01T07:00:00'],
    ['into the next one', '2026-11-30T06:00:00', '2026-12-01T09:15:00'],
  ])('does not let an occurrence move %s', async (_name, start, end) => {
    await using rig = await startWriteRig();
    await rig.post('/me/events', eventBody({ recurrence: weekly() }));
    const refused = await rig.patch(`/me/events/${await nth(rig, 1)}`, {
      start: amsterdam(start),
      end: amsterdam(end),
    });
    expect([refused.status, refused.body.error.code]).toEqual([400, 'ErrorOccurrenceCrossingBoundary']);
  });

  it('lets an occurrence move as far as its neighbours are deleted or moved away', async () => {
    await using rig = await startWriteRig();
    await rig.post('/me/events', eventBody({ recurrence: weekly() }));
    const [second, third, fourth] = [await nth(rig, 1), await nth(rig, 2), await nth(rig, 3)];
    await rig.remove(`/me/events/${third}`);
    const to = (day: string) => ({ start: amsterdam(`${day}T09:00:00`), end: amsterdam(`${day}T09:30:00`) });
    expect((await rig.patch(`/me/events/${second}`, to('2026-12-04'))).status).toBe(200);
    expect((await rig.patch(`/me/events/${fourth}`, to('2026-12-04'))).status).toBe(400);
    expect((await rig.patch(`/me/events/${fourth}`, to('2026-12-05'))).status).toBe(200);
    expect((await rig.patch(`/me/events/${fourth}`, { recurrence: null })).body.error.code).toBe('ErrorInvalidRequest');
  });

  it('throws exceptions and deletions away when its time or pattern changes, and only then', async () => {
    await using rig = await startWriteRig();
    const { id } = (await rig.post('/me/events', eventBody({ recurrence: weekly(), attendees: guests(ben) }))).body;
    await rig.patch(`/me/events/${await nth(rig, 1)}`, { subject: 'Special' });
    await rig.remove(`/me/events/${await nth(rig, 3)}`);
    const count = rig.mails().length;
    await rig.patch(`/me/events/${id}`, { subject: 'Series', recurrence: weekly() });
    expect(rig.emulator.storedEvents('ada')[0]).toMatchObject({
      exceptions: ['2026-11-24T08:00:00.000Z'],
      deleted: ['2026-12-08T08:00:00.000Z'],
    });
    // Once for the series, once for each exception.
    expect(rig.mails().slice(count)).toEqual(['update ben', 'update ben 2026-11-24']);
    const view = await rig.read(`/me/calendarView?${window}`, { person: 'ben' });
    expect(view.body.value.map(({ subject }) => subject)).toEqual(['Series', 'Special', 'Series', 'Series', 'Series']);
    await rig.patch(`/me/events/${id}`, {
      start: amsterdam('2026-11-17T11:00:00'),
      end: amsterdam('2026-11-17T12:00:00'),
    });
    for (const person of ['ada', 'ben']) {
      expect(rig.emulator.storedEvents(person)[0]).toMatchObject({ exceptions: [], deleted: [] });
      expect(await occurrences(rig, person)).toHaveLength(5);
    }
    await rig.patch(`/me/events/${await nth(rig, 1)}`, { subject: 'Special' });
    await rig.patch(`/me/events/${id}`, { recurrence: weekly(3) });
    expect((await occurrences(rig)).map(({ type }) => type)).toEqual(['occurrence', 'occurrence', 'occurrence']);
  });

  it('begins and ends to be one', async () => {
    await using rig = await startWriteRig();
    const { id } = (await rig.post('/me/events', eventBody())).body;
    expect((await rig.patch(`/me/events/${id}`, { recurrence: weekly(2) })).body.type).toBe('seriesMaster');
    expect(await occurrences(rig)).toHaveLength(2);
    expect((await rig.patch(`/me/events/${id}`, { recurrence: null })).body).toMatchObject({
      type: 'singleInstance',
      recurrence: null,
    });
    expect(await occurrences(rig)).toHaveLength(1);
  });

  it('moves its dates with its start', async () => {
    await using rig = await startWriteRig();
    const { id } = (await rig.post('/me/events', eventBody({ recurrence: weekly(2) }))).body;
    const move = { start: amsterdam('2026-11-24T09:00:00'), end: amsterdam('2026-11-24T09:30:00') };
    expect((await rig.patch(`/me/events/${id}`, move)).body.recurrence.range.startDate).toBe('2026-11-24');
    expect((await occurrences(rig)).map(({ day }) => day)).toEqual(['2026-11-24', '2026-12-01']);
  });

  it('invites somebody to one occurrence alone', async () => {
    await using rig = await startWriteRig();
    const master = (await rig.post('/me/events', eventBody({ recurrence: weekly(3) }))).body;
    const id = await nth(rig, 1);
    await rig.patch(`/me/events/${id}`, { attendees: guests(ben) });
    const copy = await rig.only('ben');
    expect(copy).toMatchObject({ type: 'singleInstance', start: { dateTime: '2026-11-24T08:00:00.0000000' } });
    expect(copy.uid).not.toBe(master.uid);
    await rig.patch(`/me/events/${id}`, { attendees: [] });
    expect((await rig.only('ben')).isCancelled).toBe(true);
    expect(rig.mails()).toEqual(['invitation ben 2026-11-24', 'cancellation ben 2026-11-24']);
  });

  it('brings new guests into its exceptions, and takes old ones out', async () => {
    await using rig = await startWriteRig();
    const { id } = (await rig.post('/me/events', eventBody({ recurrence: weekly(3), attendees: guests(ben) }))).body;
    await rig.post(`/me/events/${await nth(rig, 1, 'ben')}/accept`, {}, { person: 'ben' });
    await rig.patch(`/me/events/${id}`, { attendees: guests(harbor) });
    const { attendees } = (await rig.read(`/me/events/${await nth(rig, 1)}`)).body;
    expect(attendees.map(({ emailAddress }) => emailAddress.address)).toEqual([harbor]);
  });
});
