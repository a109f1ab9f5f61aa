/**
 * A Postgres server for tests and soak runs, from an npm package: nothing has to be installed.
 *
 * @module
 */
export { missingServer } from './postgres-binaries.ts';
export { startPostgresServer } from './postgres-server.ts';
export type { PostgresServer, ServerAddress } from './postgres-server.ts';
