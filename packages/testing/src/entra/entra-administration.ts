import type { HeldAnswers } from '../server/answer-gate.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import type { EntraClient } from './entra-client.ts';
import type { UserConsent } from './entra-tenant.ts';
import type { EntraUserChange } from './entra-user.ts';
import type { EntraTokenRequest } from './token-request-log.ts';
import type { TokenSettings } from './token-settings.ts';

/** Names a tenant. @public */
export interface TenantChoice {
  /** GUID. Default: the emulator's first tenant. */
  readonly tenantId?: string;
}

/** Names an application in a tenant. @public */
export interface ApplicationChoice extends TenantChoice {
  /** Default: the first registered client. */
  readonly clientId?: string;
}

/** What `setUserConsent` is told. @public */
export interface UserConsentOptions extends TenantChoice {
  /** Milliseconds on the emulator's clock until it counts; the service takes about 30 minutes. Default 0. */
  readonly effectiveAfterMs?: number;
}

/** What `changePassword` is told. @public */
export interface PasswordChangeOptions extends TenantChoice {
  /**
   * `user`: the user's own change or reset, and resets in the Azure portal; they end the tokens of clients that did not
   * prove themselves and leave those of confidential clients alive. `adminCenter`: a reset in the Entra admin center, which
   * ends every session. Default `user`.
   */
  readonly by?: 'user' | 'adminCenter';
}

/** What `grantAdminConsent` is told. @public */
export interface AdminConsentOptions extends ApplicationChoice {
  /** Delegated scopes. Default: those of the registration. */
  readonly scopes?: readonly string[];
  /** Also the application permissions of the registration. Default true. */
  readonly includesApplicationPermissions?: boolean;
}

/**
 * What administrators and users can do to an emulated Entra ID, beside what HTTP offers. Methods that name somebody or
 * something unknown throw a RangeError.
 *
 * @public
 */
export interface EntraAdministration {
  /** Every request to the token endpoint so far, oldest first, without secrets. */
  readonly tokenRequests: readonly EntraTokenRequest[];
  /** How many refresh grants were performed for a person, lost answers included. */
  refreshCount(personId: string, tenant?: TenantChoice): number;
  /** Holds answers of the token endpoint after the request was handled, until they are released. Default: all of them. */
  holdTokenAnswers(when?: (request: RecordedRequest) => boolean): HeldAnswers;
  /** Changes how tokens are made from now on; `undefined` goes back to the default. */
  setTokenSettings(change: TokenSettings): void;
  /** From now on every access token issued so far counts as expired; refresh tokens are untouched. */
  expireAccessTokens(): void;
  /**
   * Makes a person's access tokens unwelcome, as critical events do: challenge-capable clients get a claims challenge, all
   * others a plain 401. Refresh tokens live on.
   */
  challengeAccessTokens(personId: string, tenant?: TenantChoice): void;
  /**
   * Revokes a person's sessions: refresh tokens issued so far fail with AADSTS50173, browsers are signed out, access
   * tokens of challenge-capable clients get a claims challenge, all others live on until they expire.
   */
  revokeSessions(personId: string, tenant?: TenantChoice): void;
  /** Takes back a person's consent: redeeming grants fails with AADSTS65001 until the person signs in again. */
  withdrawConsent(personId: string, tenant?: TenantChoice): void;
  /** Disables, deletes, locks a person, or puts Conditional Access in the way. */
  updateUser(personId: string, change: EntraUserChange, tenant?: TenantChoice): void;
  /** Gives a person another password. */
  changePassword(personId: string, password: string, options?: PasswordChangeOptions): void;
  /** Allows or forbids users to consent for themselves. */
  setUserConsent(value: UserConsent, options?: UserConsentOptions): void;
  /** Consents for everybody in a tenant, without the page. */
  grantAdminConsent(options?: AdminConsentOptions): void;
  /** Takes back what administrators consented to: delegated and application permissions. */
  withdrawAdminConsent(application?: ApplicationChoice): void;
  /** Asks people to sign in again after this many milliseconds (AADSTS70043); `undefined` for never. */
  setSignInFrequency(frequencyMs: number | undefined, tenant?: TenantChoice): void;
  /** Deletes the enterprise application from a tenant: AADSTS700016 for everybody there. */
  deleteApplication(application?: ApplicationChoice): void;
  /** Brings back a deleted or disabled enterprise application. */
  restoreApplication(application?: ApplicationChoice): void;
  /** Disables the enterprise application in a tenant: AADSTS7000112. */
  disableApplication(application?: ApplicationChoice): void;
  /** Deletes a whole tenant: AADSTS90002. */
  deleteTenant(tenant?: TenantChoice): void;
  /** Brings back a deleted tenant. */
  restoreTenant(tenant?: TenantChoice): void;
  /** Somebody who may consent for everybody, without a mailbox; signs in on every page. */
  administrator(tenant?: TenantChoice): AdministratorAccount;
  /** Adds or replaces an app registration. */
  registerClient(client: EntraClient): void;
  /** Adds a redirect URI to a client; default: the first registered one. */
  registerRedirectUri(redirectUri: string, clientId?: string): void;
}

/** How the administrator of a tenant signs in. @public */
export interface AdministratorAccount {
  /** Key for the methods of the handle that take a person id. */
  readonly personId: string;
  /** What goes into the sign-in form. */
  readonly userName: string;
  /** The password that goes with it. */
  readonly password: string;
}
