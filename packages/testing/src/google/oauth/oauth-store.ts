import type { EmulatorClock } from '../../server/emulator.ts';
import type { GoogleClient } from '../google-client.ts';
import type { OpaqueSource } from '../opaque.ts';

/** A code that the authorization endpoint gave out. */
export interface AuthorizationCode {
  readonly personId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly expiresAtMs: number;
  readonly codeChallenge?: { readonly method: 'S256' | 'plain'; readonly value: string } | undefined;
  readonly nonce?: string | undefined;
  /** Whether the exchange yields a refresh token: offline access was asked for and consent was given on screen. */
  readonly isOffline: boolean;
  /** Scopes granted earlier were added to this grant. */
  readonly isCombined: boolean;
}

/** What an access token or a refresh token stands for. */
export interface Token {
  readonly value: string;
  readonly personId: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly expiresAtMs: number;
  readonly isCombined: boolean;
  /** The refresh token that an access token came with or from. */
  readonly refreshToken?: string | undefined;
}

/** Lifetime of access tokens in seconds, as the service states it. */
export const accessTokenSeconds = 3599;
/** Refresh tokens per account and client; one more makes the oldest invalid. Source: "Using OAuth 2.0 to Access Google APIs". */
export const maxRefreshTokens = 100;

const dayMs = 86_400_000;
const codeLifetimeMs = 10 * 60_000;
// "Six months" in the documentation, counted in days.
const idleMs = 183 * dayMs;
const testingLifetimeMs = 7 * dayMs;
const signInScopes = new Set([
  'openid',
  'email',
  'profile',
  'https://www.googleapis.com/auth/userinfo.email',
  'https://www.googleapis.com/auth/userinfo.profile',
]);

/** Name, address and profile: never up to the person's choice, and no reason for a testing client's token to end. */
export function isSignInScope(scope: string): boolean {
  return signInScopes.has(scope);
}

/** Clients, consent, codes and tokens. */
export class OAuthStore {
  readonly clients: Map<string, GoogleClient> = new Map();
  readonly #clock: EmulatorClock;
  readonly #opaque: OpaqueSource;
  readonly #consents = new Map<string, Set<string>>();
  readonly #codes = new Map<string, AuthorizationCode>();
  readonly #accessTokens = new Map<string, Token>();
  /** In the order of issue. */
  readonly #refreshTokens = new Map<string, Token & { idleAtMs: number }>();
  readonly #sessions = new Map<string, string>();

  constructor(clock: EmulatorClock, opaque: OpaqueSource) {
    this.#clock = clock;
    this.#opaque = opaque;
  }

  /** What a person granted to the client's project so far. */
  consent(personId: string, client: GoogleClient): ReadonlySet<string> {
    return this.#consents.get(consentKey(personId, client)) ?? new Set();
  }

  addConsent(personId: string, client: GoogleClient, scopes: readonly string[]): void {
    const granted = new Set([...this.consent(personId, client), ...scopes]);
    this.#consents.set(consentKey(personId, client), granted);
  }

  issueCode(code: Omit<AuthorizationCode, 'expiresAtMs'>): string {
    const value = `4/0A${this.#opaque.text(60)}`;
    this.#codes.set(value, { ...code, expiresAtMs: this.#clock.now() + codeLifetimeMs });
    return value;
  }

  /** Codes work once: taking one uses it up. */
  takeCode(value: string): AuthorizationCode | undefined {
    const code = this.#codes.get(value);
    this.#codes.delete(value);
    return code;
  }

  issueAccessToken(token: Omit<Token, 'value' | 'expiresAtMs'>): Token {
    const issued = {
      ...token,
      value: `ya29.a0${this.#opaque.text(180)}`,
      expiresAtMs: this.#clock.now() + accessTokenSeconds * 1000,
    };
    this.#accessTokens.set(issued.value, issued);
    return issued;
  }

  /** Issues a refresh token; the one beyond {@link maxRefreshTokens} silently ends the oldest. */
  issueRefreshToken(token: Omit<Token, 'value' | 'expiresAtMs' | 'refreshToken'>, client: GoogleClient): Token {
    const now = this.#clock.now();
    const isLimited = client.publishingStatus === 'testing' && !token.scopes.every(isSignInScope);
    const issued = {
      ...token,
      value: `1//0g${this.#opaque.text(90)}`,
      expiresAtMs: isLimited ? now + testingLifetimeMs : Infinity,
      idleAtMs: now + idleMs,
    };
    const siblings = [...this.#refreshTokens.values()].filter(
      (other) => other.personId === token.personId && other.clientId === token.clientId,
    );
    for (const oldest of siblings.slice(0, Math.max(0, siblings.length + 1 - maxRefreshTokens))) {
      this.#refreshTokens.delete(oldest.value);
    }
    this.#refreshTokens.set(issued.value, issued);
    return issued;
  }

  /** The access token with this value, while it lives. */
  accessToken(value: string): Token | undefined {
    return this.#alive(this.#accessTokens.get(value));
  }

  /** The refresh token with this value, while it lives. */
  refreshToken(value: string): Token | undefined {
    const token = this.#refreshTokens.get(value);
    return token === undefined || token.idleAtMs <= this.#clock.now() ? undefined : this.#alive(token);
  }

  /** Notes that a refresh token was used: its six idle months begin anew. */
  touch(value: string): void {
    const token = this.#refreshTokens.get(value);
    if (token !== undefined) token.idleAtMs = this.#clock.now() + idleMs;
  }

  expireAccessTokens(): void {
    this.#accessTokens.clear();
  }

  /**
   * Revokes an access or refresh token with everything that belongs to it: the other token of the pair, and for a combined
   * grant all tokens of the project. The person is asked for consent again.
   *
   * @returns false when no such token lives.
   */
  revoke(value: string): boolean {
    const token = this.accessToken(value) ?? this.refreshToken(value);
    const client = token === undefined ? undefined : this.clients.get(token.clientId);
    if (token === undefined || client === undefined) return false;
    const refreshToken = this.#refreshTokens.has(value) ? value : token.refreshToken;
    this.#dropTokens(
      (other) =>
        other.value === value ||
        (refreshToken !== undefined && (other.value === refreshToken || other.refreshToken === refreshToken)) ||
        (token.isCombined && other.personId === token.personId && this.#sharesProject(other.clientId, client)),
    );
    this.#consents.delete(consentKey(token.personId, client));
    return true;
  }

  /** Revokes everything a person granted to any client. */
  revokeGrants(personId: string): void {
    this.#dropTokens((token) => token.personId === personId);
    for (const [value, code] of this.#codes) if (code.personId === personId) this.#codes.delete(value);
    for (const key of this.#consents.keys()) if (key.startsWith(`${personId}\n`)) this.#consents.delete(key);
  }

  startSession(personId: string): string {
    const session = this.#opaque.text(40);
    this.#sessions.set(session, personId);
    return session;
  }

  /** Who is signed in with this session cookie. */
  session(value: string): string | undefined {
    return this.#sessions.get(value);
  }

  #alive(token: Token | undefined): Token | undefined {
    return token !== undefined && token.expiresAtMs > this.#clock.now() ? token : undefined;
  }

  #sharesProject(clientId: string, client: GoogleClient): boolean {
    const other = this.clients.get(clientId);
    return other !== undefined && projectOf(other) === projectOf(client);
  }

  #dropTokens(isDropped: (token: Token) => boolean): void {
    for (const tokens of [this.#accessTokens, this.#refreshTokens]) {
      for (const token of tokens.values()) if (isDropped(token)) tokens.delete(token.value);
    }
  }
}

function projectOf(client: GoogleClient): string {
  return client.project ?? client.clientId;
}

function consentKey(personId: string, client: GoogleClient): string {
  return `${personId}\n${projectOf(client)}`;
}
