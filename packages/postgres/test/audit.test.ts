import { PGlite } from '@electric-sql/pglite';
import type { AuditEntry } from '@kalends/core';
import { migratePostgres, pgliteClient, postgresAudit } from '@kalends/postgres';
import type { SqlClient } from '@kalends/postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const entry: AuditEntry = {
  action: 'credential.open',
  actor: "job '; drop table audit; --",
  recordId: 'account-1',
  purpose: 'renewal',
  outcome: 'failure',
  at: '2026-03-20T08:00:00.000Z',
};

describe('postgresAudit', () => {
  let database: PGlite;
  let client: SqlClient;
  beforeAll(async () => {
    database = await PGlite.create();
    client = pgliteClient(database);
  }, 60_000);
  beforeEach(async () => {
    await client.query('drop schema if exists kalends cascade');
    await migratePostgres({ client });
  });
  afterAll(() => database.close());

  test('keeps entries in the order they came, each as often as it came', async () => {
    const audit = postgresAudit({ client });
    for (const outcome of ['failure', 'success', 'success'] as const) await audit.record({ ...entry, outcome });
    const rows = await client.query(
      `select action, actor, record_id, purpose, outcome, extract(epoch from at)::int as at from kalends.audit order by position`,
    );
    const kept = { action: entry.action, actor: entry.actor, record_id: entry.recordId, purpose: entry.purpose };
    const at = Date.parse(entry.at) / 1_000;
    expect(rows).toEqual(['failure', 'success', 'success'].map((outcome) => ({ ...kept, outcome, at })));
  });

  test.each(['update kalends.audit set actor = $1', 'delete from kalends.audit where actor <> $1'])(
    'refuses "%s"',
    async (statement) => {
      await postgresAudit({ client }).record(entry);
      await expect(client.query(statement, ['somebody else'])).rejects.toThrow('can only be added to');
      expect(await client.query('select actor from kalends.audit')).toEqual([{ actor: entry.actor }]);
    },
  );

  test('refuses to be emptied', async () => {
    await postgresAudit({ client }).record(entry);
    await expect(client.query('truncate kalends.audit')).rejects.toThrow('can only be added to');
    expect(await client.query('select 1 from kalends.audit')).toHaveLength(1);
  });

  test.each([
    ['an unknown member', { ...entry, token: 'canary-token' }],
    ['NUL', { ...entry, actor: 'a\0b' }],
    ['no instant', { ...entry, at: 'yesterday' }],
    ['an endless text', { ...entry, purpose: 'p'.repeat(1_025) }],
  ])('refuses an entry with %s, without repeating it', async (_what, wrong) => {
    const refusal = await postgresAudit({ client })
      .record(wrong)
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'invalidArgument' });
    expect(JSON.stringify(refusal)).not.toContain('canary');
    expect(await client.query('select 1 from kalends.audit')).toEqual([]);
  });

  test('rejects when the entry cannot be kept', async () => {
    await client.query('drop table kalends.audit');
    await expect(postgresAudit({ client }).record(entry)).rejects.toMatchObject({ code: 'invalidConfiguration' });
  });
});
