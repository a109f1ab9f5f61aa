import { describe, expect, test } from 'vitest';
import { CalendarError } from '../errors/calendar-error.ts';
import type { CalendarErrorCode } from '../errors/error-code.ts';
import { silentLogger } from '../runtime/default-runtime.ts';
import { readBack, settledWrite } from './settled-write.ts';
import type { Settlement } from './settled-write.ts';

/** A service that answers as told, and counts what it has kept. */
function service(answers: readonly (CalendarErrorCode | 'ok' | 'lostAnswer')[], retryAfterMs?: number) {
  const kept: number[] = [];
  const waits: number[] = [];
  let sent = 0;
  const failure = (code: CalendarErrorCode): CalendarError =>
    new CalendarError({ code, message: 'm', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  return {
    kept,
    waits,
    sent: () => sent,
    runtime: {
      clock: { now: () => 0, sleep: (ms: number) => (waits.push(ms), Promise.resolve()) },
      random: { bytes: (length: number) => new Uint8Array(length).fill(255) },
      logger: silentLogger,
    },
    send: (): Promise<string> => {
      const answer = answers[sent] ?? 'ok';
      sent += 1;
      if (answer === 'ok' || answer === 'lostAnswer') kept.push(sent);
      if (answer === 'ok') return Promise.resolve('answered');
      return Promise.reject(failure(answer === 'lostAnswer' ? 'networkError' : answer));
    },
    settle: (): Promise<Settlement<string>> =>
      Promise.resolve(kept.length > 0 ? { kind: 'done', value: 'read' } : { kind: 'notDone' }),
  };
}

test('a lost answer is settled by a read, and nothing is sent twice', async () => {
  const world = service(['lostAnswer']);
  expect(await settledWrite(world.runtime, world)).toBe('read');
  expect([world.sent(), world.kept]).toEqual([1, [1]]);
});

test.each(['networkError', 'timeout', 'serviceUnavailable'] as const)(
  'what a read does not find after %s is sent again',
  async (code) => {
    const world = service([code, code, 'ok']);
    expect(await settledWrite(world.runtime, world)).toBe('answered');
    expect(world.kept).toEqual([3]);
    expect(world.waits).toEqual([1_000, 2_000]);
  },
);

test('an unreadable answer is settled; when nothing was done it stands', async () => {
  const world = service(['invalidResponse']);
  await expect(settledWrite(world.runtime, world)).rejects.toMatchObject({ code: 'invalidResponse' });
  expect(world.sent()).toBe(1);
});

test('too many requests: nothing is read, the write waits as long as it was asked to', async () => {
  const world = service(['rateLimited'], 7_000);
  const settle = (): Promise<never> => Promise.reject(new Error('not to be asked'));
  expect(await settledWrite(world.runtime, { send: world.send, settle })).toBe('answered');
  expect(world.waits).toEqual([7_000]);
});

test.each(['conflict', 'notFound', 'accessDenied', 'unsupported', 'aborted'] as const)(
  '%s is an answer and stands',
  async (code) => {
    const world = service([code]);
    await expect(settledWrite(world.runtime, world)).rejects.toMatchObject({ code });
    expect(world.sent()).toBe(1);
  },
);

test('when the read fails too, that is said', async () => {
  const world = service(['timeout']);
  const settle = (): Promise<never> =>
    Promise.reject(new CalendarError({ code: 'rateLimited', message: 'm', retryAfterMs: 300_000 }));
  await expect(settledWrite(world.runtime, { send: world.send, settle })).rejects.toMatchObject({
    code: 'outcomeUnknown',
    retryable: false,
    retryAfterMs: 300_000,
    message: expect.stringContaining('timeout'),
  });
  expect(world.sent()).toBe(1);
});

test.each(['aborted', 'disposed'] as const)('a caller who leaves while it is read hears %s', async (code) => {
  const world = service(['timeout']);
  const settle = (): Promise<never> => Promise.reject(new CalendarError({ code, message: 'm' }));
  await expect(settledWrite(world.runtime, { send: world.send, settle })).rejects.toMatchObject({ code });
});

test('gives up after its tries', async () => {
  const world = service(['timeout', 'timeout', 'timeout', 'timeout']);
  await expect(settledWrite(world.runtime, { ...world, policy: { maxAttempts: 2 } })).rejects.toMatchObject({
    code: 'timeout',
  });
  expect(world.sent()).toBe(2);
});

describe('reading what a write made', () => {
  test('gives what is read', async () => {
    expect(await readBack(() => Promise.resolve('read'))).toBe('read');
  });

  test.each(['serviceUnavailable', 'rateLimited', 'notFound', 'networkError'] as const)(
    'says that the write took place when %s keeps it from being read',
    async (code) => {
      const read = (): Promise<never> =>
        Promise.reject(new CalendarError({ code, message: 'm', requestId: 'r', retryAfterMs: 1_000 }));
      await expect(readBack(read)).rejects.toMatchObject({
        code: 'outcomeUnknown',
        retryable: false,
        requestId: 'r',
        retryAfterMs: 1_000,
        message: expect.stringContaining('took place'),
      });
    },
  );

  test.each(['aborted', 'disposed'] as const)('%s is the caller’s', async (code) => {
    const read = (): Promise<never> => Promise.reject(new CalendarError({ code, message: 'm' }));
    await expect(readBack(read)).rejects.toMatchObject({ code });
  });
});
