import { migratePostgres, postgresStores } from '@kalends/postgres';
import type { SqlClient } from '@kalends/postgres';
import type { AccountStoresSubject } from '@kalends/testing/conformance';

const tables = ['accounts', 'account_secrets', 'application_secrets', 'leases', 'events', 'policies'];

/** Empties the stores of a schema, which is made first where it is not there, and opens them. */
export async function openSubject(client: SqlClient, schema: string): Promise<AccountStoresSubject> {
  const taken = await migratePostgres({ client, schema });
  const names = tables.map((table) => `"${schema}".${table}`);
  if (taken.length === 0) await client.query(`truncate ${names.join(', ')}`);
  return {
    stores: postgresStores({ client, schema }),
    async passTime(ms) {
      // The database's clock cannot be set; everything it is compared with can be moved back.
      const span = `interval '${ms} milliseconds'`;
      await client.query(`update "${schema}".leases set expires_at = expires_at - ${span}`);
      await client.query(`update "${schema}".events set visible_at = visible_at - ${span}`);
    },
    close: () => Promise.resolve(),
  };
}
