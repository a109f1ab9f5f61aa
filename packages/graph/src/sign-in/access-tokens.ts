import { CalendarError } from '@kalends/core';
import type { Clock, OAuthCredential, Secret } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import type { EntraTokens } from './entra-client.ts';

/** Access tokens are renewed this long before they end, short-lived ones after half their life. */
export const refreshAheadMs: number = 5 * 60_000;

/** A refresh token of a web or native client lives 90 days from its issue (Entra docs, "Refresh tokens"). */
export const refreshTokenLifetimeMs: number = 90 * 24 * 60 * 60_000;

/** What {@link AccessTokens} works with. */
export interface AccessTokensOptions {
  readonly credential: OAuthCredential;
  readonly clock: Clock;
  /** Asks the sign-in service. `claims` is the JSON of a challenge the token must meet. */
  readonly refresh: (refreshToken: Secret, claims: string | undefined) => Promise<EntraTokens>;
  readonly onCredentialChanged: ((credential: OAuthCredential) => Promise<void>) | undefined;
}

interface HeldToken {
  readonly token: Secret;
  readonly renewAtMs: number;
  /** The challenge it was issued for. */
  readonly claims: string | undefined;
}

interface Refreshing {
  readonly token: Promise<Secret>;
  readonly claims: string | undefined;
}

/** The access tokens of one connection: in memory only, one refresh at a time, a replaced refresh token stored first. */
export class AccessTokens {
  readonly #options: AccessTokensOptions;
  #credential: OAuthCredential;
  #held: HeldToken | undefined;
  #refreshing: Refreshing | undefined;
  #isCleared = false;

  constructor(options: AccessTokensOptions) {
    this.#options = options;
    this.#credential = options.credential;
  }

  /** A token that is good for a while; asks for a new one when there is none. */
  async get(signal: AbortSignal | undefined): Promise<Secret> {
    const held = this.#held;
    if (held !== undefined && held.renewAtMs > this.#options.clock.now()) return held.token;
    return this.#refreshOnce(undefined, signal);
  }

  /** A token other than the one the service has just refused, issued for the challenge that came with the refusal. */
  async replace(refused: Secret, claims: string | undefined, signal: AbortSignal | undefined): Promise<Secret> {
    const held = this.#held;
    // Another call may have replaced it while this one waited for its 401.
    if (held !== undefined && held.token !== refused && meets(held, claims)) return held.token;
    return this.#refreshOnce(claims, signal);
  }

  /** Forgets the tokens for good: one that is still on its way is not kept. */
  clear(): void {
    this.#isCleared = true;
    this.#held = undefined;
  }

  async #refreshOnce(claims: string | undefined, signal: AbortSignal | undefined): Promise<Secret> {
    if (signal?.aborted === true) throw aborted();
    const refreshing = (this.#refreshing ??= this.#start(claims));
    if (meets(refreshing, claims)) return abortable(refreshing.token, signal);
    // What is under way does not answer the challenge: another one after it, never two at a time.
    await abortable(
      refreshing.token.catch(() => undefined),
      signal,
    );
    return this.#refreshOnce(claims, signal);
  }

  #start(claims: string | undefined): Refreshing {
    const token = this.#refresh(claims).finally(() => {
      this.#refreshing = undefined;
    });
    return { token, claims };
  }

  async #refresh(claims: string | undefined): Promise<Secret> {
    this.#held = undefined;
    const tokens = await this.#options.refresh(this.#credential.refreshToken, claims);
    const now = this.#options.clock.now();
    const { refreshToken } = tokens;
    if (refreshToken !== undefined && refreshToken.reveal() !== this.#credential.refreshToken.reveal()) {
      const changed: OAuthCredential = {
        ...this.#credential,
        scopes: tokens.scopes,
        refreshToken,
        issuedAt: new Date(now).toISOString(),
        refreshExpiresAt: new Date(now + refreshTokenLifetimeMs).toISOString(),
      };
      await this.#options.onCredentialChanged?.(changed);
      this.#credential = changed;
    }
    const lifetimeMs = tokens.expiresInSeconds * 1000;
    const renewAtMs = now + lifetimeMs - Math.min(refreshAheadMs, lifetimeMs / 2);
    if (!this.#isCleared) this.#held = { token: tokens.accessToken, renewAtMs, claims };
    return tokens.accessToken;
  }
}

function meets(token: { readonly claims: string | undefined }, claims: string | undefined): boolean {
  return claims === undefined || token.claims === claims;
}

function aborted(): CalendarError {
  return new CalendarError({ code: 'aborted', message: 'The call was aborted by its caller', provider: providerId });
}

/** Lets one waiting call leave without ending the refresh that others wait for. */
async function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const left = Promise.withResolvers<never>();
  const leave = (): void => left.reject(aborted());
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([work, left.promise]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
