import { CalendarError } from '@kalends/core';
import type { CalendarErrorCode } from '@kalends/core';

interface Meaning {
  /** SQLSTATE, or its first two characters for a whole class. */
  readonly sqlState: string;
  readonly code: CalendarErrorCode;
  readonly retryable: boolean;
  readonly message: string;
  readonly cure?: string;
}

const rolledBack = 'The database gave up a transaction in favour of others, again and again';
const refusedSignIn = 'The database refused the sign-in of this program';
const missingTables = 'The database does not hold the tables of the stores in this schema';

/**
 * What the server's condition codes mean to somebody who uses the stores; longer ones come first.
 *
 * @see {@link https://www.postgresql.org/docs/current/errcodes-appendix.html | PostgreSQL, Appendix A}
 */
export const storeErrorTable: readonly Meaning[] = [
  { sqlState: '40001', code: 'storeUnavailable', retryable: true, message: rolledBack },
  { sqlState: '40P01', code: 'storeUnavailable', retryable: true, message: rolledBack },
  {
    sqlState: '25006',
    code: 'storeUnavailable',
    retryable: true,
    message: 'The database takes no writes at the moment',
  },
  {
    sqlState: '57014',
    code: 'storeUnavailable',
    retryable: true,
    message: 'The database ended a statement at its time limit',
  },
  {
    sqlState: '55P03',
    code: 'storeUnavailable',
    retryable: true,
    message: 'A lock was not given within its time limit',
  },
  { sqlState: '08', code: 'storeUnavailable', retryable: true, message: 'The connection to the database broke' },
  {
    sqlState: '53',
    code: 'storeUnavailable',
    retryable: true,
    message: 'The database is out of connections, memory or disk',
  },
  { sqlState: '57P', code: 'storeUnavailable', retryable: true, message: 'The database is shutting down or starting' },
  {
    sqlState: '28',
    code: 'invalidConfiguration',
    retryable: false,
    message: refusedSignIn,
    cure: 'Check the user name, the password and pg_hba.conf.',
  },
  {
    sqlState: '3D000',
    code: 'invalidConfiguration',
    retryable: false,
    message: 'The server has no database of this name',
    cure: 'Create the database or correct its name.',
  },
  {
    sqlState: '3F000',
    code: 'invalidConfiguration',
    retryable: false,
    message: missingTables,
    cure: 'Run migratePostgres with the same schema first.',
  },
  {
    sqlState: '42P01',
    code: 'invalidConfiguration',
    retryable: false,
    message: missingTables,
    cure: 'Run migratePostgres with the same schema first.',
  },
  {
    sqlState: '42501',
    code: 'invalidConfiguration',
    retryable: false,
    message: 'The database user lacks a privilege on the tables of the stores',
    cure: 'Grant it what the README of the package names.',
  },
];

/** After these the whole transaction was rolled back and may be run again. */
const repeatableStates: ReadonlySet<string> = new Set(['40001', '40P01']);

/** Tells whether the same transaction may simply be run again. */
export function isRepeatable(error: CalendarError): boolean {
  return error.vendorCode !== undefined && repeatableStates.has(error.vendorCode);
}

/** What the drivers threw, without statements, values and addresses: their messages quote them. */
export function storeError(cause: unknown): CalendarError {
  if (CalendarError.is(cause)) return cause;
  const sqlState = sqlStateOf(cause);
  const meaning =
    sqlState === undefined
      ? unreachable
      : (storeErrorTable.find((one) => sqlState.startsWith(one.sqlState)) ?? unexpected);
  return new CalendarError({
    code: meaning.code,
    retryable: meaning.retryable,
    message: meaning.message,
    vendorCode: sqlState,
    cure: meaning.cure === undefined ? undefined : { text: meaning.cure },
    cause,
  });
}

const unreachable: Meaning = {
  sqlState: '',
  code: 'storeUnavailable',
  retryable: true,
  message: 'The database cannot be reached, or it ended the connection',
  cure: 'Look whether the database server runs, and whether this machine reaches the host and port that are configured.',
};

const unexpected: Meaning = {
  sqlState: '',
  code: 'storeUnavailable',
  retryable: false,
  message: 'The database refused a statement of the stores',
};

/** Five digits or capitals. Codes of the operating system, ECONNREFUSED say, are longer; EPIPE is not, and has no digit. */
function sqlStateOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && /^(?=.*\d)[\dA-Z]{5}$/.test(code) ? code : undefined;
}
