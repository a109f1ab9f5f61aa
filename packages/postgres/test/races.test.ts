import type { AccountStores } from '@kalends/core/accounts';
import { migratePostgres, pgClient, postgresStores } from '@kalends/postgres';
import type { PoolClient } from 'pg';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { describeWithServer } from './kit/describe-with-server.ts';
import { sampleEvent } from './kit/sample-account.ts';

/** Races whose moment chance would seldom hit: another session holds the row until the store waits for it, or has gone on. */
describeWithServer('while another session holds a row', (using) => {
  let stores: AccountStores;
  let other: PoolClient;

  beforeAll(async () => {
    await migratePostgres({ client: pgClient(using.pool()) });
    stores = postgresStores({ client: pgClient(using.pool({ application_name: 'stores' })) });
  });
  beforeEach(async () => {
    other = await using.pool().connect();
    await other.query('begin');
    return async () => {
      await other.query('rollback');
      other.release();
    };
  });

  /** Resolves when a statement of the stores waits for a lock. */
  const untilWaiting = async (): Promise<void> => {
    const waiting = `select 1 from pg_stat_activity where application_name = 'stores' and wait_event_type = 'Lock'`;
    // Not in the transaction above: within one, the view does not change.
    const observer = using.pool({ max: 1 });
    while ((await observer.query(waiting)).rows.length === 0);
  };

  test('a fence is drawn when the lease is had, not when it is asked for', async () => {
    await stores.leases.acquire('token', 'first', 0);
    await other.query(`select 1 from kalends.leases where name = 'token' for update`);
    const late = stores.leases.acquire('token', 'late', 60_000);
    await untilWaiting();
    const { rows } = await other.query<{ fence: string }>(
      `update kalends.leases set owner = 'between', fence = nextval('kalends.lease_fence') where name = 'token' returning fence`,
    );
    await other.query('commit');
    expect((await late)?.fence).toBeGreaterThan(Number(rows[0]?.fence));
  });

  test('a lease that somebody took meanwhile is not had', async () => {
    await stores.leases.acquire('held', 'first', 0);
    await other.query(
      `update kalends.leases set owner = 'between', expires_at = clock_timestamp() + interval '1 hour' where name = 'held'`,
    );
    const late = stores.leases.acquire('held', 'late', 60_000);
    await untilWaiting();
    await other.query('commit');
    expect(await late).toBeUndefined();
  });

  test('events that somebody is about to hide are passed over, not waited for', async () => {
    await stores.events.add(sampleEvent('a'));
    await stores.events.add(sampleEvent('b'));
    await other.query(`select 1 from kalends.events where id = 'disconnected a' for update`);
    const taken = await stores.events.take({ limit: 10, visibilityMs: 60_000 });
    expect(taken.map(({ event }) => event.id)).toEqual(['disconnected b']);
  });
});
