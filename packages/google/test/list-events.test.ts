import type { Clock } from '@kalends/core';
import { calendarEventSchema } from '@kalends/core/schemas';
import { manualClock } from '@kalends/testing';
import { describe, expect, it } from 'vitest';
import { apiError, json } from './support/fake-google.ts';
import { calendarScope, credential, eventsPath, now, primaryPath, rejection, setup } from './support/setup.ts';

const window = { start: '2026-11-16T00:00:00Z', end: '2026-11-17T00:00:00Z' };
const requestTimeoutMs = 12_345;
const timed = (id: string, start: string, end: string, more: object = {}): object => ({
  id,
  start: { dateTime: start },
  end: { dateTime: end },
  ...more,
});
const allDay = (id: string, start: string, end: string): object => ({ id, start: { date: start }, end: { date: end } });

describe('events.list', () => {
  it('asks for instances in a wider window and for nothing but what is used', async () => {
    const { service, connection } = setup();
    service.on(eventsPath, json({ timeZone: 'Europe/Paris', accessRole: 'owner', items: [] }));
    await connection.events.list({ window });
    expect(service.sentTo(primaryPath)[0]?.url.searchParams.get('fields')).toBe('id,timeZone,accessRole');
    const { fields, ...parameters } = Object.fromEntries(service.sentTo(eventsPath)[0]?.url.searchParams ?? []);
    expect(parameters).toEqual({
      singleEvents: 'true',
      showDeleted: 'false',
      orderBy: 'startTime',
      timeMin: '2026-11-14T21:00:00Z',
      timeMax: '2026-11-18T03:00:00Z',
      maxResults: '250',
    });
    expect(fields).toMatch(/^nextPageToken,timeZone,accessRole,items\(id,etag,/);
    expect(fields).not.toContain('extendedProperties');
  });

  it('names the calendar by its real id, looked up once', async () => {
    const { service, connection } = setup();
    service.on(eventsPath, json({ items: [timed('e1', '2026-11-16T10:00:00Z', '2026-11-16T11:00:00Z')] }));
    const [first, second] = [
      await connection.events.list({ window }),
      await connection.events.list({ window, calendarId: 'primary' }),
    ];
    expect(first.items[0]?.calendarId).toBe('ada@example.com');
    expect(second).toEqual(first);
    expect(service.sentTo(primaryPath)).toHaveLength(1);
  });

  it('knows the primary calendar by its real id once that was looked up, without an address to compare', async () => {
    const { service, connection } = setup({ connect: { credential: { ...credential, account: { id: '1177' } } } });
    const organizer = { email: 'old-address@example.com', self: true };
    service.on(
      eventsPath,
      json({ items: [timed('e1', '2026-11-16T10:00:00Z', '2026-11-16T11:00:00Z', { organizer })] }),
    );
    await connection.events.list({ window });
    const [event] = (await connection.events.list({ window, calendarId: 'ada@example.com' })).items;
    expect(event?.organizer?.isSelf).toBe(true);
  });

  it('stays with the alias when the grant does not open the calendar list', async () => {
    const { service, connection } = setup({
      connect: { credential: { ...credential, scopes: [`${calendarScope}.events.readonly`] } },
    });
    service.on(
      '/calendar/v3/calendars/primary/events',
      json({ items: [timed('e1', '2026-11-16T10:00:00Z', '2026-11-16T11:00:00Z')] }),
    );
    expect((await connection.events.list({ window })).items[0]?.calendarId).toBe('primary');
    expect(service.sentTo(primaryPath)).toHaveLength(0);
  });

  it.each([
    ['team@group.calendar.google.com', 'owner', true],
    ['team@group.calendar.google.com', undefined, true],
    ['team@group.calendar.google.com', 'reader', false],
    ['bob@example.com', 'owner', false],
  ])('knows whether `self` means the account in %s as %s', async (calendarId, accessRole, isSelf) => {
    const { service, connection } = setup();
    service.on(
      `/calendar/v3/calendars/${encodeURIComponent(calendarId)}/events`,
      json({
        ...(accessRole === undefined ? {} : { accessRole }),
        items: [
          timed('e1', '2026-11-16T10:00:00Z', '2026-11-16T11:00:00Z', { organizer: { email: calendarId, self: true } }),
        ],
      }),
    );
    const [event] = (await connection.events.list({ window, calendarId })).items;
    expect(event).toMatchObject({ calendarId, organizer: { isSelf } });
  });

  it.each([
    ['the answer’s zone of the calendar', { timeZone: 'Asia/Tokyo' }, 'team@group.calendar.google.com', 'Asia/Tokyo'],
    ['that zone before the one looked up', { timeZone: 'Asia/Tokyo' }, 'ada@example.com', 'Asia/Tokyo'],
    ['the zone looked up', {}, undefined, 'Europe/Paris'],
  ])('gives an event without a zone %s', async (_what, answer, calendarId, timeZone) => {
    const { service, connection } = setup();
    const items = [timed('e1', '2026-11-16T10:00:00Z', '2026-11-16T11:00:00Z')];
    service.on(eventsPath, json({ ...answer, items }));
    service.on('/calendar/v3/calendars/team%40group.calendar.google.com/events', json({ ...answer, items }));
    await connection.events.list({ window });
    const [event] = (await connection.events.list({ window, ...(calendarId === undefined ? {} : { calendarId }) }))
      .items;
    expect(event).toMatchObject({ time: { start: { timeZone } } });
  });

  it('escapes calendar ids', async () => {
    const { service, connection } = setup();
    const path = '/calendar/v3/calendars/nl.dutch%23holiday%40group.v.calendar.google.com/events';
    service.on(path, json({ items: [] }));
    await connection.events.list({ window, calendarId: 'nl.dutch#holiday@group.v.calendar.google.com' });
    expect(service.sentTo(path)).toHaveLength(1);
  });

  it.each(['.', '..'])('refuses %s as an id before anything is sent', async (calendarId) => {
    const { service, connection } = setup();
    expect(await rejection(connection.events.list({ window, calendarId }))).toMatchObject({ code: 'invalidArgument' });
    expect(service.requests).toHaveLength(0);
  });

  it.each([
    ['0000-01-01T00:00:00Z', '0000-01-02T00:00:00Z', '0001-01-01T00:00:00Z', '0001-01-01T00:00:01Z'],
    ['0001-01-01T00:00:00Z', '0001-02-01T00:00:00Z', '0001-01-01T00:00:00Z', '0001-02-02T03:00:00Z'],
    ['9999-12-31T00:00:00Z', '9999-12-31T23:59:59.999Z', '9999-12-29T21:00:00Z', '9999-12-31T23:59:59Z'],
  ])('stays within the years that can be asked for: %s', async (start, end, timeMin, timeMax) => {
    const { service, connection } = setup();
    service.on(eventsPath, json({ timeZone: 'UTC', items: [] }));
    await expect(connection.events.list({ window: { start, end } })).resolves.toEqual({ items: [] });
    expect(Object.fromEntries(service.sentTo(eventsPath)[0]?.url.searchParams ?? [])).toMatchObject({
      timeMin,
      timeMax,
    });
  });

  it('filters exactly: half-open bounds and no touching neighbours', async () => {
    const { service, connection } = setup();
    service.on(
      eventsPath,
      json({
        timeZone: 'UTC',
        items: [
          timed('ends-at-start', '2026-11-15T23:00:00Z', '2026-11-16T00:00:00Z'),
          timed('moment-at-start', '2026-11-16T00:00:00Z', '2026-11-16T00:00:00Z'),
          timed('across', '2026-11-15T00:00:00Z', '2026-11-18T00:00:00Z'),
          timed('moment-at-end', '2026-11-17T00:00:00Z', '2026-11-17T00:00:00Z'),
          timed('starts-at-end', '2026-11-17T00:00:00Z', '2026-11-17T01:00:00Z'),
        ],
      }),
    );
    const events = await connection.events.list({ window }).toArray();
    expect(events.map(({ id }) => id)).toEqual(['moment-at-start', 'across']);
  });

  it.each([
    ['UTC', ['day-16']],
    ['Pacific/Auckland', ['day-16', 'day-17']],
    ['Pacific/Honolulu', ['day-15', 'day-16']],
  ])('places whole days in %s', async (timeZone, ids) => {
    const { service, connection } = setup();
    service.on(
      eventsPath,
      json({
        timeZone: 'Europe/Paris',
        items: [
          allDay('day-15', '2026-11-15', '2026-11-16'),
          allDay('day-16', '2026-11-16', '2026-11-17'),
          allDay('day-17', '2026-11-17', '2026-11-18'),
        ],
      }),
    );
    const events = await connection.events.list({ window, timeZone }).toArray();
    expect(events.map(({ id }) => id)).toEqual(ids);
  });

  it('keeps declined events, with the answer, and leaves tombstones out', async () => {
    const { service, connection } = setup();
    service.on(
      eventsPath,
      json({
        items: [
          timed('declined', '2026-11-16T10:00:00Z', '2026-11-16T11:00:00Z', {
            attendees: [{ email: 'ada@example.com', self: true, responseStatus: 'declined' }],
          }),
          timed('cancelled', '2026-11-16T10:00:00Z', '2026-11-16T11:00:00Z', { status: 'cancelled' }),
          { id: 'tombstone', status: 'cancelled' },
        ],
      }),
    );
    const events = await connection.events.list({ window }).toArray();
    expect(events).toMatchObject([
      { id: 'declined', participationStatus: 'declined', status: 'confirmed' },
      { id: 'cancelled', status: 'cancelled' },
    ]);
    for (const event of events) expect(calendarEventSchema.parse(event)).toEqual(event);
  });

  it('walks short and empty pages and passes over what comes twice', async () => {
    const { service, connection } = setup();
    const event = timed('e1', '2026-11-16T10:00:00Z', '2026-11-16T11:00:00Z');
    service.on(
      eventsPath,
      json({ items: [event], nextPageToken: 'a' }),
      json({ nextPageToken: 'b' }),
      json({ items: [event] }),
    );
    const events = await connection.events.list({ window, pageSize: 9_000 }).toArray();
    expect(events).toHaveLength(1);
    expect(
      service
        .sentTo(eventsPath)
        .map(({ url }) => [url.searchParams.get('maxResults'), url.searchParams.get('pageToken')]),
    ).toEqual([
      ['2500', null],
      ['2500', 'a'],
      ['2500', 'b'],
    ]);
  });

  it.each([
    ['window', { window: { ...window, end: '2026-11-18T00:00:00Z' } }],
    ['zone', { timeZone: 'Europe/Paris' }],
    ['page size', { pageSize: 10 }],
    ['body', { include: ['body' as const] }],
    ['calendar', { calendarId: 'team@group.calendar.google.com' }],
  ])('refuses a page token of a query with another %s', async (_what, changed) => {
    const { service, connection } = setup();
    service.on(eventsPath, json({ items: [], nextPageToken: 'a' }));
    const { nextPageToken = '' } = await connection.events.list({ window });
    const sentBefore = service.sentTo(eventsPath).length;
    expect(await rejection(connection.events.list({ window, ...changed, pageToken: nextPageToken }))).toMatchObject({
      code: 'invalidArgument',
      message: expect.stringContaining('pageToken'),
    });
    expect(service.sentTo(eventsPath)).toHaveLength(sentBefore);
  });

  it('names the field of an event that cannot be read, and nothing else of it', async () => {
    const { service, connection } = setup();
    service.on(eventsPath, json({ items: [{ id: 'SECRET-ID', summary: 'SECRET', start: { dateTime: 'SECRET' } }] }));
    const error = await rejection(connection.events.list({ window }));
    expect(error).toMatchObject({
      code: 'invalidResponse',
      operation: 'events.list',
      message: expect.stringContaining('items.0.start.dateTime'),
    });
    expect(JSON.stringify(error)).not.toContain('SECRET');
  });

  it('waits as long as a quota window lasts and tries again', async () => {
    const waits: number[] = [];
    const time = manualClock(now);
    const clock: Clock = {
      now: () => time.now(),
      sleep: (ms, options) => {
        if (ms === requestTimeoutMs) return time.sleep(ms, options);
        waits.push(ms);
        return time.advance(ms);
      },
    };
    const { service, connection } = setup({
      settings: { retry: { maxAttempts: 2, maxWaitMs: 60_000 }, timeoutMs: requestTimeoutMs, runtime: { clock } },
    });
    const details = [{ reason: 'RATE_LIMIT_EXCEEDED', metadata: { window_start_time: '2026-11-16T07:59:45Z' } }];
    service.on(eventsPath, apiError(403, 'rateLimitExceeded', { domain: 'usageLimits', details }), json({ items: [] }));
    await expect(connection.events.list({ window })).resolves.toEqual({ items: [] });
    expect(waits).toEqual([45_000]);
    expect(service.sentTo(eventsPath)).toHaveLength(2);
  });

  it('leaves a used-up quota to the caller', async () => {
    const { service, connection } = setup({ settings: { retry: { maxAttempts: 3 } } });
    service.on(eventsPath, apiError(403, 'quotaExceeded', { domain: 'usageLimits' }));
    expect(await rejection(connection.events.list({ window }))).toMatchObject({
      code: 'quotaExceeded',
      retryable: false,
    });
    expect(service.sentTo(eventsPath)).toHaveLength(1);
  });
});
