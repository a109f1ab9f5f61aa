/**
 * Runs turbo without its telemetry: `node tools/run-turbo.ts run build`. Turbo reads that switch from the environment
 * only, and setting a variable in an npm script is written differently in each shell.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo');
const { status, error } = spawnSync(process.execPath, [turbo, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
});
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
