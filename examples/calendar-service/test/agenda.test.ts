import { silentLogger } from '@kalends/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readServiceConfig } from '../src/config/service-config.ts';
import { startService } from '../src/start-service.ts';
import { startFixture } from './service-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';

// Strict at every depth: one more key than these, and parsing fails.
const momentSchema = z.strictObject({ dateTime: z.string(), timeZone: z.string(), instant: z.string() });
const agendaSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  timeZone: z.string(),
  isComplete: z.boolean(),
  sources: z.array(
    z.strictObject({
      person: z.string(),
      provider: z.enum(['microsoft', 'google', 'exchange']),
      outcome: z.enum(['complete', 'failed']),
      code: z.string().optional(),
      reason: z.string().optional(),
      cure: z.strictObject({ text: z.string(), url: z.string().optional() }).optional(),
    }),
  ),
  events: z.array(
    z.strictObject({
      person: z.string(),
      provider: z.enum(['microsoft', 'google', 'exchange']),
      key: z.string(),
      kind: z.enum(['single', 'occurrence', 'exception']),
      status: z.enum(['confirmed', 'tentative', 'cancelled']),
      title: z.string().optional(),
      description: z.string().optional(),
      time: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('timed'), start: momentSchema, end: momentSchema }),
        z.strictObject({ kind: z.literal('allDay'), startDate: z.string(), endDate: z.string() }),
      ]),
      participants: z.array(z.strictObject({ name: z.string(), role: z.string(), participationStatus: z.string() })),
      locations: z.array(z.string()),
      rooms: z.array(z.strictObject({ name: z.string(), participationStatus: z.string() })),
      hasRoom: z.boolean(),
      meetingUrl: z.string().optional(),
    }),
  ),
});
type AgendaJson = z.infer<typeof agendaSchema>;

let fixture: ServiceFixture;

beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.close());

async function agenda(query: string): Promise<AgendaJson> {
  const response = await fixture.get(`/api/agenda?${query}`);
  expect(response.status).toBe(200);
  return agendaSchema.parse(await response.json());
}

const starts = (json: AgendaJson, title: string, provider: string): string[] =>
  json.events
    .filter((event) => event.title === title && event.provider === provider)
    .map((event) => (event.time.kind === 'timed' ? event.time.start.dateTime : event.time.startDate));

describe('/api/agenda', () => {
  test('holds events of all three providers, and says that it is complete', async () => {
    const json = await agenda('from=2026-03-23&to=2026-04-06&tz=Europe/Berlin');
    expect(json.isComplete).toBe(true);
    expect(json.sources.map(({ person, provider }) => `${person} ${provider}`)).toEqual([
      'Ada Brandt microsoft',
      'Ben google',
      'Chitra Rao exchange',
    ]);
    for (const provider of ['microsoft', 'google', 'exchange']) {
      expect(starts(json, 'Quarter planning', provider)).toHaveLength(1);
    }
    expect([json.from, json.to]).toEqual(['2026-03-22T23:00:00.000Z', '2026-04-05T22:00:00.000Z']);
  });

  // The same instants on three clocks, while Berlin's go forward on 29 March and New York's already have.
  test.each([
    ['Europe/Berlin', ['2026-03-23T09:00:00', '2026-03-25T10:30:00', '2026-04-01T09:00:00']],
    ['America/New_York', ['2026-03-23T04:00:00', '2026-03-25T05:30:00', '2026-04-01T03:00:00']],
    ['Asia/Kolkata', ['2026-03-23T13:30:00', '2026-03-25T15:00:00', '2026-04-01T12:30:00']],
  ])('shows the standup series in %s, moved and deleted occurrences included', async (zone, expected) => {
    const json = await agenda(`from=2026-03-23&to=2026-04-04&tz=${zone}`);
    for (const provider of ['microsoft', 'google', 'exchange']) {
      expect([provider, starts(json, 'Standup', provider)]).toEqual([provider, expected]);
    }
  });

  test.each(['Europe/Berlin', 'America/New_York', 'Asia/Kolkata'])('keeps whole days whole in %s', async (zone) => {
    const json = await agenda(`from=2026-03-23&to=2026-04-06&tz=${zone}`);
    expect(json.events.find((event) => event.title === 'Offsite')?.time).toEqual({
      kind: 'allDay',
      startDate: '2026-04-02',
      endDate: '2026-04-04',
    });
    expect(starts(json, 'Focus Friday', 'microsoft')).toEqual(['2026-03-27', '2026-04-03']);
  });

  test.each([
    ['Europe/Berlin', '2026-03-28T22:00:00', '2026-03-29T06:00:00'],
    ['America/New_York', '2026-03-28T17:00:00', '2026-03-29T00:00:00'],
    ['Asia/Kolkata', '2026-03-29T02:30:00', '2026-03-29T09:30:00'],
  ])('shows a night that clocks cut short in %s', async (zone, start, end) => {
    const json = await agenda(`from=2026-03-23&to=2026-04-06&tz=${zone}`);
    const train = json.events.find((event) => event.title === 'Night train')?.time;
    expect(train?.kind === 'timed' ? [train.start.dateTime, train.end.dateTime] : train).toEqual([start, end]);
  });

  test('holds no address, no body and no attachment', async () => {
    const response = await fixture.get('/api/agenda?from=2026-03-01&to=2026-04-30&tz=UTC');
    const text = await response.text();
    for (const domain of ['tidewater.example', 'partner.example']) expect(text).not.toContain(domain);
    expect(text).not.toMatch(/"(body|attachments|senderAddress|recipientAddresses|organizer|attendees)":/);
  });

  test('is sorted, and empty where nothing is planned', async () => {
    const json = await agenda('from=2031-01-06&to=2031-01-07&tz=UTC');
    expect(json).toMatchObject({ isComplete: true, events: [] });
    const busy = await agenda('from=2026-03-24&to=2026-03-25&tz=UTC');
    const instants = busy.events.map((event) => (event.time.kind === 'timed' ? event.time.start.instant : ''));
    expect(instants).toEqual([...instants].sort());
  });

  test.each([
    ['tz=Mars', 'tz'],
    ['from=tomorrow', 'from'],
    ['from=2026-02-30', 'from'],
    ['from=2026-03-02&to=2026-03-01', 'to'],
    ['from=2020-01-01&to=2030-01-01', 'to'],
  ])('refuses %s and names the parameter', async (query, parameter) => {
    const response = await fixture.get(`/api/agenda?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: 'invalidArgument', message: expect.stringMatching(new RegExp(`^${parameter}: `)) },
    });
  });
});

describe('/', () => {
  test('groups the agenda by day in the viewer’s zone, with texts escaped', async () => {
    const page = await (await fixture.get('/?from=2026-03-31&to=2026-04-01&tz=Asia/Kolkata')).text();
    expect(page).toMatch(/<h2>Tuesday,? 31 March 2026<\/h2>/);
    expect(page).toContain('Überprüfung &amp; &lt;Freigabe&gt; “v2” 🚀');
    expect(page).toContain('16:30 – 17:30');
    expect(page).not.toContain('<Freigabe>');
  });

  test('asks the browser for its zone only when it is not known, with a nonce', async () => {
    const unknown = await fixture.get('/');
    const nonce = /script-src 'nonce-([\w-]+)'/.exec(unknown.headers.get('content-security-policy') ?? '')?.[1];
    expect(await unknown.text()).toContain(`<script nonce="${nonce ?? ''}">`);
    const known = await fixture.get('/?tz=UTC');
    expect(known.headers.get('content-security-policy')).toContain("script-src 'none'");
    expect(await known.text()).not.toContain('<script');
  });
});

describe('a provider in trouble', () => {
  test('is named, and what the others have is shown', async () => {
    const withdraw = fixture.service.demo?.emulators.google.faults.add({
      times: Infinity,
      when: (request) => request.path.startsWith('/calendar/'),
      action: { kind: 'respond', status: 403, headers: { 'content-type': 'application/json' }, body: forbidden },
    });
    const json = await agenda('from=2026-03-23&to=2026-04-06&tz=Europe/Berlin');
    const page = await (await fixture.get('/?from=2026-03-23&to=2026-04-06&tz=Europe/Berlin')).text();
    withdraw?.();
    expect(json.isComplete).toBe(false);
    expect(json.sources.map(({ provider, outcome, code }) => [provider, outcome, code])).toEqual([
      ['microsoft', 'complete', undefined],
      ['google', 'failed', 'accessDenied'],
      ['exchange', 'complete', undefined],
    ]);
    expect(new Set(json.events.map((event) => event.provider))).toEqual(new Set(['microsoft', 'exchange']));
    expect(page).toContain('The calendars of Ben could not be read in full (accessDenied)');
    expect((await agenda('from=2026-03-23&to=2026-04-06&tz=Europe/Berlin')).isComplete).toBe(true);
  });
});

describe('other addresses', () => {
  test('/healthz answers', async () => {
    const response = await fixture.get('/healthz');
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  test('/healthz says when the service is not ready yet', async () => {
    await using service = await startService({
      config: readServiceConfig({ PORT: '0' }),
      logger: silentLogger,
      isReady: () => false,
    });
    const response = await fetch(`${service.url}/healthz`);
    expect([response.status, await response.json()]).toEqual([503, { status: 'starting' }]);
  });

  test('/api/connections names people and providers, no addresses', async () => {
    const text = await (await fixture.get('/api/connections')).text();
    expect(JSON.parse(text)).toMatchObject({
      connections: [
        { name: 'Ada Brandt', provider: 'microsoft', connectedAt: '2026-03-20T08:00:00.000Z' },
        { name: 'Ben', provider: 'google' },
        { name: 'Chitra Rao', provider: 'exchange' },
      ],
    });
    expect(text).not.toContain('@');
  });

  test('an unknown page is said to be unknown', async () => {
    expect((await fixture.get('/nowhere')).status).toBe(404);
  });
});

const forbidden = JSON.stringify({
  error: { code: 403, message: 'Forbidden', errors: [{ domain: 'global', reason: 'forbidden', message: 'Forbidden' }] },
});
