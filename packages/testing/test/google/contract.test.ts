import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { googleFaults } from '../../src/google/google-faults.ts';
import type { RecordedExchange } from '../../src/server/recorded-exchange.ts';
import { checkGoogleExchange, hasGoogleContract } from '../contracts/google-contract.ts';
import { calendarScope, emptyCompany, meeting, startKit, withMeetings } from './google-kit.ts';
import type { ListBody } from './google-kit.ts';

const withContract = hasGoogleContract
  ? 'held against the discovery document'
  : 'skipped: ../shared/contracts/google-calendar-v3.discovery.json is not there';

describe.skipIf(!hasGoogleContract)(`emulator ${withContract}`, () => {
  it('asks and answers as documented in a walk through every method', async () => {
    await using kit = await startKit(
      withMeetings(
        meeting({
          id: 'plain',
          invitees: [{ who: 'bo' }, { who: 'harbour' }],
          reminderMinutes: 10,
          attachments: ['a.pdf'],
        }),
        meeting({ id: 'meet', conferenceUrl: 'https://meet.google.com/abc-defg-hij', privacy: 'private' }),
        meeting({ id: 'series', series: { rule: 'FREQ=DAILY;COUNT=3', deleted: ['2026-03-03T10:00:00'] } }),
        meeting({ id: 'days', when: { kind: 'allDay', start: '2026-03-05', end: '2026-03-07' } }),
        meeting({ id: 'off', isCancelled: true }),
      ),
    );
    const series = kit.emulator.eventId('series');
    const { nextSyncToken = '' } = await kit.list();
    kit.emulator.removeEvent('ada', 'primary', kit.emulator.eventId('plain'));
    await kit.list({ syncToken: nextSyncToken });
    await kit.list({ singleEvents: true, orderBy: 'startTime', timeMin: '2026-03-01T00:00:00+01:00', timeZone: 'UTC' });
    await kit.list({
      showDeleted: true,
      maxAttendees: 1,
      eventTypes: ['default', 'birthday'],
      fields: 'items(id,start)',
    });
    await kit.list({}, 'bo');
    await kit.api(`calendars/primary/events/${series}`);
    await kit.api(`calendars/primary/events/${series}_20260303T090000Z`);
    await kit.api(`calendars/primary/events/${series}/instances`, { showDeleted: true });
    await kit.api('users/me/calendarList', { minAccessRole: 'reader', maxResults: 1 });
    await kit.api('users/me/calendarList/primary');
    await kit.api(`calendars/${encodeURIComponent(kit.emulator.calendarId('ada', 'sailing'))}`);
    await kit.api('users/me/settings', { maxResults: 3 });
    await kit.api('users/me/settings/locale');
    await kit.api('colors');
    await kit.api('calendars/nobody');
    kit.emulator.shareCalendar({
      calendarId: 'harbour@tidewater.example',
      with: 'bo@tidewater.example',
      role: 'reader',
    });
    await kit.api('calendars/harbour@tidewater.example/events', {}, { person: 'bo' });
    await kit.api('calendars/harbour@tidewater.example/acl', {}, { person: 'bo' });
    kit.emulator.shareCalendar({ calendarId: 'harbour@tidewater.example', with: 'bo@tidewater.example', role: 'none' });
    await kit.api('users/me/calendarList', { showDeleted: true }, { person: 'bo' });
    await kit.api('calendars/primary/acl', { showDeleted: true, maxResults: 1 });
    await kit.api('calendars/primary/acl/user:ada@tidewater.example', { fields: 'role,scope/type' });
    await fetch(`${kit.emulator.origin}/calendar/v3/freeBusy`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${kit.emulator.issueTokens({ person: 'ada', scopes: [calendarScope] }).accessToken}`,
      },
      body: JSON.stringify({
        timeMin: '2026-03-01T00:00:00Z',
        timeMax: '2026-03-08T00:00:00Z',
        items: [{ id: 'primary' }, { id: 'nobody' }],
      }),
    });
    kit.emulator.faults.add(googleFaults.rateLimitExceeded());
    await kit.api('colors');
    for (const exchange of kit.emulator.exchanges) expect(checkGoogleExchange(exchange)).toEqual([]);
  });
});

describe.skipIf(!hasGoogleContract)(`contract checker ${withContract}`, () => {
  const exchange = (
    method: string,
    target: string,
    more: { body?: unknown; status?: number; answer?: unknown; faulty?: boolean } = {},
  ): RecordedExchange => {
    const url = new URL(`http://127.0.0.1/calendar/v3/${target}`);
    const hasBody = more.body !== undefined;
    return {
      request: {
        method,
        url: url.href,
        path: url.pathname,
        query: url.searchParams,
        headers: hasBody ? { 'content-type': 'application/json' } : {},
        body: hasBody ? JSON.stringify(more.body) : '',
      },
      response: {
        status: more.status ?? 200,
        headers: { 'content-type': 'application/json' },
        body: more.answer === undefined ? '{}' : JSON.stringify(more.answer),
      },
      faulty: more.faulty ?? false,
    };
  };
  const events = 'calendars/primary/events';
  const times = { start: { date: '2026-03-01' }, end: { date: '2026-03-02' } };

  it.each([
    ['an unknown path', exchange('GET', 'calendars/primary/meetings'), 'no such method'],
    ['a wrong verb', exchange('PUT', events), 'no such method'],
    ['an unknown parameter', exchange('GET', `${events}?pageSize=5`), 'unknown query parameter pageSize'],
    ['a repeated parameter', exchange('GET', `${events}?q=a&q=b`), 'q is repeated'],
    ['a value outside the enumeration', exchange('GET', `${events}?orderBy=title`), 'orderBy has a value'],
    ['a wrong boolean', exchange('GET', `${events}?singleEvents=1`), 'singleEvents has a value'],
    ['a number below the minimum', exchange('GET', `${events}?maxResults=0`), 'maxResults has a value'],
    ['a time without offset', exchange('GET', `${events}?timeMin=2026-03-01T00:00:00`), 'timeMin has a value'],
    ['a missing parameter', exchange('POST', `${events}/x/move`, { answer: {} }), 'destination is missing'],
    ['a body where none belongs', exchange('GET', events, { body: {} }), 'takes no body'],
    ['an invented field sent', exchange('POST', events, { body: { ...times, title: 'x' } }), 'additional properties'],
    ['a required field not sent', exchange('POST', events, { body: { start: times.start } }), 'request lacks end'],
    ['an invented field answered', exchange('GET', events, { answer: { events: [] } }), 'additional properties'],
    [
      'a time answered without offset',
      exchange('GET', `${events}/x`, { answer: { start: { dateTime: '2026-03-01T00:00:00' } } }),
      'format',
    ],
    [
      'a number where text belongs',
      exchange('POST', `${events}/watch`, { body: { id: 'x', expiration: 5 } }),
      'must be string',
    ],
    ['null outside a patch', exchange('POST', events, { body: { ...times, location: null } }), 'must be string'],
    ['an undocumented status', exchange('GET', events, { status: 206 }), 'status 206'],
    ['an error without envelope', exchange('GET', events, { status: 404, answer: { error: 'x' } }), 'must be object'],
    [
      'an error that contradicts its status',
      exchange('GET', events, {
        status: 404,
        answer: { error: { code: 403, message: 'm', errors: [{ domain: 'global', reason: 'r', message: 'm' }] } },
      }),
      'differs',
    ],
  ])('finds %s', (_, bad, expected) => {
    expect(checkGoogleExchange(bad).join('\n')).toContain(expected);
  });

  it.each([
    ['an unknown method of contacts', '/v1/people/me/friends', {}, 'no such method'],
    ['an unknown parameter', '/v1/people/me/connections?maxResults=5', {}, 'unknown query parameter maxResults'],
    ['an invented field', '/v1/people/me/connections', { people: [] }, 'additional properties'],
    [
      'an invented field of a room',
      '/admin/directory/v1/customer/my_customer/resources/calendars',
      { rooms: [] },
      'additional',
    ],
    [
      'too long a page',
      '/admin/directory/v1/customer/my_customer/resources/calendars?maxResults=501',
      {},
      'maxResults has a',
    ],
  ])('finds %s in the other APIs', (_, target, answer, expected) => {
    const { request, response, faulty } = exchange('GET', '', { answer });
    const url = new URL(`http://127.0.0.1${target}`);
    const other = { ...request, url: url.href, path: url.pathname, query: url.searchParams };
    expect(checkGoogleExchange({ request: other, ...(response && { response }), faulty }).join('\n')).toContain(
      expected,
    );
  });

  it('tells the errors of older and newer APIs apart', () => {
    const classic = { error: { code: 404, message: 'm', errors: [{ domain: 'global', reason: 'r', message: 'm' }] } };
    const modern = { error: { code: 404, message: 'm', status: 'NOT_FOUND' } };
    const people = (answer: object): RecordedExchange => {
      const { request, ...rest } = exchange('GET', '', { status: 404, answer });
      const path = '/v1/people/c1';
      return { ...rest, request: { ...request, path, url: `http://127.0.0.1${path}` } };
    };
    expect(checkGoogleExchange(people(modern))).toEqual([]);
    expect(checkGoogleExchange(people(classic))).not.toEqual([]);
    expect(checkGoogleExchange(exchange('GET', `${events}/x`, { status: 404, answer: classic }))).toEqual([]);
    expect(checkGoogleExchange(exchange('GET', `${events}/x`, { status: 404, answer: modern }))).not.toEqual([]);
  });

  it('knows that a time may do without offset where it names its zone', () => {
    const wall = { dateTime: '2026-03-01T10:00:00' };
    const zoned = { ...wall, timeZone: 'Europe/Berlin' };
    expect(checkGoogleExchange(exchange('POST', events, { body: { start: zoned, end: zoned } }))).toEqual([]);
    expect(checkGoogleExchange(exchange('POST', events, { body: { start: wall, end: zoned } }))).not.toEqual([]);
  });

  it('lets pass what is right, nulls in a patch, and the answer of a fault', () => {
    expect(
      checkGoogleExchange(exchange('GET', `${events}?eventTypes=default&eventTypes=birthday&prettyPrint=false`)),
    ).toEqual([]);
    expect(
      checkGoogleExchange(exchange('PATCH', `${events}/x`, { body: { location: null, start: { dateTime: null } } })),
    ).toEqual([]);
    expect(checkGoogleExchange(exchange('POST', events, { body: times }))).toEqual([]);
    expect(checkGoogleExchange(exchange('GET', events, { answer: { invented: 1 }, faulty: true }))).toEqual([]);
  });
});

const recordings = new URL('../../../../../shared/recorded/google/', import.meta.url);
const hasRecordings = existsSync(recordings);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, recordings), 'utf8'));

/** Paths of all keys, array items merged. */
function keyPaths(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => keyPaths(item, `${prefix}[]`)))].sort();
  if (typeof value !== 'object' || value === null) return [prefix];
  return [...new Set(Object.entries(value).flatMap(([key, inner]) => keyPaths(inner, `${prefix}.${key}`)))].sort();
}

const asRecorded = hasRecordings ? 'as recorded from the service' : 'skipped: ../shared/recorded/google is not there';

describe.skipIf(!hasRecordings)(`shapes ${asRecorded}`, () => {
  const weekly = {
    kind: 'timed',
    start: '2026-08-03T09:00:00',
    end: '2026-08-03T09:15:00',
    timeZone: 'Europe/Berlin',
  } as const;
  const company = withMeetings(
    meeting({ id: 'meet', conferenceUrl: 'https://meet.google.com/aaa-bbbb-ccc' }),
    meeting({
      id: 'single',
      description: 'x',
      location: 'Room 1',
      invitees: [{ who: { address: 'guest@example.test' } }],
    }),
    meeting({ id: 'days', when: { kind: 'allDay', start: '2026-08-05', end: '2026-08-06' } }),
    meeting({ id: 'weekly', when: weekly, series: { rule: 'FREQ=WEEKLY;COUNT=6;BYDAY=MO' } }),
  );

  it('of a list of events', async () => {
    await using kit = await startKit(company);
    const recorded = read('events_list.json') as ListBody;
    const emulated = await kit.list();
    const { items, ...envelope } = emulated;
    const { items: recordedItems, ...recordedEnvelope } = recorded;
    expect(keyPaths(envelope)).toEqual(keyPaths(recordedEnvelope));
    // The organizer's name among the guests depends on the directory: the emulator knows it, the recorded account did not.
    for (const [index, item] of items.entries()) {
      const paths = keyPaths(item).filter((path) => path !== '.attendees[].displayName');
      expect(paths).toEqual(keyPaths(recordedItems[index]));
    }
  });

  it('of a recurring master', async () => {
    await using kit = await startKit(company);
    const { body } = await kit.api(`calendars/primary/events/${kit.emulator.eventId('weekly')}`);
    expect(keyPaths(body)).toEqual(keyPaths(read('event_recurring_master.json')));
  });

  it('of a calendar list', async () => {
    await using kit = await startKit(emptyCompany);
    const { body } = await kit.api<{ items: unknown[] }>('users/me/calendarList');
    const recorded = read('calendars.json') as { items: unknown[] };
    expect(keyPaths({ ...body, items: [body.items[0]] })).toEqual(
      keyPaths({ ...recorded, items: [recorded.items[0]] }),
    );
  });

  it('of a quota refusal and of a lost sync token', async () => {
    await using kit = await startKit(emptyCompany);
    kit.emulator.faults.add(googleFaults.rateLimitExceeded());
    expect(keyPaths((await kit.api('colors')).body)).toEqual(keyPaths(read('rate_limit.json')));
    const gone = await kit.api('calendars/primary/events', { syncToken: 'lost' });
    expect(gone.body).toEqual(read('sync_token_gone.json'));
  });
});
