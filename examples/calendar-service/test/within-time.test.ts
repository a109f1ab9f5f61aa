import { manualClock } from '@kalends/testing';
import { expect, test } from 'vitest';
import { withinTime } from '../src/agenda/within-time.ts';

const clock = manualClock('2026-03-20T08:00:00Z');

/** Work that ends when its signal does. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });

test('gives what the work gives, and what it throws', async () => {
  expect(await withinTime(() => Promise.resolve(1), { clock, timeoutMs: 10 })).toBe(1);
  await expect(withinTime(() => Promise.reject(new Error('no')), { clock, timeoutMs: 10 })).rejects.toThrow('no');
});

test('tells the work when its time is over', async () => {
  let told: unknown;
  const work = async (signal: AbortSignal): Promise<never> => {
    signal.addEventListener('abort', () => (told = signal.reason));
    return untilAborted(signal);
  };
  const failure = withinTime(work, { clock, timeoutMs: 10 }).catch((error: unknown) => error);
  await clock.advance(9);
  expect(told).toBeUndefined();
  await clock.advance(1);
  expect(await failure).toMatchObject({ code: 'timeout' });
  expect(told).toMatchObject({ code: 'timeout' });
});

test('ends early when the caller does', async () => {
  const leaving = new AbortController();
  const result = withinTime(untilAborted, { clock, timeoutMs: 10, signal: leaving.signal });
  leaving.abort(new Error('left'));
  await expect(result).rejects.toThrow('left');
});
