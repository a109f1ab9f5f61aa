import { CalendarError } from '@kalends/core';
import { calendarEventSchema } from '@kalends/core/schemas';
import { describe, expect, it } from 'vitest';
import { connectTo, fakeMicrosoft } from './support/fake-microsoft.ts';
import { primaryCalendar, wireEvent } from './support/graph-answers.ts';

const window = { start: '2026-11-16T00:00:00Z', end: '2026-11-23T00:00:00Z' };
const view = '/me/calendars/cal-primary/calendarView';

describe('events.list', () => {
  it('asks the default calendar for a widened view of the used fields, with immutable ids', async () => {
    const fake = fakeMicrosoft();
    fake.on('/me/calendar', { json: primaryCalendar });
    fake.on(view, { json: { value: [wireEvent()] } });

    const [event] = await connectTo(fake).events.list({ window }).toArray();

    expect(event).toMatchObject({
      kind: 'single',
      id: 'event-1',
      calendarId: 'cal-primary',
      title: 'Harbour planning',
    });
    expect(calendarEventSchema.parse(event)).toEqual(event);
    const [calendarRequest, viewRequest] = fake.graphRequests();
    expect(calendarRequest?.url.pathname).toBe('/v1.0/me/calendar');
    expect(viewRequest?.url.origin).toBe('https://graph.microsoft.com');
    expect(viewRequest?.url.searchParams.get('startDateTime')).toBe('2026-11-14T22:00:00Z');
    expect(viewRequest?.url.searchParams.get('endDateTime')).toBe('2026-11-24T02:00:00Z');
    expect(viewRequest?.url.searchParams.get('$top')).toBe('100');
    const selected = viewRequest?.url.searchParams.get('$select')?.split(',') ?? [];
    expect(selected).toContain('originalStart');
    for (const refused of ['body', 'createdDateTime', 'lastModifiedDateTime', 'occurrenceId', 'uid'])
      expect(selected).not.toContain(refused);
    expect(viewRequest?.headers.get('prefer')).toBe('IdType="ImmutableId"');
    expect(viewRequest?.headers.get('authorization')).toBe('Bearer access-1');
    expect(viewRequest?.headers.get('client-request-id')).toMatch(
      /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
  });

  it('reads the body only when it is asked for', async () => {
    const fake = fakeMicrosoft();
    fake.on(view, { json: { value: [wireEvent({ body: { contentType: 'html', content: '<p>Hi</p>' } })] } });
    const connection = connectTo(fake);

    const [plain] = await connection.events.list({ calendarId: 'cal-primary', window }).toArray();
    const [full] = await connection.events.list({ calendarId: 'cal-primary', window, include: ['body'] }).toArray();

    expect(plain).not.toHaveProperty('body');
    expect(full?.body).toEqual({ contentType: 'html', content: '<p>Hi</p>' });
    const selections = fake.graphRequests().map((request) => request.url.searchParams.get('$select')?.split(','));
    expect(selections[0]).not.toContain('body');
    expect(selections[1]).toContain('body');
  });

  it('cuts the widened answer to the window, placing whole days in the zone that was asked for', async () => {
    const day = (id: string, date: string, next: string): Record<string, unknown> =>
      wireEvent({
        id,
        isAllDay: true,
        start: { dateTime: `${date}T00:00:00.0000000`, timeZone: 'UTC' },
        end: { dateTime: `${next}T00:00:00.0000000`, timeZone: 'UTC' },
      });
    const fake = fakeMicrosoft();
    fake.on(view, {
      json: {
        value: [
          day('15th', '2026-11-15', '2026-11-16'),
          day('23rd', '2026-11-23', '2026-11-24'),
          wireEvent({
            id: 'ends-at-start',
            start: { dateTime: '2026-11-15T23:00:00.0000000', timeZone: 'UTC' },
            end: { dateTime: '2026-11-16T00:00:00.0000000', timeZone: 'UTC' },
          }),
          wireEvent({
            id: 'instant-at-start',
            start: { dateTime: '2026-11-16T00:00:00.0000000', timeZone: 'UTC' },
            end: { dateTime: '2026-11-16T00:00:00.0000000', timeZone: 'UTC' },
          }),
        ],
      },
    });
    const connection = connectTo(fake);
    const idsIn = async (timeZone: string): Promise<string[]> => {
      const events = await connection.events.list({ calendarId: 'cal-primary', window, timeZone }).toArray();
      return events.map((event) => event.id);
    };

    expect(await idsIn('UTC')).toEqual(['instant-at-start']);
    expect(await idsIn('Pacific/Honolulu')).toEqual(['15th', 'instant-at-start']);
    expect(await idsIn('Pacific/Auckland')).toEqual(['23rd', 'instant-at-start']);
  });

  it('asks for no more than Graph gives in one page', async () => {
    const fake = fakeMicrosoft();
    fake.on(view, { json: { value: [] } });
    await connectTo(fake).events.list({ calendarId: 'cal-primary', window, pageSize: 5_000 });
    expect(fake.graphRequests()[0]?.url.searchParams.get('$top')).toBe('1000');
  });

  it('leaves out a master, should one ever be in a view', async () => {
    const fake = fakeMicrosoft();
    fake.on(view, { json: { value: [wireEvent({ id: 'master', type: 'seriesMaster' }), wireEvent({ id: 'a' })] } });
    const { items } = await connectTo(fake).events.list({ calendarId: 'cal-primary', window });
    expect(items.map((event) => event.id)).toEqual(['a']);
  });

  it('follows the next link to the letter with the same preference, through an empty page, and lists nothing twice', async () => {
    const next = `https://graph.microsoft.com/v1.0/me/calendars/cal-primary/calendarView?$skip=2&startDateTime=x&$top=2&odd=a+b%20c`;
    const fake = fakeMicrosoft();
    fake.on(
      view,
      { json: { value: [wireEvent({ id: 'a' }), wireEvent({ id: 'b' })], '@odata.nextLink': next } },
      { json: { value: [], '@odata.nextLink': `${next}&$more=1` } },
      { json: { value: [wireEvent({ id: 'b' }), wireEvent({ id: 'c' })] } },
    );

    const events = await connectTo(fake).events.list({ calendarId: 'cal-primary', window, pageSize: 2 }).toArray();

    expect(events.map((event) => event.id)).toEqual(['a', 'b', 'c']);
    const requests = fake.graphRequests();
    expect(requests[0]?.url.searchParams.get('$top')).toBe('2');
    expect(requests[1]?.url.href).toBe(next);
    expect(requests[2]?.url.href).toBe(`${next}&$more=1`);
    expect(requests.map((request) => request.headers.get('prefer'))).toEqual(Array(3).fill('IdType="ImmutableId"'));
  });

  it('gives a page with a token of its own that works for the same query only', async () => {
    const next = 'https://graph.microsoft.com/v1.0/me/calendars/cal-primary/calendarView?$skip=1';
    const fake = fakeMicrosoft();
    fake.on(
      view,
      { json: { value: [wireEvent({ id: 'a' })], '@odata.nextLink': next } },
      { json: { value: [wireEvent({ id: 'b' })] } },
    );
    const connection = connectTo(fake);
    const query = { calendarId: 'cal-primary', window };

    const first = await connection.events.list(query);
    const pageToken = first.nextPageToken ?? '';
    expect(pageToken).not.toContain('graph.microsoft.com');
    const second = await connection.events.list({ ...query, pageToken });
    expect(second).toEqual({ items: [expect.objectContaining({ id: 'b' })] });

    const others = [
      { ...query, calendarId: 'cal-other' },
      { ...query, window: { ...window, end: '2026-11-24T00:00:00Z' } },
      { ...query, timeZone: 'Europe/Berlin' },
      { ...query, include: ['body' as const] },
    ];
    for (const other of others)
      await expect(connection.events.list({ ...other, pageToken })).rejects.toMatchObject({ code: 'invalidArgument' });
    await expect(connection.events.list({ ...query, pageToken: 'made-up' })).rejects.toMatchObject({
      code: 'invalidArgument',
    });
    expect(fake.graphRequests()).toHaveLength(2);
  });

  it.each([
    ['another host', 'https://graph.example/v1.0/me/calendars/cal-primary/calendarView?$skip=1'],
    ['another scheme', 'http://graph.microsoft.com/v1.0/me/calendars/cal-primary/calendarView?$skip=1'],
    ['credentials in it', 'https://a:b@graph.microsoft.com/v1.0/me'],
    ['another API version', 'https://graph.microsoft.com/beta/me/calendarView'],
    ['no URL', 'next please'],
  ])('refuses a next link with %s before anything goes there', async (_case, nextLink) => {
    const fake = fakeMicrosoft();
    fake.on(view, { json: { value: [], '@odata.nextLink': nextLink } });

    await expect(connectTo(fake).events.list({ calendarId: 'cal-primary', window }).toArray()).rejects.toMatchObject({
      code: 'untrustedUrl',
      provider: 'graph',
      operation: 'events.list',
    });
    expect(fake.graphRequests()).toHaveLength(1);
  });

  it('asks a calendar about private items only when one of somebody else is there, and hides its content', async () => {
    const privateItem = wireEvent({
      id: 'secret',
      sensitivity: 'private',
      isOrganizer: false,
      subject: 'Privater Termin',
      organizer: { emailAddress: { name: 'Bo', address: 'bo@tidewater.example' } },
    });
    const fake = fakeMicrosoft();
    fake.on('/me/calendars/shared', { json: { id: 'shared', canViewPrivateItems: false } });
    fake.on('/me/calendars/shared/calendarView', { json: { value: [wireEvent(), privateItem] } });

    const [open, hidden] = await connectTo(fake).events.list({ calendarId: 'shared', window }).toArray();

    expect(open).toMatchObject({ isContentHidden: false, title: 'Harbour planning' });
    expect(hidden).toMatchObject({ isContentHidden: true, privacy: 'private', attendees: [], busyStatus: 'busy' });
    for (const name of ['title', 'description', 'organizer', 'webUrl']) expect(hidden).not.toHaveProperty(name);
    expect(calendarEventSchema.parse(hidden)).toEqual(hidden);
    expect(fake.graphRequests().map((request) => request.url.pathname)).toEqual([
      '/v1.0/me/calendars/shared/calendarView',
      '/v1.0/me/calendars/shared',
    ]);
  });

  describe('in a calendar that somebody shared', () => {
    const bo = { emailAddress: { name: 'Bo', address: 'bo@tidewater.example' } };
    const sharedView = '/me/calendars/shared/calendarView';
    const owned = { id: 'shared', canViewPrivateItems: false, owner: { name: 'Bo', address: 'Bo@Tidewater.example' } };
    const askedFor = (fake: ReturnType<typeof fakeMicrosoft>): string[] =>
      fake.graphRequests().map((request) => request.url.pathname.replace('/v1.0/me/calendars', ''));

    it('hides the owner’s own private items, which are worded as the organizer’s', async () => {
      const fake = fakeMicrosoft();
      fake.on('/me/calendars/shared', { json: owned });
      fake.on(sharedView, {
        json: { value: [wireEvent({ sensitivity: 'private', isOrganizer: true, organizer: bo, subject: 'Privat' })] },
      });
      const [event] = await connectTo(fake).events.list({ calendarId: 'shared', window }).toArray();
      expect(event).toMatchObject({ isContentHidden: true, privacy: 'private', participationStatus: 'unknown' });
      expect(event).not.toHaveProperty('title');
    });

    it('asks about the owner once, and about private items each time', async () => {
      const fake = fakeMicrosoft();
      fake.on('/me/calendars/shared', { json: owned });
      const meeting = wireEvent({ isOrganizer: true, organizer: bo });
      const secret = wireEvent({ id: 'b', isOrganizer: true, organizer: bo, sensitivity: 'confidential' });
      fake.on(
        sharedView,
        { json: { value: [meeting] } },
        { json: { value: [meeting] } },
        { json: { value: [secret] } },
      );
      const connection = connectTo(fake);

      const { items } = await connection.events.list({ calendarId: 'shared', window });
      expect(items[0]).toMatchObject({ organizer: { isSelf: false }, participationStatus: 'unknown' });
      await connection.events.list({ calendarId: 'shared', window });
      expect(askedFor(fake)).toEqual(['/shared/calendarView', '/shared', '/shared/calendarView']);
      await connection.events.list({ calendarId: 'shared', window });
      await connection.events.list({ calendarId: 'shared', window });
      expect(askedFor(fake).slice(3)).toEqual(['/shared/calendarView', '/shared', '/shared/calendarView', '/shared']);
    });

    it('asks nothing about the mailbox’s own calendar', async () => {
      const fake = fakeMicrosoft();
      fake.on('/me/calendar', { json: primaryCalendar });
      const invited = { isOrganizer: false, organizer: bo, responseStatus: { response: 'tentativelyAccepted' } };
      fake.on(view, { json: { value: [wireEvent(invited)] } });
      const connection = connectTo(fake);
      const { items } = await connection.events.list({ window });
      expect(items[0]).toMatchObject({ participationStatus: 'tentative', isContentHidden: false });
      await connection.events.list({ calendarId: 'cal-primary', window });
      expect(askedFor(fake)).toEqual(['/v1.0/me/calendar', '/cal-primary/calendarView', '/cal-primary/calendarView']);
    });
  });

  it.each([
    ['an unknown option', { window, windows: 1 }],
    ['a window that ends before it starts', { window: { start: window.end, end: window.start } }],
    ['a zone that does not exist', { window, timeZone: 'Mars/Base' }],
  ])('refuses %s without sending anything', async (_case, options) => {
    const fake = fakeMicrosoft();

    await expect(connectTo(fake).events.list(options)).rejects.toMatchObject({ code: 'invalidArgument' });
    expect(fake.requests).toHaveLength(0);
  });

  it('names the field and nothing else when an event cannot be read', async () => {
    const fake = fakeMicrosoft();
    fake.on(view, { json: { value: [wireEvent(), wireEvent({ id: 'canary-id', subject: { canary: true } })] } });

    const error: unknown = await connectTo(fake)
      .events.list({ calendarId: 'cal-primary', window })
      .toArray()
      .catch((reason: unknown) => reason);

    expect(CalendarError.is(error) && error.code).toBe('invalidResponse');
    expect(String(error)).toContain('value.1.subject');
    expect(String(error)).not.toContain('canary');
  });
});
