import type {
  AccessPolicy,
  AccountIdentity,
  RetryPolicy,
  Runtime,
  Secret,
  SecretSource,
  TokenLifetimes,
} from '@kalends/core';
import type { ClientCertificate } from './certificates/client-certificate.ts';
import type { EntraCloud } from './clouds.ts';
import type { EntraResource } from './resources/resource.ts';

/** A sign-in that has just succeeded, for finding the mailbox behind it. @public */
export interface SignedIn {
  readonly accessToken: Secret;
  /** As the id token names the account; the sign-in name stands for the address. */
  readonly account: AccountIdentity;
  readonly signal: AbortSignal | undefined;
}

/** Settings of `entra`. @public */
export interface EntraSettings {
  /** Application (client) id of the app registration. */
  readonly clientId: string;
  /** Client secret of the app registration; its value, not its id. Not together with `certificate`. */
  readonly clientSecret?: SecretSource;
  /** Certificate of the app registration. Without it and without a secret the application is a public client. */
  readonly certificate?: ClientCertificate;
  /**
   * Who may sign in: a tenant id, a verified domain, `organizations` (any work or school account), `consumers` (personal
   * accounts) or `common` (both). Default `organizations`.
   */
  readonly tenantId?: string;
  /** Default `global`. */
  readonly cloud?: EntraCloud;
  /** What tokens are for. Default `graph`. */
  readonly resource?: EntraResource;
  /** URL that tokens are addressed to, for a server of one's own with hybrid modern authentication. Default: that of `cloud`. */
  readonly resourceUrl?: string;
  /** Provider id that credentials and errors carry. Default `graph`, or `ews` for `exchange`. */
  readonly provider?: string;
  /** What is asked for while a call says nothing else. Default: reading calendars; everything for `exchange`. */
  readonly policy?: AccessPolicy;
  /** Delegated scopes beside those of the policy, for example `Calendars.Read.Shared`. Default: none. */
  readonly additionalScopes?: readonly string[];
  /**
   * Whether people may consent for themselves; it has to say what the organization's own switch says. Where they may not,
   * sign-in waits for the administrator's consent instead of showing people a page they cannot pass. Default true.
   */
  readonly usersMayConsent?: boolean;
  /**
   * Says to Entra that claims challenges are understood (client capability `cp1`): access tokens then last up to a day, and a
   * revoked session ends within minutes. Default true.
   */
  readonly claimsChallenges?: boolean;
  /** What is expected of tokens that come without lifetimes. Default: `defaultTokenLifetimes`. */
  readonly lifetimes?: Partial<TokenLifetimes>;
  /**
   * Finds the mailbox of somebody who has just signed in; it runs before anything is kept, so that an account without a
   * mailbox is refused at once. Default: the sign-in name counts as the address.
   */
  readonly findMailbox?: (signedIn: SignedIn) => Promise<AccountIdentity>;
  /** Origin of the sign-in service, for emulators; a path names the tenant where `tenantId` does not. Default: that of `cloud`. */
  readonly authority?: string;
  /**
   * Registered redirect URI that an administrator returns to after consenting; it becomes part of the consent link in cures.
   * Default: left out, and Entra uses the registration's first one.
   */
  readonly adminConsentRedirectUri?: string;
  /** Milliseconds from sending a request to the last byte of its answer. Default 30,000. */
  readonly timeoutMs?: number;
  /** Largest answer accepted, in bytes after decompression. Default 1 MiB. */
  readonly maxResponseBytes?: number;
  /** When tokens are asked for again. Default: 3 tries in all, waits of at most 30 s. Codes and passwords are sent once. */
  readonly retry?: RetryPolicy;
  /** Allow `http:` to loopback addresses in `authority`. Default false. */
  readonly allowInsecureLoopback?: boolean;
  /** Clock, random source, `fetch`, logger. Default: the real ones; `fetch` is `nodeFetch()` with TLS 1.2 as its floor. */
  readonly runtime?: Partial<Runtime>;
}
