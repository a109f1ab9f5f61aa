import type { SqlClient, SqlRow, SqlSession, SqlValue } from './sql-client.ts';

/** What is used of a connection of `pg`. @public */
export interface PgConnection {
  /** Runs one statement. */
  query(text: string, values: SqlValue[]): Promise<{ readonly rows: unknown[] }>;
  /** Listens for the breaking of the connection. */
  on(event: 'error', listener: (error: Error) => void): unknown;
  /** Stops listening. */
  off(event: 'error', listener: (error: Error) => void): unknown;
  /** `true` closes the connection instead of keeping it. */
  release(destroy?: boolean): void;
}

/** What is used of a `Pool` of `pg` 8. @public */
export interface PgPool {
  /** Gives a free connection, or waits for one. */
  connect(): Promise<PgConnection>;
  /** Listens for the breaking of connections that lie idle. */
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * Makes a client from a connection pool of `pg` 8. The pool stays the caller's: its size, its time limits and its end. Give it a
 * `connectionTimeoutMillis` and a `statement_timeout`, because without them an unreachable database is waited for without end.
 *
 * A connection that breaks while it lies idle is not an event that ends the process any more; the next statement says so.
 *
 * @example
 * ```ts
 * import { pgClient, postgresStores } from '@kalends/postgres';
 * import { Pool } from 'pg';
 *
 * const pool = new Pool({ connectionString: process.env['DATABASE_URL'], connectionTimeoutMillis: 5_000 });
 * const stores = postgresStores({ client: pgClient(pool) });
 * ```
 * @public
 */
export function pgClient(pool: PgPool): SqlClient {
  if (!watched.has(pool)) {
    watched.add(pool);
    pool.on('error', ignore);
  }
  return {
    query: async (text, values) => withConnection(pool, (session) => session.query(text, values)),
    transaction: async (work) => withConnection(pool, (session) => inTransaction(session, work)),
  };
}

const watched = new WeakSet<PgPool>();

/** Without a listener, an `error` event ends the process. The failure itself reaches whoever runs the next statement. */
const ignore = (): void => undefined;

async function withConnection<T>(pool: PgPool, work: (session: SqlSession) => Promise<T>): Promise<T> {
  const connection = await pool.connect();
  let isBroken = false;
  const onError = (): void => void (isBroken = true);
  // The pool listens only while a connection lies in it.
  connection.on('error', onError);
  try {
    return await work({ query: (text, values) => rowsOf(connection, text, values) });
  } catch (error) {
    isBroken ||= error instanceof UnknownTransactionState;
    throw error instanceof UnknownTransactionState ? error.reason : error;
  } finally {
    connection.off('error', onError);
    connection.release(isBroken);
  }
}

async function rowsOf(
  connection: PgConnection,
  text: string,
  values: readonly SqlValue[] = [],
): Promise<readonly SqlRow[]> {
  const { rows } = await connection.query(text, [...values]);
  // Without `rowMode: 'array'`, which the signature above cannot ask for, rows are objects.
  return rows as readonly SqlRow[];
}

async function inTransaction<T>(session: SqlSession, work: (session: SqlSession) => Promise<T>): Promise<T> {
  await session.query('begin isolation level read committed');
  let result: T;
  try {
    result = await work(session);
  } catch (error) {
    await session.query('rollback').catch(() => {
      throw new UnknownTransactionState(error);
    });
    throw error;
  }
  await session.query('commit').catch((error: unknown) => {
    throw new UnknownTransactionState(error);
  });
  return result;
}

/** Says that a connection may still be inside a transaction, and must not be used again. */
class UnknownTransactionState extends Error {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super('The end of a transaction failed');
    this.reason = reason;
  }
}
