import type { AuthorizationSource, CalendarErrorCode, CallOptions, Runtime } from '@kalends/core';
import type { NameResolver } from '../network/name-resolver.ts';

/** A way to ask for a mailbox's server. @public */
export type DiscoveryMethod = 'json' | 'soap' | 'pox' | 'plainHttp' | 'srv';

/**
 * What the caller is asked before a host is trusted that does not follow from the address alone.
 *
 * `plainHttp`: may `host` be asked over plain HTTP where to go? Nothing secret is sent, and anybody in between can answer.
 * `host`: may `host` be asked, and be given the credentials? `by` says who named it. `address` is the mail address itself: its
 * hosts are asked about only for a token, which they could use elsewhere, and for a user name that is an address of another domain.
 *
 * @public
 */
export interface DiscoveryQuestion {
  readonly kind: 'plainHttp' | 'host';
  readonly host: string;
  readonly by: 'address' | 'plainHttp' | 'redirect' | 'redirectAddress' | 'srv';
  /** Host whose answer led here; absent where the DNS did, or the address. */
  readonly from?: string;
}

/** Options of {@link discover}. @public */
export interface DiscoverOptions extends CallOptions {
  /**
   * Mail address of the mailbox. Its domain decides who is asked and who is given a password: never take the address from one
   * person and the authorization from another, such as a service account.
   */
  readonly address: string;
  /** What hosts that ask for it are authorized with. Default: nothing, and only questions without credentials are asked. */
  readonly authorization?: AuthorizationSource;
  /** How a user name and password are proved. Default `basic`. */
  readonly authentication?: 'basic' | 'ntlm';
  /**
   * Decides about hosts that the address's own domain does not vouch for, and about plain HTTP. Show the question to somebody who
   * knows the organization. Default: no.
   */
  readonly onRedirect?: (question: DiscoveryQuestion) => boolean | Promise<boolean>;
  /** Hosts that may have private addresses, by name: servers inside a company. Default: none. */
  readonly privateHosts?: readonly string[];
  /** Whether Exchange Online is asked after everything else. It learns the address. Default true. */
  readonly asksExchangeOnline?: boolean;
  /** PEM of certificate authorities to trust in place of the public ones. Not together with `runtime.fetch`. */
  readonly certificateAuthorities?: readonly string[];
  /** Clock, random source and transport. Default: the real ones. */
  readonly runtime?: Partial<Runtime>;
  /** Where names are looked up. Default: the system. */
  readonly resolver?: NameResolver;
  /** Milliseconds for one request. Default 10,000. */
  readonly timeoutMs?: number;
  /** Milliseconds for everything. Default 60,000. */
  readonly totalTimeoutMs?: number;
}

/**
 * What became of an attempt.
 *
 * `found`; `redirected`, it led to another host or address; `notConfirmed`, the caller did not agree; `redirectRefused`, the
 * target breaks a rule; `addressRefused`, the host has a private address; `urlRefused`, the EWS URL that was found breaks a rule;
 * `unauthorized`, the credentials were refused or there are none; `unreachable`, no answer; `notAutodiscover`, an answer of
 * something else; `failed`, Autodiscover said no.
 *
 * @public
 */
export type DiscoveryOutcome =
  | 'found'
  | 'redirected'
  | 'notConfirmed'
  | 'redirectRefused'
  | 'addressRefused'
  | 'urlRefused'
  | 'unauthorized'
  | 'unreachable'
  | 'notAutodiscover'
  | 'failed';

/** One attempt to find a mailbox's server. Nothing in it is secret. @public */
export interface DiscoveryAttempt {
  readonly method: DiscoveryMethod;
  /** Host that was asked, or was to be asked. */
  readonly host: string;
  readonly outcome: DiscoveryOutcome;
  /** Which rule a target broke. */
  readonly rule?: RedirectRule;
  /** HTTP status. */
  readonly status?: number;
  /** Autodiscover's own error code. */
  readonly vendorCode?: string;
  /** What went wrong on the way. */
  readonly errorCode?: CalendarErrorCode;
  /** Host that it led to. */
  readonly target?: string;
}

/** Rules that the target of a redirect, and an EWS URL, have to keep. @public */
export type RedirectRule = 'url' | 'https' | 'port' | 'path' | 'credentials' | 'visited' | 'hops';

/** The answer of {@link discover}. @public */
export type Discovery =
  | {
      readonly isFound: true;
      /** For the setting `url`. */
      readonly ewsUrl: string;
      readonly location: 'exchangeOnline' | 'onPremises';
      readonly method: DiscoveryMethod;
      /** Host that said so. */
      readonly host: string;
      /** Every attempt, oldest first. */
      readonly attempts: readonly DiscoveryAttempt[];
    }
  | { readonly isFound: false; readonly attempts: readonly DiscoveryAttempt[] };
