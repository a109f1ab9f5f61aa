import type { Lease, LeaseStore } from '@kalends/core/accounts';
import { z } from 'zod';
import type { Database } from '../database.ts';
import { checked, counterSchema, durationMsSchema, nameSchema, readRow } from '../input.ts';

const leaseSchema = z.object({ name: nameSchema, owner: nameSchema, fence: counterSchema });
const fenceRowSchema = z.object({ fence: z.string().transform(Number) });
const durationSql = `interval '1 millisecond'`;

/**
 * Leases in a table, a row for every name that was ever held. `clock_timestamp()` and not `now()`: the latter is the time at which
 * the statement began, before it waited for somebody else's lock. A fence is drawn while the row is locked; were the row taken away
 * at release, a slow process could draw its fence before and be let in after the next holder.
 */
export class PostgresLeaseStore implements LeaseStore {
  readonly #database: Database;
  readonly #leases: string;
  readonly #nextFence: string;

  constructor(database: Database) {
    this.#database = database;
    this.#leases = `${database.schema}.leases`;
    this.#nextFence = `nextval('${database.schema}.lease_fence')`;
  }

  async acquire(name: string, owner: string, ttlMs: number): Promise<Lease | undefined> {
    const values = [
      checked(nameSchema, name, 'leases.acquire'),
      checked(nameSchema, owner, 'leases.acquire'),
      checked(durationMsSchema, ttlMs, 'leases.acquire'),
    ];
    const [row] = await this.#database.query(
      `insert into ${this.#leases} as held (name, owner, expires_at)
       values ($1, $2, clock_timestamp() + $3::float8 * ${durationSql})
       on conflict (name) do update set owner = excluded.owner, fence = ${this.#nextFence},
         expires_at = clock_timestamp() + $3::float8 * ${durationSql}
       where held.expires_at <= clock_timestamp()
       returning fence::text`,
      values,
    );
    return row === undefined ? undefined : { name, owner, fence: readRow(fenceRowSchema, row, 'a lease').fence };
  }

  async renew(lease: Lease, ttlMs: number): Promise<boolean> {
    const { name, owner, fence } = checked(leaseSchema, lease, 'leases.renew');
    const rows = await this.#database.query(
      `update ${this.#leases} set expires_at = clock_timestamp() + $4::float8 * ${durationSql}
       where name = $1 and owner = $2 and fence = $3::bigint and expires_at <> '-infinity' returning 1 as renewed`,
      [name, owner, fence, checked(durationMsSchema, ttlMs, 'leases.renew')],
    );
    return rows.length > 0;
  }

  async release(lease: Lease): Promise<void> {
    const { name, owner, fence } = checked(leaseSchema, lease, 'leases.release');
    await this.#database.query(
      `update ${this.#leases} set expires_at = '-infinity' where name = $1 and owner = $2 and fence = $3::bigint`,
      [name, owner, fence],
    );
  }
}
