import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The repository's root. */
export const root: string = join(import.meta.dirname, '../..');

/** Packages that are measured as users get them. */
export const measuredPackages = ['core', 'crypto', 'sanitize', 'graph', 'google', 'ews'] as const;

let isBuilt = false;

/**
 * Builds the packages where that has not been done since the last change.
 *
 * @throws Error with what the build said.
 */
export function buildPackages(): void {
  if (isBuilt) return;
  const turbo = [join(root, 'tools/run-turbo.ts'), 'run', 'build', '--output-logs=errors-only'];
  // Only these: what their tests need is not measured.
  const packages = ['--only', ...measuredPackages.map((name) => `--filter=@kalends/${name}`)];
  const build = spawnSync(process.execPath, [...turbo, ...packages], { cwd: root, encoding: 'utf8' });
  if (build.status !== 0) throw new Error(`The packages do not build:\n${build.stdout}${build.stderr}`);
  isBuilt = true;
}
