import type { AccessPolicy } from '../policy/access-policy.ts';
import type { Account, AccountStatus, SealedSecrets, StoredAccount } from './account.ts';
import type { AccountEvent } from './account-event.ts';

/** A new account, under a generation of {@link AccountStore.nextGeneration}; the version is the store's to give. @public */
export type NewAccount = Omit<Account, 'version' | 'status'>;

/** Names one state of an account's secrets. @public */
export interface AccountRevision {
  readonly id: string;
  readonly generation: number;
  readonly version: number;
}

/** New secrets of an account. @public */
export interface SecretsChange extends AccountRevision {
  /** Fence of the lease under which they were got: a holder whose lease ran out never overwrites a later one. */
  readonly fence: number;
  /** Replaces both texts: an absent one is removed. */
  readonly sealed: SealedSecrets;
  readonly scopes?: readonly string[];
  readonly refreshedAt?: string;
  /** Absent: as it is; `null`: it does not end. */
  readonly refreshExpiresAt?: string | null;
}

/** One sealed text of an account in place of another one. @public */
export interface AccountReseal {
  readonly id: string;
  readonly generation: number;
  /** The text as it was read: the credential's or the access token's. */
  readonly from: string;
  /** The same secret, sealed anew. */
  readonly to: string;
}

/** Which account is removed. @public */
export interface AccountRemoval {
  readonly id: string;
  /** Removes this generation alone. Default: whichever there is. */
  readonly generation?: number;
  /** Made from the account that was removed; not kept when there was none. */
  readonly event: (account: Account) => AccountEvent;
}

/** Selects accounts. Every member narrows. @public */
export interface AccountQuery {
  readonly provider?: string;
  /** `identity.id` of the account. */
  readonly identityId?: string;
  readonly tenantId?: string;
  readonly ownerId?: string;
  readonly role?: Account['role'];
  readonly state?: AccountStatus['state'];
  /** ISO 8601 instant: accounts whose grant ends at it or before. */
  readonly refreshExpiresUntil?: string;
  /** ISO 8601 instant: accounts last renewed at it or before. */
  readonly refreshedUntil?: string;
  /** Accounts with a greater id, in the order of their ids by bytes. */
  readonly after?: string;
  /** Default 100, at most 1,000. */
  readonly limit?: number;
}

/**
 * Where accounts and their sealed secrets are kept. Each method is one transaction: it happens as a whole, with its event, or
 * not at all. A failure of the store itself is a CalendarError `storeUnavailable`.
 *
 * @public
 */
export interface AccountStore {
  /**
   * A generation greater than any given before, for `insert`: secrets are sealed for one generation, so it has to be known
   * first. A positive safe integer.
   */
  nextGeneration(): Promise<number>;
  /**
   * Keeps a new account, active. An account of the same id and an earlier generation is replaced with everything that belongs
   * to it.
   *
   * @returns absent when an account of the same id has this generation or a later one; it stays as it is.
   */
  insert(account: NewAccount, sealed: SealedSecrets): Promise<Account | undefined>;
  /** The account in any state, with its sealed secrets; absent when there is none. */
  get(id: string): Promise<StoredAccount | undefined>;
  /** In the order of the ids. */
  list(query?: AccountQuery): Promise<readonly Account[]>;
  /**
   * Replaces the secrets when generation and version are still the given ones, no later fence has written, and the account is
   * active.
   *
   * @returns the account as it is now, or absent when the write lost.
   */
  replaceSecrets(change: SecretsChange): Promise<Account | undefined>;
  /**
   * Puts another sealing of the same secret in the place of a sealed text, where that text still stands. Changes no version, and
   * happens in every state: a stopped account may have kept its credential.
   *
   * @returns whether it did.
   */
  reseal(change: AccountReseal): Promise<boolean>;
  /**
   * Ends an account in a terminal state, when generation and version are still the given ones and it is active. Access token
   * and secrets of its own go; the credential goes unless it is kept.
   *
   * @returns whether this call did it.
   */
  stop(
    revision: AccountRevision,
    change: { readonly status: AccountStatus; readonly keepCredential: boolean; readonly event: AccountEvent },
  ): Promise<boolean>;
  /**
   * Ends every active account of a tenant at once and removes their secrets.
   *
   * @param event - Made from the ids of the accounts that were ended; not kept when there were none.
   * @returns their ids.
   */
  stopTenant(
    tenant: { readonly provider: string; readonly tenantId: string },
    change: { readonly status: AccountStatus; readonly event: (accountIds: readonly string[]) => AccountEvent },
  ): Promise<readonly string[]>;
  /** Makes a stopped account whose credential was kept active again. */
  resume(revision: AccountRevision): Promise<Account | undefined>;
  /** Changes the policies; an absent `requestedPolicy` is removed. */
  setPolicy(
    id: string,
    generation: number,
    change: { readonly policy: AccessPolicy; readonly requestedPolicy?: AccessPolicy; readonly event?: AccountEvent },
  ): Promise<Account | undefined>;
  /**
   * Removes an account with everything that belongs to it, and keeps the event.
   *
   * @returns the account and its sealed texts as they were, so that the service can be told; absent when there was none.
   */
  remove(removal: AccountRemoval): Promise<StoredAccount | undefined>;
}

/** Sealed secrets beside the credential: subscription secrets, sign-ins under way, the application's own. @public */
export interface SecretStore {
  /**
   * Keeps a sealed text under a name.
   *
   * @param owner - An account with its generation; `application` for what belongs to no account.
   * @returns false when that generation of the account is gone or has ended: what `stop` removes does not come back by a late
   *   writer.
   */
  put(owner: SecretOwner, name: string, sealed: string): Promise<boolean>;
  /** The sealed text; absent when there is none, or that generation of the account is gone. */
  get(owner: SecretOwner, name: string): Promise<string | undefined>;
  /** Forgets the text; false when there was none. */
  delete(owner: SecretOwner, name: string): Promise<boolean>;
  /** Puts another sealing in the place of the entry's text, where that text still stands; tells whether it did. */
  reseal(entry: SecretEntry, sealed: string): Promise<boolean>;
  /** In the order of owners and names, for rotation. `after` is the last entry of the page before. */
  list(page?: { readonly after?: SecretEntry; readonly limit?: number }): Promise<readonly SecretEntry[]>;
}

/** Whose secret it is. @public */
export type SecretOwner =
  | { readonly kind: 'account'; readonly id: string; readonly generation: number }
  | { readonly kind: 'application' };

/** One sealed secret. @public */
export interface SecretEntry {
  readonly owner: SecretOwner;
  readonly name: string;
  readonly sealed: string;
}

/** The right to do one thing alone for a while. @public */
export interface Lease {
  readonly name: string;
  readonly owner: string;
  /** Grows with every holder. */
  readonly fence: number;
}

/** Leases shared by all processes. Time is the store's own, because the processes' clocks differ. @public */
export interface LeaseStore {
  /** Takes the lease when nobody holds it or the holder's time ran out. */
  acquire(name: string, owner: string, ttlMs: number): Promise<Lease | undefined>;
  /** Prolongs it; false when somebody else holds it by now. */
  renew(lease: Lease, ttlMs: number): Promise<boolean>;
  /** Gives it back; nothing happens when somebody else holds it by now. */
  release(lease: Lease): Promise<void>;
}

/** An event with its place in the queue. @public */
export interface QueuedEvent {
  readonly position: string;
  readonly event: AccountEvent;
}

/** Events that wait for delivery, kept in the same transaction as what they tell of. @public */
export interface EventOutbox {
  /** Keeps an event that tells of nothing else; false when it was kept before. */
  add(event: AccountEvent): Promise<boolean>;
  /** Hides up to `limit` events from others for `visibilityMs` milliseconds and returns them, oldest first. */
  take(options: { readonly limit: number; readonly visibilityMs: number }): Promise<readonly QueuedEvent[]>;
  /** Marks it delivered. Its id stays known, so that the same happening is not reported again. */
  acknowledge(position: string): Promise<void>;
}

/** Settings of administrators: policies by scope. @public */
export interface PolicyStore {
  /** The setting of one scope; absent when there is none. */
  get(scope: PolicyScope): Promise<PolicySetting | undefined>;
  /** Replaces the setting of one scope; `undefined` removes it. */
  set(scope: PolicyScope, setting: PolicySetting | undefined): Promise<void>;
}

/** Where a policy setting applies. @public */
export type PolicyScope =
  | { readonly kind: 'organization'; readonly id: string }
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'user'; readonly id: string };

/** A setting for some of the switches. @public */
export interface PolicySetting {
  readonly calendars?: AccessPolicy['calendars'];
  readonly contacts?: AccessPolicy['contacts'];
  /** Switches that narrower scopes cannot change. */
  readonly locked?: readonly (keyof AccessPolicy)[];
}

/** Every port that keeps something. @public */
export interface AccountStores {
  readonly accounts: AccountStore;
  readonly secrets: SecretStore;
  readonly leases: LeaseStore;
  readonly events: EventOutbox;
  readonly policies: PolicyStore;
}
