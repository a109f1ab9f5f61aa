import { Secret } from '@kalends/core';
import type { IssuedTokens } from '@kalends/core';
import { readScopes } from '../resources/resource.ts';
import { jwtPayload } from '../wire/jwt-payload.ts';
import { idTokenClaimsWireSchema } from '../wire/token-wire.ts';
import type { IdTokenClaimsWire, TokenWire } from '../wire/token-wire.ts';

/** What the token endpoint gave. */
export interface EntraTokens extends IssuedTokens {
  /** Claims of the id token; empty when none came. */
  readonly claims: IdTokenClaimsWire;
}

/** Reads a token answer. The id token came straight from its issuer over TLS, so its signature proves nothing more. */
export function readTokens(answer: TokenWire): EntraTokens {
  const claims = idTokenClaimsWireSchema.safeParse(answer.id_token ? jwtPayload(answer.id_token) : undefined);
  return {
    accessToken: new Secret(answer.access_token),
    ...(answer.expires_in === undefined ? {} : { expiresIn: answer.expires_in }),
    ...(answer.refresh_token ? { refreshToken: new Secret(answer.refresh_token) } : {}),
    ...(answer.refresh_token_expires_in === undefined ? {} : { refreshExpiresIn: answer.refresh_token_expires_in }),
    ...(answer.scope ? { scopes: readScopes(answer.scope) } : {}),
    claims: claims.success ? claims.data : {},
  };
}
