import { describe, expect, it } from 'vitest';
import { meeting, startKit, withMeetings } from './google-kit.ts';
import type { WireEvent } from './google-kit.ts';

const planning = meeting({
  id: 'planning',
  title: 'Planning',
  description: 'Quarter',
  invitees: [
    { who: 'bo', response: 'declined' },
    { who: 'cy', role: 'optional' },
    { who: 'harbour', response: 'accepted' },
    { who: { name: 'Eve', address: 'eve@partner.example' }, response: 'tentative' },
  ],
});

describe('copies of one meeting', () => {
  it('share id and iCalUID and differ in who is self', async () => {
    await using kit = await startKit(withMeetings(planning));
    const id = kit.emulator.eventId('planning');
    const [ada, bo, cy] = await Promise.all(
      ['ada', 'bo', 'cy'].map(async (person) => {
        const { items } = await kit.list({}, person);
        expect(items).toHaveLength(1);
        return items[0];
      }),
    );
    for (const copy of [ada, bo, cy])
      expect(copy).toMatchObject({ id, iCalUID: `${id}@google.com`, summary: 'Planning' });
    expect(ada?.organizer).toEqual({ email: 'ada@tidewater.example', self: true });
    expect(bo?.organizer).toEqual({ email: 'ada@tidewater.example', displayName: 'Ada Brandt' });
    expect(ada?.creator['self']).toBe(true);
    expect(bo?.creator).toEqual({ email: 'ada@tidewater.example' });
    expect(bo?.attendees).toEqual([
      { email: 'ada@tidewater.example', displayName: 'Ada Brandt', organizer: true, responseStatus: 'accepted' },
      { email: 'bo@tidewater.example', displayName: 'Bo Silva', self: true, responseStatus: 'declined' },
      { email: 'cy@tidewater.example', displayName: 'Cy Tan', optional: true, responseStatus: 'needsAction' },
      { email: 'harbour@tidewater.example', displayName: 'Harbour', resource: true, responseStatus: 'accepted' },
      { email: 'eve@partner.example', displayName: 'Eve', responseStatus: 'tentative' },
    ]);
    expect(cy?.attendees?.filter((attendee) => attendee['self']).map(({ email }) => email)).toEqual([
      'cy@tidewater.example',
    ]);
    expect(new Set([ada, bo, cy].map((copy) => copy?.etag)).size).toBe(3);
  });

  it('render times in the zone of each calendar and keep the zone of the meeting', async () => {
    await using kit = await startKit(withMeetings(planning));
    const [bo] = (await kit.list({}, 'bo')).items;
    expect(bo?.start).toEqual({ dateTime: '2026-03-02T04:00:00-05:00', timeZone: 'Europe/Berlin' });
    const [far] = (await kit.list({ timeZone: 'Asia/Kolkata' }, 'bo')).items;
    expect(far?.start).toEqual({ dateTime: '2026-03-02T14:30:00+05:30', timeZone: 'Europe/Berlin' });
  });

  it('show the room as place, and nobody as guest of a meeting without invitees', async () => {
    await using kit = await startKit(withMeetings(planning, meeting({ id: 'alone' })));
    const [first, second] = (await kit.list()).items;
    expect(first?.location).toBe('Harbour');
    expect(second).not.toHaveProperty('attendees');
  });

  it('on an extra calendar name the calendar as organizer', async () => {
    await using kit = await startKit(
      withMeetings(meeting({ id: 'regatta', calendar: 'sailing', invitees: [{ who: 'bo' }] })),
    );
    const calendarId = kit.emulator.calendarId('ada', 'sailing');
    const { body } = await kit.api(`calendars/${encodeURIComponent(calendarId)}/events`);
    expect(body.items[0]?.organizer).toEqual({ email: calendarId, displayName: 'Sailing', self: true });
    expect((await kit.list()).items).toEqual([]);
    expect((await kit.list({}, 'bo')).items[0]?.organizer).toEqual({ email: calendarId, displayName: 'Sailing' });
  });
});

describe('what a meeting says', () => {
  const only = async (changes: Parameters<typeof meeting>[0], person = 'ada'): Promise<WireEvent> => {
    await using kit = await startKit(withMeetings(meeting(changes)));
    const [event] = (await kit.list({}, person)).items;
    if (event === undefined) throw new Error('The meeting is not in the list');
    return event;
  };

  it('leaves out what equals the default', async () => {
    const event = await only({ id: 'plain' });
    expect(Object.keys(event).sort().join(' ')).toBe(
      'created creator end etag eventType htmlLink iCalUID id kind organizer reminders sequence start status summary updated',
    );
    expect(event['created']).toBe('2026-03-01T08:00:00.000Z');
  });

  it.each([
    ['private', { privacy: 'private' }, { visibility: 'private' }],
    ['confidential', { privacy: 'confidential' }, { visibility: 'confidential' }],
    ['free', { busyStatus: 'free' }, { transparency: 'transparent' }],
    ['tentative', { busyStatus: 'tentative' }, { status: 'tentative' }],
    ['out of office as plain busy', { busyStatus: 'outOfOffice' }, { eventType: 'default', status: 'confirmed' }],
    [
      'a reminder',
      { reminderMinutes: 5 },
      { reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 5 }] } },
    ],
    ['HTML', { description: 'x', descriptionHtml: '<b>x</b>' }, { description: '<b>x</b>' }],
  ] as const)('maps %s', async (_, changes, expected) => {
    expect(await only({ id: 'm', ...changes })).toMatchObject(expected);
  });

  it('writes all-day events, also of several days, as dates with an exclusive end', async () => {
    const event = await only({ id: 'fair', when: { kind: 'allDay', start: '2026-03-10', end: '2026-03-13' } });
    expect(event.start).toEqual({ date: '2026-03-10' });
    expect(event.end).toEqual({ date: '2026-03-13' });
    expect(event['reminders']).toMatchObject({ useDefault: false });
  });

  it('keeps a Meet link as conference and pastes any other into place or description', async () => {
    const meet = await only({ id: 'a', conferenceUrl: 'https://meet.google.com/abc-defg-hij' });
    expect(meet).toMatchObject({
      hangoutLink: 'https://meet.google.com/abc-defg-hij',
      conferenceData: { conferenceId: 'abc-defg-hij', conferenceSolution: { name: 'Google Meet' } },
    });
    const other = 'https://teams.example/join/1';
    expect((await only({ id: 'b', conferenceUrl: other })).location).toBe(other);
    const placed = await only({ id: 'c', conferenceUrl: other, location: 'Pier 3', description: 'Text' });
    expect(placed).toMatchObject({ location: 'Pier 3', description: `Text\n\n${other}` });
  });

  it('lists attachments', async () => {
    const event = await only({ id: 'm', attachments: ['agenda.pdf'] });
    expect(event['attachments']).toEqual([
      expect.objectContaining({
        title: 'agenda.pdf',
        mimeType: 'application/pdf',
        fileUrl: expect.stringContaining('drive'),
      }),
    ]);
  });

  it('hides a cancelled meeting unless asked, in full for the organizer, bare for the guest', async () => {
    await using kit = await startKit(
      withMeetings(meeting({ id: 'off', isCancelled: true, invitees: [{ who: 'bo' }] })),
    );
    expect((await kit.list()).items).toEqual([]);
    const [own] = (await kit.list({ showDeleted: true })).items;
    expect(own).toMatchObject({ status: 'cancelled', summary: 'off' });
    const [guest] = (await kit.list({ showDeleted: true }, 'bo')).items;
    expect(Object.keys(guest ?? {}).sort()).toEqual(['etag', 'id', 'kind', 'status']);
    const one = await kit.api<WireEvent>(`calendars/primary/events/${kit.emulator.eventId('off')}`);
    expect(one).toMatchObject({ status: 200, body: { status: 'cancelled', summary: 'off' } });
  });
});

describe('seeding', () => {
  it.each([
    ['an unknown organizer', meeting({ id: 'm', organizer: 'nobody' })],
    ['an unknown invitee', meeting({ id: 'm', invitees: [{ who: 'nobody' }] })],
    ['an unknown calendar', meeting({ id: 'm', calendar: 'nowhere' })],
    [
      'a zone outside the database',
      meeting({
        id: 'm',
        when: { kind: 'timed', start: '2026-03-02T10:00:00', end: '2026-03-02T11:00:00', timeZone: 'Mars/Base' },
      }),
    ],
    [
      'a deleted occurrence that the rule does not give',
      meeting({ id: 'm', series: { rule: 'FREQ=DAILY', deleted: ['2026-03-02T11:00:00'] } }),
    ],
  ])('refuses %s', async (_, bad) => {
    await using kit = await startKit();
    expect(() => kit.emulator.seed(withMeetings(bad))).toThrow(RangeError);
  });

  it('adds to what is there and refuses to seed a meeting twice', async () => {
    await using kit = await startKit(withMeetings(meeting({ id: 'one' })));
    kit.emulator.seed(withMeetings(meeting({ id: 'two' })));
    expect((await kit.list()).items.map(({ summary }) => summary)).toEqual(['one', 'two']);
    expect(() => kit.emulator.seed(withMeetings(meeting({ id: 'two' })))).toThrow('was seeded before');
  });
});
