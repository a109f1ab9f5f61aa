import { Secret } from '@kalends/core';
import type { IssuedTokens } from '@kalends/core';
import { scopesOf } from '../wire/token-response.ts';
import type { WireTokenResponse } from '../wire/token-response.ts';

/** What an answer of the token endpoint gives, lifetimes as it said them. */
export function issuedTokens(answer: WireTokenResponse): IssuedTokens {
  const scopes = scopesOf(answer);
  return {
    accessToken: new Secret(answer.access_token),
    ...(answer.expires_in === undefined ? {} : { expiresIn: answer.expires_in }),
    ...(answer.refresh_token ? { refreshToken: new Secret(answer.refresh_token) } : {}),
    ...(answer.refresh_token_expires_in === undefined ? {} : { refreshExpiresIn: answer.refresh_token_expires_in }),
    ...(scopes === undefined ? {} : { scopes }),
  };
}
