import type { SignIn } from './entra-user.ts';

/** What every grant of a user remembers. */
export interface UserGrant {
  readonly clientId: string;
  readonly tenantId: string;
  /** Object id of the user. */
  readonly objectId: string;
  readonly scope: string;
  /** The client declared that it understands claims challenges (capability `cp1`). */
  readonly isChallengeCapable: boolean;
  readonly signIn: SignIn;
  /** Milliseconds since the Unix epoch. */
  readonly issuedAt: number;
}

/** An authorization code on its way back to the client. */
export interface AuthorizationCode extends UserGrant {
  readonly code: string;
  readonly redirectUri: string;
  readonly isSinglePage: boolean;
  readonly nonce?: string;
  readonly challenge?: { readonly value: string; readonly method: 'S256' | 'plain' };
  isRedeemed: boolean;
}

/** A refresh token. */
export interface RefreshToken extends UserGrant {
  readonly token: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
  /** Tokens that came from the same sign-in share a family. */
  readonly family: string;
  /** End of everything that came from a single-page sign-in. */
  readonly singlePageUntil?: number | undefined;
  /** Obtained by a client that did not prove itself. */
  readonly isPublic: boolean;
  readonly sequence: number;
  isReplaced: boolean;
}

/** What is remembered of an access token beside its claims. */
export interface AccessTokenRecord {
  /** Object id of the user; absent for applications. */
  readonly objectId?: string;
  readonly isChallengeCapable: boolean;
  readonly sequence: number;
}

/** A browser that somebody signed in with. */
export interface BrowserSession {
  readonly objectId: string;
  readonly signIn: SignIn;
  readonly sequence: number;
}

/** Every code, token and browser session, and what was revoked of them. */
export class GrantStore {
  readonly #codes = new Map<string, AuthorizationCode>();
  readonly #refreshTokens = new Map<string, RefreshToken>();
  readonly #accessTokens = new Map<string, AccessTokenRecord>();
  readonly #sessions = new Map<string, BrowserSession>();
  readonly #deadFamilies = new Set<string>();
  readonly #revokedUpTo = new Map<string, number>();
  readonly #publicRevokedUpTo = new Map<string, number>();
  readonly #challengedUpTo = new Map<string, number>();
  #expiredUpTo = 0;
  #sequence = 0;

  /** Orders what is issued, so that a revocation hits exactly what came before it, whatever the clock says. */
  nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  addCode(code: AuthorizationCode): void {
    this.#codes.set(code.code, code);
  }

  code(code: string): AuthorizationCode | undefined {
    return this.#codes.get(code);
  }

  addRefreshToken(token: RefreshToken): void {
    this.#refreshTokens.set(token.token, token);
  }

  refreshToken(token: string): RefreshToken | undefined {
    return this.#refreshTokens.get(token);
  }

  addAccessToken(tokenId: string, record: AccessTokenRecord): void {
    this.#accessTokens.set(tokenId, record);
  }

  accessToken(tokenId: string): AccessTokenRecord | undefined {
    return this.#accessTokens.get(tokenId);
  }

  /** Remembers a browser that signed in. */
  addSession(sessionId: string, objectId: string, signIn: SignIn): void {
    this.#sessions.set(sessionId, { objectId, signIn, sequence: this.nextSequence() });
  }

  /** Who is signed in with this browser cookie; nobody after a revocation. */
  session(sessionId: string): BrowserSession | undefined {
    const session = this.#sessions.get(sessionId);
    return session === undefined || this.isRevoked(session.objectId, session.sequence) ? undefined : session;
  }

  endSession(sessionId: string): void {
    this.#sessions.delete(sessionId);
  }

  /** Ends what came before: refresh tokens, browsers, and access tokens of challenge-capable clients. */
  revokeSessions(objectId: string): void {
    this.#revokedUpTo.set(objectId, this.#sequence);
  }

  /** Ends the refresh tokens of clients that did not prove themselves, as any change of the password does. */
  revokePublicTokens(objectId: string): void {
    this.#publicRevokedUpTo.set(objectId, this.#sequence);
  }

  /** Makes the access tokens issued so far unwelcome, and nothing else. */
  challengeAccessTokens(objectId: string): void {
    this.#challengedUpTo.set(objectId, this.#sequence);
  }

  killFamily(family: string): void {
    this.#deadFamilies.add(family);
  }

  isRevoked(objectId: string, sequence: number): boolean {
    return sequence <= (this.#revokedUpTo.get(objectId) ?? 0);
  }

  isRefreshTokenRevoked(token: RefreshToken): boolean {
    return (
      this.#deadFamilies.has(token.family) ||
      this.isRevoked(token.objectId, token.sequence) ||
      (token.isPublic && token.sequence <= (this.#publicRevokedUpTo.get(token.objectId) ?? 0))
    );
  }

  isChallenged(objectId: string, sequence: number): boolean {
    return sequence <= (this.#challengedUpTo.get(objectId) ?? 0);
  }

  expireAccessTokens(): void {
    this.#expiredUpTo = this.#sequence;
  }

  /** True for tokens that were cut short by {@link GrantStore.expireAccessTokens}. */
  isCutShort(sequence: number): boolean {
    return sequence <= this.#expiredUpTo;
  }
}
