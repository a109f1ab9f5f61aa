import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const packageRoot = join(import.meta.dirname, '..');
const sources = readdirSync(join(packageRoot, 'src')).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
);

describe('the package', () => {
  test('has no dependencies', () => {
    const manifest: Record<string, unknown> = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
    const kinds = ['dependencies', 'peerDependencies', 'optionalDependencies'];
    expect(kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {}))).toEqual([]);
  });

  test.for(sources)('src/%s uses nothing that only Node has', (name) => {
    const code = withoutComments(readFileSync(join(packageRoot, 'src', name), 'utf8'));
    const specifiers = [...code.matchAll(/\bfrom\s+'([^']+)'|\bimport\s*\(?\s*'([^']+)'/g)].map(
      (match) => match[1] ?? match[2],
    );
    for (const specifier of specifiers) expect(specifier).toMatch(/^\.\/[a-z0-9-]+\.ts$/);
    expect(code).not.toMatch(/\b(?:Buffer|process|require|__dirname|setImmediate|import\.meta)\b/);
  });

  test('imports in a fraction of a second and reads no global on the way', () => {
    // A fresh process, so that nothing is loaded yet; without WebCrypto, so that a look at it on import would fail.
    const script = `
      delete globalThis.crypto;
      const startedAt = performance.now();
      await import('@kalends/crypto');
      process.stdout.write(String(performance.now() - startedAt));
    `;
    const elapsedMs = Math.min(
      ...Array.from({ length: 3 }, () =>
        Number(
          execFileSync(process.execPath, ['--conditions=@kalends/source', '--input-type=module', '--eval', script], {
            cwd: packageRoot,
            encoding: 'utf8',
          }),
        ),
      ),
    );
    // From about twenty unbuilt TypeScript files; the built package is one file. Wide, because machines are busy.
    expect(elapsedMs).toBeLessThan(250);
  });
});

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
