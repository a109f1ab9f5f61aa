import type { RetryPolicy, Runtime, SecretSource } from '@kalends/core';
import type { GraphCloud } from './clouds.ts';

/** Scopes that reading calendars needs: nothing but the person's own calendars, and a refresh token. @public */
export const defaultGraphScopes: readonly string[] = ['Calendars.Read', 'offline_access'];

/** Settings of `graph`. @public */
export interface GraphSettings {
  /** Application (client) id of the app registration. */
  readonly clientId: string;
  /** Client secret of the app registration. Absent: a public client (mobile and desktop registrations) with PKCE alone. */
  readonly clientSecret?: SecretSource;
  /**
   * Who may sign in: a tenant id, a verified domain, `organizations` (any work or school account), `consumers` (personal
   * accounts) or `common` (both). Default `organizations`.
   */
  readonly tenantId?: string;
  /** Default `global`. */
  readonly cloud?: GraphCloud;
  /** Delegated scopes to ask for. `offline_access` must be among them. Default {@link defaultGraphScopes}. */
  readonly scopes?: readonly string[];
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
  /** Largest answer accepted, in bytes after decompression. Default 32 MiB. */
  readonly maxResponseBytes?: number;
  /** When reads are tried again. Default: 3 tries in all, waits of at most 30 s. */
  readonly retry?: RetryPolicy;
  /** Allow `http:` to loopback addresses in `authority` and `graphBaseUrl`. Default false. */
  readonly allowInsecureLoopback?: boolean;
  /** Clock, random source, `fetch`, logger. Default: the real ones; `fetch` is `nodeFetch()` with TLS 1.2 as its floor. */
  readonly runtime?: Partial<Runtime>;
}
