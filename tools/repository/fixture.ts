import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { repositoryOf } from './repository.ts';
import type { Problem, Repository, Rule } from './repository.ts';

/** Makes a small repository in a temporary folder, which is removed after the test. */
export function fixture(contents: Readonly<Record<string, string>>): Repository {
  const root = mkdtempSync(join(tmpdir(), 'kalends-rules-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(contents)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return repositoryOf(root, Object.keys(contents));
}

/** The problems a rule finds in such a repository, as `where: what`. */
export async function problemsOf(rule: Rule, contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const problems: readonly Problem[] = await rule.check(fixture(contents));
  return problems.map(({ where, what }) => `${where}: ${what}`);
}

/** A package.json of a published package, complete but for what `changes` replace. */
export function manifestText(name: string, changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    name: `@kalends/${name}`,
    description: 'A package',
    license: 'MIT',
    repository: { directory: `packages/${name}` },
    files: ['dist'],
    sideEffects: false,
    exports: {
      '.': {
        '@kalends/source': './src/index.ts',
        import: { types: './dist/index.d.ts', default: './dist/index.js' },
        require: { types: './dist/index.d.cts', default: './dist/index.cjs' },
      },
      './package.json': './package.json',
    },
    publishConfig: { access: 'public' },
    engines: { node: '>=22.19' },
    ...changes,
  });
}
