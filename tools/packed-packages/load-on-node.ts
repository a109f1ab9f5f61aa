import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { PackedPackage } from './pack-packages.ts';

/** What came of loading the packages on one Node. */
export interface LoadResult {
  readonly node: string;
  /** `undefined` when this Node could not be had. */
  readonly problems: readonly string[] | undefined;
}

/**
 * The oldest Node lines that are supported, each at a fixed version. They are fetched when this check runs and not with
 * the dependencies: 250 MB on disk is too much to put on everybody who only runs the tests.
 */
const olderNodes = ['22.23.3', '24.21.0'];

/** Imports and requires every entry point on the Node that runs this and on the older ones. */
export function loadOnEveryNode(project: string, packages: readonly PackedPackage[]): readonly LoadResult[] {
  copyFileSync(join(import.meta.dirname, 'load-packages.mjs'), join(project, 'load-packages.mjs'));
  const script = ['load-packages.mjs', ...packages.flatMap(({ entries }) => entries)];
  return [
    { node: process.version.slice(1), problems: load(project, process.execPath, script) },
    ...olderNodes.map((version) => loadOnOlderNode(project, version, script)),
  ];
}

function loadOnOlderNode(project: string, version: string, script: readonly string[]): LoadResult {
  // Node for one platform is a package of its own, pnpm keeps it in its cache after the first time.
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const dlx = [`--package=node-${platform}-${process.arch}@${version}`, 'dlx', 'node'];
  const probe = spawnSync('pnpm', [...dlx, '--version'], { cwd: project, encoding: 'utf8' });
  if (probe.status !== 0 || !probe.stdout.includes(`v${version}`)) return { node: version, problems: undefined };
  return { node: version, problems: load(project, 'pnpm', [...dlx, ...script]) };
}

function load(project: string, command: string, script: readonly string[]): readonly string[] {
  const { status, stdout, stderr } = spawnSync(command, script, { cwd: project, encoding: 'utf8' });
  if (status !== 0) return [`loading ends with ${status}: ${stderr}`];
  const lastLine = stdout.trimEnd().split('\n').at(-1) ?? '';
  return z.array(z.string()).parse(JSON.parse(lastLine));
}
