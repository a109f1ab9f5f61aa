import { CalendarError, resolveRuntime } from '@kalends/core';
import type { Clock, Logger, Random, Runtime } from '@kalends/core';
import type { SqlClient, SqlRow, SqlSession, SqlValue } from './client/sql-client.ts';
import { isRepeatable, storeError } from './store-error.ts';

/** What everything in this package is made from. @public */
export interface PostgresOptions {
  /** How the database is reached. */
  readonly client: SqlClient;
  /**
   * Schema that holds the tables. 1 to 63 characters of `a-z 0-9 _`, not beginning with a digit or `pg_`. Default `kalends`.
   */
  readonly schema?: string;
  /** Clock and random source of the pauses between repeated transactions, and a logger. Default: the real ones; no logging. */
  readonly runtime?: Partial<Pick<Runtime, 'clock' | 'random' | 'logger'>>;
}

/** Default of {@link PostgresOptions.schema}. @public */
export const defaultSchema = 'kalends';

const schemaName = /^(?!pg_)[a-z_][a-z0-9_]{0,62}$/;

/** How often a transaction is run that the database rolls back in favour of others. */
const maxRuns = 6;
const firstPauseMs = 10;

/** The client with what all stores share: the schema, typed errors, transactions run again after a deadlock. */
export class Database implements SqlSession {
  /** The schema's name, quoted, for statements. */
  readonly schema: string;
  readonly logger: Logger;
  readonly #client: SqlClient;
  readonly #clock: Clock;
  readonly #random: Random;

  /** @throws CalendarError `invalidConfiguration` when the schema's name cannot be one. */
  constructor({ client, schema = defaultSchema, runtime }: PostgresOptions) {
    if (!schemaName.test(schema)) {
      const message = 'schema: 1 to 63 characters of a-z, 0-9 and _ are needed, not beginning with a digit or pg_';
      throw new CalendarError({ code: 'invalidConfiguration', message });
    }
    const { clock, random, logger } = resolveRuntime(runtime);
    this.schema = `"${schema}"`;
    this.logger = logger;
    this.#client = client;
    this.#clock = clock;
    this.#random = random;
  }

  /** Runs one statement, which is a transaction of its own. */
  async query(text: string, values?: readonly SqlValue[]): Promise<readonly SqlRow[]> {
    return this.#repeat(() => typed(this.#client).query(text, values));
  }

  /** Runs several statements as one transaction; from the start when the database rolled it back in favour of others. */
  async transaction<T>(work: (session: SqlSession) => Promise<T>): Promise<T> {
    return this.#repeat(async () => {
      const own: { error?: unknown } = {};
      const guarded = async (session: SqlSession): Promise<T> => {
        try {
          return await work(typed(session));
        } catch (error) {
          own.error = error;
          throw error;
        }
      };
      try {
        return await this.#client.transaction(guarded);
      } catch (error) {
        // What the caller's own function threw is the caller's.
        throw 'error' in own && own.error === error ? error : storeError(error);
      }
    });
  }

  async #repeat<T>(run: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await run();
      } catch (error) {
        if (!CalendarError.is(error) || !isRepeatable(error) || attempt === maxRuns) throw error;
        this.logger.debug('store.repeat', { code: error.code, attempt });
        await this.#clock.sleep(this.#pauseMs(attempt));
      }
    }
  }

  /** Twice as long each time, between half and all of it: those who met once shall not meet again. */
  #pauseMs(attempt: number): number {
    const [byte = 0] = this.#random.bytes(1);
    return firstPauseMs * 2 ** (attempt - 1) * (0.5 + byte / 512);
  }
}

function typed(session: SqlSession): SqlSession {
  return {
    async query(text, values) {
      try {
        return await session.query(text, values);
      } catch (error) {
        throw storeError(error);
      }
    },
  };
}
