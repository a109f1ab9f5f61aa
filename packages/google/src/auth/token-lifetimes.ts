import type { TokenLifetimes } from '@kalends/core';

const dayMs = 24 * 60 * 60_000;

/**
 * What is expected while Google says nothing else: access tokens of an hour, refresh tokens that end when they were not used
 * for six months. The longest six months of a calendar, because a grant taken for dead too early would be lost.
 *
 * @see {@link https://developers.google.com/identity/protocols/oauth2#expiration | Using OAuth 2.0 to Access Google APIs, "Refresh token expiration"}
 */
export const googleTokenLifetimes: TokenLifetimes = {
  accessTokenMs: 60 * 60_000,
  refreshTokenMs: 184 * dayMs,
  refreshTokenRenewedBy: 'use',
};
