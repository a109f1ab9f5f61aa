import { describe, expect, it } from 'vitest';
import { eventsPath, guests, hour, startWriteKit } from './write-kit.ts';
import type { WriteKit } from './write-kit.ts';

const all = { query: { sendUpdates: 'all' } } as const;
const mails = (kit: WriteKit): string[] =>
  kit.emulator.sentMails.map(({ kind, to }) => `${kind} ${to.split('@')[0] ?? ''}`);
const response = (event: { attendees?: Record<string, unknown>[] }, name: string): unknown =>
  event.attendees?.find(({ email }) => email === `${name}@tidewater.example`)?.['responseStatus'];

describe('an invitation', () => {
  it('lands in every calendar inside, with one id and each copy’s own view', async () => {
    await using kit = await startWriteKit();
    const event = await kit.insert({
      ...hour(),
      summary: 'Planning',
      colorId: '3',
      reminders: { useDefault: false },
      source: { title: 'Ticket', url: 'https://tickets.example/1' },
      extendedProperties: { private: { mine: '1' }, shared: { ours: '2' } },
      attendees: guests('ada', 'bo', 'guest@outside.example'),
    });
    expect(event.attendees).toEqual([
      {
        email: 'ada@tidewater.example',
        displayName: 'Ada Brandt',
        organizer: true,
        self: true,
        responseStatus: 'needsAction',
      },
      { email: 'bo@tidewater.example', displayName: 'Bo Silva', responseStatus: 'needsAction' },
      { email: 'guest@outside.example', responseStatus: 'needsAction' },
    ]);
    const copy = await kit.read(event.id, 'bo');
    expect(copy).toMatchObject({
      id: event.id,
      iCalUID: event.iCalUID,
      summary: 'Planning',
      start: { dateTime: '2026-03-02T04:00:00-05:00', timeZone: 'Europe/Berlin' },
      organizer: { email: 'ada@tidewater.example', displayName: 'Ada Brandt' },
      reminders: { useDefault: true },
      extendedProperties: { shared: { ours: '2' } },
    });
    expect(copy.organizer).not.toHaveProperty('self');
    expect(copy.attendees?.filter(({ self }) => self)).toMatchObject([{ email: 'bo@tidewater.example' }]);
    for (const name of ['colorId', 'source']) expect(copy).not.toHaveProperty(name);
    expect(copy['extendedProperties']).not.toHaveProperty('private');
    expect(copy['htmlLink']).not.toBe(event['htmlLink']);
  });

  it('has no guest twice, and one’s own answer only from oneself', async () => {
    await using kit = await startWriteKit();
    const event = await kit.insert({
      ...hour(),
      attendees: [
        { email: 'BO@tidewater.example', responseStatus: 'accepted' },
        { email: 'bo@tidewater.example' },
        { email: 'guest@outside.example', responseStatus: 'accepted' },
        { email: 'ada@tidewater.example', responseStatus: 'accepted', optional: true },
      ],
    });
    expect(event.attendees).toMatchObject([
      { email: 'BO@tidewater.example', responseStatus: 'needsAction' },
      { email: 'guest@outside.example', responseStatus: 'accepted' },
      { email: 'ada@tidewater.example', responseStatus: 'accepted', optional: true },
    ]);
    expect(kit.emulator.storedEvents('bo')).toHaveLength(1);
  });

  it('does not touch an event of the guest’s own that happens to have the same id', async () => {
    await using kit = await startWriteKit();
    const id = 'aaaaa00000';
    await kit.insert({ id, ...hour(), summary: 'Mine' }, { person: 'bo' });
    await kit.insert({ id, ...hour(), summary: 'Ours', attendees: guests('bo') });
    await kit.call('DELETE', eventsPath('primary', id));
    expect(await kit.read(id, 'bo')).toMatchObject({ summary: 'Mine', status: 'confirmed' });
  });

  it.each([
    ['all', ['invitation bo', 'invitation guest']],
    ['externalOnly', ['invitation guest']],
    ['none', []],
    [undefined, []],
  ])('is mailed as sendUpdates says: %s', async (sendUpdates, expected) => {
    await using kit = await startWriteKit();
    const query = sendUpdates === undefined ? {} : { sendUpdates };
    await kit.insert({ ...hour(), attendees: guests('ada', 'bo', 'harbour', 'guest@outside.example') }, { query });
    expect(mails(kit)).toEqual(expected);
  });

  it('is mailed as the older sendNotifications says, too', async () => {
    await using kit = await startWriteKit();
    await kit.insert({ ...hour(), attendees: guests('bo') }, { query: { sendNotifications: true } });
    expect(kit.emulator.sentMails).toEqual([
      {
        from: 'ada@tidewater.example',
        to: 'bo@tidewater.example',
        kind: 'invitation',
        eventId: expect.any(String),
        uid: expect.stringContaining('@google.com'),
        hasComment: false,
        sentAt: Date.parse('2026-03-01T08:00:00Z'),
      },
    ]);
  });

  it('hides the guests from one another when the organizer wants it', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({
      ...hour(),
      guestsCanSeeOtherGuests: false,
      attendees: guests('ada', 'bo', 'cy'),
    });
    expect((await kit.read(id)).attendees).toHaveLength(3);
    expect((await kit.read(id, 'bo')).attendees?.map(({ email }) => email)).toEqual([
      'ada@tidewater.example',
      'bo@tidewater.example',
    ]);
  });
});

describe('changes by the organizer', () => {
  it('reach every copy and leave alone what belongs to the copy', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), summary: 'Planning', attendees: guests('bo') });
    await kit.patch(
      id,
      { colorId: '5', reminders: { useDefault: false }, transparency: 'transparent' },
      { person: 'bo' },
    );
    await kit.patch(id, { summary: 'Review', ...hour('04') });
    expect(await kit.read(id, 'bo')).toMatchObject({
      summary: 'Review',
      start: { dateTime: '2026-03-04T04:00:00-05:00' },
      colorId: '5',
      reminders: { useDefault: false },
      transparency: 'transparent',
      sequence: 1,
    });
    expect(await kit.read(id)).not.toHaveProperty('colorId');
  });

  it('move the etags of the copies that they change', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), attendees: guests('bo') });
    const before = await kit.read(id, 'bo');
    await kit.patch(id, { reminders: { useDefault: false }, colorId: '1' });
    expect((await kit.read(id, 'bo')).etag).toBe(before.etag);
    await kit.patch(id, { summary: 'x' });
    expect((await kit.read(id, 'bo')).etag).not.toBe(before.etag);
  });

  it('invite, uninvite and update, each once', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), attendees: guests('ada', 'bo') });
    await kit.patch(id, { attendees: guests('ada', 'bo', 'cy') }, all);
    expect(mails(kit)).toEqual(['invitation cy']);
    await kit.patch(id, { summary: 'x', attendees: guests('ada', 'cy') }, all);
    expect(mails(kit).slice(1)).toEqual(['update cy', 'cancellation bo']);
    await kit.patch(id, { reminders: { useDefault: false }, colorId: '1' }, all);
    expect(mails(kit)).toHaveLength(3);
    expect(kit.emulator.storedEvents('bo')).toMatchObject([{ status: 'cancelled' }]);
    expect(await kit.read(id, 'bo')).toEqual({
      kind: 'calendar#event',
      id,
      etag: expect.any(String),
      status: 'cancelled',
    });
  });

  it('keep the answers of guests inside', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), attendees: guests('bo', 'cy') });
    const own = { email: 'bo@tidewater.example', responseStatus: 'accepted' };
    await kit.patch(id, { attendees: [own] }, { person: 'bo' });
    await kit.patch(id, { attendees: guests('cy', 'bo') });
    const event = await kit.read(id);
    expect(response(event, 'bo')).toBe('accepted');
    expect(event.attendees?.map(({ email }) => email)).toEqual(['cy@tidewater.example', 'bo@tidewater.example']);
  });

  it('one list replaces the other, also a list of one', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), attendees: guests('ada', 'bo', 'cy') });
    expect((await kit.patch(id, { attendees: guests('bo') })).attendees).toHaveLength(1);
    expect(kit.emulator.storedEvents('cy')).toMatchObject([{ status: 'cancelled' }]);
  });

  it('a list marked as incomplete changes one’s own answer only', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), attendees: guests('ada', 'bo', 'cy') });
    const own = { email: 'ada@tidewater.example', responseStatus: 'tentative' };
    const event = await kit.patch(id, { attendeesOmitted: true, attendees: [own] });
    expect(event.attendees).toHaveLength(3);
    expect(response(await kit.read(id, 'cy'), 'ada')).toBe('tentative');
  });

  it('deletion cancels for everybody', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), attendees: guests('bo', 'harbour') });
    await kit.call('DELETE', eventsPath('primary', id), all);
    expect(mails(kit)).toEqual(['cancellation bo']);
    for (const who of ['ada', 'bo', 'harbour']) {
      expect(kit.emulator.storedEvents(who)).toMatchObject([{ status: 'cancelled' }]);
    }
    expect(
      await kit.refusal('PATCH', eventsPath('primary', id), { person: 'bo', body: { status: 'confirmed' } }),
    ).toMatchObject({
      status: 403,
      reason: 'forbidden',
    });
  });
});

describe('a guest', () => {
  const accepted = {
    attendees: [{ email: 'bo@tidewater.example', responseStatus: 'accepted', comment: 'Gladly', additionalGuests: 2 }],
  };

  it('answers for oneself, and everybody sees it', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), attendees: guests('ada', 'bo', 'cy') });
    const before = await kit.read(id);
    const answered = await kit.patch(id, accepted, { person: 'bo', ...all });
    expect(answered.attendees).toHaveLength(3);
    for (const person of ['ada', 'bo', 'cy']) {
      const event = await kit.read(id, person);
      expect(event.attendees?.find(({ email }) => email === 'bo@tidewater.example')).toMatchObject({
        responseStatus: 'accepted',
        comment: 'Gladly',
        additionalGuests: 2,
      });
      expect(event.attendees?.filter(({ self }) => self)).toMatchObject([{ email: `${person}@tidewater.example` }]);
    }
    expect((await kit.read(id)).etag).not.toBe(before.etag);
    expect(kit.emulator.sentMails).toMatchObject([
      {
        kind: 'reply',
        from: 'bo@tidewater.example',
        to: 'ada@tidewater.example',
        response: 'accepted',
        hasComment: true,
      },
    ]);
  });

  it.each([
    ['all', 1],
    ['externalOnly', 0],
    ['none', 0],
  ])('tells the organizer by mail as sendUpdates says: %s', async (sendUpdates, count) => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), attendees: guests('bo') });
    await kit.patch(id, accepted, { person: 'bo', query: { sendUpdates } });
    expect(kit.emulator.sentMails).toHaveLength(count);
    await kit.patch(id, accepted, { person: 'bo', query: { sendUpdates } });
    expect(kit.emulator.sentMails).toHaveLength(count);
  });

  it('neither answers for others nor removes or adds anybody', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), attendees: guests('bo', 'cy') });
    const attendees = [
      ...accepted.attendees,
      { email: 'cy@tidewater.example', responseStatus: 'declined' },
      { email: 'new@tidewater.example' },
    ];
    await kit.patch(id, { attendees }, { person: 'bo' });
    const event = await kit.read(id);
    expect(event.attendees?.map(({ email }) => email)).toEqual(['bo@tidewater.example', 'cy@tidewater.example']);
    expect([response(event, 'bo'), response(event, 'cy')]).toEqual(['accepted', 'needsAction']);
  });

  it('changes the own copy, until the organizer writes', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), summary: 'Planning', attendees: guests('bo') });
    await kit.patch(id, { summary: 'Boring', ...hour('05'), visibility: 'private' }, { person: 'bo' });
    expect(await kit.read(id, 'bo')).toMatchObject({ summary: 'Boring', visibility: 'private', sequence: 0 });
    expect(await kit.read(id)).toMatchObject({ summary: 'Planning', start: { dateTime: '2026-03-02T10:00:00+01:00' } });
    await kit.patch(id, { location: 'Quay' });
    expect(await kit.read(id, 'bo')).toMatchObject({ summary: 'Planning', location: 'Quay', visibility: 'private' });
  });

  it.each([{ guestsCanModify: true }, { guestsCanInviteOthers: false }, { guestsCanSeeOtherGuests: false }])(
    'gives nobody rights: %j',
    async (body) => {
      await using kit = await startWriteKit();
      const { id } = await kit.insert({ ...hour(), attendees: guests('bo') });
      expect(await kit.refusal('PATCH', eventsPath('primary', id), { person: 'bo', body })).toMatchObject({
        status: 403,
        reason: 'forbiddenForNonOrganizer',
      });
    },
  );

  it('sets rights to their defaults by leaving them out of a replacement, which is refused', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), guestsCanInviteOthers: false, attendees: guests('bo') });
    const put = (body: object): Promise<{ status: number; reason: string }> =>
      kit.refusal('PUT', eventsPath('primary', id), { person: 'bo', body });
    expect(await put(hour())).toMatchObject({ status: 403, reason: 'forbiddenForNonOrganizer' });
    expect(await kit.put(id, { ...hour(), guestsCanInviteOthers: false }, { person: 'bo' })).toMatchObject({ id });
    for (const person of ['ada', 'bo']) expect((await kit.read(id, person)).attendees).toHaveLength(1);
  });

  it('who may modify changes it for everybody', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({
      ...hour(),
      summary: 'Planning',
      colorId: '2',
      guestsCanModify: true,
      attendees: guests('ada', 'bo', 'cy'),
    });
    await kit.patch(id, { summary: 'Review', colorId: '7', ...accepted }, { person: 'bo' });
    expect(await kit.read(id, 'cy')).toMatchObject({ summary: 'Review' });
    const original = await kit.read(id);
    expect(original).toMatchObject({ summary: 'Review', colorId: '2' });
    expect(original.attendees).toHaveLength(3);
    expect(response(original, 'bo')).toBe('accepted');
    expect(await kit.read(id, 'bo')).toMatchObject({ colorId: '7' });
    await kit.patch(id, { attendees: guests('ada', 'bo') }, { person: 'bo' });
    expect((await kit.read(id)).attendees).toHaveLength(2);
    expect(kit.emulator.storedEvents('cy')).toMatchObject([{ status: 'cancelled' }]);
  });

  it('replaces it without losing guests or what is the organizer’s own', async () => {
    await using kit = await startWriteKit();
    const own = {
      colorId: '2',
      reminders: { useDefault: false },
      source: { title: 'Ticket', url: 'https://tickets.example/1' },
    };
    const { id } = await kit.insert({
      ...hour(),
      ...own,
      extendedProperties: { private: { a: '1' }, shared: { b: '2' } },
      guestsCanModify: true,
      attendees: guests('bo', 'cy'),
    });
    const extendedProperties = { private: { mine: '3' }, shared: { b: '4' } };
    const body = { ...hour(), summary: 'Review', guestsCanModify: true, extendedProperties };
    expect(await kit.put(id, body, { person: 'bo' })).toMatchObject({ extendedProperties });
    const original = await kit.read(id);
    expect(original).toMatchObject({ summary: 'Review', ...own, attendees: [{}, {}] });
    expect(original['extendedProperties']).toEqual({ private: { a: '1' }, shared: { b: '4' } });
  });

  it('deletes the own copy, and thereby declines; it does not come back', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), attendees: guests('ada', 'bo') });
    await kit.call('DELETE', eventsPath('primary', id), { person: 'bo', ...all });
    expect(mails(kit)).toEqual(['reply ada']);
    expect(kit.emulator.sentMails).toMatchObject([{ response: 'declined', hasComment: false }]);
    expect(response(await kit.read(id), 'bo')).toBe('declined');
    await kit.patch(id, { summary: 'x' });
    expect(kit.emulator.storedEvents('bo')).toMatchObject([{ status: 'cancelled' }]);
    expect((await kit.list({}, 'bo')).items).toEqual([]);
    expect((await kit.call('DELETE', eventsPath('primary', id), { person: 'bo' })).status).toBe(410);
    expect(kit.emulator.storedEvents('ada')).toMatchObject([{ status: 'confirmed' }]);
    await kit.patch(id, { status: 'confirmed' }, { person: 'bo' });
    expect((await kit.list({}, 'bo')).items).toMatchObject([{ id, status: 'confirmed' }]);
  });

  it('of an organizer outside answers all the same', async () => {
    await using kit = await startWriteKit();
    const { id = '' } = kit.emulator.putEvent('bo', 'primary', {
      ...hour(),
      organizer: { email: 'host@outside.example' },
      attendees: [{ email: 'bo@tidewater.example', self: true, responseStatus: 'needsAction' }],
    });
    await kit.patch(id, accepted, { person: 'bo', query: { sendUpdates: 'externalOnly' } });
    expect(response(await kit.read(id, 'bo'), 'bo')).toBe('accepted');
    expect(kit.emulator.sentMails).toMatchObject([{ kind: 'reply', to: 'host@outside.example' }]);
  });

  it('is answered for by whoever may write to the guest’s calendar', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), attendees: guests('bo') });
    kit.emulator.shareCalendar({ calendarId: 'bo@tidewater.example', with: 'cy@tidewater.example', role: 'writer' });
    await kit.patch(id, accepted, { person: 'cy', calendar: 'bo@tidewater.example' });
    expect(response(await kit.read(id), 'bo')).toBe('accepted');
  });

  it('among more than 200 is heard by the organizer alone', async () => {
    await using kit = await startWriteKit();
    const crowd = Array.from({ length: 200 }, (_, index) => `guest${index}@outside.example`);
    const { id } = await kit.insert({ ...hour(), attendees: guests('bo', 'cy', ...crowd) });
    await kit.patch(id, accepted, { person: 'bo' });
    expect(response(await kit.read(id), 'bo')).toBe('accepted');
    expect(response(await kit.read(id, 'cy'), 'bo')).toBe('needsAction');
  });
});

describe('a room', () => {
  const room = (event: { attendees?: Record<string, unknown>[] }): unknown => response(event, 'harbour');

  it('accepts by itself, after the answer to the write', async () => {
    await using kit = await startWriteKit();
    const event = await kit.insert({ ...hour(), attendees: guests('bo', 'harbour') });
    expect(event.attendees?.[1]).toEqual({
      email: 'harbour@tidewater.example',
      displayName: 'Harbour',
      resource: true,
      responseStatus: 'needsAction',
    });
    const { nextSyncToken = '' } = await kit.list();
    expect(room(await kit.read(event.id))).toBe('accepted');
    expect(room(await kit.read(event.id, 'bo'))).toBe('accepted');
    expect(nextSyncToken).not.toBe('');
  });

  it('takes its time, and its answer is a change that a sync shows', async () => {
    await using kit = await startWriteKit(undefined, { roomAnswerDelaySeconds: 30 });
    const { id, etag } = await kit.insert({ ...hour(), attendees: guests('harbour') });
    await kit.clock.advance(29_000);
    const { nextSyncToken = '', items } = await kit.list();
    expect(room(items[0] ?? {})).toBe('needsAction');
    await kit.clock.advance(1_000);
    const changed = (await kit.list({ syncToken: nextSyncToken })).items;
    expect(changed.map((item) => [item.id, room(item)])).toEqual([[id, 'accepted']]);
    expect(changed[0]?.etag).not.toBe(etag);
  });

  it('declines when it is taken', async () => {
    await using kit = await startWriteKit();
    const first = await kit.insert({ ...hour(), attendees: guests('harbour') });
    const second = await kit.insert({ ...hour(), attendees: guests('harbour') }, { person: 'bo' });
    const next = await kit.insert({ ...hour('02', 11), attendees: guests('harbour') });
    expect(room(await kit.read(first.id))).toBe('accepted');
    expect(room(await kit.read(second.id, 'bo'))).toBe('declined');
    expect(room(await kit.read(next.id))).toBe('accepted');
  });

  it('declines a series when one of its days is taken', async () => {
    await using kit = await startWriteKit();
    await kit.insert({ ...hour('04'), attendees: guests('harbour') });
    const series = await kit.insert({
      ...hour(),
      recurrence: ['RRULE:FREQ=DAILY;COUNT=5'],
      attendees: guests('harbour'),
    });
    expect(room(await kit.read(series.id))).toBe('declined');
  });

  it('is asked again when the time changes', async () => {
    await using kit = await startWriteKit();
    await kit.insert({ ...hour('03'), attendees: guests('harbour') });
    const { id } = await kit.insert({ ...hour('02'), attendees: guests('harbour') });
    expect(room(await kit.read(id))).toBe('accepted');
    expect(room(await kit.patch(id, hour('03')))).toBe('needsAction');
    expect(room(await kit.read(id))).toBe('declined');
  });

  it('is free again once the meeting is called off', async () => {
    await using kit = await startWriteKit();
    const first = await kit.insert({ ...hour(), attendees: guests('harbour') });
    await kit.call('DELETE', eventsPath('primary', first.id));
    const second = await kit.insert({ ...hour(), attendees: guests('harbour') });
    expect(room(await kit.read(second.id))).toBe('accepted');
  });

  it.each([
    ['decline', 'declined'],
    ['never', 'needsAction'],
  ] as const)('does what it is told: %s', async (answers, expected) => {
    await using kit = await startWriteKit();
    kit.emulator.setRoomAnswers('harbour', answers);
    const { id } = await kit.insert({ ...hour(), attendees: guests('harbour') });
    expect(room(await kit.read(id))).toBe(expected);
    expect(() => kit.emulator.setRoomAnswers('attic', answers)).toThrow(RangeError);
  });
});
