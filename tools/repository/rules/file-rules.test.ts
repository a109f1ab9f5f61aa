import { execFileSync } from 'node:child_process';
import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatResults } from '../check-rules.ts';
import { fixture, problemsOf } from '../fixture.ts';
import { openRepository } from '../repository.ts';
import { fileSizes } from './file-sizes.ts';
import { lockfileAddresses } from './lockfile-addresses.ts';
import { markdownLinks } from './markdown-links.ts';

describe('the lockfile', () => {
  test.each([
    ['  https-proxy-agent@7.0.6:\n    resolution: {integrity: sha512-abc}', []],
    ['a:\n  resolution: {tarball: https://example.org/a.tgz}', ['pnpm-lock.yaml:2: holds an http(s) address']],
    ['a: http://example.org', ['pnpm-lock.yaml:1: holds an http(s) address']],
  ])('%j', async (text, problems) => {
    expect(await problemsOf(lockfileAddresses, { 'pnpm-lock.yaml': text })).toEqual(problems);
  });

  test('is missing', async () => {
    expect(await problemsOf(lockfileAddresses, {})).toEqual(['pnpm-lock.yaml: is missing']);
  });
});

test('file sizes end at 1 MiB', async () => {
  expect(await problemsOf(fileSizes, { fits: 'x'.repeat(1_048_576), large: 'x'.repeat(1_048_577) })).toEqual([
    'large: is 1048577 bytes',
  ]);
});

describe('Markdown links', () => {
  const check = (text: string): Promise<readonly string[]> =>
    problemsOf(markdownLinks, {
      'docs/page.md': text,
      'docs/other page.md': '',
      'README.md': '',
      'docs/guides/a.md': '',
    });

  test.each([
    '[a](../README.md)',
    '[a](guides/a.md#part "title")',
    '[a](./guides)',
    '[a](/README.md)',
    '[a](other%20page.md)',
    '[a](https://example.org/gone.md) [b](mailto:a@example.org) [c](#part)',
    '`[a](gone.md)`',
    '```md\n[a](gone.md)\n```',
    '````md\n```\n[a](gone.md)\n````',
    '[a]: guides/a.md',
  ])('%s leads somewhere', async (text) => {
    expect(await check(text)).toEqual([]);
  });

  test.each([
    '[a](gone.md)',
    '![a](gone.png)',
    '[a](README.md)',
    '[a](<gone.md>)',
    '[a]: gone.md',
    '```\n```\n[a](gone.md)',
  ])('%s leads nowhere', async (text) => {
    expect(await check(text)).toEqual([expect.stringContaining('does not exist')]);
  });
});

test('openRepository lists what git tracks, less what was deleted', () => {
  const { root } = fixture({ kept: '', deleted: '', untracked: '', 'packages/a/package.json': '{"name":"a"}' });
  const git = (...args: readonly string[]): void => void execFileSync('git', args, { cwd: root });
  git('init', '--quiet');
  git('add', 'kept', 'deleted', 'packages');
  unlinkSync(join(root, 'deleted'));
  const { files, packages } = openRepository(root);
  expect(files).toEqual(['kept', 'packages/a/package.json']);
  expect(packages).toEqual([{ directory: 'packages/a', manifest: { name: 'a' } }]);
});

test('formatResults puts the problems below their rule', () => {
  const results = [
    { title: 'good', problems: [] },
    { title: 'bad', problems: [{ where: 'a.ts:3', what: 'is wrong' }] },
  ];
  expect(formatResults(results)).toBe('ok   good\nFAIL bad\n       a.ts:3: is wrong');
});
