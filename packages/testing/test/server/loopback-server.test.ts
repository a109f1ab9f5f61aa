import { Agent, request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { throwawayCa } from '../../src/index.ts';
import { startLoopbackServer } from '../../src/server/loopback-server.ts';
import type { LoopbackServer } from '../../src/server/loopback-server.ts';

const running: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function start(options: Partial<Parameters<typeof startLoopbackServer>[0]> = {}): Promise<LoopbackServer> {
  const server = await startLoopbackServer({
    handler: ({ body }) => ({ status: 200, body: { echo: body } }),
    ...options,
  });
  running.push(server);
  return server;
}

/** Sends bytes as they are and returns what comes back until the connection ends. */
async function say(server: LoopbackServer, text: string): Promise<string> {
  const socket = connect(Number(new URL(server.origin).port), '127.0.0.1');
  let heard = '';
  socket.setEncoding('utf8').on('data', (part: string) => (heard += part));
  // A server that hangs up while we still send resets the connection: what it said before counts.
  socket.on('error', () => undefined);
  socket.write(text);
  await closing(socket);
  return heard;
}

function closing(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => socket.once('close', resolve));
}

describe('the loopback server', () => {
  test('listens on loopback only', async () => {
    await expect(start({ host: '0.0.0.0' })).rejects.toThrow(RangeError);
    expect((await start()).origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test('tells connections apart, to handlers and in what it records', async () => {
    const seen = new Map<object, number>();
    const server = await start({
      handler: (_request, connection) => {
        seen.set(connection, (seen.get(connection) ?? 0) + 1);
        return { status: 204 };
      },
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (const used of [agent, agent, false] as const) {
      await new Promise((resolve, reject) => {
        plainRequest(server.origin, { agent: used }, (answer) => answer.resume().once('end', resolve))
          .once('error', reject)
          .end();
      });
    }
    agent.destroy();
    expect([...seen.values()]).toEqual([2, 1]);
    expect(server.exchanges.map(({ connection }) => connection)).toEqual([1, 1, 2]);
  });

  test('records what was asked and answered', async () => {
    const server = await start();
    const heard: string[] = [];
    const stop = server.onExchange((exchange) => heard.push(exchange.request.path));
    await (
      await fetch(`${server.origin}/a%20b?x=1&x=2`, { method: 'POST', body: 'hello', headers: { 'X-Test': 'y' } })
    ).text();
    stop();
    await (await fetch(`${server.origin}/c`)).text();
    expect(server.exchanges[0]).toMatchObject({
      request: { method: 'POST', path: '/a%20b', body: 'hello', headers: { 'x-test': 'y' } },
      response: { status: 200, body: '{"echo":"hello"}' },
      faulty: false,
    });
    expect(server.exchanges[0]?.request.query.getAll('x')).toEqual(['1', '2']);
    expect(heard).toEqual(['/a%20b']);
  });

  test('refuses bodies that are too large', async () => {
    const server = await start({ maxRequestBytes: 10 });
    expect((await fetch(server.origin, { method: 'POST', body: 'x'.repeat(11) })).status).toBe(413);
    expect(
      server.exchanges.map(({ request: asked, response }) => [asked.method, asked.body, response?.status]),
    ).toEqual([['POST', '', 413]]);
  });

  test.each([
    ['GET // HTTP/1.1', '//'],
    ['GET //elsewhere.example/v1.0/me HTTP/1.1', '//elsewhere.example/v1.0/me'],
    ['GET /%zz?a=%zz HTTP/1.1', '/%zz'],
  ])('takes the request line as it is: %s', async (line, path) => {
    const server = await start();
    expect(await say(server, `${line}\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1.1 200 /);
    expect(server.exchanges[0]?.request.path).toBe(path);
    expect(server.exchanges[0]?.request.url.startsWith(server.origin + path)).toBe(true);
  });

  test.each([
    ['a proxy request', 'GET http://elsewhere.example/v1.0/me HTTP/1.1'],
    ['a request for no path', 'OPTIONS * HTTP/1.1'],
  ])('refuses %s', async (_what, line) => {
    const server = await start();
    expect(await say(server, `${line}\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1.1 400 /);
  });

  test('survives headers without end, half a body, and clients that leave', async () => {
    const server = await start();
    expect(await say(server, `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(100_000)}\r\n\r\n`)).toMatch(/ 431 /);
    const leaving = plainRequest(server.origin, { method: 'POST', headers: { 'content-length': 100 } });
    const left = new Promise((resolve) => leaving.on('error', resolve));
    leaving.write('half', () => leaving.destroy(new Error('left')));
    await left;
    expect(await (await fetch(server.origin)).text()).toBe('{"echo":""}');
    expect(server.exchanges).toHaveLength(1);
  });

  test('close drops every connection and waits for the handlers under way', async () => {
    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const server = await start({
      handler: async () => {
        begun.resolve();
        await finish.promise;
        return { status: 200 };
      },
    });
    const asked = fetch(server.origin).catch(() => 'dropped');
    const sending = connect(Number(new URL(server.origin).port), '127.0.0.1').on('error', () => undefined);
    const dropped = closing(sending);
    sending.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc');
    await begun.promise;
    let isClosed = false;
    const ending = server.close().finally(() => {
      isClosed = true;
    });
    expect(await asked).toBe('dropped');
    await dropped;
    expect(isClosed).toBe(false);
    finish.resolve();
    await ending;
    await expect(fetch(server.origin)).rejects.toThrow(TypeError);
  });

  test('shows a defect of its own as such', async () => {
    const server = await start({
      handler: () => {
        throw new Error('a defect');
      },
    });
    expect((await fetch(server.origin)).status).toBe(599);
  });

  test('speaks HTTPS with a certificate of the throw-away authority', async () => {
    const ca = await throwawayCa();
    const server = await start({ tls: await ca.issue() });
    const port = new URL(server.origin).port;
    const status = await new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, ca: ca.certificate }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect([server.origin.startsWith('https:'), status]).toEqual([true, 200]);
  });
});

describe('faults', () => {
  const ask = async (server: LoopbackServer, path = '/'): Promise<string> => {
    try {
      const response = await fetch(server.origin + path, { signal: AbortSignal.timeout(2_000) });
      return `${response.status} ${await response.text()}`;
    } catch (error) {
      return error instanceof Error ? error.name : 'error';
    }
  };

  test('hit as many matching requests as planned, first match first', async () => {
    const server = await start();
    server.faults.add({
      times: 2,
      when: ({ path }) => path === '/a',
      action: { kind: 'respond', status: 503, body: 'no' },
    });
    expect([
      await ask(server, '/b'),
      await ask(server, '/a'),
      await ask(server, '/a'),
      await ask(server, '/a'),
    ]).toEqual(['200 {"echo":""}', '503 no', '503 no', '200 {"echo":""}']);
    expect(server.exchanges.map(({ faulty }) => faulty)).toEqual([false, true, true, false]);
  });

  test('let as many matching requests pass as they are told to', async () => {
    const server = await start();
    server.faults.add({
      when: ({ method }) => method === 'POST',
      skip: 1,
      times: 2,
      action: { kind: 'respond', status: 503 },
    });
    // Counts on its own, whatever other faults do to the same requests.
    server.faults.add({ when: ({ method }) => method === 'POST', action: { kind: 'respond', status: 500 } });
    const statuses: number[] = [];
    for (const method of ['POST', 'GET', 'POST', 'POST', 'POST']) {
      statuses.push((await fetch(server.origin, { method })).status);
    }
    expect(statuses).toEqual([500, 200, 503, 503, 200]);
  });

  test('can be withdrawn', async () => {
    const server = await start();
    const withdraw = server.faults.add({ times: Infinity, action: { kind: 'respond', status: 500 } });
    withdraw();
    server.faults.add({ action: { kind: 'respond', status: 500 } });
    server.faults.clear();
    expect(await ask(server)).toBe('200 {"echo":""}');
  });

  test('rewrite, truncate, chunk and break answers', async () => {
    let handled = 0;
    const server = await start({ handler: () => ({ status: 200, body: `answer ${++handled} ü` }) });
    server.faults.add({ action: { kind: 'rewrite', change: (answer) => ({ ...answer, status: 418 }) } });
    server.faults.add({ action: { kind: 'chunk', chunkBytes: 1 } });
    server.faults.add({ action: { kind: 'truncate', bytes: 3 } });
    server.faults.add({ action: { kind: 'reset', when: 'beforeHandling' } });
    server.faults.add({ action: { kind: 'reset', when: 'afterHandling' } });
    expect([await ask(server), await ask(server), await ask(server), await ask(server), await ask(server)]).toEqual([
      '418 answer 1 ü',
      '200 answer 2 ü',
      'TypeError',
      'TypeError',
      'TypeError',
    ]);
    expect(handled).toBe(4);
  });

  test('hang until the client leaves', async () => {
    const server = await start();
    server.faults.add({ action: { kind: 'hang' } });
    const leaving = new AbortController();
    const asked = fetch(server.origin, { signal: leaving.signal });
    const arrived = new Promise<void>((resolve) => server.onExchange(() => resolve()));
    await arrived;
    leaving.abort();
    await expect(asked).rejects.toThrow(/abort/i);
    expect(server.exchanges[0]?.response).toBeUndefined();
  });
});

test('says the time of the clock it was given', async () => {
  const server = await start({ now: () => Date.UTC(2026, 2, 20, 8) });
  const response = await fetch(server.origin);
  expect(response.headers.get('date')).toBe('Fri, 20 Mar 2026 08:00:00 GMT');
});
