import { describe, expect, it } from 'vitest';
import { meeting, startKit, withMeetings } from './google-kit.ts';
import type { ErrorBody, Kit, Query } from './google-kit.ts';

const at = (day: number, from: number, to: number, timeZone = 'Europe/Berlin') => {
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    kind: 'timed' as const,
    start: `2026-03-${two(day)}T${two(from)}:00:00`,
    end: `2026-03-${two(day)}T${two(to)}:00:00`,
    timeZone,
  };
};

const titles = async (kit: Kit, query: Query, person = 'ada'): Promise<(string | undefined)[]> =>
  (await kit.list(query, person)).items.map(({ summary }) => summary);

const refusal = async (kit: Kit, query: Query): Promise<string> => {
  const { status, body } = await kit.api<ErrorBody>('calendars/primary/events', query);
  return `${status} ${body.error.errors[0]?.reason} ${body.error.errors[0]?.location ?? ''}`.trim();
};

describe('time window', () => {
  const company = withMeetings(
    meeting({ id: 'early', when: at(2, 9, 10) }),
    meeting({ id: 'late', when: at(2, 10, 11) }),
    meeting({ id: 'holiday', when: { kind: 'allDay', start: '2026-03-03', end: '2026-03-04' } }),
  );

  it.each([
    [
      'an event that ends at timeMin is outside',
      { timeMin: '2026-03-02T10:00:00+01:00', timeMax: '2026-03-02T12:00:00+01:00' },
      ['late'],
    ],
    [
      'an event that starts at timeMax is outside',
      { timeMin: '2026-03-02T08:00:00Z', timeMax: '2026-03-02T09:00:00Z' },
      ['early'],
    ],
    [
      'an event that overlaps is inside',
      { timeMin: '2026-03-02T09:30:00+01:00', timeMax: '2026-03-02T10:00:01+01:00' },
      ['early', 'late'],
    ],
    [
      'an all-day event begins at midnight of the calendar',
      { timeMin: '2026-03-02T22:00:00Z', timeMax: '2026-03-02T23:00:01Z' },
      ['holiday'],
    ],
    ['not at midnight of UTC', { timeMin: '2026-03-02T22:00:00Z', timeMax: '2026-03-02T23:00:00Z' }, []],
    ['and ends at the next midnight', { timeMin: '2026-03-03T23:00:00Z' }, []],
    [
      'milliseconds are ignored',
      { timeMin: '2026-03-02T09:00:00.999Z', timeMax: '2026-03-02T10:00:00.001Z' },
      ['late'],
    ],
  ])('%s', async (_, query, expected) => {
    await using kit = await startKit(company);
    expect(await titles(kit, query)).toEqual(expected);
  });

  it.each([
    ['no offset', { timeMin: '2026-03-02T10:00:00' }, '400 badRequest'],
    ['a date', { timeMax: '2026-03-02' }, '400 badRequest'],
    ['no such day', { timeMax: '2026-02-30T00:00:00Z' }, '400 badRequest'],
    [
      'an empty range',
      { timeMin: '2026-03-02T10:00:00Z', timeMax: '2026-03-02T10:00:00Z' },
      '400 timeRangeEmpty timeMax',
    ],
  ])('refuses %s', async (_, query, expected) => {
    await using kit = await startKit(company);
    expect(await refusal(kit, query)).toBe(expected);
  });
});

describe('parameters', () => {
  it.each([
    ['maxResults=0', { maxResults: 0 }, '400 invalidParameter maxResults'],
    ['maxResults=many', { maxResults: 'many' }, '400 invalidParameter maxResults'],
    ['orderBy=title', { orderBy: 'title' }, '400 invalidParameter orderBy'],
    ['orderBy=startTime with masters', { orderBy: 'startTime' }, '400 badRequest'],
    ['singleEvents=yes', { singleEvents: 'yes' }, '400 invalidParameter singleEvents'],
    ['an unknown event type', { eventTypes: ['default', 'party'] }, '400 invalidParameter eventTypes'],
    ['an unknown zone', { timeZone: 'Mars/Base' }, '400 invalid timeZone'],
    ['a page token of its own making', { pageToken: 'abc' }, '400 invalid pageToken'],
    ['an unknown field', { fields: 'items(id,colour)' }, '400 invalidParameter fields'],
    ['a broken selector', { fields: 'items(id' }, '400 invalidParameter fields'],
    ['a nested field of a plain one', { fields: 'summary/text' }, '400 invalidParameter fields'],
    ['a long quotaUser', { quotaUser: 'x'.repeat(41) }, '400 invalidParameter quotaUser'],
    ['alt=xml', { alt: 'xml' }, '400 invalidParameter alt'],
    ['an updatedMin beyond memory', { updatedMin: '2026-01-01T00:00:00Z' }, '410 updatedMinTooLongAgo updatedMin'],
  ])('refuses %s', async (_, query, expected) => {
    await using kit = await startKit();
    expect(await refusal(kit, query)).toBe(expected);
  });

  it('takes a page size above the limit', async () => {
    await using kit = await startKit();
    expect((await kit.api('calendars/primary/events', { maxResults: 5000 })).status).toBe(200);
  });

  it('orders by start and by change', async () => {
    await using kit = await startKit(
      withMeetings(meeting({ id: 'b', when: at(3, 9, 10) }), meeting({ id: 'a', when: at(2, 9, 10) })),
    );
    expect(await titles(kit, { singleEvents: true, orderBy: 'startTime' })).toEqual(['a', 'b']);
    expect(await titles(kit, {})).toEqual(['b', 'a']);
    await kit.clock.advance(1000);
    kit.emulator.putEvent('ada', 'primary', { id: kit.emulator.eventId('b'), summary: 'b2' });
    expect(await titles(kit, { orderBy: 'updated' })).toEqual(['a', 'b2']);
  });

  it('searches texts and people', async () => {
    await using kit = await startKit(
      withMeetings(
        meeting({ id: 'Hull survey', location: 'Dry dock' }),
        meeting({ id: 'Lunch', invitees: [{ who: 'bo' }] }),
      ),
    );
    expect(await titles(kit, { q: 'survey dock' })).toEqual(['Hull survey']);
    expect(await titles(kit, { q: 'SILVA' })).toEqual(['Lunch']);
    expect(await titles(kit, { q: 'nothing' })).toEqual([]);
  });

  it('filters by iCalUID, event type and extended property', async () => {
    await using kit = await startKit(withMeetings(meeting({ id: 'plain' })));
    const times = {
      start: { dateTime: '2026-03-04T09:00:00', timeZone: 'Europe/Berlin' },
      end: { dateTime: '2026-03-04T17:00:00', timeZone: 'Europe/Berlin' },
    };
    kit.emulator.putEvent('ada', 'primary', {
      ...times,
      summary: 'Away',
      eventType: 'outOfOffice',
      outOfOfficeProperties: { autoDeclineMode: 'declineNone' },
      extendedProperties: { private: { ref: '7' }, shared: { team: 'x' } },
    });
    expect(await titles(kit, { eventTypes: 'outOfOffice' })).toEqual(['Away']);
    expect(await titles(kit, { eventTypes: ['default', 'outOfOffice'] })).toEqual(['plain', 'Away']);
    expect(await titles(kit, { privateExtendedProperty: 'ref=7' })).toEqual(['Away']);
    expect(await titles(kit, { sharedExtendedProperty: 'team=y' })).toEqual([]);
    expect(await titles(kit, { iCalUID: `${kit.emulator.eventId('plain')}@google.com` })).toEqual(['plain']);
  });

  it('shortens the guest list to oneself', async () => {
    await using kit = await startKit(withMeetings(meeting({ id: 'm', invitees: [{ who: 'bo' }, { who: 'cy' }] })));
    const [event] = (await kit.list({ maxAttendees: 1 }, 'bo')).items;
    expect(event?.attendeesOmitted).toBe(true);
    expect(event?.attendees?.map(({ email }) => email)).toEqual(['bo@tidewater.example']);
    expect((await kit.list({ maxAttendees: 3 }, 'bo')).items[0]).not.toHaveProperty('attendeesOmitted');
  });

  it('answers the selected fields only, tokens included', async () => {
    await using kit = await startKit(withMeetings(meeting({ id: 'm', invitees: [{ who: 'bo' }] })));
    const body = await kit.list({ fields: 'items(id,start/dateTime,attendees/email)' });
    expect(body).toEqual({
      items: [
        {
          id: kit.emulator.eventId('m'),
          start: { dateTime: '2026-03-02T10:00:00+01:00' },
          attendees: [{ email: 'ada@tidewater.example' }, { email: 'bo@tidewater.example' }],
        },
      ],
    });
    expect(Object.keys(await kit.list({ fields: 'nextSyncToken,timeZone' })).sort()).toEqual([
      'nextSyncToken',
      'timeZone',
    ]);
    expect(await kit.list({ fields: 'items/*/timeZone' })).toEqual({
      items: [{ start: { timeZone: 'Europe/Berlin' }, end: { timeZone: 'Europe/Berlin' } }].map((item) =>
        expect.objectContaining(item),
      ),
    });
  });
});

describe('paging', () => {
  const five = withMeetings(...[1, 2, 3, 4, 5].map((day) => meeting({ id: `m${day}`, when: at(day, 9, 10) })));

  it('walks all pages, with a sync token on the last one only', async () => {
    await using kit = await startKit(five);
    const seen: unknown[] = [];
    let pageToken: string | undefined;
    for (let page = 0; page < 3; page += 1) {
      const body = await kit.list({ maxResults: 2, ...(pageToken === undefined ? {} : { pageToken }) });
      seen.push(...body.items.map(({ summary }) => summary));
      expect(body.nextSyncToken === undefined).toBe(page < 2);
      expect(body.nextPageToken === undefined).toBe(page === 2);
      pageToken = body.nextPageToken;
    }
    expect(seen).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
  });

  it('binds the page token to the query', async () => {
    await using kit = await startKit(five);
    const { nextPageToken = '' } = await kit.list({ maxResults: 2, singleEvents: true });
    expect(await refusal(kit, { maxResults: 2, pageToken: nextPageToken })).toBe('400 invalid pageToken');
    const other = await kit.api(
      'calendars/primary/events',
      { maxResults: 2, singleEvents: true, pageToken: nextPageToken },
      { person: 'bo' },
    );
    expect(other.status).toBe(400);
  });

  it('serves short and empty pages on demand', async () => {
    await using kit = await startKit(five);
    kit.emulator.limitPages([0, 3]);
    const empty = await kit.list();
    expect(empty.items).toEqual([]);
    const short = await kit.list({ pageToken: empty.nextPageToken ?? '' });
    expect(short.items).toHaveLength(3);
    const rest = await kit.list({ pageToken: short.nextPageToken ?? '' });
    expect(rest.items).toHaveLength(2);
    expect(rest.nextSyncToken).toBeDefined();
  });

  it('names every page by another token, empty ones too', async () => {
    await using kit = await startKit(five);
    kit.emulator.limitPages([0, 0, 1, 0, 0, 1]);
    const tokens: string[] = [];
    const seen: unknown[] = [];
    for (let query: Query | undefined = {}; query !== undefined;) {
      const body = await kit.list(query);
      seen.push(...body.items.map(({ summary }) => summary));
      if (body.nextPageToken !== undefined) tokens.push(body.nextPageToken);
      query = body.nextPageToken === undefined ? undefined : { pageToken: body.nextPageToken };
    }
    expect(seen).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
    expect(tokens).toHaveLength(6);
    expect(new Set(tokens).size).toBe(6);
  });
});

describe('HTTP', () => {
  it('sends an etag, answers 304 while nothing changed, and 200 after a change', async () => {
    await using kit = await startKit(withMeetings(meeting({ id: 'm' })));
    const path = `calendars/primary/events/${kit.emulator.eventId('m')}`;
    for (const target of [path, 'calendars/primary/events', 'users/me/calendarList', 'colors']) {
      const first = await kit.api<{ etag?: string }>(target);
      const etag = first.headers.get('etag') ?? '';
      expect(etag).toMatch(/^".+"$/);
      // Colours are the one resource without an etag of its own.
      expect(first.body.etag).toBe(target === 'colors' ? undefined : etag);
      const again = await kit.api(target, {}, { headers: { 'if-none-match': etag } });
      expect(again.status).toBe(304);
      expect(again.text).toBe('');
    }
    const before = (await kit.api(path)).headers.get('etag') ?? '';
    kit.emulator.putEvent('ada', 'primary', { id: kit.emulator.eventId('m'), summary: 'new' });
    expect((await kit.api(path, {}, { headers: { 'if-none-match': before } })).status).toBe(200);
  });

  it('indents unless told otherwise', async () => {
    await using kit = await startKit();
    expect((await kit.api('colors')).text).toContain('\n');
    expect((await kit.api('colors', { prettyPrint: false })).text).not.toContain('\n');
  });

  it('declares JSON', async () => {
    await using kit = await startKit();
    expect((await kit.api('colors')).headers.get('content-type')).toBe('application/json; charset=UTF-8');
  });
});
