/**
 * Installs the dependencies exactly as locked, with the pnpm that package.json names. Plain JavaScript without dependencies: it
 * runs on the Node 20 of a fresh machine, before anything is installed.
 *
 * npx needs more than a second to find a pnpm that is already there, so the installed one is asked directly.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const readJson = (path) => JSON.parse(readFileSync(new URL(path, new URL('..', import.meta.url)), 'utf8'));

const { packageManager } = readJson('package.json');
const version = packageManager.split('@')[1];
const installed = existsSync(new URL('../node_modules/pnpm/package.json', import.meta.url))
  ? readJson('node_modules/pnpm/package.json').version
  : undefined;

const [command, ...args] = installed === version ? ['pnpm'] : ['npx', '--yes', packageManager];
// npm puts node_modules/.bin on the path of its scripts. A shell is needed where these commands are .cmd files.
const result = spawnSync(command, [...args, 'install', '--frozen-lockfile'], {
  cwd: root,
  // Progress goes to standard error: what `npm run bench -- --json` writes to standard output is for programs.
  stdio: ['inherit', 2, 'inherit'],
  shell: process.platform === 'win32',
});
process.exit(result.status ?? 1);
