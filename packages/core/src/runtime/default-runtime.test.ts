import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { guardedFetch } from '../http/guarded-fetch.ts';
import { resolveRuntime, systemClock, systemRandom } from './default-runtime.ts';
import type { Runtime } from './runtime.ts';

const asked: Request[] = [];
const server = setupServer(
  http.get('https://calendar.example/events', ({ request }) => {
    asked.push(request);
    return HttpResponse.json({ ok: true });
  }),
);

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterAll(() => server.close());

describe('resolveRuntime', () => {
  test('uses the platform’s fetch, looked up when it is called', async () => {
    const runtime = resolveRuntime();
    const send = guardedFetch({
      fetch: runtime.fetch,
      clock: runtime.clock,
      provider: 'test',
      allowedOrigins: new Set(['https://calendar.example']),
    });
    const response = await send('https://calendar.example/events', { headers: { authorization: 'Bearer token' } });
    expect(await response.json()).toEqual({ ok: true });
    expect(asked.map((request) => [request.method, request.headers.get('authorization')])).toEqual([
      ['GET', 'Bearer token'],
    ]);
  });

  test('keeps what is injected', () => {
    const injected: Runtime = {
      fetch: () => Promise.reject(new Error('not called')),
      clock: { now: () => 7, sleep: () => Promise.resolve() },
      random: { bytes: (length) => new Uint8Array(length) },
      logger: resolveRuntime().logger,
      audit: { record: () => Promise.resolve() },
    };
    expect(resolveRuntime(injected)).toEqual(injected);
  });

  test('logs nothing and keeps no audit by default', async () => {
    const runtime = resolveRuntime();
    expect(runtime.logger.error('anything')).toBeUndefined();
    const entry = { action: 'a', actor: 'b', recordId: 'c', purpose: 'd', outcome: 'success', at: 'e' } as const;
    expect(await runtime.audit.record(entry)).toBeUndefined();
  });
});

describe('systemClock', () => {
  afterEach(() => void vi.useRealTimers());

  test.each([1, 24, 25, 90])('sleeps %i days, which no single timer may', async (days) => {
    vi.useFakeTimers();
    let isAwake = false;
    const sleeping = systemClock.sleep(days * 86_400_000).then(() => (isAwake = true));
    await vi.advanceTimersByTimeAsync(days * 86_400_000 - 1);
    expect(isAwake).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await sleeping;
    expect(vi.getTimerCount()).toBe(0);
  });

  test('sleeps and wakes', async () => {
    const before = systemClock.now();
    await systemClock.sleep(1);
    expect(systemClock.now()).toBeGreaterThanOrEqual(before);
  });

  test('ends a sleep with its signal, before and during it', async () => {
    const controller = new AbortController();
    const sleeping = systemClock.sleep(3_600_000, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    await expect(systemClock.sleep(3_600_000, { signal: AbortSignal.abort(new Error('at once')) })).rejects.toThrow(
      'at once',
    );
  });
});

test('systemRandom gives as many bytes as it is asked for, never the same', () => {
  expect(systemRandom.bytes(16)).toHaveLength(16);
  expect(systemRandom.bytes(16)).not.toEqual(systemRandom.bytes(16));
});
