import { missingServer, startPostgresServer } from '@kalends-tools/postgres-server';
import type { PostgresServer } from '@kalends-tools/postgres-server';
import { Pool } from 'pg';
import type { PoolConfig } from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';

/** The running server and pools to it. */
export interface WithServer {
  server(): PostgresServer;
  /** A pool of its own, ended with the tests. */
  pool(options?: PoolConfig): Pool;
}

const reason = missingServer === undefined ? '' : ` (skipped: ${missingServer})`;

/** Tests that need a Postgres server: one is started for them, or they are skipped and say why. */
export function describeWithServer(name: string, tests: (using: WithServer) => void): void {
  describe.skipIf(missingServer !== undefined)(`${name}${reason}`, () => {
    let server: PostgresServer;
    const pools: Pool[] = [];
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
        const pool = new Pool({ ...server.address, ...options });
        pools.push(pool);
        return pool;
      },
    });
  });
}
