import type { AuthorizationSource, CallOptions, Runtime } from '@kalends/core';
import type { NameResolver } from '../network/name-resolver.ts';
import type { ExchangeVersion } from '@kalends/core';

/** Options of {@link verifyEwsUrl}. @public */
export interface VerifyEwsUrlOptions extends CallOptions {
  /**
   * Sent after the address has passed every check without it, to read the server's version. Default: none, and the version stays
   * unknown: Exchange tells it to nobody who has not signed in.
   */
  readonly authorization?: AuthorizationSource;
  /** How a user name and password are proved; NTLM not together with `runtime.fetch`. Default `basic`. */
  readonly authentication?: 'basic' | 'ntlm';
  /** Hosts that may have private addresses, by name: servers inside a company. Default: none. */
  readonly privateHosts?: readonly string[];
  /** PEM of certificate authorities to trust in place of the public ones. Not together with `runtime.fetch`. */
  readonly certificateAuthorities?: readonly string[];
  /** Clock, random source and transport. Default: the real ones. */
  readonly runtime?: Partial<Runtime>;
  /** Where names are looked up. Default: the system. */
  readonly resolver?: NameResolver;
  /** Milliseconds for one request. Default 10,000. */
  readonly timeoutMs?: number;
  /** Allow `http:` to loopback addresses, for emulators. Default false. */
  readonly allowInsecureLoopback?: boolean;
}

/**
 * Why a URL cannot be used.
 *
 * `invalid`: no URL, or one with a user name, query or fragment; `insecure`: not `https:`; `path`: does not end in
 * `/EWS/Exchange.asmx`; `privateAddress`: leads into a private network; `unreachable`: no answer; `certificate`: one that is not
 * trusted; `redirected`: the server sends elsewhere; `notFound`: nothing at this path; `blocked`: Exchange refuses everybody;
 * `notExchange`: something else answers.
 *
 * @public
 */
export type EwsUrlProblem =
  | 'invalid'
  | 'insecure'
  | 'path'
  | 'privateAddress'
  | 'unreachable'
  | 'certificate'
  | 'redirected'
  | 'notFound'
  | 'blocked'
  | 'notExchange';

/** A way to sign in that a server offers. @public */
export type OfferedAuthentication = 'basic' | 'ntlm' | 'negotiate' | 'bearer';

/** The answer of {@link verifyEwsUrl}. @public */
export type EwsUrlCheck =
  | {
      readonly isUsable: true;
      /** For the setting `url`. */
      readonly url: string;
      readonly isExchangeOnline: boolean;
      /** What the server offers to those who have not signed in. */
      readonly authentication: readonly OfferedAuthentication[];
      /** Absent without an authorization, or when that was refused. */
      readonly serverVersion?: ExchangeVersion;
    }
  | {
      readonly isUsable: false;
      readonly problem: EwsUrlProblem;
      /** One sentence for a person. */
      readonly message: string;
      /** What to do about it. */
      readonly cure: string;
    };
