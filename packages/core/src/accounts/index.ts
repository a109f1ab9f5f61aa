/**
 * Accounts that stay connected on any number of processes: stores, the credential vault, the token lifecycle, the broker and
 * purge. Apart from the root because it loads zod.
 *
 * @module
 */
export type { Account, AccountRole, AccountStatus, SealedSecrets, StoredAccount } from './account.ts';
export type { AccountEvent } from './account-event.ts';
export type {
  AccountQuery,
  AccountRemoval,
  AccountReseal,
  AccountRevision,
  AccountStore,
  AccountStores,
  EventOutbox,
  Lease,
  LeaseStore,
  NewAccount,
  PolicyScope,
  PolicySetting,
  PolicyStore,
  QueuedEvent,
  SecretEntry,
  SecretOwner,
  SecretsChange,
  SecretStore,
} from './account-store.ts';
export type { Cipher, CipherBinding } from './cipher.ts';
export { memoryAccountStores } from './memory/memory-account-stores.ts';
