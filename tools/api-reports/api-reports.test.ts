import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { fixture } from '../repository/fixture.ts';
import type { Repository } from '../repository/repository.ts';
import { apiReports, differences, outdated } from './api-reports.ts';

// The extractor starts a compiler for each entry point, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const types = join(import.meta.dirname, '../../node_modules/@types');

/** A built package with two entry points. */
function builtPackage(main: string, extra: string, reports: Readonly<Record<string, string>> = {}): Repository {
  const entry = (name: string): object => ({ import: { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` } });
  const repository = fixture({
    'packages/thing/package.json': JSON.stringify({
      name: '@kalends/thing',
      type: 'module',
      exports: {
        '.': entry('index'),
        './extra': entry('extra'),
        './package.json': './package.json',
        './a.json': './a.json',
      },
    }),
    'packages/thing/dist/index.d.ts': main,
    'packages/thing/dist/extra.d.ts': extra,
    ...reports,
  });
  mkdirSync(join(repository.root, 'node_modules'));
  symlinkSync(types, join(repository.root, 'node_modules/@types'), 'junction');
  return repository;
}

const point = '/** A point. @public */\nexport interface Point {\n  readonly x: number;\n}\n';

test('a report says what an entry point exports, whatever another one shares with it', () => {
  const repository = builtPackage(
    `${point}/** Adds. @public */\nexport declare function add(a: Point, b: Point): Point;\n`,
    "import type { Point } from './index.js';\n/** The zero of {@link Point}. @public */\nexport declare const zero: Point;\n",
  );
  const { reports, problems } = apiReports(repository);
  expect(problems).toEqual([]);
  expect([...reports.keys()]).toEqual(['packages/thing/thing.api.md', 'packages/thing/thing-extra.api.md']);
  expect(reports.get('packages/thing/thing.api.md')).toContain('export function add(a: Point, b: Point): Point;');
  expect(reports.get('packages/thing/thing-extra.api.md')).toContain('export const zero: Point;');
});

test('declarations that a reader cannot use are problems', () => {
  const { problems } = apiReports(
    builtPackage(
      'export {};\ninterface Hidden {\n  readonly x: number;\n}\n/** Adds. See {@link nothing}. @public */\nexport declare function add(a: Hidden): void;\n',
      'export declare const noWords: string;\n/** Untagged. */\nexport declare const untagged: string;\n',
    ),
  );
  const kinds = problems.map((problem) => /(?<=\()[a-z-]+(?=\)$)|has no documentation.*/.exec(problem)?.[0] ?? problem);
  expect(kinds.toSorted()).toEqual([
    'ae-forgotten-export',
    'ae-missing-release-tag',
    'ae-missing-release-tag',
    'ae-unresolved-link',
    'has no documentation: export const noWords: string;',
  ]);
});

test('a package that is not built is said to be so', () => {
  const repository = fixture({
    'packages/thing/package.json':
      '{"name":"@kalends/thing","exports":{".":{"import":{"types":"./dist/index.d.ts","default":"./dist/index.js"}}}}',
  });
  expect(() => apiReports(repository)).toThrow(/run "npm run build" first/);
});

test('differences name the file and the first line', () => {
  const same = 'packages/thing/thing.api.md';
  const repository = builtPackage(point, point, {
    [same]: 'one\ntwo\n',
    'packages/thing/changed.api.md': 'one\n  two\nthree\n',
    'packages/thing/shorter.api.md': 'one\ntwo\nthree',
    'packages/thing/gone.api.md': 'one\n',
  });
  const reports = new Map([
    [same, 'one\ntwo\n'],
    ['packages/thing/changed.api.md', 'one\n  2\nthree\n'],
    ['packages/thing/shorter.api.md', 'one\ntwo'],
    ['packages/thing/new.api.md', 'one'],
  ]);
  expect(differences(repository, reports)).toEqual([
    'packages/thing/changed.api.md:2: reads "two" and should read "2"',
    'packages/thing/shorter.api.md:3: reads "three" and should read nothing',
    'packages/thing/new.api.md: is missing',
    'packages/thing/gone.api.md: reports on nothing',
  ]);
  expect(outdated(repository, reports)).toEqual(['packages/thing/gone.api.md']);
  writeFileSync(join(repository.root, 'packages/thing/changed.api.md'), 'one\n  2\nthree\n');
  expect(differences(repository, reports)).toHaveLength(3);
});
