import type { RecordedRequest } from '../../server/recorded-exchange.ts';
import type { GoogleState } from '../google-state.ts';
import { OAuthError } from './oauth-error.ts';
import { revokeToken } from './revoke-token.ts';
import type { Revocable } from './revoke-token.ts';
import type { TokenStore } from './token-store.ts';

/** `POST /revoke`: the token stands in the query or in the body (RFC 7009, except for the error on dead tokens). */
export function handleRevoke(store: Revocable, request: RecordedRequest): object {
  const token = request.query.get('token') ?? new URLSearchParams(request.body).get('token');
  if (token === null || token === '') throw new OAuthError(400, 'invalid_request', 'Missing required parameter: token');
  if (!revokeToken(store, token)) throw new OAuthError(400, 'invalid_token', 'Token expired or revoked');
  return {};
}

/** `/tokeninfo`: what an access token stands for. */
export function handleTokenInfo(state: GoogleState, tokens: TokenStore, request: RecordedRequest): object {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  const value = request.query.get('access_token') ?? new URLSearchParams(request.body).get('access_token') ?? bearer;
  const token = value === undefined ? undefined : tokens.accessToken(value);
  if (token === undefined) throw new OAuthError(400, 'invalid_token', 'Invalid Value');
  const account = state.account(token.personId);
  const expiresIn = Math.floor((token.expiresAtMs - state.clock.now()) / 1000);
  const showsAddress = token.scopes.some((scope) => scope === 'email' || scope.endsWith('/userinfo.email'));
  return {
    azp: token.clientId,
    aud: token.clientId,
    sub: account.subject,
    scope: token.scopes.join(' '),
    exp: String(Math.floor(token.expiresAtMs / 1000)),
    expires_in: String(expiresIn),
    ...(showsAddress ? { email: account.address, email_verified: 'true' } : {}),
    access_type: token.refreshToken === undefined ? 'online' : 'offline',
  };
}
