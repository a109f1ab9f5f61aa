import { CalendarError } from '@kalends/core';
import { z } from 'zod';
import type { SqlSession } from '../client/sql-client.ts';
import { Database } from '../database.ts';
import type { PostgresOptions } from '../database.ts';
import type { Migration } from './migration.ts';
import { migrations } from './migrations.ts';

const appliedSchema = z.array(z.object({ name: z.string(), checksum: z.string() }));

/**
 * Brings the tables to the state this version needs, from any earlier one, in one transaction. Call it when the program starts;
 * processes that do so at the same time wait for each other. On a database that is up to date it only reads, so that an ordinary
 * database user will do; creating needs one that may create the schema or owns it.
 *
 * @returns the names of the steps that were taken; none when nothing was to be done.
 * @throws CalendarError `invalidConfiguration` when a newer version has migrated the database, or its steps are not those that
 *   this version knows; `storeUnavailable` when it cannot be reached.
 * @public
 */
export async function migratePostgres(options: PostgresOptions): Promise<readonly string[]> {
  const database = new Database(options);
  const steps = await Promise.all(migrations.map(async (one) => ({ ...one, checksum: await checksumOf(one) })));
  return database.transaction(async (session) => {
    await session.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`migrate ${database.schema}`]);
    const applied = await appliedSteps(session, database.schema);
    const pending = steps.slice(applied.length);
    for (const [index, { name, checksum }] of applied.entries()) {
      const step = steps[index];
      if (step === undefined) throw refused('The database was migrated by a newer version of this package');
      if (step.name !== name || step.checksum !== checksum)
        throw refused(`The step ${step.name} is not the one that was taken`);
    }
    for (const { name, statements, checksum } of pending) {
      for (const statement of statements(database.schema)) await session.query(statement);
      const record = `insert into ${database.schema}.schema_migrations (name, checksum) values ($1, $2)`;
      await session.query(record, [name, checksum]);
    }
    return pending.map(({ name }) => name);
  });
}

/** What was done before; makes the table of it, and the schema, where they are not there. */
async function appliedSteps(session: SqlSession, schema: string): Promise<z.infer<typeof appliedSchema>> {
  const table = `${schema}.schema_migrations`;
  const [found] = await session.query('select (to_regclass($1) is not null)::text as there', [table]);
  if (found?.['there'] !== 'true') {
    // `if not exists` asks for the right to create even when nothing is to be created.
    const [namespace] = await session.query('select (to_regnamespace($1) is not null)::text as there', [schema]);
    if (namespace?.['there'] !== 'true') await session.query(`create schema ${schema}`);
    await session.query(
      `create table ${table} (
         name text collate "C" primary key,
         checksum text not null,
         applied_at timestamptz not null default clock_timestamp()
       )`,
    );
  }
  return appliedSchema.parse(await session.query(`select name, checksum from ${table} order by name`));
}

/** SHA-256 of a step's statements, whatever the schema is called. */
export async function checksumOf({ statements }: Migration): Promise<string> {
  const text = statements('"schema"').join(';\n');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function refused(message: string): CalendarError {
  return new CalendarError({
    code: 'invalidConfiguration',
    message,
    cure: { text: 'Run the version of the package that migrated this database, or a newer one.' },
  });
}
