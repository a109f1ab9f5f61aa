import { migratePostgres, pgClient, postgresAudit, postgresStores } from '@kalends/postgres';
import type { Storage } from './storage.ts';

/** Milliseconds that a connection may take, and a statement. */
const connectTimeoutMs = 5_000;
const statementTimeoutMs = 15_000;

/** Opens a pool of connections to a Postgres server. */
export async function openServer(url: string): Promise<Storage> {
  const { Pool } = await import('pg');
  const pool = new Pool({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
  });
  await using opened = new AsyncDisposableStack();
  opened.defer(() => pool.end());
  const client = pgClient(pool);
  await migratePostgres({ client });
  const open = opened.move();
  return {
    kind: 'server',
    stores: postgresStores({ client }),
    audit: postgresAudit({ client }),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}
