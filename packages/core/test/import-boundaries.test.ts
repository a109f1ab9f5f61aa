import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';

const src = resolve(import.meta.dirname, '../src');

/** What the runtime loads when this file is imported: type imports are erased. */
function staticImports(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const source = readFileSync(entry, 'utf8');
  for (const [statement, specifier] of source.matchAll(/^(?:import|export)\s[^;]*?from '([^']+)';/gms)) {
    if (/^(?:import|export) type\b/.test(statement) || specifier === undefined) continue;
    if (specifier.startsWith('.')) staticImports(resolve(dirname(entry), specifier), seen);
    else seen.add(specifier);
  }
  return seen;
}

const packagesOf = (entry: string): string[] =>
  [...staticImports(resolve(src, entry))].filter((name) => !name.startsWith('/')).sort();

test('the root loads no package and no Node module', () => {
  expect(packagesOf('index.ts')).toEqual([]);
});

test.each([
  ['accounts/index.ts', ['temporal-polyfill', 'zod']],
  ['schemas/index.ts', ['temporal-polyfill', 'zod']],
  ['time/index.ts', ['temporal-polyfill']],
  ['node/index.ts', ['node:net']],
])('%s loads %s', (entry, packages) => {
  expect(packagesOf(entry)).toEqual(packages);
});
