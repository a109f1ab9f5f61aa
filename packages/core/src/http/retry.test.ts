import { expect, test } from 'vitest';
import { CalendarError } from '../errors/calendar-error.ts';
import { silentLogger } from '../runtime/default-runtime.ts';
import { retryRead, retryWrite } from './retry.ts';

function runtime(): { waits: number[] } & Parameters<typeof retryRead>[0] {
  const waits: number[] = [];
  return {
    waits,
    clock: { now: () => 0, sleep: (ms) => (waits.push(ms), Promise.resolve()) },
    random: { bytes: (length) => new Uint8Array(length).fill(255) },
    logger: silentLogger,
  };
}

function failing(
  times: number,
  init: { code: 'rateLimited' | 'networkError' | 'notFound'; retryAfterMs?: number },
): () => Promise<string> {
  let calls = 0;
  return () =>
    ++calls > times ? Promise.resolve(`after ${calls}`) : Promise.reject(new CalendarError({ message: 'm', ...init }));
}

test('tries again as late as the service asked', async () => {
  const env = runtime();
  expect(await retryRead(env, failing(1, { code: 'rateLimited', retryAfterMs: 12_345 }))).toBe('after 2');
  expect(env.waits).toEqual([12_345]);
});

test('backs off exponentially when the service did not say', async () => {
  const env = runtime();
  expect(await retryRead(env, failing(2, { code: 'networkError' }))).toBe('after 3');
  expect(env.waits).toEqual([1_000, 2_000]);
});

test('does not shorten a long wait but fails with it', async () => {
  const env = runtime();
  const error: unknown = await retryRead(env, failing(1, { code: 'rateLimited', retryAfterMs: 600_000 })).catch(
    (e: unknown) => e,
  );
  expect(error).toMatchObject({ code: 'rateLimited', retryAfterMs: 600_000 });
  expect(env.waits).toEqual([]);
});

test('gives up after the attempts it has', async () => {
  const env = runtime();
  await expect(retryRead(env, failing(3, { code: 'networkError' }))).rejects.toMatchObject({ code: 'networkError' });
  expect(env.waits).toHaveLength(2);
});

test('does not give up because its own waits have grown', async () => {
  const env = runtime();
  const policy = { maxAttempts: 8, maxWaitMs: 5_000 };
  expect(await retryRead(env, failing(7, { code: 'networkError' }), { policy })).toBe('after 8');
  expect(env.waits).toEqual([1_000, 2_000, 4_000, 5_000, 5_000, 5_000, 5_000]);
});

test('does not repeat what will not pass', async () => {
  const env = runtime();
  await expect(retryRead(env, failing(1, { code: 'notFound' }))).rejects.toMatchObject({ code: 'notFound' });
  expect(env.waits).toEqual([]);
});

test('ends with the signal while it waits', async () => {
  const env = {
    ...runtime(),
    clock: { now: () => 0, sleep: () => Promise.reject(new Error('aborted by signal')) },
  };
  await expect(retryRead(env, failing(1, { code: 'networkError' }))).rejects.toMatchObject({ code: 'aborted' });
});

test.each([
  ['rateLimited', false, 'after 2'],
  ['rateLimited', true, 'after 2'],
  ['networkError', true, 'after 2'],
  ['networkError', false, 'networkError'],
  ['notFound', true, 'notFound'],
] as const)('a write that failed with %s, idempotent %s, ends with %s', async (code, isIdempotent, outcome) => {
  const ended = retryWrite(runtime(), failing(1, { code }), { isIdempotent }).catch((error: unknown) =>
    CalendarError.is(error) ? error.code : error,
  );
  expect(await ended).toBe(outcome);
});
