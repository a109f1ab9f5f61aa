import type { CalendarConnection } from '../../provider/connection.ts';
import type { CalendarProvider } from '../../provider/provider.ts';
import type { AuditSink, Runtime } from '../../runtime/runtime.ts';
import type { AuthorizationSource } from '../../tokens/authorization-source.ts';
import type { Account } from '../account.ts';
import type { AccountEvent } from '../account-event.ts';
import type { AccountQuery, AccountStores } from '../account-store.ts';
import type { Cipher } from '../cipher.ts';
import type { LifecycleTiming } from '../lifecycle/lifecycle-context.ts';
import type { CredentialVault } from '../vault/credential-vault.ts';
import type { AuthorizePrivileged } from '../vault/privileged-actions.ts';
import type {
  EnforcePoliciesOptions,
  EnforcePoliciesResult,
  PolicyUpdate,
  UpdatePolicyOptions,
} from './account-policy.ts';
import { accountsOver } from './accounts-over.ts';
import type { ConnectAccountOptions } from './connect-account.ts';
import type { DeliverEventsOptions, DeliverEventsResult } from './deliver-events.ts';
import type { MaintainOptions, MaintainResult } from './maintain-accounts.ts';
import type { DisconnectResult } from './remove-account.ts';

/** Options of {@link calendarAccounts}. @public */
export interface CalendarAccountsOptions {
  /** Where accounts are kept: `postgresStores` of `@kalends/postgres`, or `memoryAccountStores`. */
  readonly stores: AccountStores;
  /** How secrets are sealed: `credentialCipher` of `@kalends/crypto`. */
  readonly cipher: Cipher;
  /** The calendar systems that accounts may be of, each once. */
  readonly providers: readonly CalendarProvider[];
  /** Every opening, export, rotation and purge of a secret is written there; when it rejects, they do not happen. */
  readonly audit: AuditSink;
  /** Asked before each privileged action, for example for a second factor. Default: whoever calls may. */
  readonly authorizePrivileged?: AuthorizePrivileged;
  /** Default: the real ones. */
  readonly runtime?: Partial<Pick<Runtime, 'clock' | 'random' | 'logger'>>;
  /** Default: `defaultLifecycleTiming`. */
  readonly timing?: Partial<LifecycleTiming>;
}

/** Options of {@link CalendarAccounts.disconnect}. @public */
export interface DisconnectOptions {
  /** Who removes it, as the audit names them; 1 to 256 characters. */
  readonly actor: string;
  /** Why, for the audit; 1 to 256 characters. */
  readonly purpose: string;
}

/**
 * The connected accounts of an application. Any number of processes may work on the same stores; each has one of these.
 *
 * Every method throws `disposed` after `close`, `storeUnavailable` when the store fails, and `invalidArgument` for options that
 * cannot be meant.
 *
 * @public
 */
export interface CalendarAccounts extends AsyncDisposable {
  /** The vault behind it, for key rotation, support and the secrets of subscriptions. */
  readonly vault: CredentialVault;
  /**
   * Keeps what sign-in gave. An earlier account of the same owner, role, provider and service account is replaced, and nothing is
   * revoked; its policy is kept unless another one is given. A policy beyond what was granted waits in `requestedPolicy`.
   *
   * @throws CalendarError `consentRequired` when not even free/busy was granted, `permissionControlUnavailable` for a policy that
   *   the service cannot hold, `conflict` when the id is another owner's or the same account was connected later meanwhile.
   */
  connect(options: ConnectAccountOptions): Promise<Account>;
  /** Reads an account of any state; nothing secret is in it. */
  get(id: string): Promise<Account | undefined>;
  /** Lists accounts in the order of their ids. */
  list(query?: AccountQuery): Promise<readonly Account[]>;
  /**
   * What authorizes the requests of one account. Each `get` reads the account, so that a removal, a terminal state and a narrower
   * policy count at once, in every process.
   *
   * @throws CalendarError of `AuthorizationSource`; `credentialUnreadable`, `auditFailed`, `timeout` when another process renews
   *   for too long.
   */
  authorization(id: string): AuthorizationSource;
  /**
   * Opens the connection of an account, or gives the open one. It is shared, and closed when the account is removed or connected
   * again; callers need not close it.
   *
   * @throws CalendarError `disconnected`, `reauthorizationRequired`, `tenantAccessRevoked`, `invalidConfiguration`.
   */
  connection(id: string): Promise<CalendarConnection>;
  /**
   * Changes what the application lets itself do. Less counts at once, in every process. More than was granted waits in
   * `requestedPolicy`, with a `consentRequired` event, until the account is connected again.
   *
   * @throws CalendarError `permissionControlUnavailable`, `disconnected`, `conflict`, `auditFailed`, `accessDenied`.
   */
  updatePolicy(id: string, options: UpdatePolicyOptions): Promise<PolicyUpdate>;
  /**
   * Removes every account whose policy differs from a locked one, as `disconnect` does; its owner is asked again by the event
   * `disconnected` with the cause `policyLocked`. Accounts of services that cannot hold permissions are open to everything, so that
   * any narrower lock removes them.
   *
   * @throws CalendarError `aborted`; `auditFailed` and `accessDenied`, with the accounts that were removed before.
   */
  enforcePolicies(options: EnforcePoliciesOptions): Promise<EnforcePoliciesResult>;
  /**
   * Removes an account: before it returns, its record, secrets and tokens are gone from the store, its connection here is closed,
   * and no renewal under way can bring it back. Then the service is told, for at most 10 seconds. Repeating it does nothing.
   *
   * @throws CalendarError `auditFailed` and `accessDenied`, with nothing removed.
   */
  disconnect(id: string, options: DisconnectOptions): Promise<DisconnectResult>;
  /**
   * Tries an account again whose cause of ending was dealt with: a policy, a second factor, a disabled account. An active one
   * stays as it is.
   *
   * @throws CalendarError `disconnected`; `reauthorizationRequired` or `tenantAccessRevoked` when nothing was kept to try with.
   */
  resume(id: string): Promise<Account>;
  /**
   * Looks after grants that nobody uses: renews them, warns 14, 7 and 1 days before one ends, and ends those whose time has come.
   * Run it daily, in as many processes as you like.
   */
  maintain(options?: MaintainOptions): Promise<MaintainResult>;
  /** Hands waiting events to a handler, oldest first, each at least once. An event whose handler fails comes again. */
  deliverEvents(
    handler: (event: AccountEvent) => Promise<void> | void,
    options?: DeliverEventsOptions,
  ): Promise<DeliverEventsResult>;
  /**
   * Closes connections, waits for renewals under way, stores what a store that failed has left in memory, and forgets the rest.
   * Accounts stay connected.
   */
  close(): Promise<void>;
}

/**
 * Makes the accounts of an application over its stores.
 *
 * @throws CalendarError `invalidArgument` for two providers of one id and for times that are no positive numbers.
 * @public
 */
export function calendarAccounts(options: CalendarAccountsOptions): CalendarAccounts {
  return accountsOver(options);
}
