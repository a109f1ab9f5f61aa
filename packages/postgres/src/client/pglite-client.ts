import type { SqlClient, SqlRow, SqlSession, SqlValue } from './sql-client.ts';

/** What is used of a PGlite database or of a transaction in it. @public */
export interface PgliteSession {
  /** Runs one statement. */
  query(text: string, values: SqlValue[]): Promise<{ readonly rows: unknown[] }>;
}

/** What is used of a `PGlite` database. @public */
export interface PgliteDatabase extends PgliteSession {
  /** Runs `work` in a transaction; what it rejects with rolls back. */
  transaction<T>(work: (transaction: PgliteSession) => Promise<T>): Promise<T>;
}

/**
 * Makes a client from a PGlite database: Postgres inside this process, in memory or in a folder, without a server. Only one process
 * may have a folder open. The database stays the caller's, who closes it.
 *
 * @example
 * ```ts
 * import { PGlite } from '@electric-sql/pglite';
 * import { pgliteClient, postgresStores } from '@kalends/postgres';
 *
 * const stores = postgresStores({ client: pgliteClient(await PGlite.create('./data')) });
 * ```
 * @public
 */
export function pgliteClient(database: PgliteDatabase): SqlClient {
  return {
    query: (text, values) => rowsOf(database, text, values),
    transaction: async (work) =>
      database.transaction((transaction) => {
        const session: SqlSession = { query: (text, values) => rowsOf(transaction, text, values) };
        return work(session);
      }),
  };
}

async function rowsOf(
  session: PgliteSession,
  text: string,
  values: readonly SqlValue[] = [],
): Promise<readonly SqlRow[]> {
  const { rows } = await session.query(text, [...values]);
  // Without `rowMode: 'array'`, which the signature above cannot ask for, rows are objects.
  return rows as readonly SqlRow[];
}
