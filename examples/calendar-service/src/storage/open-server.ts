import { CalendarError } from '@kalends/core';
import { migratePostgres, pgClient, postgresAudit, postgresStores } from '@kalends/postgres';
import type { Storage } from './storage.ts';

/** Milliseconds that a connection may take, and a statement. */
const connectTimeoutMs = 5_000;
const statementTimeoutMs = 15_000;

/** Opens a pool of connections to a Postgres server. */
export async function openServer(url: string): Promise<Storage> {
  const { Client, Pool } = await import('pg');
  const settings = {
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
  };
  try {
    // A pool reads its settings at the first connection, and what is wrong with them would pass for a server that is away.
    void new Client(settings);
  } catch (error) {
    throw new CalendarError({
      code: 'invalidConfiguration',
      message: 'DATABASE_URL cannot be used',
      cure: {
        text: 'It has the form postgres://user:password@host:5432/database. Files that it names, such as sslrootcert, have to be readable.',
      },
      cause: error,
    });
  }
  const pool = new Pool(settings);
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
