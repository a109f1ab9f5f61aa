import type {
  Account,
  AccountQuery,
  AccountRemoval,
  AccountReseal,
  AccountRevision,
  AccountStore,
  NewAccount,
  SealedSecrets,
  SecretsChange,
  StoredAccount,
} from '@kalends/core/accounts';
import { z } from 'zod';
import type { SqlSession } from '../client/sql-client.ts';
import type { Database } from '../database.ts';
import { keepEvent } from '../events/keep-event.ts';
import { accountIdSchema, checked, counterSchema, nameSchema, readRow } from '../input.ts';
import { accountColumn, readAccount, readStoredAccount, storedAccountColumns } from './account-row.ts';
import {
  accountQuerySchema,
  accountResealSchema,
  newAccountSchema,
  policySchema,
  revisionSchema,
  sealedSecretsSchema,
  secretsChangeSchema,
  statusSchema,
} from './account-schemas.ts';

const generationRowSchema = z.object({ generation: z.string().transform(Number) });
const idRowsSchema = z.array(z.object({ id: z.string() }));

/**
 * Accounts in a table, a row each. What may lose a race is one conditional UPDATE: the server locks the row, looks at the condition
 * again once it has the lock, and says by a row whether it held. Where more belongs to the change, it follows in the same
 * transaction, while the row is locked, in statements of their own: each sees what was committed before it began, so also what
 * somebody put beside the account while the lock was waited for.
 */
export class PostgresAccountStore implements AccountStore {
  readonly #database: Database;
  readonly #schema: string;
  readonly #accounts: string;

  constructor(database: Database) {
    this.#database = database;
    this.#schema = database.schema;
    this.#accounts = `${database.schema}.accounts`;
  }

  async nextGeneration(): Promise<number> {
    const text = `select nextval('${this.#schema}.account_generation')::text as generation`;
    const [row] = await this.#database.query(text);
    return readRow(generationRowSchema, row, 'a generation').generation;
  }

  async insert(account: NewAccount, sealed: SealedSecrets): Promise<Account | undefined> {
    const kept = checked(newAccountSchema, account, 'accounts.insert');
    const { credential = null, accessToken = null } = checked(sealedSecretsSchema, sealed, 'accounts.insert');
    return this.#database.transaction(async (session) => {
      const [row] = await session.query(
        `insert into ${this.#accounts} as present (id, generation, owner_id, role, provider, identity, credential_kind, scopes, policy,
           requested_policy, connected_at, refreshed_at, refresh_expires_at, credential, access_token)
         values ($1, $2::bigint, $3, $4, $5, $6::jsonb, $7, $8::jsonb, $9::jsonb, $10::jsonb, $11::timestamptz, $12::timestamptz,
           $13::timestamptz, $14, $15)
         on conflict (id) do update set
           (generation, version, fence, status, owner_id, role, provider, identity, credential_kind, scopes, policy, requested_policy,
            connected_at, refreshed_at, refresh_expires_at, credential, access_token) =
           (excluded.generation, excluded.version, excluded.fence, excluded.status, excluded.owner_id, excluded.role,
            excluded.provider, excluded.identity, excluded.credential_kind, excluded.scopes, excluded.policy,
            excluded.requested_policy, excluded.connected_at, excluded.refreshed_at, excluded.refresh_expires_at,
            excluded.credential, excluded.access_token)
         where present.generation < excluded.generation
         returning ${accountColumn}`,
        [
          kept.id,
          kept.generation,
          kept.ownerId,
          kept.role,
          kept.provider,
          JSON.stringify(kept.identity),
          kept.credentialKind,
          JSON.stringify(kept.scopes),
          JSON.stringify(kept.policy),
          kept.requestedPolicy === undefined ? null : JSON.stringify(kept.requestedPolicy),
          kept.connectedAt,
          kept.refreshedAt,
          kept.refreshExpiresAt ?? null,
          credential,
          accessToken,
        ],
      );
      if (row === undefined) return undefined;
      await session.query(
        `delete from ${this.#schema}.account_secrets where account_id = $1 and generation <> $2::bigint`,
        [kept.id, kept.generation],
      );
      return readAccount(row);
    });
  }

  async get(id: string): Promise<StoredAccount | undefined> {
    const text = `select ${storedAccountColumns} from ${this.#accounts} where id = $1`;
    const [row] = await this.#database.query(text, [checked(accountIdSchema, id, 'accounts.get')]);
    return row === undefined ? undefined : readStoredAccount(row);
  }

  async list(query: AccountQuery = {}): Promise<readonly Account[]> {
    const asked = checked(accountQuerySchema, query, 'accounts.list');
    const rows = await this.#database.query(
      `select ${accountColumn} from ${this.#accounts}
       where ($1::text is null or provider = $1) and ($2::text is null or identity_id = $2)
         and ($3::text is null or tenant_id = $3) and ($4::text is null or owner_id = $4)
         and ($5::text is null or role = $5) and ($6::text is null or state = $6)
         and ($7::timestamptz is null or refresh_expires_at <= $7) and ($8::timestamptz is null or refreshed_at <= $8)
         and ($9::text is null or id > $9)
       order by id limit $10::int`,
      [
        asked.provider ?? null,
        asked.identityId ?? null,
        asked.tenantId ?? null,
        asked.ownerId ?? null,
        asked.role ?? null,
        asked.state ?? null,
        asked.refreshExpiresUntil ?? null,
        asked.refreshedUntil ?? null,
        asked.after ?? null,
        asked.limit,
      ],
    );
    return rows.map(readAccount);
  }

  async replaceSecrets(change: SecretsChange): Promise<Account | undefined> {
    const { sealed, scopes, refreshExpiresAt, ...asked } = checked(
      secretsChangeSchema,
      change,
      'accounts.replaceSecrets',
    );
    const [row] = await this.#database.query(
      `update ${this.#accounts} set version = version + 1, fence = $4::bigint, credential = $5, access_token = $6,
         scopes = coalesce($7::jsonb, scopes), refreshed_at = coalesce($8::timestamptz, refreshed_at),
         refresh_expires_at = case when $9::boolean then $10::timestamptz else refresh_expires_at end
       where id = $1 and generation = $2::bigint and version = $3::bigint and fence <= $4::bigint and state = 'active'
       returning ${accountColumn}`,
      [
        asked.id,
        asked.generation,
        asked.version,
        asked.fence,
        sealed.credential ?? null,
        sealed.accessToken ?? null,
        scopes === undefined ? null : JSON.stringify(scopes),
        asked.refreshedAt ?? null,
        refreshExpiresAt !== undefined,
        refreshExpiresAt ?? null,
      ],
    );
    return row === undefined ? undefined : readAccount(row);
  }

  async reseal(change: AccountReseal): Promise<boolean> {
    const { id, generation, from, to } = checked(accountResealSchema, change, 'accounts.reseal');
    const rows = await this.#database.query(
      `update ${this.#accounts} set credential = case when credential = $3 then $4 else credential end,
         access_token = case when access_token = $3 then $4 else access_token end
       where id = $1 and generation = $2::bigint and $3 in (credential, access_token)
       returning id`,
      [id, generation, from, to],
    );
    return rows.length > 0;
  }

  async stop(revision: AccountRevision, change: Parameters<AccountStore['stop']>[1]): Promise<boolean> {
    const { id, generation, version } = checked(revisionSchema, revision, 'accounts.stop');
    const status = JSON.stringify(checked(statusSchema, change.status, 'accounts.stop'));
    return this.#database.transaction(async (session) => {
      const ended = await session.query(
        `update ${this.#accounts} set status = $4::jsonb, version = version + 1, access_token = null,
           credential = case when $5::boolean then credential end
         where id = $1 and generation = $2::bigint and version = $3::bigint and state = 'active'
         returning id`,
        [id, generation, version, status, change.keepCredential],
      );
      if (ended.length === 0) return false;
      await this.#deleteSecrets(session, [id]);
      await keepEvent(session, this.#schema, change.event);
      return true;
    });
  }

  async stopTenant(
    tenant: Parameters<AccountStore['stopTenant']>[0],
    change: Parameters<AccountStore['stopTenant']>[1],
  ): Promise<readonly string[]> {
    const provider = checked(nameSchema, tenant.provider, 'accounts.stopTenant');
    const tenantId = checked(nameSchema, tenant.tenantId, 'accounts.stopTenant');
    const status = JSON.stringify(checked(statusSchema, change.status, 'accounts.stopTenant'));
    return this.#database.transaction(async (session) => {
      // Locked in one order, so that two who do this at once wait for each other instead of for ever.
      const rows = await session.query(
        `with active as (
           select id from ${this.#accounts} where provider = $1 and tenant_id = $2 and state = 'active' order by id for update
         ), ended as (
           update ${this.#accounts} as account set status = $3::jsonb, version = version + 1, access_token = null, credential = null
           from active where account.id = active.id
           returning account.id
         )
         select id from ended order by id`,
        [provider, tenantId, status],
      );
      const ids = readRow(idRowsSchema, rows, 'ids of accounts').map(({ id }) => id);
      if (ids.length === 0) return [];
      await this.#deleteSecrets(session, ids);
      await keepEvent(session, this.#schema, change.event(ids));
      return ids;
    });
  }

  async resume(revision: AccountRevision): Promise<Account | undefined> {
    const { id, generation, version } = checked(revisionSchema, revision, 'accounts.resume');
    const [row] = await this.#database.query(
      `update ${this.#accounts} set status = '{"state":"active"}'
       where id = $1 and generation = $2::bigint and version = $3::bigint and state <> 'active' and credential is not null
       returning ${accountColumn}`,
      [id, generation, version],
    );
    return row === undefined ? undefined : readAccount(row);
  }

  async setPolicy(
    id: string,
    generation: number,
    change: Parameters<AccountStore['setPolicy']>[2],
  ): Promise<Account | undefined> {
    const operation = 'accounts.setPolicy';
    const policy = JSON.stringify(checked(policySchema, change.policy, operation));
    const requested = JSON.stringify(checked(policySchema.optional(), change.requestedPolicy, operation)) ?? null;
    const values = [
      checked(accountIdSchema, id, operation),
      checked(counterSchema, generation, operation),
      policy,
      requested,
    ];
    return this.#database.transaction(async (session) => {
      const [row] = await session.query(
        `update ${this.#accounts} set policy = $3::jsonb, requested_policy = $4::jsonb where id = $1 and generation = $2::bigint
         returning ${accountColumn}`,
        values,
      );
      if (row === undefined) return undefined;
      if (change.event !== undefined) await keepEvent(session, this.#schema, change.event);
      return readAccount(row);
    });
  }

  async remove(removal: AccountRemoval): Promise<StoredAccount | undefined> {
    const id = checked(accountIdSchema, removal.id, 'accounts.remove');
    const generation = checked(counterSchema.optional(), removal.generation, 'accounts.remove') ?? null;
    return this.#database.transaction(async (session) => {
      const [row] = await session.query(
        `delete from ${this.#accounts} where id = $1 and ($2::bigint is null or generation = $2::bigint)
         returning ${storedAccountColumns}`,
        [id, generation],
      );
      if (row === undefined) return undefined;
      const removed = readStoredAccount(row);
      await keepEvent(session, this.#schema, removal.event(removed.account));
      return removed;
    });
  }

  async #deleteSecrets(session: SqlSession, ids: readonly string[]): Promise<void> {
    await session.query(
      `delete from ${this.#schema}.account_secrets
       where account_id in (select jsonb_array_elements_text($1::jsonb))`,
      [JSON.stringify(ids)],
    );
  }
}
