/** A value handed to a statement. Everything else travels as text and is cast in the statement. @public */
export type SqlValue = string | number | boolean | null;

/** A row by the names of its columns. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** Runs statements, one after the other. @public */
export interface SqlSession {
  /**
   * Runs one statement.
   *
   * @param text - With `$1`, `$2` … in place of the values.
   * @returns its rows; none for a statement that returns nothing.
   * @throws whatever the driver throws; a failure that the server reported carries its SQLSTATE as `code`.
   */
  query(text: string, values?: readonly SqlValue[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/**
 * The little that the stores need of a Postgres driver. {@link pgClient} and {@link pgliteClient} make one from a `pg` pool or a
 * PGlite database; for another driver write your own.
 *
 * @public
 */
export interface SqlClient extends SqlSession {
  /**
   * Runs `work` in a transaction of the isolation level READ COMMITTED, on a connection of its own: commits when it resolves, rolls
   * back when it rejects and rejects with the same reason.
   */
  transaction<T>(work: (session: SqlSession) => Promise<T>): Promise<T>;
}
