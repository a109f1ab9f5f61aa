import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { missingServer } from './postgres-binaries.ts';
import { startPostgresServer } from './postgres-server.ts';
import type { PostgresServer } from './postgres-server.ts';

/** The running server and pools to it. */
export interface WithServer {
  server(): PostgresServer;
  /** A pool of its own, ended with the tests. */
  pool(options?: pg.PoolConfig): pg.Pool;
}

/** Tests that need a Postgres server: one is started for them, or they are skipped and say why. */
export function describeWithServer(name: string, tests: (using: WithServer) => void): void {
  if (missingServer !== undefined) {
    describe.skip(`${name} (skipped: ${missingServer})`, () => tests(unavailable));
    return;
  }
  describe(name, () => {
    let server: PostgresServer;
    const pools: pg.Pool[] = [];
    beforeAll(async () => {
      server = await startPostgresServer();
    }, 60_000);
    afterAll(async () => {
      await Promise.all(pools.map((pool) => pool.end()));
      await server[Symbol.asyncDispose]();
    });
    tests({
      server: () => server,
      pool(options) {
        const pool = new pg.Pool({ ...server.address, ...options });
        pools.push(pool);
        return pool;
      },
    });
  });
}

const missing = (): never => {
  throw new Error('There is no server');
};
const unavailable: WithServer = { server: missing, pool: missing };
