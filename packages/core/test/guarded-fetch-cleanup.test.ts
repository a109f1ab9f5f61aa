import { expect, test, vi } from 'vitest';
import { CalendarError, guardedFetch, systemClock } from '../src/index.ts';
import type { Clock, Fetch } from '../src/index.ts';

async function failure(work: Promise<unknown>): Promise<CalendarError> {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!CalendarError.is(error)) throw error;
  return error;
}

/** A caller's signal that lives long, with the listeners it has. */
function watchedSignal(): { signal: AbortSignal; controller: AbortController; count: () => number } {
  const controller = new AbortController();
  const { signal } = controller;
  let listeners = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  vi.spyOn(signal, 'addEventListener').mockImplementation((...args: Parameters<typeof add>) => {
    listeners += 1;
    add(...args);
  });
  vi.spyOn(signal, 'removeEventListener').mockImplementation((...args: Parameters<typeof remove>) => {
    listeners -= 1;
    remove(...args);
  });
  return { signal, controller, count: () => listeners };
}

/** A clock that knows who sleeps on it. */
function watchedClock(): { now: () => number; sleep: Clock['sleep']; sleeping: () => number; wake: () => void } {
  const sleepers = new Set<() => void>();
  return {
    now: () => 0,
    sleeping: () => sleepers.size,
    wake: () => sleepers.forEach((each) => each()),
    sleep: (_ms, options) =>
      new Promise((resolve, reject) => {
        sleepers.add(resolve);
        options?.signal?.addEventListener('abort', () => {
          sleepers.delete(resolve);
          reject(new Error('woken'));
        });
      }),
  };
}

const origin = 'https://graph.example';
const over = (fetch: Fetch, extra: Partial<Parameters<typeof guardedFetch>[0]> = {}): Fetch =>
  guardedFetch({ fetch, clock: systemClock, provider: 'test', allowedOrigins: new Set([origin]), ...extra });
const stalled = (): ReadableStream<Uint8Array> => new ReadableStream({ pull: () => new Promise(() => undefined) });

test.each<[string, () => Promise<Response>, (response: Response) => Promise<unknown>]>([
  ['a body read to its end', () => Promise.resolve(new Response('{}')), (response) => response.text()],
  ['no body', () => Promise.resolve(new Response(null, { status: 204 })), () => Promise.resolve()],
  [
    'a body that was not wanted',
    () => Promise.resolve(new Response(stalled())),
    async (response) => response.body?.cancel(),
  ],
  [
    'a redirect',
    () => Promise.resolve(new Response(stalled(), { status: 302 })),
    (response) => Promise.resolve(response),
  ],
  [
    'an answer that announces too much',
    () => Promise.resolve(new Response(stalled(), { headers: { 'content-length': '99999999999' } })),
    (response) => Promise.resolve(response),
  ],
  [
    'an answer that is too much',
    () => Promise.resolve(new Response('x'.repeat(2_000_000))),
    (response) => response.text(),
  ],
  ['a broken connection', () => Promise.reject(new TypeError('fetch failed')), () => Promise.resolve()],
  [
    'a transport that throws at once',
    () => {
      throw new TypeError('no transport');
    },
    () => Promise.resolve(),
  ],
])('no timer and no listener after %s', async (_what, fetch, use) => {
  const watched = watchedSignal();
  const time = watchedClock();
  const send = over(fetch, { clock: time, maxResponseBytes: 1_000_000 });
  await send(origin, { signal: watched.signal })
    .then(use, () => undefined)
    .catch(() => undefined);
  expect([watched.count(), time.sleeping()]).toEqual([0, 0]);
});

test.each(['the time limit', 'its caller'])('nothing after a body that nobody reads was ended by %s', async (who) => {
  const watched = watchedSignal();
  const time = watchedClock();
  let transport: AbortSignal | null | undefined;
  const send = over(
    (_input, init) => {
      transport = init?.signal;
      return Promise.resolve(new Response(stalled()));
    },
    { clock: time },
  );
  const response = await send(origin, { signal: watched.signal });
  expect([watched.count(), time.sleeping()]).toEqual([1, 1]);
  if (who === 'its caller') watched.controller.abort();
  else time.wake();
  await vi.waitFor(() => expect([watched.count(), time.sleeping()]).toEqual([0, 0]));
  expect(transport?.aborted).toBe(true);
  expect(await failure(response.text())).toMatchObject({ code: who === 'its caller' ? 'aborted' : 'timeout' });
});

test('an answer that comes after the call was aborted is given back', async () => {
  const answer = Promise.withResolvers<Response>();
  const controller = new AbortController();
  const pending = failure(over(() => answer.promise)(origin, { signal: controller.signal }));
  controller.abort();
  expect(await pending).toMatchObject({ code: 'aborted' });
  const cancelled = Promise.withResolvers<undefined>();
  answer.resolve(new Response(new ReadableStream({ cancel: () => cancelled.resolve(undefined) })));
  await cancelled.promise;
});

test('an abort before the answer is called one, whatever the transport makes of it', async () => {
  const controller = new AbortController();
  const send = over((_input, init) => {
    const request = Promise.withResolvers<Response>();
    init?.signal?.addEventListener('abort', () => request.reject(new DOMException('stopped', 'AbortError')));
    return request.promise;
  });
  const pending = failure(send(origin, { signal: controller.signal }));
  controller.abort();
  expect(await pending).toMatchObject({ code: 'aborted' });
});

test('an abort in the middle of the answer is called one, whatever the transport makes of it', async () => {
  const controller = new AbortController();
  const send = over((_input, init) => {
    const body = new ReadableStream({
      start: (stream) => {
        init?.signal?.addEventListener('abort', () => stream.error(new DOMException('stopped', 'AbortError')));
      },
    });
    return Promise.resolve(new Response(body));
  });
  const response = await send(origin, { signal: controller.signal });
  const pending = failure(response.text());
  controller.abort();
  expect(await pending).toMatchObject({ code: 'aborted' });
});
