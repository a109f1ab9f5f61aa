import type { Credential } from '../credentials/credential.ts';
import type { CallOptions } from '../provider/connection.ts';
import type { Secret } from '../runtime/secret.ts';

/** What a service's token endpoint answered, as it said it: lifetimes are checked by whoever keeps the tokens. @public */
export interface IssuedTokens {
  readonly accessToken: Secret;
  /** `expires_in`, in seconds; any value the service sent, for example a numeric text, or absent. */
  readonly expiresIn?: unknown;
  /** The refresh token to use from now on; absent when the present one stays. */
  readonly refreshToken?: Secret;
  /** Lifetime of the refresh token in seconds, when the service named one; any value it sent. */
  readonly refreshExpiresIn?: unknown;
  /** Scopes granted; absent when the answer named none. */
  readonly scopes?: readonly string[];
}

/** Options of {@link TokenIssuer.issue}. @public */
export interface IssueTokensOptions<C extends Credential = Credential> extends CallOptions {
  readonly credential: C;
  /** JSON of a claims challenge that the access token has to meet (OpenID Connect `claims`). */
  readonly claims?: string;
}

/** What is expected of tokens while the service says nothing else. @public */
export interface TokenLifetimes {
  /** Milliseconds an access token lasts. */
  readonly accessTokenMs: number;
  /** Milliseconds a refresh token lasts. */
  readonly refreshTokenMs: number;
  /**
   * What starts the refresh token's life anew: `issue`, a new refresh token; `use`, every refresh, also one that leaves the
   * token as it is.
   */
  readonly refreshTokenRenewedBy: 'issue' | 'use';
}

/** One hour and 90 days from issue. Changed at the service, not here: see the guide on connections. @public */
export const defaultTokenLifetimes: TokenLifetimes = {
  accessTokenMs: 60 * 60_000,
  refreshTokenMs: 90 * 24 * 60 * 60_000,
  refreshTokenRenewedBy: 'issue',
};

/**
 * Turns a kept credential into an access token. It knows the service; when tokens are renewed, stored and given up is decided
 * by whoever calls it, see `credentialAuthorization` and `@kalends/core/accounts`.
 *
 * @public
 */
export interface TokenIssuer<C extends Credential = Credential> {
  /** Provider id the credentials must carry. */
  readonly provider: string;
  readonly lifetimes: TokenLifetimes;
  /**
   * What an access token opens: `account`, the credential's own account; `tenant`, every mailbox of an organization. A token
   * of the second kind is never handed to a client.
   */
  tokenReach(credential: C): 'account' | 'tenant';
  /**
   * Asks the token endpoint once; transient failures are repeated within the provider's retry policy.
   *
   * @throws CalendarError `reauthorizationRequired` with a `reason` when the grant has ended, `consentRequired` or
   *   `adminConsentRequired` when consent is missing, `tenantAccessRevoked` when the organization removed the application,
   *   `invalidConfiguration` for the application's own id, secret or key; retryable codes when the grant still stands.
   */
  issue(options: IssueTokensOptions<C>): Promise<IssuedTokens>;
  /**
   * Tells the service that the grant is given up. Absent where the service offers no such call.
   *
   * @throws CalendarError when the service did not confirm.
   */
  revoke?(options: IssueTokensOptions<C>): Promise<void>;
}
