import type { Account } from '../account.ts';
import type { AccountStore } from '../account-store.ts';
import { keepsCredential } from './end-account.ts';

/** Accounts of one person at one service are a handful: their own, and rooms that they signed in for. */
const limit = 1_000;

/**
 * Whether another account lives on the grant of one that was removed. Services revoke a person's whole consent at once: a room that
 * was connected with the same sign-in would go with it.
 */
export async function isGrantInUse(
  accounts: Pick<AccountStore, 'list'>,
  { provider, identity }: Account,
): Promise<boolean> {
  const same = await accounts.list({ provider, identityId: identity.id, limit });
  return same.some((other) => other.credentialKind === 'oauth' && hasCredential(other));
}

function hasCredential({ status }: Account): boolean {
  if (status.state === 'reauthorizationRequired') return keepsCredential(status.reason);
  return status.state === 'active';
}
