import { calendarEventSchema } from '@kalends/core/schemas';
import { describe, expect, it } from 'vitest';
import { connectTo, fakeMicrosoft } from './support/fake-microsoft.ts';
import { primaryCalendar, wireEvent } from './support/graph-answers.ts';

const weekly = {
  pattern: {
    type: 'weekly',
    interval: 1,
    month: 0,
    dayOfMonth: 0,
    daysOfWeek: ['monday'],
    firstDayOfWeek: 'sunday',
    index: 'first',
  },
  range: {
    type: 'noEnd',
    startDate: '2026-03-23',
    endDate: '0001-01-01',
    recurrenceTimeZone: 'W. Europe Standard Time',
    numberOfOccurrences: 0,
  },
};

describe('events.get', () => {
  it('reads one event under its calendar, with its timestamps, in one request', async () => {
    const fake = fakeMicrosoft();
    const path = '/me/calendars/cal/events/AAMk/+=';
    fake.on(path, { json: wireEvent({ id: 'AAMk/+=', createdDateTime: '2026-08-01T06:41:07.805128Z' }) });

    const event = await connectTo(fake).events.get({ calendarId: 'cal', eventId: 'AAMk/+=', include: ['body'] });

    expect(event).toMatchObject({
      kind: 'single',
      id: 'AAMk/+=',
      calendarId: 'cal',
      createdAt: '2026-08-01T06:41:07.805128Z',
    });
    const [request, ...more] = fake.graphRequests();
    expect(more).toEqual([]);
    expect(request?.url.pathname).toBe('/v1.0/me/calendars/cal/events/AAMk%2F%2B%3D');
    const selected = request?.url.searchParams.get('$select')?.split(',') ?? [];
    expect(selected).toEqual(expect.arrayContaining(['recurrence', 'createdDateTime', 'lastModifiedDateTime', 'body']));
    expect(request?.url.searchParams.has('$expand')).toBe(false);
    expect(request?.headers.get('prefer')).toBe('IdType="ImmutableId"');
  });

  it('reads a master with what was deleted from it, placed by the wall clock of the series', async () => {
    const fake = fakeMicrosoft();
    fake.on('/me/calendar', { json: primaryCalendar });
    fake.on(
      '/me/calendars/cal-primary/events/master',
      {
        json: wireEvent({
          id: 'master',
          type: 'seriesMaster',
          recurrence: weekly,
          // The zone the rule counts in goes before the one the event was made in.
          originalStartTimeZone: 'UTC',
          start: { dateTime: '2026-03-23T08:00:00.0000000', timeZone: 'UTC' },
          end: { dateTime: '2026-03-23T09:00:00.0000000', timeZone: 'UTC' },
        }),
      },
      {
        json: {
          id: 'master',
          cancelledOccurrences: ['OID.master.2026-03-30', 'OID.master.2026-11-02'],
          exceptionOccurrences: [],
        },
      },
    );

    const event = await connectTo(fake).events.get({ eventId: 'master' });

    expect(calendarEventSchema.parse(event)).toEqual(event);
    expect(event).toMatchObject({
      kind: 'master',
      time: { start: { dateTime: '2026-03-23T09:00:00', timeZone: 'Europe/Berlin' } },
      recurrence: {
        rules: [{ frequency: 'weekly', byDay: [{ day: 'mo' }], end: { kind: 'never' } }],
        excluded: ['2026-03-30T07:00:00Z', '2026-11-02T08:00:00Z'],
      },
    });
    const queries = fake.graphRequests().map((request) => request.url.searchParams);
    expect(queries[2]?.get('$select')).toBe('id,cancelledOccurrences');
    expect(queries[2]?.get('$expand')).toBe('exceptionOccurrences');
  });

  it('asks for the default calendar once', async () => {
    const fake = fakeMicrosoft();
    fake.on('/me/calendar', { json: primaryCalendar });
    fake.on('/me/calendars/cal-primary/events/e', { json: wireEvent() });
    const connection = connectTo(fake);
    await connection.events.get({ eventId: 'e' });
    await connection.events.get({ eventId: 'e' });
    expect(fake.graphRequests().filter((request) => request.url.pathname === '/v1.0/me/calendar')).toHaveLength(1);
  });

  it.each([
    ['eventId', { calendarId: 'cal', eventId: '..' }],
    ['eventId', { calendarId: 'cal', eventId: '.' }],
    ['calendarId', { calendarId: '..', eventId: 'e' }],
    ['calendarId', { calendarId: 'half of a pair \ud800', eventId: 'e' }],
  ])('refuses an %s that would lead elsewhere', async (_name, options) => {
    const fake = fakeMicrosoft();
    const connection = connectTo(fake);
    await expect(connection.events.get(options)).rejects.toMatchObject({ code: 'invalidArgument' });
    expect(fake.graphRequests()).toEqual([]);
  });

  it('keeps the case and the characters of ids', async () => {
    const fake = fakeMicrosoft();
    await connectTo(fake)
      .events.get({ calendarId: 'AQMk/a+b=', eventId: "OID.x%2F'..?#é" })
      .catch(() => undefined);
    expect(fake.graphRequests()[0]?.url.pathname).toBe(
      '/v1.0/me/calendars/AQMk%2Fa%2Bb%3D/events/OID.x%252F%27..%3F%23%C3%A9',
    );
  });

  it.each([
    ['without an id', {}],
    ['with an empty id', { eventId: '' }],
    ['with something it does not know', { eventId: 'e', expand: true }],
  ])('refuses to be called %s', async (_case, options) => {
    const fake = fakeMicrosoft();
    // Programs without types pass anything.
    const call = connectTo(fake).events.get(options as { eventId: string });
    await expect(call).rejects.toMatchObject({ code: 'invalidArgument' });
    expect(fake.requests).toEqual([]);
  });
});

describe('calendars.list', () => {
  it('lists all pages with roles, colors and owners', async () => {
    const next = 'https://graph.microsoft.com/v1.0/me/calendars?$skip=1';
    const shared = {
      id: 'shared',
      name: 'Bo',
      hexColor: '#F7630C',
      canEdit: true,
      canShare: false,
      owner: { address: 'bo@tidewater.example' },
    };
    const fake = fakeMicrosoft();
    fake.on(
      '/me/calendars',
      { json: { value: [primaryCalendar], '@odata.nextLink': next } },
      {
        json: {
          value: [shared, { id: 'holidays', name: null, canEdit: false, owner: { address: 'ada@tidewater.example' } }],
        },
      },
    );

    const calendars = await connectTo(fake).calendars.list().toArray();

    expect(calendars).toEqual([
      {
        id: 'cal-primary',
        name: 'Kalender',
        isPrimary: true,
        role: 'owner',
        canViewPrivateItems: true,
        owner: { name: 'Ada Quay', address: 'ada@tidewater.example' },
      },
      {
        id: 'shared',
        name: 'Bo',
        color: '#f7630c',
        isPrimary: false,
        role: 'writer',
        owner: { address: 'bo@tidewater.example' },
      },
      { id: 'holidays', name: '', isPrimary: false, role: 'reader', owner: { address: 'ada@tidewater.example' } },
    ]);
    expect(fake.graphRequests()[1]?.url.href).toBe(next);
    expect(fake.graphRequests()[0]?.url.searchParams.get('$select')).toBe(
      'id,name,hexColor,isDefaultCalendar,canEdit,canShare,canViewPrivateItems,owner',
    );
  });
});
