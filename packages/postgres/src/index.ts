/**
 * The durable ports of Kalends on Postgres, and, with the same statements, on PGlite inside the process.
 *
 * @module
 */
export { postgresAudit } from './audit/postgres-audit.ts';
export { pgClient } from './client/pg-client.ts';
export type { PgConnection, PgPool } from './client/pg-client.ts';
export { pgliteClient } from './client/pglite-client.ts';
export type { PgliteDatabase, PgliteSession } from './client/pglite-client.ts';
export type { SqlClient, SqlSession, SqlValue } from './client/sql-client.ts';
export { defaultSchema } from './database.ts';
export type { PostgresOptions } from './database.ts';
export { migratePostgres } from './migrations/migrate-postgres.ts';
export { postgresStores } from './postgres-stores.ts';
