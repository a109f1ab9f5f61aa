import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const home = resolve(import.meta.dirname, '..');

const block = (markdown: string, language: string): string =>
  new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(markdown)?.[1] ?? '';

test('the example of the README prints what the README says', () => {
  const readme = readFileSync(resolve(home, 'README.md'), 'utf8');
  const args = ['--conditions=@kalends/source', '--input-type=module-typescript', '--eval', block(readme, 'ts')];
  expect(execFileSync(process.execPath, args, { cwd: home, encoding: 'utf8' })).toBe(block(readme, 'text'));
});
