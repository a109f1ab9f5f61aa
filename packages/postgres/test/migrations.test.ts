import { PGlite } from '@electric-sql/pglite';
import { migratePostgres, pgClient, pgliteClient, postgresAudit, postgresStores } from '@kalends/postgres';
import type { SqlClient } from '@kalends/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWithServer } from './kit/describe-with-server.ts';
import { sampleAccount, sampleEvent, sampleInstant } from './kit/sample-account.ts';

/** What was released never changes: a step whose statements differ would be refused by every database that has taken it. */
const released = [
  { name: '001-accounts', checksum: 'ff877f8144bd40528ffa812efae60e40d42086996b779b7b59bb1a06ed707748' },
];

describe('migratePostgres', () => {
  let database: PGlite;
  let client: SqlClient;
  beforeAll(async () => {
    database = await PGlite.create();
    client = pgliteClient(database);
  }, 60_000);
  afterAll(() => database.close());

  test('makes everything from nothing, and nothing the second time', async () => {
    expect(await migratePostgres({ client, schema: 'twice' })).toEqual(released.map(({ name }) => name));
    expect(await migratePostgres({ client, schema: 'twice' })).toEqual([]);
    const stores = postgresStores({ client, schema: 'twice' });
    expect(await stores.accounts.list()).toEqual([]);
  });

  test('takes the steps that were released, unchanged', async () => {
    await migratePostgres({ client, schema: 'pinned' });
    expect(await client.query('select name, checksum from pinned.schema_migrations order by name')).toEqual(released);
  });

  test('uses a schema that is there already, and only its own', async () => {
    await client.query('create schema prepared');
    await migratePostgres({ client, schema: 'prepared' });
    await migratePostgres({ client });
    const stores = postgresStores({ client, schema: 'prepared' });
    await stores.policies.set({ kind: 'user', id: 'ada' }, { calendars: 'read' });
    expect(await postgresStores({ client }).policies.get({ kind: 'user', id: 'ada' })).toBeUndefined();
    expect(await client.query('select kind from prepared.policies')).toHaveLength(1);
  });

  test.each([
    ['a newer version has migrated', `insert into #.schema_migrations values ('999-later', 'x')`],
    ['a step of which differs', `update #.schema_migrations set checksum = 'x' where name = '001-accounts'`],
    ['whose steps have other names', `update #.schema_migrations set name = '000-other'`],
  ])('refuses a database that %s, and leaves it as it is', async (_what, statement) => {
    const schema = 'refused';
    await client.query('drop schema if exists refused cascade');
    await migratePostgres({ client, schema });
    await client.query(statement.replace('#', schema));
    const before = await client.query('select * from refused.schema_migrations order by name');
    await expect(migratePostgres({ client, schema })).rejects.toMatchObject({ code: 'invalidConfiguration' });
    expect(await client.query('select * from refused.schema_migrations order by name')).toEqual(before);
  });

  test('leaves nothing behind when a step fails', async () => {
    const failing: SqlClient = {
      ...client,
      transaction: (work) =>
        client.transaction((session) =>
          work({
            query: (text, values) =>
              session.query(text.startsWith('create table "halfway".events') ? 'select 1 / 0' : text, values),
          }),
        ),
    };
    await expect(migratePostgres({ client: failing, schema: 'halfway' })).rejects.toMatchObject({
      code: 'storeUnavailable',
      retryable: false,
    });
    expect(await client.query(`select to_regnamespace('halfway')::text as there`)).toEqual([{ there: null }]);
    expect(await migratePostgres({ client, schema: 'halfway' })).toEqual(released.map(({ name }) => name));
  });

  test.each(['', 'Upper', '1st', 'pg_mine', 'a"b', 'a b', 'ä', 'a'.repeat(64)])(
    'refuses the schema name "%s"',
    (schema) => {
      const refusal = expect.objectContaining({
        code: 'invalidConfiguration',
        message: expect.stringContaining('schema'),
      });
      expect(() => postgresStores({ client, schema })).toThrow(refusal);
      expect(() => postgresAudit({ client, schema })).toThrow(refusal);
    },
  );

  test('has to have run before the stores are used', async () => {
    const stores = postgresStores({ client, schema: 'never_made' });
    await expect(stores.accounts.get('a')).rejects.toMatchObject({
      code: 'invalidConfiguration',
      cure: { text: expect.stringContaining('migratePostgres') },
    });
  });
});

describeWithServer('migratePostgres on a server', (using) => {
  test('takes each step once when eight programs start at the same time', async () => {
    const clients = Array.from({ length: 8 }, () => pgClient(using.pool({ max: 1 })));
    const taken = await Promise.all(clients.map((client) => migratePostgres({ client, schema: 'at_once' })));
    expect(taken.flat()).toEqual(released.map(({ name }) => name));
  });

  test('reads only when nothing is to be done, and the stores need no more than the README grants', async () => {
    const owner = using.pool();
    await migratePostgres({ client: pgClient(owner) });
    await owner.query(`create role service login password 'canary-service-password'`);
    await owner.query('grant usage on schema kalends to service');
    await owner.query('grant select, insert, update, delete on all tables in schema kalends to service');
    await owner.query('revoke update, delete on kalends.audit, kalends.schema_migrations from service');
    await owner.query('grant usage on all sequences in schema kalends to service');
    const client = pgClient(using.pool({ user: 'service', password: 'canary-service-password' }));
    expect(await migratePostgres({ client })).toEqual([]);
    await expect(migratePostgres({ client, schema: 'other' })).rejects.toMatchObject({ code: 'invalidConfiguration' });

    const { accounts, secrets, leases, events, policies } = postgresStores({ client });
    const generation = await accounts.nextGeneration();
    await accounts.insert(sampleAccount('a', generation), { credential: 'sealed' });
    await secrets.put({ kind: 'account', id: 'a', generation }, 'name', 'sealed');
    await secrets.put({ kind: 'application' }, 'name', 'sealed');
    expect(await leases.acquire('name', 'owner', 1_000)).toBeDefined();
    await policies.set({ kind: 'user', id: 'ada' }, { calendars: 'read' });
    const entry = {
      action: 'credential.open',
      actor: 'job',
      recordId: 'a',
      purpose: 'renewal',
      outcome: 'success',
    } as const;
    await postgresAudit({ client }).record({ ...entry, at: sampleInstant });
    expect(await accounts.remove({ id: 'a', event: () => sampleEvent('a') })).toBeDefined();
    expect(await events.take({ limit: 1, visibilityMs: 1 })).toHaveLength(1);
  });
});
