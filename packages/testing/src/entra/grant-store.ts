/** An authorization code on its way back to the client. */
export interface AuthorizationCode {
  readonly code: string;
  readonly clientId: string;
  readonly personId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly nonce?: string;
  readonly challenge?: { readonly value: string; readonly method: 'S256' | 'plain' };
  /** The client declared that it understands claims challenges (capability `cp1`). */
  readonly isChallengeCapable: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly issuedAt: number;
  isRedeemed: boolean;
}

/** A refresh token. It stays valid when it is used. */
export interface RefreshToken {
  readonly token: string;
  readonly clientId: string;
  readonly personId: string;
  readonly scope: string;
  readonly isChallengeCapable: boolean;
  readonly issuedAt: number;
  readonly sequence: number;
}

/** What is remembered of an access token beside its claims. */
export interface AccessTokenRecord {
  readonly personId?: string;
  readonly isChallengeCapable: boolean;
  readonly sequence: number;
}

/** Everything one tenant has granted. */
export class GrantStore {
  readonly #codes = new Map<string, AuthorizationCode>();
  readonly #refreshTokens = new Map<string, RefreshToken>();
  readonly #accessTokens = new Map<string, AccessTokenRecord>();
  readonly #sessions = new Map<string, { readonly personId: string; readonly sequence: number }>();
  readonly #consents = new Map<string, Map<string, string>>();
  readonly #revokedUpTo = new Map<string, number>();
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
  addSession(sessionId: string, personId: string): void {
    this.#sessions.set(sessionId, { personId, sequence: this.nextSequence() });
  }

  /** Who is signed in with this browser cookie; nobody after a revocation. */
  sessionPerson(sessionId: string): string | undefined {
    const session = this.#sessions.get(sessionId);
    if (session === undefined || this.isRevoked(session.personId, session.sequence)) return undefined;
    return session.personId;
  }

  endSession(sessionId: string): void {
    this.#sessions.delete(sessionId);
  }

  consent(clientId: string, personId: string, permissions: Iterable<string>): void {
    const key = `${clientId}|${personId}`;
    const given = this.#consents.get(key) ?? new Map<string, string>();
    for (const permission of permissions) given.set(permission.toLowerCase(), permission);
    this.#consents.set(key, given);
  }

  /** Permissions consented to, in the spelling first asked for; undefined when there was never any consent. */
  consented(clientId: string, personId: string): readonly string[] | undefined {
    const given = this.#consents.get(`${clientId}|${personId}`);
    return given === undefined ? undefined : [...given.values()];
  }

  hasConsent(clientId: string, personId: string, permissions: readonly string[]): boolean {
    const given = this.#consents.get(`${clientId}|${personId}`);
    return given !== undefined && permissions.every((permission) => given.has(permission.toLowerCase()));
  }

  withdrawConsent(personId: string): void {
    for (const key of this.#consents.keys()) {
      if (key.endsWith(`|${personId}`)) this.#consents.delete(key);
    }
  }

  revokeSessions(personId: string): void {
    this.#revokedUpTo.set(personId, this.#sequence);
  }

  isRevoked(personId: string, sequence: number): boolean {
    return sequence <= (this.#revokedUpTo.get(personId) ?? 0);
  }

  expireAccessTokens(): void {
    this.#expiredUpTo = this.#sequence;
  }

  /** True for tokens that were cut short by {@link GrantStore.expireAccessTokens}. */
  isCutShort(sequence: number): boolean {
    return sequence <= this.#expiredUpTo;
  }
}
