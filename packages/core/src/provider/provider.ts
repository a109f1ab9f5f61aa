import type { BasicCredential, Credential, OAuthCredential } from '../credentials/credential.ts';
import type { CalendarConnection, CallOptions } from './connection.ts';

/** Options of {@link CalendarProvider.connect}. @public */
export interface ConnectOptions<C extends Credential = Credential> {
  readonly credential: C;
  /**
   * Called with the new credential when the service replaces the refresh token, and awaited before the new access token is
   * used: store it, or the connection is lost at the next start. When it rejects, the call that needed the token fails.
   */
  readonly onCredentialChanged?: (credential: C) => Promise<void>;
}

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
  /** Opens a connection. Nothing is sent before the first call on it. */
  connect(options: ConnectOptions<C>): CalendarConnection;
}

/** Options of {@link OAuthSignIn.createAuthorizationUrl}. @public */
export interface AuthorizationUrlOptions extends CallOptions {
  /** Exactly as registered with the service. */
  readonly redirectUri: string;
  /** Comes back on the callback; compare it in constant time with what the browser's session holds. */
  readonly state: string;
  /** S256 challenge of the verifier that the session holds (RFC 7636), see `createPkcePair`. */
  readonly codeChallenge: string;
  /** Address that prefills the sign-in form. */
  readonly loginHint?: string;
}

/** Options of {@link OAuthSignIn.exchangeCode}. @public */
export interface ExchangeCodeOptions extends CallOptions {
  readonly code: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
}

/** Signing in with OAuth 2.0, authorization code with PKCE. @public */
export interface OAuthSignIn {
  /** Scopes that sign-in asks for. */
  readonly scopes: readonly string[];
  /** Builds the address that the browser is sent to. The call itself sends nothing. */
  createAuthorizationUrl(options: AuthorizationUrlOptions): Promise<string>;
  /**
   * Turns the callback's code into a credential.
   *
   * @throws CalendarError `consentRequired` when calendar access was not granted, `invalidConfiguration` for a wrong client
   * secret or redirect URI, `signInRefused` for a code that is used, expired or somebody else's.
   */
  exchangeCode(options: ExchangeCodeOptions): Promise<OAuthCredential>;
  /**
   * Turns the error parameters of a callback into an error: the person said no, an administrator has to approve, the
   * registration is wrong.
   */
  callbackError(parameters: URLSearchParams): Error;
}

/** A provider people sign in to in a browser. @public */
export interface OAuthProvider extends CalendarProvider<OAuthCredential> {
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
