import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@kalends/core';
import type { CalendarConnection, Fetch } from '@kalends/core';
import { nodeFetch } from '@kalends/core/node';
import { directTransport } from '@kalends/core/scheduling';
import type { SchedulingRequest, SchedulingTransport } from '@kalends/core/scheduling';
import { graph } from '@kalends/graph';
import { demoCompany, demoEntraClient, graphFaults, manualClock, startGraphEmulator } from '@kalends/testing';
import type { GraphEmulator } from '@kalends/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { serveClient, socketTransport } from '../src/client-socket.ts';
import { httpMeetingService } from '../src/http-meeting-service.ts';
import { startMeetingServer } from '../src/meeting-server.ts';
import type { MeetingServer } from '../src/meeting-server.ts';

let emulator: GraphEmulator;
let meetings: MeetingServer;
let connection: CalendarConnection;
let direct: SchedulingTransport;
const fetch: Fetch = nodeFetch();

beforeEach(async () => {
  const clock = manualClock('2026-11-16T08:00:00Z');
  emulator = await startGraphEmulator({ clock, company: { ...demoCompany('2026-11-16'), meetings: [] } });
  meetings = await startMeetingServer();
  const { refreshToken = '', scope } = emulator.issueTokens({
    person: 'marta',
    scopes: ['openid', 'profile', 'offline_access', 'Calendars.ReadWrite'],
  });
  connection = graph({
    clientId: demoEntraClient.clientId,
    clientSecret: demoEntraClient.clientSecret ?? '',
    tenantId: emulator.tenantId,
    authority: emulator.authority,
    graphBaseUrl: emulator.graphBaseUrl,
    allowInsecureLoopback: true,
    retry: { maxAttempts: 1 },
    runtime: { clock },
  }).connect({
    credential: {
      kind: 'oauth',
      provider: 'graph',
      account: { id: emulator.objectIdOf('marta'), address: 'marta@tidewater.example', tenantId: emulator.tenantId },
      scopes: scope.split(' '),
      refreshToken: new Secret(refreshToken),
      issuedAt: '2026-11-16T08:00:00Z',
    },
  });
  direct = directTransport({ connection, meetings: httpMeetingService({ origin: meetings.origin, fetch }) });
});
afterEach(async () => {
  await connection.close();
  await emulator.close();
  await meetings[Symbol.asyncDispose]();
});

const wall = (clock: string) => ({ dateTime: `2026-11-17T${clock}:00`, timeZone: 'Europe/Berlin' });
const request: SchedulingRequest = {
  meeting: { title: 'Buoy review', time: { kind: 'timed', start: wall('09:00'), end: wall('09:30') } },
  notify: 'nobody',
  idempotencyKey: 'k1',
};
const left = (): readonly [number, number] => [meetings.meetings.size, emulator.storedEvents('marta').length];

describe('a meeting at the service and an entry in the calendar', () => {
  test('belong together', async () => {
    expect(await direct.schedule(request)).toMatchObject({ kind: 'scheduled' });
    expect(left()).toEqual([1, 1]);
    const [joinUrl = ''] = meetings.meetings.values();
    const [event] = await connection.events
      .list({ window: { start: '2026-11-17T00:00:00Z', end: '2026-11-18T00:00:00Z' }, include: ['body'] })
      .toArray();
    expect(JSON.stringify(event)).toContain(joinUrl);
  });

  test('the service is told the five things it needs, and nothing else', async () => {
    const meeting = { ...request.meeting, body: { contentType: 'text', content: 'canary' } } as const;
    await direct.schedule({ ...request, meeting });
    expect(meetings.bodies.map((body) => Object.keys(Object(JSON.parse(body))).toSorted())).toEqual([
      ['end', 'isRecurring', 'start', 'subject', 'timeZone'],
    ]);
    expect(meetings.bodies.join('')).not.toContain('canary');
  });

  test.each<[string, () => void, string, readonly [number, number]]>([
    ['the service refuses', () => meetings.failNext('POST', 'refused'), 'undone', [0, 0]],
    ['the answer of the service is lost', () => meetings.failNext('POST', 'answerLost'), 'halfDone', [1, 0]],
    [
      'the calendar refuses',
      () => emulator.faults.add(graphFaults.nthWrite(1, graphFaults.accessDenied())),
      'undone',
      [0, 0],
    ],
    [
      'the answer of the calendar is lost',
      () => emulator.faults.add(graphFaults.nthWrite(1, graphFaults.lostAnswer())),
      'scheduled',
      [1, 1],
    ],
    [
      'the calendar refuses and the meeting cannot be removed',
      () => {
        emulator.faults.add(graphFaults.nthWrite(1, graphFaults.accessDenied()));
        meetings.failNext('DELETE', 'refused');
      },
      'halfDone',
      [1, 0],
    ],
  ])('when %s, what is left is said, and a repetition completes it', async (_what, fail, kind, remains) => {
    fail();
    expect(await direct.schedule(request)).toMatchObject({ kind });
    expect(left()).toEqual(remains);
    emulator.faults.clear();
    expect(await direct.schedule(request)).toMatchObject({ kind: 'scheduled' });
    expect(left()).toEqual([1, 1]);
  });
});

test('a repetition that the calendar refuses leaves the meeting that the entry leads to', async () => {
  expect(await direct.schedule(request)).toMatchObject({ kind: 'scheduled' });
  emulator.faults.add(graphFaults.nthWrite(1, graphFaults.accessDenied()));
  expect(await direct.schedule(request)).toMatchObject({ kind: 'halfDone', error: { code: 'accessDenied' } });
  expect(left()).toEqual([1, 1]);
});

describe('a tool inside another program', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kalends-scheduling-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('has the client schedule for it', async () => {
    const path = join(folder, 'client.sock');
    await using _client = await serveClient(path, direct);
    expect(await socketTransport(path).schedule(request)).toMatchObject({ kind: 'scheduled' });
    expect(left()).toEqual([1, 1]);
  });

  test('makes no request of its own: without the client nothing happens', async () => {
    const requests = emulator.exchanges.length;
    await expect(socketTransport(join(folder, 'nobody.sock')).schedule(request)).rejects.toMatchObject({
      code: 'networkError',
    });
    expect([emulator.exchanges.length, meetings.bodies.length]).toEqual([requests, 0]);
  });

  test('does not reach the client once its caller has gone', async () => {
    const path = join(folder, 'client.sock');
    await using _client = await serveClient(path, direct);
    const gone = socketTransport(path).schedule(request, { signal: AbortSignal.abort() });
    await expect(gone).rejects.toMatchObject({ code: 'aborted' });
    expect(left()).toEqual([0, 0]);
  });

  test('does not keep the client from ending by saying nothing', async () => {
    const path = join(folder, 'client.sock');
    const client = await serveClient(path, direct);
    const silent = createConnection(path);
    await once(silent, 'connect');
    const closed = once(silent, 'close');
    silent.resume();
    await client[Symbol.asyncDispose]();
    await closed;
  });

  test('is hung up on when it asks for something else', async () => {
    const path = join(folder, 'client.sock');
    const asked: unknown[] = [];
    await using _client = await serveClient(path, {
      schedule: (one) => {
        asked.push(one);
        return Promise.reject(new Error('not to be asked'));
      },
    });
    await expect(socketTransport(path).schedule({ ...request, idempotencyKey: '' })).rejects.toMatchObject({
      code: 'invalidArgument',
    });
    expect(asked).toEqual([]);
  });
});
