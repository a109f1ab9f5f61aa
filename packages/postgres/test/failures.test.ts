import { inspect } from 'node:util';
import { CalendarError } from '@kalends/core';
import type { AccountStores } from '@kalends/core/accounts';
import { migratePostgres, pgClient, postgresStores } from '@kalends/postgres';
import type { PoolConfig } from 'pg';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { describeWithServer } from './kit/describe-with-server.ts';
import { sampleAccount, sampleEvent } from './kit/sample-account.ts';

const credential = 'canary-sealed-text';

/** What a call ended with; nothing of the statement, the values, the password or the place may be in it. */
async function failureOf(call: Promise<unknown>): Promise<CalendarError> {
  const error = await call.then(
    () => new Error('The call succeeded'),
    (reason: unknown) => reason,
  );
  if (!CalendarError.is(error)) throw error;
  expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toMatch(
    /canary|127\.0\.0\.1|insert into|select |update |delete from/,
  );
  return error;
}

describeWithServer('when the database fails', (using) => {
  const open = (options?: PoolConfig): AccountStores => postgresStores({ client: pgClient(using.pool(options)) });
  let stores: AccountStores;

  beforeAll(async () => {
    await migratePostgres({ client: pgClient(using.pool()) });
    stores = open({ max: 8 });
  });
  beforeEach(async () => {
    await stores.accounts.insert(sampleAccount('a', await stores.accounts.nextGeneration()), { credential });
  });

  test('a crash fails what is under way; what was confirmed is there after the restart, on the same pool', async () => {
    const confirmed = new Set<string>();
    const failures: CalendarError[] = [];
    const keepGoing = async (worker: number): Promise<void> => {
      for (let round = 0; ; round += 1) {
        const id = `crash-${worker}-${round}`;
        const generation = await stores.accounts.nextGeneration();
        await stores.accounts.insert(sampleAccount(id, generation), { credential });
        await stores.secrets.put({ kind: 'account', id, generation }, 'name', credential);
        confirmed.add(id);
      }
    };
    const workers = Array.from({ length: 6 }, async (_, worker) => failures.push(await failureOf(keepGoing(worker))));
    while (confirmed.size < 30) await stores.accounts.get('a');
    await using.server().crash();
    await Promise.all(workers);
    expect(new Set(failures.map(({ code }) => code))).toEqual(new Set(['storeUnavailable']));
    expect(failures.every(({ retryable }) => retryable)).toBe(true);
    expect(await failureOf(stores.accounts.get('a'))).toMatchObject({ code: 'storeUnavailable', retryable: true });

    await using.server().start();
    const kept = await stores.secrets.list({ limit: 1_000 });
    const owners = new Set(kept.map(({ owner }) => (owner.kind === 'account' ? owner.id : '')));
    expect([...confirmed].filter((id) => !owners.has(id))).toEqual([]);
  });

  test('connections that are ended while they lie idle are not noticed', async () => {
    const pool = using.pool({ max: 2, application_name: 'idle' });
    const idle = postgresStores({ client: pgClient(pool) });
    await idle.accounts.get('a');
    const gone = new Promise<void>((resolve) => void pool.once('remove', () => resolve()));
    await using.pool().query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'idle'`);
    await gone;
    expect(await idle.accounts.get('a')).toBeDefined();
  });

  test('a connection that is ended in the middle of a transaction leaves nothing half done', async () => {
    const killed = open({ max: 1, application_name: 'middle' });
    const generation = await stores.accounts.nextGeneration();
    await stores.accounts.insert(sampleAccount('middle', generation), { credential });
    await stores.secrets.put({ kind: 'account', id: 'middle', generation }, 'name', credential);
    const blocker = await using.pool().connect();
    await blocker.query('begin');
    await blocker.query(`insert into kalends.events (id, event) values ('disconnected middle', '{}')`);
    // Removes the account, and then waits for the event of the same id.
    const removal = failureOf(killed.accounts.remove({ id: 'middle', event: () => sampleEvent('middle') }));
    const waiting = `select pid from pg_stat_activity where application_name = 'middle' and wait_event_type = 'Lock'`;
    let pid: unknown;
    while (pid === undefined) pid = (await using.pool().query<{ pid: unknown }>(waiting)).rows[0]?.pid;
    await blocker.query('select pg_terminate_backend($1)', [pid]);
    expect(await removal).toMatchObject({ code: 'storeUnavailable', retryable: true });
    await blocker.query('rollback');
    blocker.release();
    expect(await stores.accounts.get('middle')).toBeDefined();
    expect(await stores.secrets.get({ kind: 'account', id: 'middle', generation }, 'name')).toBe(credential);
    expect(await killed.accounts.remove({ id: 'middle', event: () => sampleEvent('middle') })).toBeDefined();
  });

  test('no free connection in the pool', async () => {
    const pool = using.pool({ max: 1 });
    const held = await pool.connect();
    // Only now: connecting itself takes longer on a busy machine.
    pool.options.connectionTimeoutMillis = 1;
    const full = postgresStores({ client: pgClient(pool) });
    expect(await failureOf(full.accounts.get('a'))).toMatchObject({ code: 'storeUnavailable', retryable: true });
    pool.options.connectionTimeoutMillis = 0;
    held.release();
    expect(await full.accounts.get('a')).toBeDefined();
  });

  test('a lock that is held for longer than the statement may take', async () => {
    const blocker = await using.pool().connect();
    await blocker.query('begin');
    await blocker.query(`select 1 from kalends.accounts where id = 'a' for update`);
    const hasty = open({ statement_timeout: 20 });
    const failure = await failureOf(hasty.accounts.remove({ id: 'a', event: () => sampleEvent('a') }));
    expect(failure).toMatchObject({ code: 'storeUnavailable', retryable: true, vendorCode: '57014' });
    await blocker.query('rollback');
    blocker.release();
    expect(await stores.accounts.get('a')).toBeDefined();
  });

  test.each([
    ['nobody listens', { port: 1 }, 'storeUnavailable', true],
    ['the password is wrong', { password: 'canary-wrong' }, 'invalidConfiguration', false],
    ['there is no such user', { user: 'canary-user' }, 'invalidConfiguration', false],
    ['there is no such database', { database: 'canary-database' }, 'invalidConfiguration', false],
  ])('%s', async (_what, options, code, retryable) => {
    expect(await failureOf(open(options).accounts.get('a'))).toMatchObject({ code, retryable });
  });

  test('a database that takes no writes', async () => {
    const standby = open({ options: '-c default_transaction_read_only=on' });
    expect(await standby.accounts.get('a')).toBeDefined();
    expect(await failureOf(standby.accounts.nextGeneration())).toMatchObject({
      code: 'storeUnavailable',
      vendorCode: '25006',
    });
  });

  test('two who would wait for each other for ever: both get through', async () => {
    // Under this isolation the server refuses what READ COMMITTED would let wait.
    const strict = open({ max: 4, options: '-c default_transaction_isolation=serializable' });
    const put = (name: string) => strict.secrets.put({ kind: 'application' }, name, credential);
    const results = await Promise.all(['x', 'y', 'x', 'y'].map(put));
    expect(results).toEqual([true, true, true, true]);
  });
});
