import type {
  AccessPolicy,
  ApplicationCredential,
  AuthorizationUrlOptions,
  CallOptions,
  OAuthCredential,
  OAuthSignIn,
  PasswordCredential,
} from '@kalends/core';

/** Options of {@link EntraSignIn.createAuthorizationUrl}. @public */
export interface EntraAuthorizationUrlOptions extends AuthorizationUrlOptions {
  /**
   * Whether an administrator has consented for this person's organization. Only looked at with `usersMayConsent: false`,
   * where nobody is sent to the sign-in page before. Default false.
   */
  readonly hasAdminConsented?: boolean;
}

/** Options of {@link EntraSignIn.onBehalfOf}. @public */
export interface OnBehalfOfOptions extends CallOptions {
  /** Access token of the person, issued for this application by Entra. */
  readonly userToken: string;
  /** Default: the `policy` setting. */
  readonly policy?: AccessPolicy;
}

/** Options of {@link EntraSignIn.signInWithPassword}. @public */
export interface PasswordSignInOptions extends CallOptions {
  /** User principal name of a work account without a second factor. */
  readonly username: string;
  readonly password: string;
  /** Address of the account's mailbox. Default: looked up like that of every sign-in. */
  readonly address?: string;
  /** Default: the `policy` setting. */
  readonly policy?: AccessPolicy;
}

/** Options of {@link EntraSignIn.startDeviceCode}. @public */
export interface DeviceCodeOptions extends CallOptions {
  /** Default: the `policy` setting. */
  readonly policy?: AccessPolicy;
}

/** A sign-in that a person finishes on another device (RFC 8628). @public */
export interface DeviceCodeSignIn {
  /** To be typed in. */
  readonly userCode: string;
  /** Where to type it. */
  readonly verificationUrl: string;
  /** When the code ends, ISO 8601 instant; 15 minutes after the start. */
  readonly expiresAt: string;
  /**
   * Asks until the person is done, as often as the service allows, on the injected clock.
   *
   * @throws CalendarError `signInRefused` when the person declined or the code ended, `aborted`.
   */
  complete(options?: CallOptions): Promise<OAuthCredential>;
}

/** Options of {@link EntraSignIn.application}. @public */
export interface ApplicationOptions extends CallOptions {
  /** Address of the mailbox. */
  readonly mailbox: string;
  /** Tenant the mailbox lives in. Needed when the settings name none. Default: the `tenantId` setting. */
  readonly tenantId?: string;
  /** Default: the `policy` setting. */
  readonly policy?: AccessPolicy;
  /**
   * Who grants the permissions: `entra`, application permissions with admin consent, which stand in the token and are checked;
   * `exchange`, role assignments in Exchange Online (RBAC for Applications), of which the token says nothing. Default `entra`.
   */
  readonly grantedBy?: 'entra' | 'exchange';
}

/** Options of {@link EntraSignIn.createAdminConsentUrl}. @public */
export interface AdminConsentUrlOptions {
  /** Exactly as registered. */
  readonly redirectUri: string;
  /** Comes back on the callback. */
  readonly state: string;
  /** The organization. Default: that of the settings; with several, the one of the administrator who signs in. */
  readonly tenantId?: string;
  /** What is consented to: the policy's delegated scopes, or everything in the registration. Default `delegated`. */
  readonly permissions?: 'delegated' | 'application';
  /** Default: the `policy` setting. */
  readonly policy?: AccessPolicy;
}

/** What a callback from the admin consent page says. @public */
export interface AdminConsentCallback {
  /** The tenant that the callback names. Anybody can call the callback: confirm it with `confirmAdminConsent`. */
  readonly claimedTenantId: string;
  /** Scopes that were granted, as the callback names them; empty when it names none. */
  readonly scopes: readonly string[];
}

/** Options of {@link EntraSignIn.confirmAdminConsent}. @public */
export interface ConfirmAdminConsentOptions extends CallOptions {
  readonly tenantId: string;
}

/** What a token of the tenant proves. @public */
export interface ConfirmedConsent {
  readonly tenantId: string;
  /** Application permissions that are in force; empty when only delegated ones were consented to. */
  readonly roles: readonly string[];
}

/**
 * Every way of signing in with Entra ID.
 *
 * Entra has no endpoint that revokes one grant (RFC 7009). Ending all sessions of a person takes a permission that no calendar
 * program should hold; a removed connection is forgotten here, and its owner can remove the application under "My Apps".
 *
 * @public
 */
export interface EntraSignIn extends OAuthSignIn {
  /**
   * Builds the address that the browser is sent to. The call itself sends nothing.
   *
   * @throws CalendarError `adminConsentRequired` with `usersMayConsent: false` while no administrator has consented.
   */
  createAuthorizationUrl(options: EntraAuthorizationUrlOptions): Promise<string>;
  /**
   * Exchanges the token of a person who is signed in to the application's front end for a grant of this back end (RFC 7523).
   *
   * @throws CalendarError `signInRefused` with `claims` that the front end has to sign in again with, `consentRequired` when
   *   the front end is not among the registration's known client applications, `invalidConfiguration`.
   */
  onBehalfOf(options: OnBehalfOfOptions): Promise<OAuthCredential>;
  /**
   * Signs a service user in with a password (RFC 6749, section 4.3). Microsoft advises against it, and it ends with the first
   * second factor; application permissions are the better way.
   *
   * @throws CalendarError `authenticationFailed` for a wrong password, `signInRefused` with reason `multiFactorRequired`,
   *   `invalidConfiguration` when public client flows are off.
   */
  signInWithPassword(options: PasswordSignInOptions): Promise<PasswordCredential>;
  /** Begins a sign-in on another device, for programs without a browser. */
  startDeviceCode(options?: DeviceCodeOptions): Promise<DeviceCodeSignIn>;
  /**
   * Connects a mailbox with the application's own permissions: fetches a token once and checks what it allows.
   *
   * @throws CalendarError `adminConsentRequired` with `missingScopes` when application permissions are missing,
   *   `invalidConfiguration`, `privateKeyUnavailable`.
   */
  application(options: ApplicationOptions): Promise<ApplicationCredential>;
  /** Builds the address of the page where an administrator consents for the whole organization. */
  createAdminConsentUrl(options: AdminConsentUrlOptions): string;
  /**
   * Reads the callback of the admin consent page. Its error comes first: `admin_consent=True` stands on refusals too.
   *
   * @throws CalendarError `adminConsentRequired` when the administrator refused, `signInRefused` for another state.
   */
  readAdminConsentCallback(parameters: URLSearchParams, expected: { readonly state: string }): AdminConsentCallback;
  /**
   * Proves a consent by fetching a token of the application in that tenant.
   *
   * @throws CalendarError `invalidConfiguration` when the tenant does not know the application.
   */
  confirmAdminConsent(options: ConfirmAdminConsentOptions): Promise<ConfirmedConsent>;
}
