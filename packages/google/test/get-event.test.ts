import { calendarEventSchema } from '@kalends/core/schemas';
import { describe, expect, it } from 'vitest';
import { apiError, json } from './support/fake-google.ts';
import { eventsPath, rejection, setup } from './support/setup.ts';

const timed = (id: string, start: string, end: string): object => ({
  id,
  start: { dateTime: start },
  end: { dateTime: end },
});

describe('events.get', () => {
  const eventPath = `${eventsPath}/e1`;

  it('reads one event', async () => {
    const { service, connection } = setup();
    service.on(
      eventPath,
      json({ ...timed('e1', '2026-11-16T10:00:00Z', '2026-11-16T11:00:00Z'), description: '<b>x</b>' }),
    );
    const event = await connection.events.get({ eventId: 'e1', include: ['body'] });
    expect(calendarEventSchema.parse(event)).toMatchObject({
      kind: 'single',
      calendarId: 'ada@example.com',
      // The event names no zone: it is the calendar's.
      time: { start: { timeZone: 'Europe/Paris', dateTime: '2026-11-16T11:00:00' } },
      body: { contentType: 'html', content: '<b>x</b>' },
    });
    expect(service.sentTo(eventPath)[0]?.url.searchParams.get('fields')).toMatch(/^id,etag,/);
  });

  it('takes an untitled private event for the account’s own in its own calendar only', async () => {
    const { service, connection } = setup();
    const event = { ...timed('e1', '2026-11-16T10:00:00Z', '2026-11-16T11:00:00Z'), visibility: 'private' };
    const answer = json({
      ...event,
      start: { dateTime: '2026-11-16T10:00:00Z', timeZone: 'UTC' },
      creator: { self: true },
    });
    service.on('/calendar/v3/calendars/Ada%40Example.com/events/e1', answer);
    service.on('/calendar/v3/calendars/bob%40example.com/events/e1', answer);
    const isHidden = async (calendarId: string): Promise<boolean> =>
      (await connection.events.get({ calendarId, eventId: 'e1' })).isContentHidden;
    expect(await isHidden('Ada@Example.com')).toBe(false);
    expect(await isHidden('bob@example.com')).toBe(true);
  });

  it('looks up the zone of another calendar only when an event needs it', async () => {
    const { service, connection } = setup();
    const path = '/calendar/v3/calendars/bob%40example.com/events';
    const entryPath = '/calendar/v3/users/me/calendarList/bob%40example.com';
    service.on(`${path}/own`, json({ id: 'own', start: { dateTime: '2026-11-16T10:00:00Z', timeZone: 'Asia/Tokyo' } }));
    service.on(`${path}/none`, json(timed('none', '2026-11-16T10:00:00Z', '2026-11-16T11:00:00Z')));
    service.on(entryPath, json({ id: 'bob@example.com', timeZone: 'Asia/Tokyo' }));
    const calendarId = 'bob@example.com';
    await connection.events.get({ calendarId, eventId: 'own' });
    expect(service.sentTo(entryPath)).toHaveLength(0);
    const event = await connection.events.get({ calendarId, eventId: 'none' });
    expect(event).toMatchObject({ time: { start: { timeZone: 'Asia/Tokyo' } } });
  });

  it.each([
    ['reader', false, 'unknown'],
    ['freeBusyReader', false, 'unknown'],
    ['writer', true, 'accepted'],
    ['owner', true, 'accepted'],
    [undefined, true, 'accepted'],
  ])('knows whether `self` means a %s of a secondary calendar', async (accessRole, isSelf, participationStatus) => {
    const { service, connection } = setup();
    const calendarId = 'team@group.calendar.google.com';
    const entryPath = `/calendar/v3/users/me/calendarList/${encodeURIComponent(calendarId)}`;
    const event = {
      ...timed('e1', '2026-11-16T10:00:00Z', '2026-11-16T11:00:00Z'),
      organizer: { email: calendarId, self: true },
    };
    service.on(entryPath, accessRole === undefined ? apiError(404, 'notFound') : json({ id: calendarId, accessRole }));
    service.on(`/calendar/v3/calendars/${encodeURIComponent(calendarId)}/events/e1`, json(event));
    for (let times = 0; times < 2; times += 1) {
      expect(await connection.events.get({ calendarId, eventId: 'e1' })).toMatchObject({
        organizer: { isSelf },
        participationStatus,
        isContentHidden: accessRole === 'freeBusyReader',
      });
    }
    expect(service.sentTo(entryPath)).toHaveLength(1);
  });

  it('reads an event of a calendar that is not on the list, without its zone', async () => {
    const { service, connection } = setup();
    service.on(
      '/calendar/v3/calendars/bob%40example.com/events/e1',
      json(timed('e1', '2026-11-16T10:00:00+01:00', '2026-11-16T11:00:00+01:00')),
    );
    service.on('/calendar/v3/users/me/calendarList/bob%40example.com', apiError(404, 'notFound'));
    expect(await connection.events.get({ calendarId: 'bob@example.com', eventId: 'e1' })).toMatchObject({
      time: { start: { instant: '2026-11-16T09:00:00Z', unresolvedTimeZone: '+01:00' } },
    });
  });

  it('adds the deleted occurrences to a master’s excluded ones', async () => {
    const { service, connection } = setup();
    service.on(
      eventPath,
      json({
        id: 'e1',
        iCalUID: 'e1@google.com',
        start: { dateTime: '2026-11-02T10:00:00+01:00', timeZone: 'Europe/Paris' },
        end: { dateTime: '2026-11-02T11:00:00+01:00', timeZone: 'Europe/Paris' },
        recurrence: ['RRULE:FREQ=WEEKLY', 'EXDATE;TZID=Europe/Paris:20261109T100000'],
      }),
    );
    const deleted = (at: string, more: object = {}): object => ({
      status: 'cancelled',
      recurringEventId: 'e1',
      originalStartTime: { dateTime: at, timeZone: 'Europe/Paris' },
      ...more,
    });
    service.on(
      eventsPath,
      json({ items: [{ status: 'confirmed' }, deleted('2026-11-09T10:00:00+01:00')], nextPageToken: 'a' }),
      json({
        items: [
          deleted('2026-11-16T10:00:00+01:00'),
          deleted('2026-11-23T10:00:00+01:00', { status: 'confirmed' }),
          deleted('2026-11-30T10:00:00+01:00', { recurringEventId: 'another' }),
        ],
      }),
    );
    const event = await connection.events.get({ eventId: 'e1' });
    expect(calendarEventSchema.parse(event)).toMatchObject({
      kind: 'master',
      recurrence: { excluded: ['2026-11-09T09:00:00Z', '2026-11-16T09:00:00Z'] },
    });
    expect(Object.fromEntries(service.sentTo(eventsPath)[1]?.url.searchParams ?? [])).toEqual({
      iCalUID: 'e1@google.com',
      singleEvents: 'false',
      showDeleted: 'true',
      maxResults: '2500',
      fields: 'nextPageToken,items(status,recurringEventId,originalStartTime)',
      pageToken: 'a',
    });
  });

  it.each([
    ['is unknown', apiError(404, 'notFound')],
    ['was deleted, with nothing left but its id', json({ id: 'e1', status: 'cancelled' })],
    [
      'was deleted and is still told in full',
      json({ ...timed('e1', '2026-11-16T10:00:00Z', '2026-11-16T11:00:00Z'), status: 'cancelled' }),
    ],
  ])('finds nothing when the event %s', async (_what, answer) => {
    const { service, connection } = setup();
    service.on(eventPath, answer);
    expect(await rejection(connection.events.get({ eventId: 'e1' }))).toMatchObject({
      code: 'notFound',
      operation: 'events.get',
    });
  });

  it('refuses a series it cannot put into words rather than changing it', async () => {
    const { service, connection } = setup();
    service.on(
      eventPath,
      json({ id: 'e1', start: { date: '2026-11-16' }, recurrence: ['RRULE:FREQ=DAILY;X-EXTRA=1'] }),
    );
    expect(await rejection(connection.events.get({ eventId: 'e1' }))).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('X-EXTRA'),
    });
  });
});
