import { request } from 'node:https';
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

describe('the loopback server', () => {
  test('listens on loopback only', async () => {
    await expect(start({ host: '0.0.0.0' })).rejects.toThrow(RangeError);
    expect((await start()).origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
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
