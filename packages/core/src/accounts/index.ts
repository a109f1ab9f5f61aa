/**
 * Accounts that stay connected on any number of processes: stores, the credential vault, the token lifecycle, the broker and
 * purge. Apart from the root because it loads zod and Temporal.
 *
 * @module
 */
export type { Account, AccountRole, AccountStatus, SealedSecrets, StoredAccount } from './account.ts';
export type { AccountEvent, AccountEventBase, SingleAccountEvent } from './account-event.ts';
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

export { credentialVault } from './vault/credential-vault.ts';
export type { CredentialVault, CredentialVaultOptions } from './vault/credential-vault.ts';
export type {
  AuthorizePrivileged,
  PrivilegedAction,
  PrivilegedActionName,
  PrivilegedDecision,
} from './vault/privileged-actions.ts';
export type { RewrapCounts, RewrapOptions, RewrapProgress, RewrapResult } from './vault/rewrap.ts';
export type { SharedToken } from './vault/shared-token.ts';
export type {
  ConnectHandle,
  ExportCredentialOptions,
  ExportHandle,
  InspectHandle,
  NamedSecret,
  PurgeHandle,
  RefreshHandle,
  RemovedAccount,
  RemoveRecordOptions,
  RotateHandle,
  SecretsHandle,
  VaultCapability,
  VaultHandles,
} from './vault/vault-handles.ts';

export { defaultLifecycleTiming } from './lifecycle/lifecycle-context.ts';
export type { LifecycleTiming } from './lifecycle/lifecycle-context.ts';

export { calendarAccounts } from './application/calendar-accounts.ts';
export type { CalendarAccounts, CalendarAccountsOptions, DisconnectOptions } from './application/calendar-accounts.ts';
export type {
  EnforcePoliciesOptions,
  EnforcePoliciesResult,
  PolicyUpdate,
  UpdatePolicyOptions,
} from './application/account-policy.ts';
export type { ConnectAccountOptions } from './application/connect-account.ts';
export type { DeliverEventsOptions, DeliverEventsResult } from './application/deliver-events.ts';
export type { MaintainOptions, MaintainResult } from './application/maintain-accounts.ts';
export type { DisconnectResult, ProviderRevocation } from './application/remove-account.ts';

export { revealBrokerAnswer } from './broker/broker-answer.ts';
export type { BrokerAnswer, RevealedBrokerAnswer } from './broker/broker-answer.ts';
export { brokerMatrix } from './broker/broker-matrix.ts';
export type { BrokerConsumer, BrokerRule } from './broker/broker-matrix.ts';
export { tokenBroker } from './broker/token-broker.ts';
export type { BrokerRequest, ExchangeInvalidRequest, TokenBroker } from './broker/token-broker.ts';
