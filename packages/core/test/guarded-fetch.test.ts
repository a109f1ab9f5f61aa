import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { manualClock } from '../../testing/src/clock/manual-clock.ts';
import { CalendarError, guardedFetch, readJson } from '../src/index.ts';
import type { Fetch } from '../src/index.ts';
import { nodeFetch } from '../src/node/index.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

const clock = manualClock('2026-03-20T08:00:00Z');
const guarded = (origin: string, extra: object = {}): Fetch =>
  guardedFetch({
    fetch: nodeFetch(),
    clock,
    provider: 'test',
    allowedOrigins: new Set([origin]),
    allowInsecureLoopback: true,
    ...extra,
  });

async function failure(work: Promise<unknown>): Promise<CalendarError> {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!CalendarError.is(error)) throw error;
  return error;
}

describe('what is refused before anything is sent', () => {
  const neverCalled = (): never => {
    throw new Error('the transport was used');
  };
  const refuse = (url: string, allowInsecureLoopback = true): Promise<CalendarError> =>
    failure(
      guardedFetch({
        fetch: neverCalled,
        clock,
        provider: 'test',
        allowedOrigins: new Set(['https://graph.example', 'http://127.0.0.1:1']),
        allowInsecureLoopback,
      })(url),
    );

  test.each([
    ['http to another host', 'http://graph.example/', 'insecureTransport'],
    ['http to a name that resolves to loopback only perhaps', 'http://127.0.0.1.example/', 'insecureTransport'],
    ['another scheme', 'ftp://graph.example/', 'insecureTransport'],
    ['another host', 'https://graph.example.evil.example/', 'untrustedUrl'],
    ['another port', 'https://graph.example:8443/', 'untrustedUrl'],
    ['what is no URL', 'canary events', 'untrustedUrl'],
    ['credentials in the URL', 'https://user:pass@graph.example/', 'untrustedUrl'],
  ])('%s', async (_what, url, code) => {
    const error = await refuse(url);
    expect(error).toMatchObject({ code, provider: 'test', retryable: false });
    expect(error.message).not.toContain('canary');
  });

  test('http to loopback, unless it was allowed', async () => {
    expect(await refuse('http://127.0.0.1:1/', false)).toMatchObject({ code: 'insecureTransport' });
  });

  test('anything after the caller aborted', async () => {
    const signal = AbortSignal.abort();
    const call = guardedFetch({
      fetch: neverCalled,
      clock,
      provider: 'test',
      allowedOrigins: new Set(['https://graph.example']),
    });
    expect(await failure(call('https://graph.example/', { signal }))).toMatchObject({ code: 'aborted' });
  });
});

describe('what goes wrong on the way', () => {
  test('a refused connection', async () => {
    const origin = await serve(() => undefined);
    servers.splice(0).forEach((server) => server.close());
    expect(await failure(guarded(origin)(origin))).toMatchObject({
      code: 'networkError',
      retryable: true,
      cause: { code: 'ECONNREFUSED' },
    });
  });

  test('a server that never answers', async () => {
    let asked: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (asked = resolve));
    const origin = await serve(() => asked());
    const pending = failure(guarded(origin, { timeoutMs: 5_000 })(origin));
    await arrived;
    await clock.advance(5_000);
    expect(await pending).toMatchObject({ code: 'timeout', retryable: true });
  });

  test('a server that stops in the middle of its answer', async () => {
    const origin = await serve((_request, response) => void response.write('{"a":'));
    const response = await guarded(origin, { timeoutMs: 5_000 })(origin);
    const pending = failure(response.text());
    await clock.advance(5_000);
    expect(await pending).toMatchObject({ code: 'timeout' });
  });

  test('a connection that breaks in the middle of an answer', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"a":', () => response.destroy());
    });
    const response = await guarded(origin)(origin);
    expect(await failure(response.text())).toMatchObject({ code: 'networkError' });
  });

  test('an answer that announces too much', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 50 * 1024 * 1024 });
      response.write('x');
    });
    expect(await failure(guarded(origin)(origin))).toMatchObject({ code: 'responseTooLarge' });
  });

  test('an answer of 50 MB that announces nothing', async () => {
    let sent = 0;
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    const origin = await serve((_request, response) => {
      const more = (): void => {
        while (sent < 50 && !response.destroyed) {
          sent += 1;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    const response = await guarded(origin, { maxResponseBytes: 2 * 1024 * 1024 })(origin);
    expect(await failure(response.text())).toMatchObject({ code: 'responseTooLarge' });
    expect(sent).toBeLessThan(50);
  });

  test.each([301, 302, 307, 308])('a redirect with %i is not followed', async (status) => {
    const paths: (string | undefined)[] = [];
    const origin = await serve((request, response) => {
      paths.push(request.url);
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    expect(await failure(guarded(origin)(origin, { headers: { authorization: 'Bearer x' } }))).toMatchObject({
      code: 'untrustedUrl',
    });
    expect(paths).toEqual(['/']);
  });

  test('the caller aborts while the body is read', async () => {
    const origin = await serve((_request, response) => void response.write('first'));
    const controller = new AbortController();
    const response = await guarded(origin)(origin, { signal: controller.signal });
    const pending = failure(response.text());
    controller.abort();
    expect(await pending).toMatchObject({ code: 'aborted' });
  });
});

describe('what arrives', () => {
  test('after an error, the next call on the same transport', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/broken')
        response.writeHead(200, { 'content-length': 9 }).write('x', () => response.destroy());
      else response.end('fine');
    });
    const send = guarded(origin);
    const broken = await send(`${origin}/broken`);
    expect(await failure(broken.text())).toMatchObject({ code: 'networkError' });
    expect(await (await send(origin)).text()).toBe('fine');
  });

  test('an answer to HEAD, which announces what it does not send', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 50 * 1024 * 1024 }).end();
    });
    const response = await guarded(origin)(origin, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
      200,
      String(50 * 1024 * 1024),
      '',
    ]);
  });

  test('a Request with its method, headers, body and signal', async () => {
    const origin = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => response.end(JSON.stringify([request.method, request.headers['x-id'], body])));
    });
    const request = new Request(origin, { method: 'POST', headers: { 'x-id': '7' }, body: 'canoe' });
    expect(await (await guarded(origin)(request)).json()).toEqual(['POST', '7', 'canoe']);
    const aborted = new Request(origin, { signal: AbortSignal.abort() });
    expect(await failure(guarded(origin)(aborted))).toMatchObject({ code: 'aborted' });
  });

  test('a copy as whole as the original', async () => {
    const origin = await serve((_request, response) => void response.end('twice'));
    const response = await guarded(origin)(origin);
    const copy = response.clone();
    expect([await response.text(), await copy.text()]).toEqual(['twice', 'twice']);
  });

  test('status, headers and body pass through', async () => {
    const origin = await serve((request, response) => {
      response.writeHead(404, { 'x-id': '7' }).end(JSON.stringify({ method: request.method }));
    });
    const response = await guarded(origin)(origin, { method: 'POST', body: '{}' });
    expect(response.status).toBe(404);
    expect(response.headers.get('x-id')).toBe('7');
    expect(await response.json()).toEqual({ method: 'POST' });
  });

  test.each([204, 304])('%i has no body', async (status) => {
    const origin = await serve((_request, response) => void response.writeHead(status).end());
    const response = await guarded(origin)(origin);
    expect([response.status, await response.text()]).toEqual([status, '']);
  });

  test.each([
    ['a web page', '<html><title>Sign in canary</title>'],
    ['a cut-off answer', '{"value":[{"subject":"canary"'],
    ['nothing', ''],
  ])('%s instead of JSON is said so, without its content', async (_what, body) => {
    const origin = await serve((_request, response) => void response.end(body));
    const error = await failure(readJson(await guarded(origin)(origin), { provider: 'test' }));
    expect(error).toMatchObject({ code: 'invalidResponse', status: 200 });
    expect(JSON.stringify(error)).not.toContain('canary');
  });
});
