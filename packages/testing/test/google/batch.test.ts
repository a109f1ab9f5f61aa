import { describe, expect, it } from 'vitest';
import { googleFaults } from '../../src/google/google-faults.ts';
import { checkGoogleExchange, hasGoogleContract } from '../contracts/google-contract.ts';
import { auth, hour, startWriteKit } from './write-kit.ts';
import type { WriteKit } from './write-kit.ts';

interface Part {
  readonly id: string;
  readonly status: number;
  readonly text: string;
  readonly body: { readonly id?: string; readonly summary?: string; readonly [field: string]: unknown };
}

const get = (path: string): string => `GET ${path}`;
const send = (method: string, path: string, body: object, ...headers: string[]): string =>
  [`${method} ${path}`, 'Content-Type: application/json', ...headers, '', JSON.stringify(body)].join('\r\n');

async function post(
  kit: WriteKit,
  requests: readonly string[],
  {
    path = '/batch/calendar/v3',
    scope = 'calendar',
    headers = {},
  }: { path?: string; scope?: string; headers?: object } = {},
): Promise<{ status: number; text: string; parts: Part[] }> {
  const { accessToken } = kit.emulator.issueTokens({ person: 'ada', scopes: [auth + scope] });
  const parts = requests.map(
    (request, index) => `--B\r\nContent-Type: application/http\r\nContent-ID: <item${index + 1}>\r\n\r\n${request}\r\n`,
  );
  const response = await fetch(`${kit.emulator.origin}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'multipart/mixed; boundary=B', ...headers },
    body: `${parts.join('')}--B--`,
  });
  const text = await response.text();
  const boundary = /boundary=(\S+)/.exec(response.headers.get('content-type') ?? '')?.[1] ?? 'none';
  const sections = text.split(`--${boundary}`).slice(1, -1);
  return {
    status: response.status,
    text,
    parts: sections.map((section) => {
      const [outer = '', head = '', body = ''] = section.split('\r\n\r\n');
      return {
        id: /Content-ID: (\S+)/.exec(outer)?.[1] ?? '',
        status: Number(/HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
        text: body.trim(),
        body: body.trim() === '' ? {} : JSON.parse(body),
      };
    }),
  };
}

const events = '/calendar/v3/calendars/primary/events';

describe('a batch', () => {
  it('answers every part by itself, in order', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), summary: 'one' });
    const { status, parts } = await post(kit, [
      get(`${events}/${id}?fields=id,summary`),
      get(`${events}/nothing`),
      send('POST', events, { ...hour(), summary: 'two' }),
      send('PATCH', `${events}/${id}`, { summary: 'three' }, 'If-Match: "old"'),
      send('PATCH', `${events}/${id}`, { summary: 'four' }),
      `DELETE ${events}/${id}`,
    ]);
    expect(status).toBe(200);
    expect(parts.map((part) => [part.id, part.status])).toEqual([
      ['<response-item1>', 200],
      ['<response-item2>', 404],
      ['<response-item3>', 200],
      ['<response-item4>', 412],
      ['<response-item5>', 200],
      ['<response-item6>', 204],
    ]);
    expect(parts[0]?.body).toEqual({ id, summary: 'one' });
    expect(parts[2]?.body.summary).toBe('two');
    expect(parts[5]?.text).toBe('');
    expect(kit.emulator.storedEvents('ada').map(({ title, status: state }) => `${title} ${state}`)).toEqual([
      'four cancelled',
      'two confirmed',
    ]);
  });

  it('lends its headers and query to the parts, whose own win', async () => {
    await using kit = await startWriteKit();
    const person = kit.emulator.issueTokens({ person: 'bo', scopes: [`${auth}calendar`] });
    const path = '/batch/calendar/v3?fields=id';
    const { parts } = await post(
      kit,
      [
        get('/calendar/v3/calendars/primary'),
        `GET /calendar/v3/calendars/primary?fields=summary\r\nAuthorization: Bearer ${person.accessToken}`,
      ],
      { path },
    );
    expect(parts.map(({ body }) => body)).toEqual([
      { id: 'ada@tidewater.example' },
      { summary: 'bo@tidewater.example' },
    ]);
  });

  it('does not mix its query with the same parameter of a part', async () => {
    await using kit = await startWriteKit();
    await kit.insert({ ...hour() });
    const path = '/batch/calendar/v3?eventTypes=default';
    const { parts } = await post(kit, [get(events), get(`${events}?eventTypes=birthday`)], { path });
    expect(parts.map(({ body }) => body['items'])).toMatchObject([[{}], []]);
  });

  it('is for one API, at its own address', async () => {
    await using kit = await startWriteKit();
    const people = get('/v1/people/me/connections?personFields=names');
    expect((await post(kit, [people], { scope: 'contacts' })).parts[0]?.status).toBe(404);
    expect((await post(kit, [people], { path: '/batch', scope: 'contacts' })).parts[0]?.status).toBe(200);
    expect((await post(kit, [get(events)], { path: '/batch' })).parts[0]?.status).toBe(404);
  });

  it.each([
    [undefined, 1000],
    [50, 50],
  ])('of more than its limit is refused whole: %s', async (batchLimit, limit) => {
    await using kit = await startWriteKit(undefined, batchLimit === undefined ? {} : { batchLimit });
    const parts = (count: number): string[] =>
      Array.from({ length: count }, () => get('/calendar/v3/colors?fields=kind'));
    expect((await post(kit, parts(limit))).parts).toHaveLength(limit);
    const refused = await post(kit, parts(limit + 1));
    expect([refused.status, refused.parts]).toEqual([400, []]);
  });

  it('refuses working locations', async () => {
    await using kit = await startWriteKit();
    const location = {
      start: { date: '2026-03-02' },
      end: { date: '2026-03-03' },
      eventType: 'workingLocation',
      visibility: 'public',
      transparency: 'transparent',
      workingLocationProperties: { type: 'homeOffice' },
    };
    const { parts } = await post(kit, [send('POST', events, location)]);
    expect([parts[0]?.status, parts[0]?.text.includes('eventTypeRestriction')]).toEqual([400, true]);
    expect(await kit.insert(location)).toMatchObject({ eventType: 'workingLocation' });
  });

  it('can have one part fail', async () => {
    await using kit = await startWriteKit();
    kit.emulator.faults.add(googleFaults.rateLimitExceeded({ skip: 1 }));
    const { parts } = await post(kit, [get(events), get(events), get(events)]);
    expect(parts.map(({ status }) => status)).toEqual([200, 403, 200]);
  });

  it('counts as many requests as it has parts', async () => {
    await using kit = await startWriteKit();
    kit.emulator.setQuota({ perMinute: 2 });
    const { parts } = await post(kit, [get(events), get(events), get(events)]);
    expect(parts.map(({ status }) => status)).toEqual([200, 200, 403]);
  });

  it.each([
    ['another type', { 'content-type': 'application/json' }],
    ['no boundary', { 'content-type': 'multipart/mixed' }],
    ['another boundary', { 'content-type': 'multipart/mixed; boundary=C' }],
  ])('is refused with %s', async (_, headers) => {
    await using kit = await startWriteKit();
    expect((await post(kit, [get(events)], { headers })).status).toBe(400);
  });

  it.each(['', 'GET', 'GET https://elsewhere.example/calendar/v3/colors', 'fetch /calendar/v3/colors'])(
    'is refused with a part that is no request: %j',
    async (part) => {
      await using kit = await startWriteKit();
      expect((await post(kit, [part])).status).toBe(400);
    },
  );
});

const withContract = hasGoogleContract
  ? 'held against the discovery documents'
  : 'skipped: the discovery documents in ../shared/contracts are not there';

describe.skipIf(!hasGoogleContract)(`a batch ${withContract}`, () => {
  it('is looked at part by part', async () => {
    await using kit = await startWriteKit();
    await post(kit, [get(`${events}?maxResults=5`), get(`${events}/nothing`)]);
    const exchange = kit.emulator.exchanges.at(-1);
    if (exchange === undefined) throw new Error('Nothing was recorded');
    expect(checkGoogleExchange(exchange)).toEqual([]);
    await post(kit, [get(`${events}?invented=5`)]);
    const bad = kit.emulator.exchanges.at(-1);
    expect(bad === undefined ? [] : checkGoogleExchange(bad)).toEqual([
      'calendar.events.list: unknown query parameter invented',
    ]);
  });
});
