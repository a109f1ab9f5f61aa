import type { AccessPolicy, RetryPolicy, Runtime, SecretSource, TokenLifetimes, TrafficLimits } from '@kalends/core';
import type { ClientCertificate, EntraCloud } from '@kalends/entra';

/** Settings of `graph`. @public */
export interface GraphSettings {
  /** Application (client) id of the app registration. */
  readonly clientId: string;
  /** Client secret of the app registration; its value, not its id. Not together with `certificate`. */
  readonly clientSecret?: SecretSource;
  /** Certificate of the app registration. Without it and without a secret: a public client with PKCE alone. */
  readonly certificate?: ClientCertificate;
  /**
   * Who may sign in: a tenant id, a verified domain, `organizations` (any work or school account), `consumers` (personal
   * accounts) or `common` (both). Default `organizations`.
   */
  readonly tenantId?: string;
  /** Default `global`. */
  readonly cloud?: EntraCloud;
  /** What sign-in asks for while a call says nothing else. Default: reading calendars. */
  readonly policy?: AccessPolicy;
  /** Delegated scopes beside those of the policy, for example `Calendars.Read.Shared`. Default: none. */
  readonly additionalScopes?: readonly string[];
  /** Whether people may consent for themselves; see `EntraSettings`. Default true. */
  readonly usersMayConsent?: boolean;
  /** Says to Entra that claims challenges are understood; see `EntraSettings`. Default true. */
  readonly claimsChallenges?: boolean;
  /** What is expected of tokens that come without lifetimes. Default: `defaultTokenLifetimes`. */
  readonly lifetimes?: Partial<TokenLifetimes>;
  /** Milliseconds before its end at which a connection renews its access token. Default 5 minutes. */
  readonly renewBeforeMs?: number;
  /**
   * Mailboxes (addresses) that are refused before any request. An access rule that an administrator has just narrowed lets
   * calls through for an hour or more; what stands here does not wait. A function is asked at each call. Default: none.
   */
  readonly blockedMailboxes?: readonly string[] | ((mailbox: string) => boolean);
  /**
   * What a test of the access rules said about a mailbox (`Test-ServicePrincipalAuthorization`,
   * `Test-ApplicationAccessPolicy`). Where it said `granted`, a refusal of the application means that the rule is not in force
   * yet: `policyPropagating`, to be tried again, instead of `accessDenied`. Default: nothing is known.
   */
  readonly testedAccess?: (mailbox: string) => 'granted' | 'denied' | undefined;
  /** Origin of the sign-in service, for emulators; a path names the tenant where `tenantId` does not. Default: that of `cloud`. */
  readonly authority?: string;
  /** Root of Graph, for emulators; a version at its end is ignored, it is always `v1.0`. Default: that of `cloud`. */
  readonly graphBaseUrl?: string;
  /**
   * Registered redirect URI that an administrator returns to after consenting; it becomes part of the consent link in cures.
   * Default: left out, and Entra uses the registration's first one.
   */
  readonly adminConsentRedirectUri?: string;
  /** Milliseconds from sending a request to the last byte of its answer. Default 30,000. */
  readonly timeoutMs?: number;
  /** Largest answer of Graph accepted, in bytes after decompression. Default 32 MiB. */
  readonly maxResponseBytes?: number;
  /** When reads and token renewals are tried again. Default: 3 tries in all, waits of at most 30 s. */
  readonly retry?: RetryPolicy;
  /**
   * How many requests may be under way at once, over all connections of this provider. Default: 4 for one mailbox, which is what
   * Exchange Online takes; 256 for all.
   */
  readonly traffic?: Partial<TrafficLimits>;
  /** Allow `http:` to loopback addresses in `authority` and `graphBaseUrl`. Default false. */
  readonly allowInsecureLoopback?: boolean;
  /** Clock, random source, `fetch`, logger. Default: the real ones; `fetch` is `nodeFetch()` with TLS 1.2 as its floor. */
  readonly runtime?: Partial<Runtime>;
}
