import { describe, expect, it } from 'vitest';
import { eventsPath, guests, hour, startWriteKit } from './write-kit.ts';

describe('events.move', () => {
  it('makes another calendar the organizer and keeps the id', async () => {
    await using kit = await startWriteKit();
    const sailing = kit.emulator.calendarId('ada', 'sailing');
    const { id, iCalUID } = await kit.insert({ ...hour(), summary: 'Regatta', attendees: guests('bo') });
    const query = { destination: sailing, sendUpdates: 'all' };
    const { body } = await kit.call('POST', eventsPath('primary', id, 'move'), { query });
    expect(body).toMatchObject({
      id,
      iCalUID,
      summary: 'Regatta',
      organizer: { email: sailing, displayName: 'Sailing', self: true },
    });
    expect(await kit.read(id)).toEqual({ kind: 'calendar#event', id, etag: expect.any(String), status: 'cancelled' });
    expect(await kit.read(id, 'bo')).toMatchObject({ organizer: { email: sailing } });
    expect(kit.emulator.sentMails).toMatchObject([{ kind: 'update', to: 'bo@tidewater.example', from: sailing }]);
    await kit.patch(id, { summary: 'Cup' }, { calendar: sailing });
    expect(await kit.read(id, 'bo')).toMatchObject({ summary: 'Cup' });
  });

  it('leaves a guest’s copy where the former organizer is invited, and takes a series whole', async () => {
    await using kit = await startWriteKit();
    const sailing = kit.emulator.calendarId('ada', 'sailing');
    const { id } = await kit.insert({
      ...hour(),
      attendees: guests('ada', 'bo'),
      recurrence: ['RRULE:FREQ=DAILY;COUNT=3'],
    });
    const slot = `${id}_20260303T090000Z`;
    await kit.patch(slot, { summary: 'Changed' });
    await kit.call('POST', eventsPath('primary', id, 'move'), { query: { destination: sailing } });
    const copy = await kit.read(id);
    expect(copy).toMatchObject({ status: 'confirmed', organizer: { email: sailing } });
    expect(copy.organizer).not.toHaveProperty('self');
    expect(copy.attendees?.[0]).toMatchObject({ email: 'ada@tidewater.example', self: true });
    expect(copy.attendees?.[0]).not.toHaveProperty('organizer');
    expect(kit.emulator.storedEvents(sailing)).toMatchObject([
      { id, kind: 'master' },
      { id: slot, title: 'Changed' },
    ]);
    expect(await kit.read(slot, 'bo')).toMatchObject({ summary: 'Changed', organizer: { email: sailing } });
  });

  it('refuses what can’t be moved', async () => {
    await using kit = await startWriteKit();
    const destination = kit.emulator.calendarId('ada', 'sailing');
    const move = (id: string, more: object = {}): Promise<{ status: number; reason: string }> =>
      kit.refusal('POST', eventsPath('primary', id, 'move'), { query: { destination }, ...more });
    const series = await kit.insert({ ...hour(), attendees: guests('bo'), recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
    const focus = await kit.insert({ ...hour(), eventType: 'focusTime' });
    expect(await move(`${series.id}_20260303T090000Z`)).toMatchObject({
      status: 400,
      reason: 'cannotChangeOrganizerOfInstance',
    });
    expect(await move(focus.id)).toMatchObject({ status: 400, reason: 'eventTypeRestriction' });
    expect(await move('nothing')).toMatchObject({ status: 404 });
    expect(await move(series.id, { query: { destination: 'primary' } })).toMatchObject({ status: 400 });
    expect(await move(series.id, { query: { destination: 'bo@tidewater.example' } })).toMatchObject({ status: 404 });
    expect(await move(series.id, { query: {}, isBad: true })).toMatchObject({ status: 400, reason: 'required' });
    kit.emulator.shareCalendar({ calendarId: destination, with: 'bo@tidewater.example', role: 'writer' });
    expect(await move(series.id, { person: 'bo' })).toMatchObject({ status: 400, reason: 'cannotChangeOrganizer' });
    kit.emulator.shareCalendar({ calendarId: 'cy@tidewater.example', with: 'ada@tidewater.example', role: 'reader' });
    expect(await move(series.id, { query: { destination: 'cy@tidewater.example' } })).toMatchObject({
      status: 403,
      reason: 'requiredAccessLevel',
    });
  });
});

describe('events.import', () => {
  const importPath = eventsPath('primary', 'import');
  const foreign = {
    ...hour(),
    iCalUID: 'A1B2@outside.example',
    summary: 'Fair',
    organizer: { email: 'host@outside.example', displayName: 'Host' },
    attendees: guests('ada', 'bo', 'guest@outside.example'),
  };

  it('makes a private copy under the caller’s iCalUID and tells nobody', async () => {
    await using kit = await startWriteKit();
    const { body } = await kit.call('POST', importPath, { body: foreign });
    expect(body).toMatchObject({
      // RFC 4648, section 7, of the iCalUID, in lower case and without padding.
      id: '_84ok4ci0dtqn8sr9chiispboc5mn0r35',
      iCalUID: 'A1B2@outside.example',
      privateCopy: true,
      organizer: { email: 'host@outside.example', displayName: 'Host' },
      attendees: [{ self: true }, {}, {}],
    });
    expect(kit.emulator.storedEvents('bo')).toEqual([]);
    expect(kit.emulator.sentMails).toEqual([]);
  });

  it('replaces the copy before, also a deleted one', async () => {
    await using kit = await startWriteKit();
    const { body } = await kit.call('POST', importPath, { body: foreign });
    await kit.call('DELETE', eventsPath('primary', body.id), { query: { sendUpdates: 'all' } });
    const again = await kit.call('POST', importPath, { body: { ...foreign, summary: 'Trade fair' } });
    expect(again.body).toMatchObject({ id: body.id, summary: 'Trade fair', status: 'confirmed' });
    expect(kit.emulator.storedEvents('ada')).toHaveLength(1);
    expect(kit.emulator.sentMails).toEqual([]);
  });

  it('stays private: changes go nowhere', async () => {
    await using kit = await startWriteKit();
    const own = { ...foreign, organizer: { email: 'ada@tidewater.example' } };
    const { body } = await kit.call('POST', importPath, { body: own });
    await kit.patch(body.id, { summary: 'x', attendees: guests('bo', 'cy') }, { query: { sendUpdates: 'all' } });
    expect(kit.emulator.storedEvents('bo')).toEqual([]);
    expect(kit.emulator.sentMails).toEqual([]);
    expect(await kit.read(body.id)).toMatchObject({ summary: 'x', privateCopy: true });
  });

  it.each([
    ['an id', { ...foreign, id: 'aaaaa' }, 'invalid'],
    ['no iCalUID', { ...foreign, iCalUID: null }, 'required'],
    ['strangers only', { ...foreign, attendees: guests('bo') }, 'participantIsNeitherOrganizerNorAttendee'],
  ])('refuses %s', async (_, body, reason) => {
    await using kit = await startWriteKit();
    expect(await kit.refusal('POST', importPath, { body, isBad: true })).toMatchObject({ status: 400, reason });
  });

  it('makes a plain event of every other type', async () => {
    await using kit = await startWriteKit();
    const { body } = await kit.call('POST', importPath, { body: { ...foreign, eventType: 'focusTime' } });
    expect(body).toMatchObject({ eventType: 'default' });
  });
});
