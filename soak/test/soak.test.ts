import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CalendarError } from '@kalends/core';
import type { SingleEvent } from '@kalends/core';
import { displayPolicy } from '@kalends/sanitize';
import { describe, expect, test, vi } from 'vitest';
import { readCommandLine } from '../src/command-line.ts';
import { judgeRead } from '../src/reads/judge-read.ts';
import { contentCanary } from '../src/reads/random-company.ts';
import { unhurriedClock } from '../src/unhurried-clock.ts';
import { runSuite } from '../src/run-suite.ts';
import { judgeOutput } from '../src/sanitize/judge-output.ts';
import { seededRandom } from '../src/seeded-random.ts';
import { Violation } from '../src/suite.ts';
import type { Suite } from '../src/suite.ts';
import { suites } from '../src/suites.ts';

const fail = (_seed: number, error: unknown): void => {
  throw error;
};

describe('a few seeds', () => {
  for (const suite of suites) {
    const reason = suite.unavailable === undefined ? '' : ` (skipped: ${suite.unavailable})`;
    test.skipIf(suite.unavailable !== undefined)(
      `of ${suite.name} hold${reason}`,
      async () => {
        const { failed } = await runSuite(suite, { seeds: 3, firstSeed: 1, onFailure: fail });
        expect(failed).toEqual([]);
      },
      120_000,
    );
  }
});

test('the same seed does the same again', async () => {
  const [first, second] = [await suites[0]?.run(7), await suites[0]?.run(7)];
  expect(first).toBeDefined();
  expect(second).toEqual(first);
});

describe('runSuite', () => {
  const suiteOf = (run: Suite['run']): Suite => ({ name: 'made-up', description: '', defaultSeeds: 1, run });

  test('goes on after a failure and says which seeds failed', async () => {
    const suite = suiteOf((seed) =>
      seed % 2 === 0 ? Promise.reject(new Violation(`seed ${seed}`)) : Promise.resolve({ tried: 2 }),
    );
    const onFailure = vi.fn<(seed: number, error: unknown) => void>();
    const summary = await runSuite(suite, { seeds: 5, firstSeed: 10, onFailure });
    expect(summary).toEqual({
      suite: 'made-up',
      seeds: 5,
      firstSeed: 10,
      failed: [10, 12, 14],
      durationMs: expect.any(Number),
      counts: { tried: 4 },
    });
    expect(onFailure.mock.calls).toEqual([10, 12, 14].map((seed) => [seed, new Violation(`seed ${seed}`)]));
  });

  test('gives back what the seeds shared, also after a failure', async () => {
    const close = vi.fn<() => Promise<void>>(() => Promise.resolve());
    const suite = { ...suiteOf(() => Promise.reject(new Violation('broken'))), close };
    await runSuite(suite, { seeds: 2, firstSeed: 1, onFailure: () => undefined });
    expect(close).toHaveBeenCalledTimes(1);
  });

  test('fails a seed that never ends', async () => {
    const suite = suiteOf(() => new Promise(() => undefined));
    const { failed } = await runSuite(suite, { seeds: 1, firstSeed: 4, timeLimitMs: 5, onFailure: () => undefined });
    expect(failed).toEqual([4]);
  });

  test('fails a seed that leaves an error unhandled', async () => {
    // vitest has listeners of its own, which would report the error that is caused on purpose here.
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    try {
      const suite = suiteOf(() => {
        void Promise.reject(new Error('nobody listens'));
        return Promise.resolve({});
      });
      const { failed } = await runSuite(suite, { seeds: 1, firstSeed: 4, onFailure: () => undefined });
      expect(failed).toEqual([4]);
    } finally {
      for (const listener of others) process.on('unhandledRejection', listener);
    }
  });
});

describe('judgeRead', () => {
  const event = (id: string): SingleEvent => ({
    kind: 'single',
    id,
    calendarId: 'c',
    status: 'confirmed',
    time: { kind: 'allDay', startDate: '2026-03-02', endDate: '2026-03-03' },
    isContentHidden: false,
    attendees: [],
    attendeesOmitted: false,
    participationStatus: 'unknown',
    locations: [],
    busyStatus: 'busy',
    privacy: 'default',
    purpose: 'default',
    categories: [],
    hasAttachments: false,
  });
  const expected = [event('a'), event('b')];

  test('takes the same events in any order, and errors of transport', () => {
    expect(judgeRead(expected, { kind: 'listed', events: [event('b'), event('a')] })).toBe('listed');
    const error = new CalendarError({ code: 'timeout', message: 'late' });
    expect(judgeRead(expected, { kind: 'threw', error })).toBe('timeout');
  });

  test.each([
    ['a part', { kind: 'listed', events: [event('a')] }],
    ['an event twice', { kind: 'listed', events: [event('a'), event('b'), event('b')] }],
    ['a changed event', { kind: 'listed', events: [event('a'), { ...event('b'), title: 'other' }] }],
    ['an error without a type', { kind: 'threw', error: new TypeError('undefined is not a function') }],
    [
      'a cure for what passes',
      { kind: 'threw', error: new CalendarError({ code: 'reauthorizationRequired', message: '' }) },
    ],
    ['content', { kind: 'threw', error: new CalendarError({ code: 'timeout', message: `${contentCanary} 1` }) }],
  ] as const)('refuses %s', (_what, outcome) => {
    expect(() => judgeRead(expected, outcome)).toThrow(Violation);
  });
});

test('judgeOutput lets through what the policy keeps, and nothing else', () => {
  const canary = { word: 'zq1zq', place: 'title', attributes: ['title'] } as const;
  const body = { word: 'zq2zq', place: 'body', attributes: ['body'] } as const;
  const unknown = { word: 'zq3zq', place: 'raw', attributes: [] };
  const all = [canary, body, unknown];
  expect(judgeOutput({ title: 'A zq1zq' }, all, displayPolicy, false)).toBe(1);
  expect(judgeOutput({ title: 'A zq1zq', body: 'zq2zq' }, all, displayPolicy, true)).toBe(2);
  expect(() => judgeOutput({ body: 'zq2zq' }, all, displayPolicy, false)).toThrow('What was in "body" got through');
  expect(() => judgeOutput({ zq3zq: 1 }, all, displayPolicy, true)).toThrow('is never kept');
});

test('the clock waits for nothing but the time limit', async () => {
  const clock = unhurriedClock('2026-03-20T08:00:00Z', 1_000);
  const startedAt = clock.now();
  await clock.sleep(60_000);
  expect(clock.now() - startedAt).toBe(60_000);
  const limit = clock.sleep(1_000);
  const aborted = clock.sleep(1_000, { signal: AbortSignal.abort(new Error('left')) });
  await expect(aborted).rejects.toThrow('left');
  clock.passTimeLimit();
  await limit;
  expect(clock.now() - startedAt).toBe(61_000);
});

test('the random numbers are those of mulberry32', () => {
  const random = seededRandom(1);
  expect([random.next(), random.next()].map((value) => value.toFixed(9))).toEqual(['0.627073941', '0.002735721']);
  expect(Array.from({ length: 50 }, () => random.integer(2, 4)).every((value) => [2, 3, 4].includes(value))).toBe(true);
  expect(random.bytes(5)).toHaveLength(5);
});

describe('the command line', () => {
  test.each([
    [['reads'], { suite: 'reads', seeds: 50, firstSeed: 1 }],
    [['reads', '--seeds', '7'], { suite: 'reads', seeds: 7, firstSeed: 1 }],
    [['sanitize', '--seed', '99'], { suite: 'sanitize', seeds: 1, firstSeed: 99 }],
    [['sanitize', '--seed', '99', '--seeds', '3'], { suite: 'sanitize', seeds: 3, firstSeed: 99 }],
  ])('%j', (args, expected) => {
    const command = readCommandLine(args);
    expect(command.kind === 'run' && { ...command, suite: command.suite.name }).toEqual({ kind: 'run', ...expected });
  });

  test.each([[[]], [['gone']], [['reads', 'sanitize']], [['reads', '--seeds', '0']], [['reads', '--sed', '1']]])(
    '%j lists the suites',
    (args) => {
      expect(readCommandLine(args)).toEqual({ kind: 'usage', text: expect.stringMatching(/reads[\s\S]*sanitize/) });
    },
  );

  const run = (...args: readonly string[]): ReturnType<typeof spawnSync> =>
    spawnSync(
      process.execPath,
      ['--conditions=@kalends/source', join(import.meta.dirname, '../src/main.ts'), ...args],
      {
        encoding: 'utf8',
      },
    );

  test('ends with a summary, or with 2 and the suites', () => {
    const good = run('sanitize', '--seeds', '2');
    expect(good.status).toBe(0);
    expect(JSON.parse(String(good.stdout).trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      suite: 'sanitize',
      seeds: 2,
      failed: [],
    });
    const unknown = run('gone');
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toContain('There is no suite gone.');
  });
});
