import type {
  AccountIdentity,
  BasicCredential,
  Credential,
  OAuthCredential,
  TokenCredential,
} from '../credentials/credential.ts';
import type { AccessPolicy } from '../policy/access-policy.ts';
import type { AuthorizationSource } from '../tokens/authorization-source.ts';
import type { TokenIssuer } from '../tokens/token-issuer.ts';
import type { PermissionControl } from './capabilities.ts';
import type { CalendarConnection, CallOptions } from './connection.ts';

/** Connecting with a credential that this process keeps. @public */
export interface ConnectWithCredential<C extends Credential = Credential> {
  readonly credential: C;
  /**
   * Called with the new credential when the service replaces the refresh token, and awaited before the new access token is
   * used: store it, or the connection is lost at the next start. When it rejects, the call that needed the token fails, and
   * the next call hands the same credential over again.
   */
  onCredentialChanged?(credential: C): Promise<void>;
  /** What the application lets itself do, checked before each request. Default: whatever the scopes allow. */
  readonly policy?: AccessPolicy;
}

/** Connecting with authorizations that somebody else takes care of: the accounts of a store, a service's token broker. @public */
export interface ConnectWithAuthorization {
  readonly account: AccountIdentity;
  readonly authorization: AuthorizationSource;
  /**
   * What the authorizations are made from. With `application` nobody is signed in, and the provider addresses the account's
   * mailbox by its address. Default: not known, and taken for somebody who is signed in.
   */
  readonly credentialKind?: Credential['kind'];
  /** Scopes that were granted. Default: not known, and nothing is made of it. */
  readonly scopes?: readonly string[];
}

/** Options of {@link CalendarProvider.connect}. @public */
export type ConnectOptions<C extends Credential = Credential> = ConnectWithCredential<C> | ConnectWithAuthorization;

/**
 * One calendar system, with the configuration of the application that uses it. Making one costs nothing: vendor modules load
 * at the first call that needs them.
 *
 * @public
 */
export interface CalendarProvider<C extends Credential = Credential> {
  /** For example `graph`. */
  readonly id: string;
  /** Every host this provider contacts with the present settings, for firewall rules. */
  readonly hosts: readonly string[];
  /** Which of the two switches of an {@link AccessPolicy} the service itself can hold. */
  readonly permissionControl: PermissionControl;
  /** Opens a connection. Nothing is sent before the first call on it. */
  connect(options: ConnectOptions<C>): CalendarConnection;
}

/** Whether sign-in asks for a choice, and which. @public */
export type SignInPrompt = 'none' | 'selectAccount' | 'login' | 'consent';

/** Options of {@link OAuthSignIn.createAuthorizationUrl}. @public */
export interface AuthorizationUrlOptions extends CallOptions {
  /** Exactly as registered with the service. */
  readonly redirectUri: string;
  /** Comes back on the callback; compare it in constant time with what the browser's session holds. */
  readonly state: string;
  /** S256 challenge of the verifier that the session holds (RFC 7636), see `createPkcePair`. */
  readonly codeChallenge: string;
  /** What to ask for. Default: the provider's `policy` setting. */
  readonly policy?: AccessPolicy;
  /** Address that prefills the sign-in form. */
  readonly loginHint?: string;
  /** Verified domain of the organization, which skips the question where the account lives. */
  readonly domainHint?: string;
  /** Default: the provider's own choice, which always ends in a lasting grant. */
  readonly prompt?: SignInPrompt;
  /** JSON of claims the token has to carry, from an error's `claims`. Only Microsoft knows it. */
  readonly claims?: string;
}

/** Options of {@link OAuthSignIn.exchangeCode}. @public */
export interface ExchangeCodeOptions extends CallOptions {
  readonly code: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
  /** What was asked for. Default: the provider's `policy` setting. */
  readonly policy?: AccessPolicy;
  /**
   * Who has to come back: the account that started this, by its id, or its address when no id is known yet. Default: anybody.
   */
  readonly expectedAccount?: { readonly id?: string; readonly address?: string };
}

/** Signing in with OAuth 2.0, authorization code with PKCE. @public */
export interface OAuthSignIn {
  /**
   * Scopes that sign-in asks for under a policy.
   *
   * @throws CalendarError `permissionControlUnavailable` when the service cannot hold one of the policy's switches.
   */
  scopesFor(policy: AccessPolicy): readonly string[];
  /** The most a policy may be with these scopes; absent when they do not even show free/busy. */
  grantedAccess(scopes: readonly string[]): AccessPolicy | undefined;
  /** Builds the address that the browser is sent to. The call itself sends nothing. */
  createAuthorizationUrl(options: AuthorizationUrlOptions): Promise<string>;
  /**
   * Turns the callback's code into a credential.
   *
   * @throws CalendarError `consentRequired` with `missingScopes` when a part was not granted, `invalidConfiguration` for a
   *   wrong client secret or redirect URI, `signInRefused` for a code that is used, expired or somebody else's, and for another
   *   account than the expected one.
   */
  exchangeCode(options: ExchangeCodeOptions): Promise<OAuthCredential>;
  /**
   * Turns the error parameters of a callback into an error: the person said no, an administrator has to approve, the
   * registration is wrong.
   */
  callbackError(parameters: URLSearchParams): Error;
}

/** A provider whose connections work with access tokens. @public */
export interface TokenProvider<C extends TokenCredential = TokenCredential> extends CalendarProvider<C> {
  /** Renews access tokens; used by whoever keeps the credentials. */
  readonly tokens: TokenIssuer<C>;
}

/** A provider people sign in to in a browser. @public */
export interface OAuthProvider<C extends TokenCredential = TokenCredential> extends TokenProvider<C> {
  readonly signIn: OAuthSignIn;
}

/** Options of {@link BasicSignIn.verify}. @public */
export interface VerifyBasicOptions extends CallOptions {
  /** `DOMAIN\user`, or the user principal name. */
  readonly username: string;
  readonly password: string;
  /** Mailbox address. Default: the user name, when it is an address. */
  readonly address?: string;
}

/** Signing in with user name and password. @public */
export interface BasicSignIn {
  /**
   * Proves the user name and password with one harmless call and returns what to keep.
   *
   * @throws CalendarError `authenticationFailed` when the service refuses them.
   */
  verify(options: VerifyBasicOptions): Promise<BasicCredential>;
}

/** A provider people connect to with user name and password. @public */
export interface BasicProvider extends CalendarProvider<BasicCredential> {
  readonly signIn: BasicSignIn;
}
