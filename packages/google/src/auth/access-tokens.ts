import { CalendarError, Secret } from '@kalends/core';
import type { Clock, OAuthCredential } from '@kalends/core';
import type { WireTokenResponse } from '../wire/token-response.ts';

/** Access tokens are replaced this long before they end, in milliseconds. */
const refreshAheadMs = 5 * 60_000;

/** Lifetime when the answer names none, in seconds: what Google has always used. */
const defaultLifetimeSeconds = 3600;

/** Settings of {@link AccessTokens}. */
export interface AccessTokensOptions {
  readonly credential: OAuthCredential;
  readonly clock: Pick<Clock, 'now'>;
  readonly requestTokens: (refreshToken: string) => Promise<WireTokenResponse>;
  readonly onCredentialChanged?: ((credential: OAuthCredential) => Promise<void>) | undefined;
}

/**
 * The access token of one connection: in memory, replaced ahead of its end, one refresh at a time however many calls
 * wait for it.
 */
export class AccessTokens {
  readonly #options: AccessTokensOptions;
  #credential: OAuthCredential;
  #isUnsaved = false;
  #current: { readonly token: string; readonly refreshAtMs: number } | undefined;
  #refreshing: Promise<string> | undefined;
  #ended: CalendarError | undefined;

  constructor(options: AccessTokensOptions) {
    this.#options = options;
    this.#credential = options.credential;
  }

  /**
   * The token to use now.
   *
   * @param rejectedToken - A token the service has just refused; it is not handed out again.
   * @throws CalendarError `reauthorizationRequired` once the grant has ended, from then on without asking again.
   */
  async get(rejectedToken?: string): Promise<string> {
    const current = this.#current;
    if (current !== undefined && current.token !== rejectedToken && this.#options.clock.now() < current.refreshAtMs) {
      return current.token;
    }
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** Forgets the token. */
  clear(): void {
    this.#current = undefined;
  }

  async #refresh(): Promise<string> {
    if (this.#ended !== undefined) throw this.#ended;
    const answer = await this.#request();
    const now = this.#options.clock.now();
    if (answer.refresh_token && answer.refresh_token !== this.#credential.refreshToken.reveal()) {
      this.#credential = replaceRefreshToken(this.#credential, answer, now);
      this.#isUnsaved = true;
    }
    if (this.#isUnsaved) {
      await this.#options.onCredentialChanged?.(this.#credential);
      this.#isUnsaved = false;
    }
    const lifetimeMs = (answer.expires_in ?? defaultLifetimeSeconds) * 1000;
    // A token that lives shorter than the margin would otherwise be replaced at every call.
    const aheadMs = Math.min(refreshAheadMs, lifetimeMs / 2);
    this.#current = { token: answer.access_token, refreshAtMs: now + lifetimeMs - aheadMs };
    return answer.access_token;
  }

  async #request(): Promise<WireTokenResponse> {
    try {
      return await this.#options.requestTokens(this.#credential.refreshToken.reveal());
    } catch (error) {
      if (CalendarError.is(error) && error.code === 'reauthorizationRequired') this.#ended = error;
      throw error;
    }
  }
}

function replaceRefreshToken(credential: OAuthCredential, answer: WireTokenResponse, nowMs: number): OAuthCredential {
  const { refreshExpiresAt: _, ...kept } = credential;
  return {
    ...kept,
    refreshToken: new Secret(answer.refresh_token ?? credential.refreshToken.reveal()),
    ...credentialTimes(answer, nowMs),
  };
}

/** When a refresh token was issued and, for a grant limited in time, when it ends. */
export function credentialTimes(
  answer: Pick<WireTokenResponse, 'refresh_token_expires_in'>,
  nowMs: number,
): Pick<OAuthCredential, 'issuedAt' | 'refreshExpiresAt'> {
  const seconds = answer.refresh_token_expires_in;
  return {
    issuedAt: new Date(nowMs).toISOString(),
    ...(seconds === undefined ? {} : { refreshExpiresAt: new Date(nowMs + seconds * 1000).toISOString() }),
  };
}
