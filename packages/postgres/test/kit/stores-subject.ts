import { migratePostgres, postgresStores } from '@kalends/postgres';
import type { SqlClient } from '@kalends/postgres';
import type { AccountStoresSubject } from '@kalends/testing/conformance';

/** Opens empty stores in a schema of their own. */
export async function openSubject(client: SqlClient, schema: string): Promise<AccountStoresSubject> {
  await migratePostgres({ client, schema });
  return {
    stores: postgresStores({ client, schema }),
    async passTime(ms) {
      // The database's clock cannot be set; everything it is compared with can be moved back.
      const span = `interval '${ms} milliseconds'`;
      await client.query(`update "${schema}".leases set expires_at = expires_at - ${span}`);
      await client.query(`update "${schema}".events set visible_at = visible_at - ${span}`);
    },
    async close() {
      await client.query(`drop schema "${schema}" cascade`);
    },
  };
}
