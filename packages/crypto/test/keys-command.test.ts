import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { openText, parseKeyRing, seal } from '@kalends/crypto';
import { runKeys } from '../src/cli/run-keys.ts';

const binding = { tenantId: 't', userId: 'u', provider: 'graph', credentialId: 'c', purpose: 'credential' };
const unread = (): Promise<string> => Promise.reject(new Error('not asked for'));

async function run(words: readonly string[], ring: string): Promise<string> {
  const { exitCode, output } = await runKeys(words, () => Promise.resolve(ring));
  expect(exitCode).toBe(0);
  return output ?? '';
}

describe('kalends-keys', () => {
  test('makes a ring that seals', async () => {
    const { output = '' } = await runKeys(['new', '2026-11'], unread);
    expect(output).toMatch(/^2026-11:[\w-]{43}$/);
    const ring = await parseKeyRing(output);
    expect(await openText({ ring, sealed: await seal({ ring, plaintext: 'x', binding }), binding })).toBe('x');
  });

  test('rotates in three steps; each ring opens what the one before sealed', async () => {
    const first = await run(['new', 'old'], '');
    const added = await run(['add', 'new'], first);
    const activated = await run(['activate', 'new'], added);
    const last = await run(['remove', 'old'], activated);

    expect(added.startsWith(`${first},new:`)).toBe(true);
    expect(await run(['list'], activated)).toBe('new\nold');
    expect(await run(['list'], last)).toBe('new');
    for (const [before, after] of [
      [first, added],
      [added, first],
      [first, activated],
      [activated, added],
      [activated, last],
    ] as const) {
      const sealed = await seal({ ring: await parseKeyRing(before), plaintext: 'x', binding });
      expect(await openText({ ring: await parseKeyRing(after), sealed, binding })).toBe('x');
    }
  });

  test.each([
    [['new', 'with space'], ''],
    [['add', '2026-11'], 'same'],
    [['activate', 'none'], 'same'],
    [['remove', 'none'], 'same'],
    [['remove', '2026-11'], 'same'],
    [['add', 'next'], 'no ring at all'],
    [['list'], ''],
  ])('refuses %j without showing a key', async (words, given) => {
    const { output: ring = '' } = await runKeys(['new', '2026-11'], unread);
    const outcome = await runKeys(words, () => Promise.resolve(given === 'same' ? ring : given));
    expect(outcome).toMatchObject({ exitCode: 1, message: expect.any(String) });
    expect(outcome).not.toHaveProperty('output');
    expect(outcome.message).not.toContain(ring.slice(ring.indexOf(':') + 1));
  });

  test('explains itself when asked, which is no mistake', async () => {
    for (const word of ['--help', '-h']) {
      expect(await runKeys([word], unread)).toEqual({ exitCode: 0, output: expect.stringContaining('activate') });
    }
  });

  test.each(['with space', 'a:b', 'a,b', '', 'a'.repeat(33)])('says of the id %j what an id is', async (id) => {
    const { output: ring = '' } = await runKeys(['new', '2026-11'], unread);
    for (const command of ['new', 'add']) {
      const outcome = await runKeys([command, id], () => Promise.resolve(ring));
      expect(outcome).toEqual({ exitCode: 1, message: expect.stringContaining('The id of a key is 1 to 32') });
    }
  });

  test.each([[[]], [['new']], [['add', 'a', 'b']], [['frobnicate', 'a']], [['list', 'a']]])(
    'explains itself for %j',
    async (words) => {
      expect(await runKeys(words, unread)).toMatchObject({ exitCode: 2, message: expect.stringContaining('activate') });
    },
  );

  test('runs as a program, with the ring from the environment', async () => {
    const program = join(import.meta.dirname, '../src/cli/keys.ts');
    const ring = await run(['new', 'a'], '');
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, 'add', 'b'], {
      env: { ...process.env, KALENDS_KEYS: `${ring}\n` },
    });
    expect([stdout.startsWith(`${ring},b:`), stdout.endsWith('\n'), stderr]).toEqual([true, true, '']);
  });
});
