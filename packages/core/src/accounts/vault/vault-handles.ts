import type { Credential } from '../../credentials/credential.ts';
import type { Secret } from '../../runtime/secret.ts';
import type { Account, SealedSecrets, StoredAccount } from '../account.ts';
import type { AccountEvent } from '../account-event.ts';
import type { AccountQuery, NewAccount } from '../account-store.ts';
import type { RewrapOptions, RewrapResult } from './rewrap.ts';
import type { SharedToken } from './shared-token.ts';

/** Puts credentials in and can never take one out; for whatever signs people in. @public */
export interface ConnectHandle {
  /**
   * Seals the credential and keeps it with its account.
   *
   * @returns as `AccountStore.insert`.
   */
  keep(account: NewAccount, credential: Credential): Promise<Account | undefined>;
}

/** Uses credentials to renew access tokens; for the token lifecycle. @public */
export interface RefreshHandle {
  /**
   * Opens the credential of one account.
   *
   * @throws CalendarError `credentialUnreadable`, with the reason `keyMissing` when its key is not configured; `accessDenied`;
   *   `auditFailed`; `storeUnavailable` when a key service could not be asked; `notFound` when a terminal state removed it.
   */
  openCredential(stored: StoredAccount, purpose: string): Promise<Credential>;
  /** Opens the access token that the processes share. Errors as in `openCredential`. */
  openAccessToken(stored: StoredAccount, purpose: string): Promise<SharedToken>;
  /** Seals what a renewal brought, both under the active key. */
  sealRenewed(
    account: Account,
    secrets: { readonly credential: Credential; readonly accessToken?: SharedToken | undefined },
  ): Promise<SealedSecrets>;
}

/** An account that was removed. @public */
export interface RemovedAccount {
  readonly account: Account;
  /**
   * Opens the credential as it was, so that the service can be told. Absent result: a terminal state had removed it before.
   *
   * @throws CalendarError as `RefreshHandle.openCredential`.
   */
  openCredential(): Promise<Credential | undefined>;
}

/** Options of {@link PurgeHandle.remove}. @public */
export interface RemoveRecordOptions {
  readonly id: string;
  /** Removes this generation alone. Default: whichever there is. */
  readonly generation?: number;
  readonly purpose: string;
  /** Made from the account that was removed. */
  readonly event: (account: Account) => AccountEvent;
}

/** Removes accounts with everything that belongs to them; for administration. @public */
export interface PurgeHandle {
  /**
   * Removes one account. The audit entry is written first: without it nothing is removed.
   *
   * @returns absent when there was none.
   * @throws CalendarError `auditFailed`, `accessDenied`, `storeUnavailable`.
   */
  remove(options: RemoveRecordOptions): Promise<RemovedAccount | undefined>;
}

/** Options of {@link ExportHandle.exportCredential}. @public */
export interface ExportCredentialOptions {
  readonly id: string;
  /** Opens this generation alone. Default: whichever there is. */
  readonly generation?: number;
  readonly purpose: string;
}

/** Hands secrets of one account at a time to somebody outside; for the broker. @public */
export interface ExportHandle {
  /**
   * Opens the credential of one account for handing it on.
   *
   * @throws CalendarError `disconnected` when the account, or that generation of it, is gone; others as in
   *   `RefreshHandle.openCredential`.
   */
  exportCredential(options: ExportCredentialOptions): Promise<Credential>;
}

/** Sees what is kept, and no secret; for support. @public */
export interface InspectHandle {
  /** One account, of any state; absent when there is none. */
  get(id: string): Promise<Account | undefined>;
  /** Accounts in the order of their ids. */
  list(query?: AccountQuery): Promise<readonly Account[]>;
}

/** Seals everything under the active key; for key rotation. @public */
export interface RotateHandle {
  /**
   * Goes through all accounts and named secrets and seals anew what is sealed under a retired key. Safe beside running renewals,
   * and to repeat: what is done is passed over.
   *
   * @throws CalendarError `aborted`; `storeUnavailable` and others that stand for an outage: continue at the last position.
   */
  rewrap(options?: RewrapOptions): Promise<RewrapResult>;
}

/** Names one secret beside the credentials. @public */
export interface NamedSecret {
  /** Account id; absent for a secret of the application itself. */
  readonly accountId?: string;
  /** 1 to 128 characters of `A-Z a-z 0-9 . _ : -`. */
  readonly name: string;
}

/** Keeps the secrets beside the credentials: of subscriptions, of sign-ins under way. @public */
export interface SecretsHandle {
  /**
   * Seals and keeps it.
   *
   * @throws CalendarError `disconnected` when the account is not there, `reauthorizationRequired` or `tenantAccessRevoked` when it
   *   has ended.
   */
  put(named: NamedSecret, value: Secret): Promise<void>;
  /** Opens it; absent when there is none. Errors as in `RefreshHandle.openCredential`. */
  open(named: NamedSecret, purpose: string): Promise<Secret | undefined>;
  /** Forgets it; false when there was none. */
  delete(named: NamedSecret): Promise<boolean>;
}

/** The handle of each capability. None of them gives all secrets. @public */
export interface VaultHandles {
  readonly connect: ConnectHandle;
  readonly refresh: RefreshHandle;
  readonly purge: PurgeHandle;
  readonly export: ExportHandle;
  readonly inspect: InspectHandle;
  readonly rotate: RotateHandle;
  readonly secrets: SecretsHandle;
}

/** What a handle lets its holder do. @public */
export type VaultCapability = keyof VaultHandles;
