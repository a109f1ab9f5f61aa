import type { EventPatch } from '@kalends/core';
import { manualClock } from '@kalends/testing';
import { describe, expect, it } from 'vitest';
import { eventIdFor } from '../src/events/write/event-id.ts';
import { googleConnectionFromClient } from '../src/index.ts';
import { apiError, json, page } from './support/fake-google.ts';
import type { Answer } from './support/fake-google.ts';
import { impatientClock } from './support/impatient-clock.ts';
import { eventsPath, now, rejection, setup } from './support/setup.ts';
import type { Setup } from './support/setup.ts';
import { uniformClient } from './support/uniform-client.ts';
import { hour, plain } from './support/writing-google.ts';

const path = `${eventsPath}/e1`;
const gatewayTimeout = page('<html></html>', 504);
const gone = apiError(404, 'notFound');

const event = (more: object = {}): object => ({
  id: 'e1',
  etag: '"1"',
  organizer: { email: 'ada@example.com', self: true },
  start: { dateTime: '2026-11-20T09:00:00+01:00', timeZone: 'Europe/Berlin' },
  end: { dateTime: '2026-11-20T10:00:00+01:00', timeZone: 'Europe/Berlin' },
  ...more,
});

/** A service whose answers about one event come in this order. */
function scripted(...answers: readonly Answer[]): Setup {
  const clock = impatientClock(manualClock(now));
  const made = setup({ settings: { retry: { maxAttempts: 3 }, runtime: { clock } } });
  made.service.on(path, ...answers);
  return made;
}

describe('a write that lands after everybody gave it up', () => {
  it('is the change that a second try finds in its way', async () => {
    const late = event({ summary: 'II', etag: '"2"' });
    const { connection, service } = scripted(
      gatewayTimeout,
      json(event()),
      apiError(412, 'conditionNotMet'),
      json(late),
    );
    const patch = { title: 'II' };
    const changed = await connection.events.update({ eventId: 'e1', patch, notify: 'nobody', ifVersion: '"1"' });
    expect(changed).toMatchObject({ title: 'II', version: '"2"' });
    expect(service.sentTo(path).map(({ method }) => method)).toEqual(['PATCH', 'GET', 'PATCH', 'GET']);
  });

  it('is no excuse for somebody else’s change', async () => {
    const other = event({ summary: 'III', etag: '"2"' });
    const { connection } = scripted(gatewayTimeout, json(event()), apiError(412, 'conditionNotMet'), json(other));
    const patch = { title: 'II' };
    const refused = connection.events.update({ eventId: 'e1', patch, notify: 'nobody', ifVersion: '"1"' });
    expect(await rejection(refused)).toMatchObject({ code: 'conflict' });
  });

  it.each([
    ['its version is another', apiError(412, 'conditionNotMet')],
    ['it is gone', apiError(410, 'deleted')],
  ])('is the removal after which %s', async (_what, second) => {
    const tombstone = json({ id: 'e1', status: 'cancelled' });
    const { connection } = scripted(gatewayTimeout, json(event()), second, tombstone);
    await connection.events.delete({ eventId: 'e1', notify: 'nobody', ifVersion: '"1"' });
  });

  it('is the creation under the id that is taken', async () => {
    const { connection, service } = scripted();
    const id = await eventIdFor('ada@example.com', ['create', 'k']);
    service.on(eventsPath, gatewayTimeout, apiError(409, 'duplicate'));
    service.on(`${eventsPath}/${id}`, gone, json(event({ id, summary: 'Late' })));
    const options = { event: plain('Late'), notify: 'nobody', idempotencyKey: 'k' } as const;
    expect(await connection.events.create(options)).toMatchObject({ id, title: 'Late' });
    expect(service.sentTo(eventsPath)).toHaveLength(2);
  });

  it('is the move that a second try finds done', async () => {
    const there = '/calendar/v3/calendars/side%40group.calendar.google.com/events/e1';
    const { connection, service } = scripted();
    service.on(`${path}/move`, gatewayTimeout, apiError(400, 'cannotChangeOrganizer'));
    service.on(there, gone, json(event({ summary: 'Moved' })));
    service.on('/calendar/v3/users/me/calendarList/side%40group.calendar.google.com', gone);
    const toCalendarId = 'side@group.calendar.google.com';
    const moved = await connection.events.move({ eventId: 'e1', toCalendarId, notify: 'nobody' });
    expect(moved).toMatchObject({ title: 'Moved', calendarId: toCalendarId });
  });
});

describe('a move that nobody heard of', () => {
  it('is not taken for done because its guest has a copy', async () => {
    const there = '/calendar/v3/calendars/side%40group.calendar.google.com/events/e1';
    const { connection, service } = scripted();
    const copy = json(event({ summary: 'Copy', organizer: { email: 'ada@example.com' } }));
    service.on(`${path}/move`, gatewayTimeout, json(event({ summary: 'Moved' })));
    service.on(there, copy);
    service.on('/calendar/v3/users/me/calendarList/side%40group.calendar.google.com', gone);
    const toCalendarId = 'side@group.calendar.google.com';
    const moved = await connection.events.move({ eventId: 'e1', toCalendarId, notify: 'nobody' });
    expect(moved).toMatchObject({ title: 'Moved' });
    expect(service.sentTo(`${path}/move`)).toHaveLength(2);
  });
});

describe('the label of a series', () => {
  it.each<[string, EventPatch, string | null, object]>([
    ['goes with what is split off from it', { title: 'Rest' }, '1', { eventLabelId: 'l7', colorId: '3' }],
    ['makes room for a colour', { color: '#5484ed' }, null, { colorId: '9' }],
  ])('%s', async (_what, patch, eventLabelVersion, expected) => {
    const series = event({ recurrence: ['RRULE:FREQ=DAILY;COUNT=5'], eventLabelId: 'l7', colorId: '3' });
    const originalStartTime = { dateTime: '2026-11-22T09:00:00+01:00', timeZone: 'Europe/Berlin' };
    const occurrence = { ...event(), id: 'e1_2', recurringEventId: 'e1', originalStartTime };
    const { connection, service } = scripted(json(series));
    service.on(`${path}/instances`, json({ items: [occurrence] }));
    service.on(eventsPath, (request, signal) =>
      (request.method === 'POST' ? json(series) : json({ items: [] }))(request, signal),
    );
    await connection.events.update({
      masterId: 'e1',
      recurrenceId: '2026-11-22T08:00:00Z',
      scope: 'following',
      patch,
      notify: 'nobody',
    });
    const [created] = service.sentTo(eventsPath).filter(({ method }) => method === 'POST');
    const body = JSON.parse(created?.body ?? '') as object;
    expect(body).toMatchObject(expected);
    expect('eventLabelId' in body).toBe('eventLabelId' in expected);
    expect(created?.url.searchParams.get('eventLabelVersion')).toBe(eventLabelVersion);
  });
});

describe('a list of attendees', () => {
  it('that Google does not show whole is in no series that is split off', async () => {
    const series = event({ recurrence: ['RRULE:FREQ=DAILY;COUNT=5'], attendeesOmitted: true, attendees: [] });
    const originalStartTime = { dateTime: '2026-11-22T09:00:00+01:00', timeZone: 'Europe/Berlin' };
    const occurrence = { ...event(), id: 'e1_2', recurringEventId: 'e1', originalStartTime, recurrence: null };
    const { connection, service } = scripted(json(series));
    service.on(`${path}/instances`, json({ items: [occurrence] }));
    service.on(eventsPath, json({ items: [] }));
    const refused = connection.events.update({
      masterId: 'e1',
      recurrenceId: '2026-11-22T08:00:00Z',
      scope: 'following',
      patch: { title: 'Rest' },
      notify: 'nobody',
    });
    expect(await rejection(refused)).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('attendees'),
    });
    expect(service.sentTo(eventsPath).filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('that Google does not show whole is not written back', async () => {
    const { connection, service } = scripted(json(event({ attendeesOmitted: true, attendees: [] })));
    const attendees = [{ address: 'new@example.com' }];
    const refused = connection.events.addAttendees({ eventId: 'e1', attendees, notify: 'nobody' });
    expect(await rejection(refused)).toMatchObject({ code: 'unsupported' });
    expect(service.sentTo(path)).toHaveLength(1);
  });

  it('with somebody who has no address is not written back', async () => {
    const { connection, service } = scripted(json(event({ attendees: [{ displayName: 'SECRET' }] })));
    const attendees = [{ address: 'new@example.com' }];
    const error = await rejection(connection.events.addAttendees({ eventId: 'e1', attendees, notify: 'nobody' }));
    expect(error).toMatchObject({ code: 'unsupported', message: expect.stringContaining('attendees') });
    expect(JSON.stringify(error)).not.toContain('SECRET');
    expect(service.sentTo(path)).toHaveLength(1);
  });

  it('goes back with what this version knows nothing of', async () => {
    const known = { email: 'bob@example.com', responseStatus: 'accepted', additionalGuests: 2, newField: { a: 1 } };
    const listed = { ...known, self: true, organizer: false, id: '7' };
    const { connection, service } = scripted(json(event({ attendees: [listed] })), json(event()));
    const attendees = [{ address: 'new@example.com' }];
    await connection.events.addAttendees({ eventId: 'e1', attendees, notify: 'nobody' });
    const [, write] = service.sentTo(path);
    expect(JSON.parse(write?.body ?? '')).toEqual({ attendees: [known, { email: 'new@example.com' }] });
    expect(write?.headers.get('if-match')).toBe('"1"');
  });
});

describe('on somebody else’s client', () => {
  it('a policy that only reads stops writes', async () => {
    const never = (): Promise<never> => Promise.reject(new Error('It was asked'));
    const connection = googleConnectionFromClient({
      client: uniformClient(never),
      account: { id: '1177', address: 'ada@example.com' },
      policy: { calendars: 'read', contacts: 'none' },
    });
    const { events } = connection;
    expect(await rejection(events.create({ event: plain('A'), notify: 'nobody' }))).toMatchObject({
      code: 'policyDenied',
    });
    expect(await rejection(events.delete({ eventId: 'e1', notify: 'nobody' }))).toMatchObject({ code: 'policyDenied' });
  });

  it('writes go through it, with the version as If-Match', async () => {
    const asked: unknown[] = [];
    const client = uniformClient(() => Promise.resolve({ data: event() }));
    const connection = googleConnectionFromClient({
      client: {
        ...client,
        events: {
          ...client.events,
          patch: (params, options) => {
            asked.push([params, options.headers]);
            return Promise.resolve({ data: event() });
          },
        },
      },
      account: { id: '1177', address: 'ada@example.com' },
    });
    const patch = { time: hour('2026-11-20T09:00:00') };
    await connection.events.update({ eventId: 'e1', patch, notify: 'externalOnly', ifVersion: '"1"' });
    expect(asked).toMatchObject([
      [{ eventId: 'e1', sendUpdates: 'externalOnly', requestBody: { end: {} } }, { 'If-Match': '"1"' }],
    ]);
  });
});
