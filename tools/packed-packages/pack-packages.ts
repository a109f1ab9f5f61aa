import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** A package as its tarball has it, unpacked in the project. */
export interface PackedPackage {
  readonly name: string;
  /** What can be imported from it: `@kalends/core`, `@kalends/core/time`. JSON files are not among them. */
  readonly entries: readonly string[];
}

const manifestSchema = z.object({
  name: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  exports: z.record(z.string(), z.unknown()),
});

/**
 * Packs every package under `root` and unpacks the tarballs into the `node_modules` of `project`, as an install would. No
 * registry is asked: of other packages each one sees exactly those that its tarball declares, from the workspace's store.
 *
 * @throws Error when a package was not built, or a declared dependency is not installed.
 */
export function packPackages(root: string, project: string): readonly PackedPackage[] {
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', private: true }));
  const directories = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name));
  return directories.map((directory) => packPackage(root, project, directory));
}

function packPackage(root: string, project: string, directory: string): PackedPackage {
  if (!readdirSync(directory).includes('dist')) throw new Error(`${directory} is not built: run npm run build first`);
  const tarballs = join(project, 'tarballs', directory.slice(root.length));
  mkdirSync(tarballs, { recursive: true });
  execFileSync('pnpm', ['pack', '--pack-destination', tarballs], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [tarball] = readdirSync(tarballs);
  if (tarball === undefined) throw new Error(`pnpm pack wrote nothing for ${directory}`);
  // A tarball holds everything under `package/`.
  execFileSync('tar', ['-xzf', tarball], { cwd: tarballs });
  const unpacked = join(tarballs, 'package');
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')));
  const unresolved = Object.entries(manifest.dependencies).filter(([, range]) => range.startsWith('workspace:'));
  if (unresolved.length > 0) throw new Error(`${manifest.name} was packed with a workspace: range`);

  link(unpacked, join(project, 'node_modules', manifest.name));
  for (const dependency of Object.keys({ ...manifest.dependencies, ...installedPeers(directory, manifest) })) {
    // Other packages of this repository are found one level up, where all tarballs are.
    if (dependency.startsWith('@kalends/')) continue;
    const installed = [directory, root].map((from) => join(from, 'node_modules', dependency)).find(isInstalled);
    if (installed === undefined) throw new Error(`${dependency}, which ${manifest.name} needs, is not installed`);
    link(realpathSync(installed), join(unpacked, 'node_modules', dependency));
  }
  const code = Object.entries(manifest.exports).filter(([, value]) => typeof value === 'object');
  return { name: manifest.name, entries: code.map(([subpath]) => `${manifest.name}${subpath.slice(1)}`) };
}

/** Peers are the user's choice; those that the workspace has are there, as they are for somebody who chose them. */
function installedPeers(directory: string, manifest: z.infer<typeof manifestSchema>): Record<string, string> {
  const peers = Object.entries(manifest.peerDependencies);
  return Object.fromEntries(
    peers.filter(([name]) =>
      [directory, dirname(dirname(directory))].some((from) => isInstalled(join(from, 'node_modules', name))),
    ),
  );
}

function isInstalled(directory: string): boolean {
  try {
    return readdirSync(directory).includes('package.json');
  } catch {
    return false;
  }
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'junction');
}
