import { Secret } from '@kalends/core';
import type { CalendarAccounts } from '@kalends/core/accounts';
import { generateKey } from '@kalends/crypto';
import { migratePostgres, pgClient } from '@kalends/postgres';
import { demoGoogleClient, startGoogleEmulator } from '@kalends/testing';
import type { Company, GoogleEmulator } from '@kalends/testing';
import { Pool } from 'pg';
import { z } from 'zod';
import { startPostgresServer } from '@kalends-tools/postgres-server';
import type { PostgresServer } from '@kalends-tools/postgres-server';
import type { KeptAccount } from './judge-step.ts';
import { AheadClock, openAccounts } from './open-accounts.ts';
import { workerCount } from './refresh-plan.ts';
import { WorkerProcess } from './worker-process.ts';

const scopes = ['calendar.events.readonly', 'calendar.calendarlist.readonly'].map(
  (scope) => `https://www.googleapis.com/auth/${scope}`,
);
const people = ['first', 'second', 'third'] as const;
const company: Company = {
  name: 'Soak Company',
  domain: 'soak.example',
  timeZone: 'UTC',
  people: people.map((id) => ({
    id,
    name: id,
    address: `${id}@soak.example`,
    timeZone: 'UTC',
    password: 'not used',
  })),
  rooms: [],
  meetings: [],
};
const keptRowSchema = z.object({
  state: z.string(),
  version: z.string().transform(Number),
  credential: z.boolean(),
  token: z.boolean(),
});

/** A refresh as the service saw it. */
export interface SeenRefresh {
  readonly worker: string;
  readonly person: string;
  readonly isGranted: boolean;
}

/** A database server, a service with strict rotation, and processes between them. One for all seeds: starting takes seconds. */
export class RefreshStage implements AsyncDisposable {
  readonly emulator: GoogleEmulator;
  readonly clock: AheadClock;
  readonly accounts: CalendarAccounts;
  readonly workers: WorkerProcess[] = [];
  readonly #server: PostgresServer;
  readonly #pool: Pool;
  readonly #keyRing: string;
  #handled = 0;
  #started = 0;

  private constructor(parts: {
    readonly emulator: GoogleEmulator;
    readonly clock: AheadClock;
    readonly accounts: CalendarAccounts;
    readonly server: PostgresServer;
    readonly pool: Pool;
    readonly keyRing: string;
  }) {
    this.emulator = parts.emulator;
    this.clock = parts.clock;
    this.accounts = parts.accounts;
    this.#server = parts.server;
    this.#pool = parts.pool;
    this.#keyRing = parts.keyRing;
    // Holds nothing; counts what was handled, also what nobody waits for any more.
    this.emulator.holdTokenAnswers(() => {
      this.#handled += 1;
      return false;
    });
  }

  /** Starts everything. */
  static async open(): Promise<RefreshStage> {
    const clock = new AheadClock(0);
    const server = await startPostgresServer();
    const emulator = await startGoogleEmulator({ clock, company, refreshTokenRotation: 'strict' });
    const pool = new Pool({ ...server.address, application_name: 'stage' });
    await migratePostgres({ client: pgClient(pool) });
    const keyRing = `soak:${generateKey()}`;
    const { accounts } = await openAccounts({ ...settings(server, emulator, keyRing), name: 'stage' }, pool, clock);
    const stage = new RefreshStage({ emulator, clock, accounts, server, pool, keyRing });
    await Promise.all(Array.from({ length: workerCount }, (_, index) => stage.startWorker(index)));
    return stage;
  }

  /** Starts the process of this number, in place of one that was killed. */
  async startWorker(index: number): Promise<WorkerProcess> {
    this.#started += 1;
    const worker = await WorkerProcess.start({
      kind: 'start',
      ...settings(this.#server, this.emulator, this.#keyRing),
      name: `worker-${index}-${this.#started}`,
      aheadMs: this.clock.aheadMs,
    });
    this.workers[index] = worker;
    return worker;
  }

  /**
   * Kills a process, waits until the database has ended what it had begun, and lets the time of its leases run out: their twenty
   * seconds are nothing to wait for.
   */
  async kill(worker: WorkerProcess): Promise<void> {
    await worker.kill();
    const sessions = 'select 1 from pg_stat_activity where application_name = $1';
    while ((await this.#pool.query(sessions, [worker.name])).rows.length > 0);
    const ended = `update kalends.leases set expires_at = clock_timestamp() where owner = $1 and expires_at > clock_timestamp()`;
    await this.#pool.query(ended, [worker.name]);
  }

  /** Lets time pass for the service and for every process. */
  async passTime(ms: number): Promise<void> {
    this.clock.aheadMs += ms;
    await Promise.all(this.workers.map((worker) => worker.setTime(this.clock.aheadMs)));
  }

  /** Connects an account of the person of this number, as its sign-in would. */
  async connect(id: string, person: number): Promise<void> {
    const personId = people[person] ?? people[0];
    const tokens = this.emulator.issueTokens({ person: personId, scopes: ['openid', 'email', ...scopes] });
    this.emulator.expireAccessTokens();
    await this.accounts.connect({
      id,
      ownerId: id,
      role: 'user',
      actor: 'soak',
      credential: {
        kind: 'oauth',
        provider: 'google',
        account: { id: `${personId} ${id}`, address: `${personId}@soak.example` },
        scopes: tokens.scopes,
        refreshToken: new Secret(tokens.refreshToken),
        issuedAt: new Date(this.clock.now()).toISOString(),
      },
    });
  }

  /** Refreshes that the service has handled, oldest first; waits until all of them are recorded. */
  async refreshes(): Promise<readonly SeenRefresh[]> {
    const isTokenRequest = ({ request }: GoogleEmulator['exchanges'][number]): boolean =>
      request.path === '/token' && request.method === 'POST';
    let exchanges = this.emulator.exchanges.filter(isTokenRequest);
    while (exchanges.length < this.#handled) {
      await new Promise((resolve) => setImmediate(resolve));
      exchanges = this.emulator.exchanges.filter(isTokenRequest);
    }
    return this.emulator.tokenRequests().map(({ account = '', outcome }, index) => ({
      worker: exchanges[index]?.request.headers['x-worker'] ?? '',
      person: account,
      isGranted: outcome === 'granted' || outcome === 'lost',
    }));
  }

  /** Person id behind the number. */
  personOf(person: number): string {
    return people[person] ?? people[0];
  }

  /** What the database has of an account. */
  async kept(id: string): Promise<KeptAccount> {
    const { rows } = await this.#pool.query(
      `select state, version::text, credential is not null as credential, access_token is not null as token
       from kalends.accounts where id = $1`,
      [id],
    );
    const { state, version, credential, token } = keptRowSchema.parse(rows[0]);
    return { state, version, hasCredential: credential, hasToken: token };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.kill()));
    await this.accounts.close();
    await this.#pool.end();
    await this.emulator.close();
    await this.#server[Symbol.asyncDispose]();
  }
}

function settings(server: PostgresServer, emulator: GoogleEmulator, keyRing: string) {
  return {
    database: server.address,
    tokenUrl: `${emulator.origin}/token`,
    clientId: demoGoogleClient.clientId,
    clientSecret: demoGoogleClient.clientSecret ?? '',
    keyRing,
  };
}
