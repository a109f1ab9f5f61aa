import type { AccountStores } from '@kalends/core/accounts';
import { PostgresAccountStore } from './accounts/postgres-account-store.ts';
import { Database } from './database.ts';
import type { PostgresOptions } from './database.ts';
import { PostgresEventOutbox } from './events/postgres-event-outbox.ts';
import { PostgresLeaseStore } from './leases/postgres-lease-store.ts';
import { PostgresPolicyStore } from './policies/postgres-policy-store.ts';
import { PostgresSecretStore } from './secrets/postgres-secret-store.ts';

/**
 * Keeps accounts, sealed secrets, leases, events and policies in Postgres or PGlite, for any number of processes. The tables are made
 * by {@link migratePostgres}, which has to have run. Nothing is read or written before the first call.
 *
 * Besides the errors of each method, every method rejects with CalendarError `storeUnavailable` when the database cannot be reached
 * or gives up (after a commit that was not answered, nobody knows whether it happened), and `invalidConfiguration` when it refuses
 * the user or has no tables. Arguments that no column could hold are `invalidArgument`.
 *
 * @throws CalendarError `invalidConfiguration` when the schema's name cannot be one.
 * @public
 */
export function postgresStores(options: PostgresOptions): AccountStores {
  const database = new Database(options);
  return {
    accounts: new PostgresAccountStore(database),
    secrets: new PostgresSecretStore(database),
    leases: new PostgresLeaseStore(database),
    events: new PostgresEventOutbox(database),
    policies: new PostgresPolicyStore(database),
  };
}
