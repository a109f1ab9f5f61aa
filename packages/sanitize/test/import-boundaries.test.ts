import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const src = resolve(import.meta.dirname, '../src');
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  // Examples in comments import the package by its name.
  .map((name) => readFileSync(resolve(src, name), 'utf8').replace(/^ \*.*$/gm, ''));

test('imports nothing but core and its own files', () => {
  const specifiers = sources.flatMap((source) =>
    [...source.matchAll(/(?:from|import\() ?'([^']+)'/g)].map(([, name]) => name ?? ''),
  );
  expect(specifiers.length).toBeGreaterThan(30);
  expect([...new Set(specifiers.filter((name) => !name.startsWith('.')))]).toEqual(['@kalends/core']);
});

test('uses no global of Node and no clock, random source or console', () => {
  for (const source of sources)
    expect(source).not.toMatch(
      /\b(?:process|Buffer|require|__dirname|console|setTimeout|Date\.now|Math\.random|new Date)\b/,
    );
});

test('loads no Node module, no zod and no Temporal', () => {
  const script = `
    const loaded = [];
    const { registerHooks } = await import('node:module');
    registerHooks({ resolve(name, context, next) { loaded.push(name); return next(name, context); } });
    await import(${JSON.stringify(resolve(src, 'index.ts'))});
    process.stdout.write(JSON.stringify(loaded.filter((name) => !/^(?:\\.|\\/|file:)/.test(name))));
  `;
  const args = ['--conditions=@kalends/source', '--input-type=module', '--eval', script];
  const output = execFileSync(process.execPath, args, { cwd: resolve(src, '..'), encoding: 'utf8' });
  expect(new Set(JSON.parse(output))).toEqual(new Set(['@kalends/core']));
});
