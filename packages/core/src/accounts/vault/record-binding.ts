import type { Account } from '../account.ts';
import type { CipherBinding } from '../cipher.ts';

/** What of an account its sealed texts are bound to. */
export type BoundAccount = Pick<Account, 'id' | 'generation' | 'ownerId' | 'provider' | 'identity'>;

/** What a sealed text of an account is for. */
export type SealedPurpose = 'credential' | 'accessToken' | `secret:${string}`;

/** An account without a directory has this in place of one: bindings have no empty fields. */
const noTenant = '-';

/**
 * Binds a sealed text to tenant, user, provider, record and purpose, and to the generation: a row of an account that was
 * removed does not open again when somebody puts it back. Ids have no `#`, so that the parts stay apart.
 */
export function accountBinding(account: BoundAccount, purpose: SealedPurpose): CipherBinding {
  return {
    tenantId: account.identity.tenantId ?? noTenant,
    userId: account.ownerId,
    provider: account.provider,
    credentialId: `${account.id}#${account.generation}`,
    purpose,
  };
}

/** Binds a secret of the application itself. Its record id has no `#`, as every account's has. */
export function applicationBinding(name: string): CipherBinding {
  const own = 'application';
  return { tenantId: noTenant, userId: own, provider: own, credentialId: own, purpose: `secret:${name}` };
}
