import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from '../src/storage/lock-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kalends-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lock = (): string => join(folder, 'lock');

test('one at a time has it, and gives it back', async () => {
  const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
  const held = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
  expect(held).toHaveLength(1);
  const reasons: unknown[] = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []));
  expect(reasons).toMatchObject(Array.from({ length: 7 }, () => ({ code: 'conflict' })));
  await held[0]?.[Symbol.asyncDispose]();
  expect(readdirSync(folder)).toEqual([]);
  await using again = await lockFolder(folder);
  expect(again).toBeDefined();
});

const gone = JSON.stringify({ pid: spawnSync('true').pid, started: null });

test('however many come at once, a dead lock has one heir', async () => {
  for (let round = 0; round < 50; round += 1) {
    writeFileSync(lock(), gone);
    const attempts = await Promise.allSettled(Array.from({ length: 12 }, () => lockFolder(folder)));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  }
});

test('who was ended while taking over keeps nobody out', async () => {
  writeFileSync(lock(), gone);
  writeFileSync(`${lock()}.taking`, gone);
  await using held = await lockFolder(folder);
  expect(held).toBeDefined();
  expect(readdirSync(folder)).toEqual(['lock']);
});

test.each([
  ['a process that is gone', gone],
  ['a text that is no lock', 'canary'],
  ['nothing', ''],
])('the lock of %s is taken over, by one', async (_whose, text) => {
  writeFileSync(lock(), text);
  const attempts = await Promise.allSettled([lockFolder(folder), lockFolder(folder)]);
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(JSON.parse(readFileSync(lock(), 'utf8'))).toMatchObject({ pid: process.pid });
  expect(readdirSync(folder)).toEqual(['lock']);
});

test.skipIf(process.platform !== 'linux')(
  'an earlier process of the same number does not count (skipped where its start is not known)',
  async () => {
    writeFileSync(lock(), JSON.stringify({ pid: process.pid, started: 'an earlier boot 1' }));
    await using held = await lockFolder(folder);
    expect(held).toBeDefined();
  },
);
