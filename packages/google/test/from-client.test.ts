import { createServer } from 'node:http';
import { calendar } from '@googleapis/calendar';
import type { Clock } from '@kalends/core';
import { manualClock } from '@kalends/testing';
import { OAuth2Client } from 'google-auth-library';
import { describe, expect, it, vi } from 'vitest';
import { googleConnectionFromClient } from '../src/index.ts';
import type { GoogleCalendarClient } from '../src/index.ts';
import { apiError, fakeGoogle, json } from './support/fake-google.ts';
import { eventsPath, now, primaryPath, rejection } from './support/setup.ts';
import { uniformClient } from './support/uniform-client.ts';

const account = { id: '1177', address: 'ada@example.com' };
const listPath = '/calendar/v3/users/me/calendarList';
const window = { start: '2026-11-16T00:00:00Z', end: '2026-11-17T00:00:00Z' };

function applicationClient(service: ReturnType<typeof fakeGoogle>): GoogleCalendarClient {
  const auth = new OAuth2Client({
    clientId: 'client-1',
    clientSecret: 'secret-1',
    transporterOptions: { fetchImplementation: service.fetch },
  });
  auth.setCredentials({ access_token: 'theirs', refresh_token: 'theirs', expiry_date: 9_999_999_999_999 });
  return calendar({ version: 'v3', auth });
}

describe('googleConnectionFromClient', () => {
  it('reads with the credentials and the transport of the application’s client', async () => {
    const service = fakeGoogle();
    service.on(primaryPath, json({ id: 'ada@example.com', timeZone: 'Europe/Paris' }));
    service.on(listPath, json({ items: [{ id: 'ada@example.com', primary: true, accessRole: 'owner' }] }));
    service.on(
      eventsPath,
      json({
        items: [{ id: 'e1', start: { date: '2026-11-16' }, organizer: { email: 'ada@example.com', self: true } }],
      }),
    );
    await using connection = googleConnectionFromClient({ client: applicationClient(service), account });
    expect(connection).toMatchObject({ provider: 'google', account });
    expect(await connection.calendars.list().toArray()).toMatchObject([{ id: 'ada@example.com', role: 'owner' }]);
    expect(await connection.events.list({ window }).toArray()).toMatchObject([
      { id: 'e1', calendarId: 'ada@example.com', organizer: { isSelf: true } },
    ]);
    expect(service.requests.map(({ headers }) => headers.get('authorization'))).toEqual(Array(3).fill('Bearer theirs'));
  });

  it('decides itself when to try again', async () => {
    const service = fakeGoogle();
    service.on(listPath, json({}, 503));
    const connection = googleConnectionFromClient({
      client: applicationClient(service),
      account,
      retry: { maxAttempts: 1 },
    });
    expect(await rejection(connection.calendars.list())).toMatchObject({ code: 'serviceUnavailable' });
    expect(service.requests).toHaveLength(1);
  });

  it('maps what the client throws, also its own refresh', async () => {
    const service = fakeGoogle();
    service.on(listPath, apiError(403, 'notACalendarUser'));
    const connection = googleConnectionFromClient({ client: applicationClient(service), account });
    expect(await rejection(connection.calendars.list())).toMatchObject({ code: 'serviceDisabled' });

    service.on('/token', json({ error: 'invalid_grant' }, 400));
    const auth = new OAuth2Client({ transporterOptions: { fetchImplementation: service.fetch } });
    auth.setCredentials({ refresh_token: 'theirs' });
    const dead = googleConnectionFromClient({ client: calendar({ version: 'v3', auth }), account });
    expect(await rejection(dead.calendars.list())).toMatchObject({ code: 'reauthorizationRequired' });

    const withoutCredentials = calendar({ version: 'v3', auth: new OAuth2Client() });
    const empty = googleConnectionFromClient({ client: withoutCredentials, account });
    expect(await rejection(empty.calendars.list())).toMatchObject({ code: 'invalidConfiguration' });
  });

  const silent = (): Promise<never> => new Promise(() => undefined);
  const silentClient = uniformClient(silent);

  it('limits the time of a client that has no limit', async () => {
    const clock = manualClock(now);
    let asked: () => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const list: GoogleCalendarClient['calendarList']['list'] = () => {
      asked();
      return silent();
    };
    const client = { ...silentClient, calendarList: { ...silentClient.calendarList, list } };
    const connection = googleConnectionFromClient({
      client,
      account,
      timeoutMs: 5_000,
      retry: { maxAttempts: 1 },
      runtime: { clock },
    });
    const failed = rejection(connection.calendars.list());
    await isAsked;
    await clock.advance(5_000);
    expect(await failed).toMatchObject({ code: 'timeout' });
  });

  it('is asked for nothing by a call that was given up before it began', async () => {
    const list = vi.fn(silent);
    const client = { ...silentClient, calendarList: { ...silentClient.calendarList, list } };
    const connection = googleConnectionFromClient({ client, account });
    expect(await rejection(connection.calendars.list({ signal: AbortSignal.abort() }))).toMatchObject({
      code: 'aborted',
    });
    expect(list).not.toHaveBeenCalled();
  });

  it('reads headers of the client’s own transport, which brings a class of its own', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '120', 'x-request-id': 'req-1' });
      response.end(JSON.stringify({ error: { errors: [{ reason: 'rateLimitExceeded' }] } }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const auth = new OAuth2Client();
      auth.setCredentials({ access_token: 'theirs' });
      const client = calendar({ version: 'v3', auth, rootUrl: `http://127.0.0.1:${port}/` });
      const connection = googleConnectionFromClient({ client, account });
      expect(await rejection(connection.calendars.list())).toMatchObject({
        code: 'rateLimited',
        retryAfterMs: 120_000,
        requestId: 'req-1',
      });
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('leaves no timer behind', async () => {
    const timers: AbortSignal[] = [];
    const clock: Clock = {
      now: () => Date.parse(now),
      sleep: (_ms, { signal } = {}) => {
        if (signal !== undefined) timers.push(signal);
        return new Promise(() => undefined);
      },
    };
    const list = (): Promise<object> => Promise.resolve({ data: { items: [] } });
    const client = { ...silentClient, calendarList: { ...silentClient.calendarList, list } };
    const connection = googleConnectionFromClient({ client, account, runtime: { clock } });
    await connection.calendars.list();
    expect(timers.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('stops when its caller gives up and when it is closed', async () => {
    const aborted = googleConnectionFromClient({ client: silentClient, account });
    const signal = AbortSignal.abort();
    expect(await rejection(aborted.calendars.list({ signal }))).toMatchObject({ code: 'aborted' });
    const closed = googleConnectionFromClient({ client: silentClient, account });
    const failed = rejection(closed.calendars.list());
    await closed.close();
    expect(await failed).toMatchObject({ code: 'disposed' });
  });

  it.each<[string, object]>([
    ['client', { client: {} }],
    ['client', { client: { events: silentClient.events } }],
    ['account', { account: { id: '' } }],
    ['client', { client: { ...silentClient, events: { list: silent } } }],
    ['timeoutMs', { timeoutMs: -1 }],
    ['retry.maxAttempts', { retry: { maxAttempts: Number.NaN } }],
    ['scopes', { scopes: [] }],
  ])('refuses a wrong %s', (name, wrong) => {
    expect(() => googleConnectionFromClient({ client: silentClient, account, ...wrong })).toThrow(
      expect.objectContaining({ code: 'invalidArgument', message: expect.stringContaining(name) }),
    );
  });
});
