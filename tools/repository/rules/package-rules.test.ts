import { describe, expect, test } from 'vitest';
import { manifestText, problemsOf } from '../fixture.ts';
import { errorBrand } from './error-brand.ts';
import { packageShape } from './package-shape.ts';

describe('package shape', () => {
  const check = (changes: Readonly<Record<string, unknown>>, code = ''): Promise<readonly string[]> =>
    problemsOf(packageShape, {
      'packages/core/package.json': manifestText('core', changes),
      'packages/core/README.md': '# Core',
      'packages/core/src/index.ts': code,
    });

  test('is complete', async () => {
    expect(await check({}, "export { a } from './a.ts';")).toEqual([]);
  });

  test.each(['description', 'license', 'repository', 'files', 'sideEffects', 'exports', 'publishConfig', 'engines'])(
    'misses %s',
    async (name) => {
      expect(await check({ [name]: undefined })).toEqual([
        expect.stringMatching(new RegExp(`^packages/core/package\\.json: ${name}`)),
      ]);
    },
  );

  const source = './src/index.ts';
  const both = { types: './a.d.ts', default: './a.js' };
  test.each([
    ['types for import', { '@kalends/source': source, import: './a.js', require: both }],
    ['types for require', { '@kalends/source': source, import: both, require: { default: './a.cjs' } }],
    ['require', { '@kalends/source': source, import: both }],
    ['the source', { import: both, require: both }],
    [
      'types in first place',
      { '@kalends/source': source, import: { default: './a.js', types: './a.d.ts' }, require: both },
    ],
  ])('misses %s in an export', async (_what, entry) => {
    expect(await check({ exports: { '.': entry, './package.json': './package.json' } })).toEqual([
      expect.stringContaining('exports["."] needs'),
    ]);
  });

  test('misses the README and the right directory', async () => {
    const manifest = manifestText('core', { repository: { directory: 'packages/other' } });
    expect(await problemsOf(packageShape, { 'packages/core/package.json': manifest })).toEqual([
      'packages/core: has no README.md',
      expect.stringContaining('repository.directory'),
    ]);
  });

  test('refuses to export everything of a file', async () => {
    expect(await check({}, "\nexport * from './a.ts';")).toEqual([
      expect.stringContaining("packages/core/src/index.ts:2: export * from './a.ts';"),
    ]);
  });
});

describe('the brand of errors', () => {
  const check = (code: string): Promise<readonly string[]> =>
    problemsOf(errorBrand, { 'packages/core/package.json': manifestText('core'), 'packages/core/src/index.ts': code });

  test('is there', async () => {
    const branded = "export class A extends Error { get [Symbol.for('kalends.error')]() { return 'A'; } }";
    expect(await check(`${branded} export class B extends A {}`)).toEqual([]);
  });

  test('is missing', async () => {
    expect(await check('class A extends Error {} export class B extends A {} export const a = 1;')).toEqual([
      "packages/core/src/index.ts: B extends Error without the brand Symbol.for('kalends.error')",
    ]);
  });

  test('is no matter for other exports', async () => {
    expect(await check('export class A {} export const f = () => 1; export const error = new Error();')).toEqual([]);
  });

  test('cannot be looked for in what does not load', async () => {
    expect(await check("throw new Error('broken');")).toEqual(['packages/core/src/index.ts: does not load: broken']);
  });
});
