import type { EmulatorClock } from '../../server/emulator.ts';
import type { GoogleClient } from '../google-client.ts';
import type { OpaqueSource } from '../opaque.ts';
import { isSignInScope } from './scope-texts.ts';

/** Who may do what through which client. */
export interface Grant {
  /** Person id of the company, or the address of a service account that acts for itself. */
  readonly personId: string;
  /** Id of the OAuth client, or the numeric id of a service account. */
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Scopes granted earlier were added to this grant. */
  readonly isCombined: boolean;
}

/** What an access token stands for. */
export interface AccessToken extends Grant {
  readonly value: string;
  readonly expiresAtMs: number;
  /** The refresh token that it came with or from. */
  readonly refreshToken: string | undefined;
  /** As in {@link RefreshToken}. */
  readonly family: string | undefined;
}

/** What a refresh token stands for. */
export interface RefreshToken extends Grant {
  readonly value: string;
  readonly expiresAtMs: number;
  /** The first refresh token of the grant; with rotation its successors share it. */
  readonly family: string;
}

/** How long tokens live and what the answers say about it. */
export interface TokenLifetimes {
  readonly accessTokenSeconds: number;
  /** Goes into `expires_in` as it is; undefined leaves the field out. */
  readonly statedExpiresIn: number | string | undefined;
}

/** Lifetime of access tokens in seconds, as the service states it. */
export const defaultAccessTokenSeconds = 3599;
/** Refresh tokens per account and client; one more makes the oldest invalid. Source: "Using OAuth 2.0 to Access Google APIs". */
export const maxRefreshTokens = 100;

const dayMs = 86_400_000;
// "Six months" in the documentation, counted in days.
const idleMs = 183 * dayMs;
const testingLifetimeMs = 7 * dayMs;

/** Access and refresh tokens. */
export class TokenStore {
  lifetimes: TokenLifetimes = {
    accessTokenSeconds: defaultAccessTokenSeconds,
    statedExpiresIn: defaultAccessTokenSeconds,
  };
  readonly #clock: EmulatorClock;
  readonly #opaque: OpaqueSource;
  readonly #accessTokens = new Map<string, AccessToken>();
  /** In the order of issue. */
  readonly #refreshTokens = new Map<string, RefreshToken & { idleAtMs: number }>();
  /** Every refresh token that was ever given out, to tell whose a dead one was. */
  readonly #issued = new Map<string, RefreshToken>();
  readonly #rotated = new Set<string>();

  constructor(clock: EmulatorClock, opaque: OpaqueSource) {
    this.#clock = clock;
    this.#opaque = opaque;
  }

  /** Issues an access token, beside or from a refresh token where there is one. */
  issueAccessToken(grant: Grant, source?: RefreshToken): AccessToken {
    const issued: AccessToken = {
      ...pickGrant(grant),
      value: `ya29.a0${this.#opaque.text(180)}`,
      expiresAtMs: this.#clock.now() + this.lifetimes.accessTokenSeconds * 1000,
      refreshToken: source?.value,
      family: source?.family,
    };
    this.#accessTokens.set(issued.value, issued);
    return issued;
  }

  /** Issues a refresh token; the one beyond {@link maxRefreshTokens} silently ends the oldest. */
  issueRefreshToken(grant: Grant, client: GoogleClient, accessSeconds?: number): RefreshToken {
    const now = this.#clock.now();
    const isTesting = client.publishingStatus === 'testing' && !grant.scopes.every(isSignInScope);
    const lifetimesMs = [isTesting ? testingLifetimeMs : Infinity, (accessSeconds ?? Infinity) * 1000];
    const siblings = [...this.#refreshTokens.values()].filter(
      (other) => other.personId === grant.personId && other.clientId === grant.clientId,
    );
    for (const oldest of siblings.slice(0, Math.max(0, siblings.length + 1 - maxRefreshTokens))) {
      this.#refreshTokens.delete(oldest.value);
    }
    const value = this.#newRefreshValue();
    return this.#keep({ ...pickGrant(grant), value, expiresAtMs: now + Math.min(...lifetimesMs), family: value });
  }

  /** Replaces a refresh token by its successor; the old one dies at once. */
  rotate(token: RefreshToken): RefreshToken {
    this.#refreshTokens.delete(token.value);
    this.#rotated.add(token.value);
    return this.#keep({ ...token, value: this.#newRefreshValue() });
  }

  /** Notes that a refresh token was used: its six idle months begin anew. */
  touch(value: string): void {
    const token = this.#refreshTokens.get(value);
    if (token !== undefined) token.idleAtMs = this.#clock.now() + idleMs;
  }

  /** The access token with this value, while it lives. */
  accessToken(value: string): AccessToken | undefined {
    const token = this.#accessTokens.get(value);
    return token !== undefined && token.expiresAtMs > this.#clock.now() ? token : undefined;
  }

  /** The refresh token with this value, while it lives. */
  refreshToken(value: string): RefreshToken | undefined {
    const token = this.#refreshTokens.get(value);
    const now = this.#clock.now();
    return token !== undefined && token.expiresAtMs > now && token.idleAtMs > now ? token : undefined;
  }

  /** The refresh token that once had this value, dead or alive. */
  issuedRefreshToken(value: string): RefreshToken | undefined {
    return this.#issued.get(value);
  }

  /** True for a token that a successor replaced: whoever shows it holds a copy. */
  wasRotated(value: string): boolean {
    return this.#rotated.has(value);
  }

  expireAccessTokens(): void {
    this.#accessTokens.clear();
  }

  /** Ends all tokens that `isEnded` names. */
  end(isEnded: (token: AccessToken | RefreshToken) => boolean): void {
    for (const tokens of [this.#accessTokens, this.#refreshTokens]) {
      for (const token of tokens.values()) if (isEnded(token)) tokens.delete(token.value);
    }
  }

  #newRefreshValue(): string {
    return `1//0g${this.#opaque.text(90)}`;
  }

  #keep(token: RefreshToken): RefreshToken {
    this.#refreshTokens.set(token.value, { ...token, idleAtMs: this.#clock.now() + idleMs });
    this.#issued.set(token.value, token);
    return token;
  }
}

function pickGrant({ personId, clientId, scopes, isCombined }: Grant): Grant {
  return { personId, clientId, scopes, isCombined };
}
