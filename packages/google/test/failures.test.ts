import { describe, expect, it } from 'vitest';
import { google } from '../src/index.ts';
import { json, page } from './support/fake-google.ts';
import type { Answer } from './support/fake-google.ts';
import { credential, rejection, setup } from './support/setup.ts';

const listPath = '/calendar/v3/users/me/calendarList';

const endless: Answer = () =>
  new Response(
    new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024).fill(32)),
    }),
    { headers: { 'content-type': 'application/json' } },
  );
const hanging: Answer = (_request, signal) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
const systemFailure =
  (code: string): Answer =>
  () => {
    throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('system'), { code }) });
  };

describe.each([
  ['the Calendar API', listPath],
  ['the token endpoint', '/token'],
])('what can go wrong at %s', (_where, path) => {
  it.each<[string, Answer, object]>([
    [
      'a web page instead of JSON',
      page('<!doctype html><title>Sign in</title>'),
      { code: 'invalidResponse', message: expect.stringContaining('web page') },
    ],
    [
      'a web page with an error status',
      page('<html>Bad Gateway</html>', 502),
      { code: 'serviceUnavailable', status: 502 },
    ],
    [
      'an answer that is cut off',
      page('{"items":[{"id":"a"', 200, 'application/json'),
      { code: 'invalidResponse', message: expect.stringContaining('cut off') },
    ],
    ['JSON that is no object', json(null), { code: 'invalidResponse' }],
    ['an empty answer', page('', 200, 'application/json'), { code: 'invalidResponse' }],
    ['an unknown content type', page('x', 200, 'application/octet-stream'), { code: 'invalidResponse' }],
    ['an answer without end', endless, { code: 'responseTooLarge' }],
    ['an announced giant', json({}, 200, { 'content-length': '99999999' }), { code: 'responseTooLarge' }],
    [
      'a redirect',
      () => new Response(null, { status: 302, headers: { location: 'https://evil.example/' } }),
      { code: 'untrustedUrl' },
    ],
    ['a refused connection', systemFailure('ECONNREFUSED'), { code: 'networkError', retryable: true }],
    ['a broken connection', systemFailure('ECONNRESET'), { code: 'networkError' }],
    ['an expired certificate', systemFailure('CERT_HAS_EXPIRED'), { code: 'tlsError', retryable: false }],
  ])('names %s', async (_what, answer, expected) => {
    const { service, connection } = setup({ settings: { maxResponseBytes: 4 * 1024 * 1024 } });
    service.on(path, answer);
    expect(await rejection(connection.calendars.list())).toMatchObject({ provider: 'google', ...expected });
    expect(service.sentTo(path)).toHaveLength(1);
  });

  it('gives up on a server that never answers, by the injected clock', async () => {
    const { service, connection, clock } = setup({ settings: { timeoutMs: 5_000 } });
    let asked: () => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    service.on(path, (request, signal) => {
      asked();
      return hanging(request, signal);
    });
    const failed = rejection(connection.calendars.list());
    await isAsked;
    await clock.advance(5_000);
    expect(await failed).toMatchObject({ code: 'timeout', retryable: true });
  });

  it('stops when its caller gives up', async () => {
    const { service, connection } = setup();
    const controller = new AbortController();
    service.on(path, (request, signal) => {
      queueMicrotask(() => controller.abort());
      return hanging(request, signal);
    });
    expect(await rejection(connection.calendars.list({ signal: controller.signal }))).toMatchObject({
      code: 'aborted',
    });
  });

  it('ends what is under way when it is closed', async () => {
    const { service, connection } = setup();
    service.on(path, (request, signal) => {
      queueMicrotask(() => void connection.close());
      return hanging(request, signal);
    });
    expect(await rejection(connection.calendars.list())).toMatchObject({
      code: 'disposed',
      operation: 'calendars.list',
    });
  });

  it('tries again after what passes by itself, on our clock and not on the client’s', async () => {
    const waits: number[] = [];
    const { service, connection } = setup({
      settings: {
        retry: { maxAttempts: 3 },
        timeoutMs: 7_777,
        runtime: {
          clock: {
            now: () => Date.parse('2026-11-16T08:00:00Z'),
            sleep: (ms) => (ms === 7_777 ? new Promise(() => undefined) : Promise.resolve(void waits.push(ms))),
          },
        },
      },
    });
    service.on(listPath, json({ items: [] }));
    const good = path === listPath ? json({ items: [] }) : json({ access_token: 'a', expires_in: 3599 });
    service.on(path, page('', 503), page('', 500), good);
    await expect(connection.calendars.list()).resolves.toEqual({ items: [] });
    expect(service.sentTo(path)).toHaveLength(3);
    expect(waits).toHaveLength(2);
  });
});

describe('a connection', () => {
  it('is of no use after it was closed', async () => {
    const { service, connection } = setup();
    await connection.close();
    await connection.close();
    const window = { start: '2026-11-16T00:00:00Z', end: '2026-11-17T00:00:00Z' };
    const calls = [
      connection.calendars.list(),
      connection.events.list({ window }),
      connection.events.get({ eventId: 'e1' }),
    ];
    for (const call of calls) expect(await rejection(call)).toMatchObject({ code: 'disposed' });
    expect(service.requests).toHaveLength(0);
  });

  it('closes itself at the end of a scope', async () => {
    const { service, connection, provider } = setup();
    service.on(listPath, json({ items: [] }));
    {
      await using scoped = provider.connect({ credential });
      await scoped.calendars.list();
    }
    await connection.calendars.list();
    expect(service.sentTo('/token')).toHaveLength(2);
  });

  it('lets one caller give up without ending the others’ token', async () => {
    const { service, connection } = setup();
    const controller = new AbortController();
    let release: (response: Response) => void = () => undefined;
    let asked: () => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    service.on('/token', () => {
      asked();
      return new Promise((resolve) => {
        release = resolve;
      });
    });
    service.on(listPath, json({ items: [] }));
    const first = rejection(connection.calendars.list({ signal: controller.signal }));
    const second = connection.calendars.list().toArray();
    await isAsked;
    controller.abort();
    expect(await first).toMatchObject({ code: 'aborted' });
    release(Response.json({ access_token: 'access-1', expires_in: 3599 }));
    await expect(second).resolves.toEqual([]);
    expect(service.sentTo('/token')).toHaveLength(1);
  });
});

describe('addresses', () => {
  it('are https only, unless loopback is allowed', async () => {
    const endpoints = { tokenUrl: 'http://127.0.0.1:9/token', apiRootUrl: 'http://127.0.0.1:9/' };
    const { service, connection } = setup({ settings: { endpoints } });
    expect(await rejection(connection.calendars.list())).toMatchObject({ code: 'insecureTransport' });
    expect(service.requests).toHaveLength(0);
    const remote = setup({
      settings: { allowInsecureLoopback: true, endpoints: { ...endpoints, tokenUrl: 'http://google.example/token' } },
    });
    expect(await rejection(remote.connection.calendars.list())).toMatchObject({ code: 'insecureTransport' });
  });

  it('follow the settings, whatever the environment says', async () => {
    const before = process.env['GOOGLE_CLOUD_UNIVERSE_DOMAIN'];
    process.env['GOOGLE_CLOUD_UNIVERSE_DOMAIN'] = 'evil.example';
    try {
      const { service, connection } = setup();
      service.on(listPath, json({ items: [] }));
      await connection.calendars.list();
      expect(service.sentTo(listPath)[0]?.url.host).toBe('www.googleapis.com');
    } finally {
      if (before === undefined) delete process.env['GOOGLE_CLOUD_UNIVERSE_DOMAIN'];
      else process.env['GOOGLE_CLOUD_UNIVERSE_DOMAIN'] = before;
    }
  });

  it('go through the default transport when none is injected', () => {
    expect(google({ clientId: 'a', clientSecret: 'b' }).connect({ credential }).provider).toBe('google');
  });
});
