import type { SecretEntry, SecretOwner, SecretStore } from '@kalends/core/accounts';
import { z } from 'zod';
import type { SqlRow, SqlValue } from '../client/sql-client.ts';
import type { Database } from '../database.ts';
import {
  accountIdSchema,
  checked,
  counterSchema,
  listLengthSchema,
  nameSchema,
  readRow,
  sealedSchema,
} from '../input.ts';

const ownerSchema: z.ZodType<SecretOwner> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('account'), id: accountIdSchema, generation: counterSchema }),
  z.strictObject({ kind: z.literal('application') }),
]);

const entrySchema: z.ZodType<SecretEntry> = z.strictObject({
  owner: ownerSchema,
  name: nameSchema,
  sealed: z.string(),
});
const pageSchema = z.strictObject({ after: entrySchema.exactOptional(), limit: listLengthSchema });
const sealedRowSchema = z.object({ sealed: z.string() });

const entryRowSchema = z.object({
  account_id: z.string().nullable(),
  generation: z.string().nullable(),
  name: z.string(),
  sealed: z.string(),
});

/** Where the secrets of an owner are, and the condition that selects one of them. */
interface Place {
  readonly table: string;
  readonly where: string;
  readonly values: readonly SqlValue[];
}

/** Sealed secrets in two tables: those of an account go with it. */
export class PostgresSecretStore implements SecretStore {
  readonly #database: Database;
  readonly #schema: string;

  constructor(database: Database) {
    this.#database = database;
    this.#schema = database.schema;
  }

  async put(owner: SecretOwner, name: string, sealed: string): Promise<boolean> {
    const whose = checked(ownerSchema, owner, 'secrets.put');
    const values = [checked(nameSchema, name, 'secrets.put'), checked(sealedSchema, sealed, 'secrets.put')];
    if (whose.kind === 'application') {
      const text = `insert into ${this.#schema}.application_secrets (name, sealed) values ($1, $2)
        on conflict (name) do update set sealed = excluded.sealed`;
      await this.#database.query(text, values);
      return true;
    }
    // The lock makes whoever replaces or ends the account wait for this secret and then remove it, or this one see what they did.
    const rows = await this.#database.query(
      `insert into ${this.#schema}.account_secrets (account_id, generation, name, sealed)
       select id, generation, $1, $2 from ${this.#schema}.accounts
       where id = $3 and generation = $4::bigint and state = 'active' for share
       on conflict (account_id, name) do update set sealed = excluded.sealed, generation = excluded.generation
       returning 1 as kept`,
      [...values, whose.id, whose.generation],
    );
    return rows.length > 0;
  }

  async get(owner: SecretOwner, name: string): Promise<string | undefined> {
    const { table, where, values } = this.#place(owner, name, 'secrets.get');
    const [row] = await this.#database.query(`select sealed from ${table} where ${where}`, values);
    return row === undefined ? undefined : readRow(sealedRowSchema, row, 'a sealed text').sealed;
  }

  async delete(owner: SecretOwner, name: string): Promise<boolean> {
    const { table, where, values } = this.#place(owner, name, 'secrets.delete');
    const rows = await this.#database.query(`delete from ${table} where ${where} returning 1 as deleted`, values);
    return rows.length > 0;
  }

  async reseal(entry: SecretEntry, sealed: string): Promise<boolean> {
    const { table, where, values } = this.#place(entry.owner, entry.name, 'secrets.reseal');
    const texts = [entry.sealed, sealed].map((text) => checked(sealedSchema, text, 'secrets.reseal'));
    const [from, to] = [`$${values.length + 1}`, `$${values.length + 2}`];
    const text = `update ${table} set sealed = ${to} where ${where} and sealed = ${from} returning 1 as resealed`;
    const rows = await this.#database.query(text, [...values, ...texts]);
    return rows.length > 0;
  }

  async list(page: { readonly after?: SecretEntry; readonly limit?: number } = {}): Promise<readonly SecretEntry[]> {
    const { after, limit } = checked(pageSchema, page, 'secrets.list');
    const owner = after?.owner;
    const ofAccounts = owner?.kind === 'application' ? [] : await this.#listOfAccounts(owner, after?.name, limit);
    if (ofAccounts.length === limit) return ofAccounts;
    const rows = await this.#database.query(
      `select null as account_id, null as generation, name, sealed from ${this.#schema}.application_secrets
       where $1::text is null or name > $1 order by name limit $2::int`,
      [owner?.kind === 'application' ? (after?.name ?? null) : null, limit - ofAccounts.length],
    );
    return [...ofAccounts, ...rows.map(readEntry)];
  }

  async #listOfAccounts(
    after: Extract<SecretOwner, { kind: 'account' }> | undefined,
    name: string | undefined,
    limit: number,
  ): Promise<readonly SecretEntry[]> {
    const rows = await this.#database.query(
      `select account_id, generation::text, name, sealed from ${this.#schema}.account_secrets
       where $1::text is null or (account_id, generation, name) > ($1, $3::bigint, $2::text)
       order by account_id, generation, name limit $4::int`,
      [after?.id ?? null, name ?? null, after?.generation ?? null, limit],
    );
    return rows.map(readEntry);
  }

  #place(owner: SecretOwner, name: string, operation: string): Place {
    const whose = checked(ownerSchema, owner, operation);
    const key = checked(nameSchema, name, operation);
    return whose.kind === 'application'
      ? { table: `${this.#schema}.application_secrets`, where: 'name = $1', values: [key] }
      : {
          table: `${this.#schema}.account_secrets`,
          where: 'name = $1 and account_id = $2 and generation = $3::bigint',
          values: [key, whose.id, whose.generation],
        };
  }
}

function readEntry(row: SqlRow): SecretEntry {
  const { account_id: id, generation, name, sealed } = readRow(entryRowSchema, row, 'a sealed text');
  const owner: SecretOwner =
    id === null ? { kind: 'application' } : { kind: 'account', id, generation: Number(generation) };
  return { owner, name, sealed };
}
