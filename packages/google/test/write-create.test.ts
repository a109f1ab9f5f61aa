import { calendarEventSchema } from '@kalends/core/schemas';
import type { NewEvent } from '@kalends/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rejection } from './support/setup.ts';
import { daily, hour, plain, watchCalendarContract, writingGoogle } from './support/writing-google.ts';
import type { WritingGoogle } from './support/writing-google.ts';

const contract = watchCalendarContract();
let kit: WritingGoogle;
beforeEach(async () => {
  kit = await writingGoogle({}, contract);
});
afterEach(() => kit.emulator.close());

const eventsPath = '/calendars/ada@tidewater.example/events';

describe('events.create', () => {
  it('asks for nothing of the new event that is not wanted', async () => {
    const event = plain('Told in part');
    await kit.ada.events.create({ event, notify: 'nobody', omit: ['attendees', 'description'] });
    const [insertion] = kit.requests().filter(({ method }) => method === 'POST');
    expect(insertion?.query.get('fields')).toContain('summary');
    expect(insertion?.query.get('fields')).not.toMatch(/attendees\(|description/);
  });

  it('writes everything an event can have, and gives it back as the service keeps it', async () => {
    const event: NewEvent = {
      title: 'Launch',
      body: { contentType: 'html', content: '<p>Bring <b>cake</b> &amp; tea</p>' },
      locations: [{ name: 'Quay 3' }],
      color: '#5484ed',
      reminderMinutes: 25,
      busyStatus: 'free',
      privacy: 'private',
      properties: { ticket: '17', 'board-id': 'x_y' },
      conference: { kind: 'link', url: 'https://us02web.zoom.us/j/123?pwd=abc' },
      attendees: [
        { address: 'bob@tidewater.example', role: 'optional' },
        { address: 'guest@outside.example', name: 'A Guest' },
        { address: 'room4@tidewater.example', kind: 'resource' },
      ],
      time: hour('2026-11-20T09:00:00', 'America/New_York'),
    };
    const created = await kit.ada.events.create({ event, notify: 'everyone' });
    expect(calendarEventSchema.parse(created)).toEqual(created);
    expect(created).toMatchObject({
      kind: 'single',
      calendarId: 'ada@tidewater.example',
      title: 'Launch',
      description: 'Bring cake & tea',
      locations: event.locations,
      color: '#5484ed',
      reminderMinutes: 25,
      busyStatus: 'free',
      privacy: 'private',
      conference: { url: 'https://us02web.zoom.us/j/123?pwd=abc', service: 'zoom' },
      organizer: { address: 'ada@tidewater.example', isSelf: true, participationStatus: 'accepted' },
      time: {
        kind: 'timed',
        start: { dateTime: '2026-11-20T09:00:00', timeZone: 'America/New_York', instant: '2026-11-20T14:00:00Z' },
      },
    });
    expect(created.attendees.map(({ address, name, kind, role }) => [address, name, kind, role])).toEqual([
      ['bob@tidewater.example', 'Bob', 'individual', 'optional'],
      ['guest@outside.example', 'A Guest', 'individual', 'required'],
      ['room4@tidewater.example', 'Room 4', 'resource', 'required'],
    ]);
    expect(created.properties).toBeUndefined();
    const read = await kit.ada.events.get({ eventId: created.id, include: ['body', 'properties'] });
    expect(read).toMatchObject({ body: event.body, properties: event.properties });
    expect(kit.writes()).toHaveLength(1);
    expect(kit.writes()[0]).toMatchObject({
      method: 'POST',
      query: { sendUpdates: 'all', conferenceDataVersion: '1' },
    });
  });

  it('says nothing that the caller did not say', async () => {
    await kit.ada.events.create({ event: { time: hour('2026-11-20T09:00:00') }, notify: 'nobody' });
    expect(kit.writes()).toEqual([
      {
        method: 'POST',
        path: eventsPath,
        query: { sendUpdates: 'none' },
        body: {
          id: expect.stringMatching(/^[a-v0-9]{52}$/),
          start: { dateTime: '2026-11-20T09:00:00+01:00', timeZone: 'Europe/Berlin' },
          end: { dateTime: '2026-11-20T10:00:00+01:00', timeZone: 'Europe/Berlin' },
        },
      },
    ]);
  });

  it('keeps whole days as dates', async () => {
    const time = { kind: 'allDay', startDate: '2027-02-27', endDate: '2027-03-02' } as const;
    const created = await kit.ada.events.create({ event: { title: 'Fair', time }, notify: 'nobody' });
    expect(created.time).toEqual(time);
    expect(kit.writes()[0]?.body).toMatchObject({ start: { date: '2027-02-27' }, end: { date: '2027-03-02' } });
  });

  it('makes a series that keeps its wall time when clocks change', async () => {
    const created = await kit.ada.events.create({
      event: plain('Stand', {
        time: hour('2026-10-24T09:00:00'),
        recurrence: { ...daily(3), excluded: ['2026-10-25T08:00:00Z'] },
      }),
      notify: 'nobody',
    });
    expect(created).toMatchObject({ kind: 'master', recurrence: { excluded: ['2026-10-25T08:00:00Z'] } });
    const window = { start: '2026-10-24T00:00:00Z', end: '2026-10-28T00:00:00Z' };
    const { items } = await kit.ada.events.list({ window });
    const starts = items
      .filter(({ title }) => title === 'Stand')
      .map(({ time }) => time.kind === 'timed' && time.start);
    expect(starts).toMatchObject([
      { dateTime: '2026-10-24T09:00:00', instant: '2026-10-24T07:00:00Z' },
      { dateTime: '2026-10-26T09:00:00', instant: '2026-10-26T08:00:00Z' },
    ]);
  });

  it.each([
    ['a time that clocks skip', { dateTime: '2027-03-28T02:30:00' }, '2027-03-28T03:30:00', '2027-03-28T01:30:00Z'],
    [
      'the first of a repeated hour',
      { dateTime: '2026-10-25T02:30:00' },
      '2026-10-25T02:30:00',
      '2026-10-25T00:30:00Z',
    ],
    [
      'the second of a repeated hour',
      { dateTime: '2026-10-25T02:30:00', instant: '2026-10-25T01:30:00Z' },
      '2026-10-25T02:30:00',
      '2026-10-25T01:30:00Z',
    ],
  ])('places %s as RFC 5545 has it', async (_what, start, dateTime, instant) => {
    const timeZone = 'Europe/Berlin';
    const end = { dateTime: `${start.dateTime.slice(0, 10)}T05:00:00`, timeZone };
    const time = { kind: 'timed', start: { ...start, timeZone }, end } as const;
    const created = await kit.ada.events.create({ event: { time }, notify: 'nobody' });
    expect(created.time).toMatchObject({ start: { dateTime, timeZone, instant } });
  });

  it('writes to another calendar of the account', async () => {
    const calendars = await kit.ada.calendars.list();
    const { id: calendarId = '' } = calendars.items.find(({ name }) => name === 'Side projects') ?? {};
    const event = plain('Aside', { attendees: [{ address: 'ada@tidewater.example' }] });
    const created = await kit.ada.events.create({ calendarId, event, notify: 'nobody' });
    expect(created).toMatchObject({ calendarId, organizer: { address: calendarId, isSelf: true } });
    const own = await rejection(
      kit.ada.events.create({
        calendarId,
        event: plain('A', { attendees: [{ address: calendarId }] }),
        notify: 'nobody',
      }),
    );
    expect(own).toMatchObject({ code: 'invalidArgument', operation: 'events.create' });
  });

  it('refuses the organizer as an attendee', async () => {
    const event = plain('Mine', { attendees: [{ address: 'ADA@tidewater.example' }] });
    const refused = { code: 'invalidArgument', message: expect.stringContaining('attendees') };
    expect(await rejection(kit.ada.events.create({ event, notify: 'nobody' }))).toMatchObject(refused);
    expect(kit.writes()).toEqual([]);
  });

  it.each<[string, Partial<NewEvent>]>([
    ['categories', { categories: ['SECRET'] }],
    ['allowsNewTimeProposals', { allowsNewTimeProposals: true }],
    ['busyStatus', { busyStatus: 'tentative' }],
    ['busyStatus', { busyStatus: 'outOfOffice' }],
    ['privacy', { privacy: 'confidential' }],
    ['body', { body: { contentType: 'text', content: 'SECRET' } }],
    ['color', { color: '#123456' }],
    ['locations', { locations: [{ name: 'SECRET' }, { name: 'SECRET' }] }],
    ['locations', { locations: [{ name: 'SECRET', address: 'room4@tidewater.example' }] }],
    ['conference', { conference: { kind: 'create', service: 'teams' } }],
    ['conference', { conference: { kind: 'link', url: `https://a.example/${'x'.repeat(1_300)}` } }],
    ['attendees', { attendees: [{ address: 'room4@tidewater.example', kind: 'resource', role: 'optional' }] }],
  ])('refuses what Google has no place for, by the name of the field: %s', async (field, more) => {
    const error = await rejection(kit.ada.events.create({ event: plain('SECRET', more), notify: 'nobody' }));
    expect(error).toMatchObject({
      code: 'unsupported',
      provider: 'google',
      operation: 'events.create',
      message: expect.stringMatching(new RegExp(`^${field}`)),
    });
    expect(JSON.stringify(error)).not.toContain('SECRET');
    expect(kit.requests()).toEqual([]);
  });

  it('carries hostile text as it is', async () => {
    const title = ' <b>&amp;</b> "]]> \u0000\u0007 \u202Eevil\u202C 👩‍👩‍👧‍👦 ẞ ${x} {{y}} \\u0041 ';
    const content = `<script>alert(1)</script>${'ä'.repeat(5_000)}\r\n\t\u2028`;
    const properties = { constructor: 'b', toString: '\u202E' };
    const created = await kit.ada.events.create({
      event: plain(title, {
        body: { contentType: 'html', content },
        locations: [{ name: title.trim() }],
        properties,
      }),
      notify: 'nobody',
    });
    const read = await kit.ada.events.get({ eventId: created.id, include: ['body', 'properties'] });
    expect(read).toMatchObject({ title, body: { content }, locations: [{ name: title.trim() }] });
    expect(Object.entries(read.properties ?? {})).toEqual(Object.entries(properties));
  });
});

describe('an idempotency key', () => {
  const event = plain('Once');

  it('makes one event, whoever asks', async () => {
    const other = kit.open('ada');
    const create = (connection = kit.ada) =>
      connection.events.create({ event, notify: 'everyone', idempotencyKey: 'order 7' });
    const events = await Promise.all([create(), create(other), create()]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(1);
    expect(await create(other)).toMatchObject({ title: 'Once' });
    expect(kit.stored('ada', 'Once')).toHaveLength(1);
  });

  it('belongs to a calendar', async () => {
    const { items } = await kit.ada.calendars.list();
    const created = await Promise.all(
      items.map(({ id: calendarId }) =>
        kit.ada.events.create({ calendarId, event, notify: 'nobody', idempotencyKey: 'k' }),
      ),
    );
    expect(new Set(created.map(({ id }) => id)).size).toBe(items.length);
    // The primary calendar is one calendar, however it is called.
    const { id } = await kit.ada.events.create({ event, notify: 'nobody', idempotencyKey: 'k' });
    expect(created.map((one) => one.id)).toContain(id);
  });

  it('means the same to those who may not look calendars up', async () => {
    const other = kit.open('ada', { scopes: ['https://www.googleapis.com/auth/calendar.events'] });
    const key = { event, notify: 'nobody', idempotencyKey: 'k' } as const;
    const [one, same] = [await kit.ada.events.create(key), await other.events.create(key)];
    expect(same.id).toBe(one.id);
  });

  it('is not used twice, also when its event was deleted', async () => {
    const create = () => kit.ada.events.create({ event, notify: 'nobody', idempotencyKey: 'k' });
    const { id: eventId } = await create();
    await kit.ada.events.delete({ eventId, notify: 'nobody' });
    expect(await rejection(create())).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('idempotencyKey'),
    });
    expect(kit.stored('ada', 'Once')).toEqual([]);
  });

  it('is another one for each call that names none', async () => {
    const ids = await Promise.all([1, 2].map(() => kit.ada.events.create({ event, notify: 'nobody' })));
    expect(new Set(ids.map(({ id }) => id)).size).toBe(2);
  });
});

describe('a conference', () => {
  const meet = plain('Call', { conference: { kind: 'create', service: 'meet' } });

  it('is waited for', async () => {
    const created = await kit.ada.events.create({ event: meet, notify: 'nobody' });
    expect(created.conference).toEqual({
      url: expect.stringMatching(/^https:\/\/meet\.google\.com\//),
      service: 'meet',
    });
  });

  it('is waited for by the clock, and not for ever', async () => {
    await kit.emulator.close();
    kit = await writingGoogle({ conferenceDelaySeconds: 3 }, contract);
    const soon = await kit.ada.events.create({ event: meet, notify: 'nobody' });
    expect(soon.conference).toMatchObject({ service: 'meet' });
    await kit.emulator.close();
    kit = await writingGoogle({ conferenceDelaySeconds: 60 }, contract);
    const late = await kit.ada.events.create({ event: meet, notify: 'nobody' });
    expect(late.conference).toBeUndefined();
    expect(kit.requests().filter(({ method }) => method === 'GET').length).toBeLessThan(8);
  });

  it('that fails leaves an event without one', async () => {
    kit.emulator.failConferences();
    expect((await kit.ada.events.create({ event: meet, notify: 'nobody' })).conference).toBeUndefined();
  });

  it.each([
    ['https://meet.google.com/abc-defg-hij', 'meet'],
    ['https://teams.microsoft.com/l/meetup-join/19%3ameeting', 'teams'],
    ['https://teams.live.com/meet/9', 'teams'],
    ['https://acme.webex.com/meet/ada', 'webex'],
    ['https://join.skype.com/abc', 'skype'],
    ['https://zoom.us.evil.example/j/1', 'other'],
    ['https://meet.google.com.evil.example/abc-defg-hij', 'other'],
    ['https://call.example/1?a=b&c=%20d', 'other'],
  ])('that exists already is kept as data: %s', async (url, service) => {
    const created = await kit.ada.events.create({
      event: plain('Call', { conference: { kind: 'link', url } }),
      notify: 'nobody',
    });
    expect(created.conference).toEqual({ url, service });
  });
});
