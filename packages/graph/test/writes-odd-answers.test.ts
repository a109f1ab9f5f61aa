import type { CalendarConnection } from '@kalends/core';
import { describe, expect, it, test } from 'vitest';
import { connectTo, credential, fakeMicrosoft } from './support/fake-microsoft.ts';
import type { FakeAnswer, FakeMicrosoft, SentRequest } from './support/fake-microsoft.ts';
import { primaryCalendar, wireEvent } from './support/graph-answers.ts';
import { wednesday } from './support/write-rig.ts';

const everyone = { notify: 'everyone' } as const;
const calendar = '/me/calendars/cal-primary';

function writer(fake: FakeMicrosoft): CalendarConnection {
  fake.on('/me/calendar', { json: primaryCalendar });
  return connectTo(fake, {
    credential: credential({ scopes: ['Calendars.ReadWrite', 'offline_access'] }),
    policy: { calendars: 'readWrite', contacts: 'none' },
  });
}

/** Answers reads with one thing and writes with another. */
function readOrWrite(read: FakeAnswer, write: FakeAnswer): (request: SentRequest) => FakeAnswer {
  return ({ method }) => (method === 'GET' ? read : write);
}

function methods(fake: FakeMicrosoft): readonly string[] {
  return fake.graphRequests().flatMap(({ method }) => (method === 'GET' ? [] : [method]));
}

function sentBodies(fake: FakeMicrosoft): readonly unknown[] {
  return fake.graphRequests().flatMap(({ method, body }): unknown[] => (method === 'GET' ? [] : [JSON.parse(body)]));
}

/** A master from 16 November on. */
function daily(overrides: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const range = { type: 'noEnd', startDate: '2026-11-16', recurrenceTimeZone: 'W. Europe Standard Time' };
  const recurrence = { pattern: { type: 'daily', interval: 1 }, range };
  return wireEvent({ id: 'master', type: 'seriesMaster', recurrence, ...overrides });
}

/** Its third occurrence. */
const third = wireEvent({
  id: 'third',
  type: 'occurrence',
  seriesMasterId: 'master',
  start: { dateTime: '2026-11-18T08:00:00.0000000', timeZone: 'UTC' },
  end: { dateTime: '2026-11-18T09:00:00.0000000', timeZone: 'UTC' },
});

describe('writes that are answered oddly', () => {
  it('gives up on an event that others change again and again', async () => {
    const fake = fakeMicrosoft();
    const connection = writer(fake);
    const race = { status: 412, json: { error: { code: 'ErrorIrresolvableConflict' } } };
    fake.on(`${calendar}/events/event-1`, readOrWrite({ json: wireEvent() }, race));
    const attendees = [{ address: 'bo@tidewater.example' }];
    await expect(connection.events.addAttendees({ eventId: 'event-1', attendees, ...everyone })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(methods(fake)).toHaveLength(5);
  });

  it('does not make an event without the Teams meeting that was asked for', async () => {
    const fake = fakeMicrosoft();
    const connection = writer(fake);
    fake.on(calendar, { json: { id: 'cal-primary', allowedOnlineMeetingProviders: ['skypeForConsumer'] } });
    const event = { ...wednesday, conference: { kind: 'create', service: 'teams' } as const };
    await expect(connection.events.create({ event, ...everyone })).rejects.toMatchObject({ code: 'unsupported' });
    expect(methods(fake)).toEqual([]);
  });

  test.each([
    ['no JSON', { text: '<html>' }],
    ['something else', { json: { value: [] } }],
  ])('looks for the event when the answer is %s', async (_name, answer) => {
    const fake = fakeMicrosoft();
    const connection = writer(fake);
    const found = { json: { value: [wireEvent({ subject: 'Tide tables' })] } };
    fake.on(`${calendar}/events`, readOrWrite(found, { status: 201, ...answer }));
    expect(await connection.events.create({ event: wednesday, ...everyone })).toMatchObject({ id: 'event-1' });
    expect(methods(fake)).toEqual(['POST']);
    const filter = fake.graphRequests().at(-1)?.url.searchParams.get('$filter');
    expect(filter).toMatch(
      /^singleValueExtendedProperties\/any\(ep: ep\/id eq '[^']+' and ep\/value eq '[\da-f]{64}'\)$/,
    );
  });

  it('does not take a refused deletion for a done one', async () => {
    const fake = fakeMicrosoft();
    const connection = writer(fake);
    const refused = { status: 400, json: { error: { code: 'ErrorInvalidRequest' } } };
    fake.on(`${calendar}/events/event-1`, readOrWrite({ json: wireEvent() }, refused));
    await expect(connection.events.delete({ eventId: 'event-1', ...everyone })).rejects.toMatchObject({
      code: 'invalidArgument',
      status: 400,
    });
  });

  it('says that the write took place when the event cannot be read back', async () => {
    const fake = fakeMicrosoft();
    const connection = writer(fake);
    const invited = wireEvent({ isOrganizer: false, responseStatus: { response: 'notResponded' } });
    fake.on(`${calendar}/events/event-1`, { json: invited }, { status: 503, json: {} });
    fake.on(`${calendar}/events/event-1/accept`, { status: 202, text: '' });
    const answer = { response: 'accepted', notifyOrganizer: true } as const;
    await expect(connection.events.respond({ eventId: 'event-1', ...answer })).rejects.toMatchObject({
      code: 'outcomeUnknown',
      retryable: false,
      operation: 'events.respond',
    });
  });

  it('ends with the connection', async () => {
    const fake = fakeMicrosoft();
    const connection = writer(fake);
    await connection.close();
    await expect(connection.events.create({ event: wednesday, ...everyone })).rejects.toMatchObject({
      code: 'disposed',
    });
    const aborted = writer(fake).events.delete({ eventId: 'a', ...everyone, signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
    expect(fake.graphRequests()).toEqual([]);
  });

  it('takes the owner of a calendar for the organizer of what is made in it', async () => {
    const fake = fakeMicrosoft();
    const connection = writer(fake);
    fake.on('/me/calendars/shared', { json: { id: 'shared', owner: { address: 'bo@tidewater.example' } } });
    fake.on('/me/calendars/shared/events', readOrWrite({ json: { value: [] } }, { status: 201, json: wireEvent() }));
    const make = (address: string): Promise<unknown> =>
      connection.events.create({
        calendarId: 'shared',
        event: { ...wednesday, attendees: [{ address }] },
        ...everyone,
      });
    await expect(make('BO@tidewater.example')).rejects.toMatchObject({ code: 'invalidArgument' });
    expect(methods(fake)).toEqual([]);
    expect(await make('ada@tidewater.example')).toMatchObject({ id: 'event-1' });
    expect(methods(fake)).toEqual(['POST']);
  });

  it('leaves participants without an address as they are', async () => {
    const fake = fakeMicrosoft();
    const connection = writer(fake);
    const crew = { type: 'optional', emailAddress: { name: 'The crew' } };
    fake.on(`${calendar}/events/event-1`, { json: wireEvent({ attendees: [{ ...crew, status: null }] }) });
    const attendees = [{ address: 'bo@tidewater.example' }];
    await connection.events.addAttendees({ eventId: 'event-1', attendees, ...everyone });
    expect(sentBodies(fake)).toEqual([
      { attendees: [crew, { type: 'required', emailAddress: { address: 'bo@tidewater.example' } }] },
    ]);
  });

  it('keeps the way into a meeting of another service in the second half of a series', async () => {
    const fake = fakeMicrosoft();
    const connection = writer(fake);
    const url = 'https://meet.lync.example/ada/1';
    const line = '_'.repeat(40);
    const content = `<div>${line}</div><p><a href="${url}">Join Skype Meeting</a></p><div>${line}</div>`;
    const master = daily({
      body: { contentType: 'html', content },
      isOnlineMeeting: true,
      onlineMeetingProvider: 'skypeForBusiness',
      onlineMeeting: { joinUrl: url },
    });
    fake.on(`${calendar}/events/master`, { json: master });
    fake.on(`${calendar}/events/third`, { json: third });
    fake.on(`${calendar}/events/master/instances`, { json: { value: [third] } });
    const second = { ...master, id: 'second' };
    fake.on(`${calendar}/events`, readOrWrite({ json: { value: [] } }, { status: 201, json: second }));
    fake.on(`${calendar}/events/second`, { json: second });
    const target = { masterId: 'master', recurrenceId: '2026-11-18T08:00:00Z', scope: 'following' } as const;
    await connection.events.update({ ...target, patch: { title: 'Later' }, ...everyone });
    expect(sentBodies(fake)[0]).toMatchObject({ subject: 'Later', body: { content } });
  });

  it('makes no second half of a series that is shown without its content', async () => {
    const fake = fakeMicrosoft();
    const connection = writer(fake);
    const shared = '/me/calendars/shared';
    fake.on(shared, { json: { id: 'shared', canViewPrivateItems: false, owner: { address: 'bo@tidewater.example' } } });
    const organizer = { emailAddress: { address: 'bo@tidewater.example' } };
    fake.on(`${shared}/events/master`, { json: daily({ subject: 'Private', sensitivity: 'private', organizer }) });
    fake.on(`${shared}/events/third`, { json: { ...third, organizer } });
    fake.on(`${shared}/events`, { json: { value: [] } });
    const target = { calendarId: 'shared', eventId: 'third', scope: 'following' } as const;
    const change = connection.events.update({ ...target, patch: { title: 'Later' }, ...everyone });
    await expect(change).rejects.toMatchObject({ code: 'accessDenied' });
    expect(methods(fake)).toEqual([]);
  });
});
