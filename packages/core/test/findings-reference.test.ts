import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { findingCodes } from '../src/index.ts';

test('docs/reference/findings.md has a row for each code, and for no other', () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../../docs/reference/findings.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);
  expect(rows).toEqual([...findingCodes]);
});
