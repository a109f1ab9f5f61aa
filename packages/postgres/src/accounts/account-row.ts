import type { Account, StoredAccount } from '@kalends/core/accounts';
import { z } from 'zod';
import type { SqlRow } from '../client/sql-client.ts';
import { jsonOf, readRow } from '../input.ts';
import { accountSchema } from './account-schemas.ts';

const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * What is selected of an account, as one text: drivers differ in what they make of numbers, times and documents, and a program may
 * have told its driver to do otherwise. The sealed texts are not part of it.
 */
export const accountColumn: string = `jsonb_strip_nulls(jsonb_build_object(
  'id', id, 'ownerId', owner_id, 'role', role, 'provider', provider, 'identity', identity,
  'credentialKind', credential_kind, 'scopes', scopes, 'policy', policy, 'requestedPolicy', requested_policy,
  'status', status, 'generation', generation, 'version', version,
  'connectedAt', ${instant('connected_at')}, 'refreshedAt', ${instant('refreshed_at')},
  'refreshExpiresAt', ${instant('refresh_expires_at')}
))::text as account`;

/** {@link accountColumn} with the sealed texts beside it. */
export const storedAccountColumns: string = `${accountColumn}, credential, access_token`;

const accountRowSchema = z.object({ account: jsonOf(accountSchema) });
const sealedRowSchema = z.object({ credential: z.string().nullable(), access_token: z.string().nullable() });

/** Reads {@link accountColumn}. */
export function readAccount(row: SqlRow): Account {
  return readRow(accountRowSchema, row, 'an account').account;
}

/** Reads {@link storedAccountColumns}. */
export function readStoredAccount(row: SqlRow): StoredAccount {
  const { credential, access_token: accessToken } = readRow(sealedRowSchema, row, 'sealed texts');
  return {
    account: readAccount(row),
    sealed: { ...(credential === null ? {} : { credential }), ...(accessToken === null ? {} : { accessToken }) },
  };
}
