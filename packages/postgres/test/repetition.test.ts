import { PGlite } from '@electric-sql/pglite';
import { migratePostgres, pgliteClient, postgresStores } from '@kalends/postgres';
import type { PostgresOptions, SqlClient } from '@kalends/postgres';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { sampleAccount, sampleEvent } from './kit/sample-account.ts';

/** What a server says of a transaction that it rolled back in favour of another. */
const deadlock = Object.assign(new Error('deadlock detected; canary detail'), { code: '40P01' });

describe('transactions that the database rolls back', () => {
  let database: PGlite;
  let client: SqlClient;
  beforeAll(async () => {
    database = await PGlite.create();
    client = pgliteClient(database);
    await migratePostgres({ client });
  }, 60_000);
  afterAll(() => database.close());

  /** The client, which first loses so many times; and the pauses that were made. */
  function losing(times: number): { readonly options: PostgresOptions; readonly pausesMs: number[] } {
    let left = times;
    const lose = (): void => {
      left -= 1;
      if (left >= 0) throw deadlock;
    };
    const pausesMs: number[] = [];
    const sleep = (ms: number): Promise<void> => Promise.resolve(void pausesMs.push(ms));
    return {
      pausesMs,
      options: {
        client: {
          query: async (text, values) => {
            lose();
            return client.query(text, values);
          },
          transaction: (work) =>
            client.transaction(async (session) => {
              const result = await work(session);
              lose();
              return result;
            }),
        },
        runtime: { clock: { now: () => 0, sleep }, random: { bytes: (length) => new Uint8Array(length).fill(128) } },
      },
    };
  }

  test('are run again after growing pauses, from the start', async () => {
    const { options, pausesMs } = losing(3);
    const { accounts, events } = postgresStores({ ...options, client });
    await accounts.insert(sampleAccount('a', await accounts.nextGeneration()), {});
    const event = vi.fn<() => ReturnType<typeof sampleEvent>>(() => sampleEvent('a'));
    expect(await postgresStores(options).accounts.remove({ id: 'a', event })).toBeDefined();
    expect(event).toHaveBeenCalledTimes(4);
    expect(await events.take({ limit: 10, visibilityMs: 1 })).toHaveLength(1);
    expect(pausesMs).toEqual([7.5, 15, 30]);
  });

  test('are given up in the end', async () => {
    const { options, pausesMs } = losing(Number.POSITIVE_INFINITY);
    await expect(postgresStores(options).accounts.nextGeneration()).rejects.toMatchObject({
      code: 'storeUnavailable',
      retryable: true,
      vendorCode: '40P01',
      message: expect.not.stringContaining('canary'),
    });
    expect(pausesMs).toHaveLength(5);
  });

  test('are not those that failed for another reason', async () => {
    const query = vi.fn<SqlClient['query']>(() => Promise.reject(Object.assign(new Error('x'), { code: '23505' })));
    const stores = postgresStores({ client: { ...client, query } });
    await expect(stores.accounts.nextGeneration()).rejects.toMatchObject({
      code: 'storeUnavailable',
      retryable: false,
    });
    expect(query).toHaveBeenCalledTimes(1);
  });
});
