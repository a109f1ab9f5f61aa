import type { CallOptions } from '../provider/connection.ts';
import type { Secret } from '../runtime/secret.ts';

/** What one request is authorized with: an access token. @public */
export interface BearerAuthorization {
  readonly kind: 'bearer';
  readonly token: Secret;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAtMs: number;
}

/** What one request is authorized with: user name and password, for Basic and NTLM. @public */
export interface PasswordAuthorization {
  readonly kind: 'basic';
  readonly username: Secret;
  readonly password: Secret;
}

/** What one request is authorized with. @public */
export type Authorization = BearerAuthorization | PasswordAuthorization;

/** What a call is about to do, so that the policy can be asked before anything is sent. @public */
export type RequiredPermission =
  | { readonly group: 'calendars'; readonly access: 'freeBusy' | 'read' | 'readWrite' }
  | { readonly group: 'contacts'; readonly access: 'read' | 'readWrite' };

/** Options of {@link AuthorizationSource.get}. @public */
export interface GetAuthorizationOptions extends CallOptions {
  /** What it is wanted for. Absent: nothing that a policy could forbid, for example a diagnosis. */
  readonly permission?: RequiredPermission;
}

/** Options of {@link AuthorizationSource.replace}. @public */
export interface ReplaceAuthorizationOptions extends CallOptions {
  /** What the service has just refused. */
  readonly refused: Authorization;
  /** JSON of the claims challenge that came with the refusal. */
  readonly claims?: string;
}

/**
 * Where a connection gets what it authorizes its requests with: from a credential in this process, from accounts kept in a
 * store, or from a service that hands it out. Connections ask it before every request.
 *
 * @public
 */
export interface AuthorizationSource {
  /**
   * An authorization that is good for a while.
   *
   * @throws CalendarError `policyDenied` when the account's policy does not allow what it is wanted for, `disconnected` once
   *   the account was removed, `tenantAccessRevoked` and `reauthorizationRequired` once the grant has ended, and those of
   *   `TokenIssuer.issue`.
   */
  get(options?: GetAuthorizationOptions): Promise<Authorization>;
  /**
   * An authorization other than the refused one, which answers the challenge. However many callers come with the same refused
   * token, the service is asked once.
   *
   * @throws CalendarError as `get`; `reauthorizationRequired` at once when there is nothing fresher, as with a password.
   */
  replace(options: ReplaceAuthorizationOptions): Promise<Authorization>;
}
