import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresBinaries } from './postgres-binaries.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';

/** How a pool of `pg` reaches the server. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** A Postgres server of its own in a temporary folder, gone when it is disposed. */
export interface PostgresServer extends AsyncDisposable {
  readonly address: ServerAddress;
  /** The same as a connection string. */
  readonly url: string;
  /** Where it keeps its files. */
  readonly dataFolder: string;
  /** Ends it at once, as a loss of power would: no transaction is finished, no connection is told. */
  crash(): Promise<void>;
  /** Ends it in order: what it keeps is in its files. */
  stop(): Promise<void>;
  /** Starts it again, on the same port. */
  start(): Promise<void>;
}

const attempts = 5;

/** Starts a server; takes about two seconds. Check {@link missingServer} first. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'kalends-postgres-'));
  const server = new TemporaryServer(folder);
  try {
    await server.initialise();
    return server;
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
}

class TemporaryServer implements PostgresServer {
  readonly dataFolder: string;
  readonly #folder: string;
  readonly #binaries: PostgresBinaries;
  readonly #password = 'canary-database-password';
  #port = 0;
  #process: ChildProcess | undefined;

  constructor(folder: string) {
    this.#folder = folder;
    this.dataFolder = join(folder, 'data');
    this.#binaries = postgresBinaries(join(folder, 'server'));
  }

  get address(): ServerAddress {
    return { host: '127.0.0.1', port: this.#port, user: 'kalends', password: this.#password, database: 'postgres' };
  }

  get url(): string {
    const { user, password, host, port, database } = this.address;
    return `postgres://${user}:${password}@${host}:${port}/${database}`;
  }

  async initialise(): Promise<void> {
    const { initdb, owner } = this.#binaries;
    const passwordFile = join(this.#folder, 'password');
    mkdirSync(this.dataFolder);
    writeFileSync(passwordFile, this.#password);
    if (owner !== undefined) {
      for (const path of [this.#folder, this.dataFolder, passwordFile]) chownSync(path, owner.uid, owner.gid);
    }
    chmodSync(this.dataFolder, 0o700);
    const options = ['--auth=scram-sha-256', '--username=kalends', `--pwfile=${passwordFile}`];
    const speed = ['--no-sync', '--no-instructions', '--no-locale', '--encoding=UTF8'];
    execFileSync(initdb, [`--pgdata=${this.dataFolder}`, ...options, ...speed], {
      ...owner,
      env: serverEnvironment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    rmSync(passwordFile);
    // Between asking for a free port and using it somebody else may take it.
    for (let attempt = 1; ; attempt += 1) {
      this.#port = await freePort();
      try {
        await this.start();
        return;
      } catch (error) {
        if (attempt === attempts) throw error;
      }
    }
  }

  async start(): Promise<void> {
    const { postgres, owner } = this.#binaries;
    const network = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-p', String(this.#port)];
    // Nothing here survives the machine, so nothing is forced to its disk.
    const settings = ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_connections=60'];
    const child = spawn(postgres, ['-D', this.dataFolder, ...network, ...settings], {
      ...owner,
      env: serverEnvironment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = child;
    await new Promise<void>((resolve, reject) => {
      let output = '';
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${output.slice(-2_000)}`)));
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-4_000);
        if (output.includes('ready to accept connections')) resolve();
      });
    });
  }

  async crash(): Promise<void> {
    await this.#end('SIGQUIT');
  }

  async stop(): Promise<void> {
    await this.#end('SIGINT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.crash();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

/** Nothing of the developer's own database, in the server's language. */
const serverEnvironment: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))),
  LC_ALL: 'C',
};

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  listener.close();
  await once(listener, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no port');
  return address.port;
}
