import type { OAuthCredential } from '../credentials/credential.ts';
import { Secret } from '../runtime/secret.ts';
import type { IssuedTokens, TokenLifetimes } from './token-issuer.ts';

/** Longer lifetimes than this are taken for a mistake of the service. Some 400 days. */
const maxLifetimeMs = 400 * 24 * 60 * 60_000;

/** Milliseconds before an access token's end at which it is renewed. @public */
export const defaultRenewBeforeMs: number = 5 * 60_000;

/**
 * Reads a lifetime as a service sent it: a positive number of seconds, also as text. Anything else (absent, zero, negative,
 * absurdly long, not a number) gives the expected one.
 *
 * @param seconds - What the service sent, for example `expires_in`.
 * @param expectedMs - What is expected when it said nothing, in milliseconds.
 * @returns milliseconds.
 * @public
 */
export function lifetimeMs(seconds: unknown, expectedMs: number): number {
  const number = typeof seconds === 'string' && /^\d{1,15}$/.test(seconds.trim()) ? Number(seconds) : seconds;
  const ms = typeof number === 'number' ? number * 1000 : Number.NaN;
  return ms > 0 && ms <= maxLifetimeMs ? ms : expectedMs;
}

/**
 * When a token of this lifetime is renewed: ahead of its end, and a short-lived one at half its life, so that it is not renewed
 * at every call.
 *
 * @returns milliseconds since the Unix epoch.
 * @public
 */
export function renewAtMs(token: {
  readonly nowMs: number;
  readonly lifetimeMs: number;
  readonly renewBeforeMs: number;
}): number {
  return token.nowMs + token.lifetimeMs - Math.min(token.renewBeforeMs, token.lifetimeMs / 2);
}

/** Milliseconds between two tries to have the next token, as long as the present one lasts. */
const aheadPauseMs = 30_000;

/** Whether a try to renew ahead failed so lately that the present token serves without another one. */
export function isPausing(failedAtMs: number | undefined, nowMs: number): boolean {
  return failedAtMs !== undefined && nowMs >= failedAtMs && nowMs < failedAtMs + aheadPauseMs;
}

/** Clocks of one application's machines are apart by less than this; what was issued later than now by more is of a wrong clock. */
const maxClockDifferenceMs = 5 * 60_000;

/**
 * Whether a token is good without being renewed. One that was issued in the future is not: the clock was set back since, and nobody
 * knows how much of its life is left.
 */
export function isFresh(
  token: { readonly issuedAtMs: number; readonly expiresAtMs: number },
  { nowMs, renewBeforeMs }: { readonly nowMs: number; readonly renewBeforeMs: number },
): boolean {
  const { issuedAtMs, expiresAtMs } = token;
  const dueAtMs = renewAtMs({ nowMs: issuedAtMs, lifetimeMs: expiresAtMs - issuedAtMs, renewBeforeMs });
  return issuedAtMs <= nowMs + maxClockDifferenceMs && dueAtMs > nowMs;
}

/**
 * When a grant ends unless it is renewed: when the service said so, else after the expected lifetime since the refresh token was
 * issued or, where using it renews it, last used.
 *
 * @param usedAtMs - When it was last used, milliseconds since the Unix epoch. Default: when it was issued.
 * @returns milliseconds since the Unix epoch.
 * @public
 */
export function grantEndsAtMs(credential: OAuthCredential, lifetimes: TokenLifetimes, usedAtMs?: number): number {
  if (credential.refreshExpiresAt !== undefined) return Date.parse(credential.refreshExpiresAt);
  const issuedAtMs = Date.parse(credential.issuedAt);
  const startMs = lifetimes.refreshTokenRenewedBy === 'use' ? Math.max(issuedAtMs, usedAtMs ?? issuedAtMs) : issuedAtMs;
  return startMs + lifetimes.refreshTokenMs;
}

/**
 * The credential to keep after a refresh: with the new refresh token when one came, else with the present one.
 *
 * @returns the same object when nothing in it changes.
 * @public
 */
export function renewedCredential(credential: OAuthCredential, issued: IssuedTokens, nowMs: number): OAuthCredential {
  const { refreshToken, refreshExpiresIn, scopes = credential.scopes } = issued;
  const isNew = refreshToken !== undefined && refreshToken.reveal() !== credential.refreshToken.reveal();
  if (!isNew) return credential;
  const { refreshExpiresAt: _, ...kept } = credential;
  const endsInMs = lifetimeMs(refreshExpiresIn, 0);
  return {
    ...kept,
    scopes: [...scopes],
    refreshToken: new Secret(refreshToken.reveal()),
    issuedAt: new Date(nowMs).toISOString(),
    ...(endsInMs === 0 ? {} : { refreshExpiresAt: new Date(nowMs + endsInMs).toISOString() }),
  };
}
