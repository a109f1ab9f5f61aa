import { createHash, timingSafeEqual } from 'node:crypto';
import type { RecordedRequest } from '../../server/recorded-exchange.ts';
import type { GoogleClient } from '../google-client.ts';
import type { GoogleState } from '../google-state.ts';
import type { IdTokenSigner } from './id-token.ts';
import { OAuthError } from './oauth-error.ts';
import { accessTokenSeconds } from './oauth-store.ts';
import type { AuthorizationCode, OAuthStore, Token } from './oauth-store.ts';

/** What the token endpoint needs. */
export interface TokenEndpoint {
  readonly state: GoogleState;
  readonly store: OAuthStore;
  readonly idTokens: IdTokenSigner;
}

/** `POST /token`: exchanges a code or refreshes. @throws OAuthError as the body of the answer states it. */
export async function handleToken(endpoint: TokenEndpoint, request: RecordedRequest): Promise<object> {
  const contentType = request.headers['content-type'] ?? '';
  if (!contentType.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    throw new OAuthError(400, 'invalid_request', 'The body is not form encoded.');
  }
  const form = new URLSearchParams(request.body);
  const grantType = required(form, 'grant_type');
  if (grantType !== 'authorization_code' && grantType !== 'refresh_token') {
    throw new OAuthError(400, 'unsupported_grant_type', `Invalid grant_type: ${grantType.slice(0, 100)}`);
  }
  const client = authenticate(endpoint.store, request, form);
  return grantType === 'authorization_code'
    ? await exchangeCode(endpoint, client, form)
    : await refresh(endpoint, client, form);
}

async function exchangeCode(endpoint: TokenEndpoint, client: GoogleClient, form: URLSearchParams): Promise<object> {
  const { state, store, idTokens } = endpoint;
  const value = required(form, 'code');
  if (!value.startsWith('4/')) throw new OAuthError(400, 'invalid_grant', 'Malformed auth code.');
  const code = store.takeCode(value);
  if (code === undefined || code.expiresAtMs <= state.clock.now() || code.clientId !== client.clientId) {
    throw new OAuthError(400, 'invalid_grant', 'Bad Request');
  }
  if (required(form, 'redirect_uri') !== code.redirectUri)
    throw new OAuthError(400, 'redirect_uri_mismatch', 'Bad Request');
  checkVerifier(code, form.get('code_verifier'));

  const { personId, scopes, isCombined } = code;
  const grant = { personId, clientId: client.clientId, scopes, isCombined };
  const refreshToken = code.isOffline ? store.issueRefreshToken(grant, client) : undefined;
  const accessToken = store.issueAccessToken({ ...grant, refreshToken: refreshToken?.value });
  return {
    access_token: accessToken.value,
    expires_in: accessTokenSeconds,
    ...(refreshToken === undefined
      ? {}
      : { refresh_token: refreshToken.value, ...lifetime(refreshToken, state.clock.now()) }),
    scope: scopes.join(' '),
    token_type: 'Bearer',
    ...(await idToken(accessToken, { state, idTokens, nonce: code.nonce })),
  };
}

async function refresh(
  { state, store, idTokens }: TokenEndpoint,
  client: GoogleClient,
  form: URLSearchParams,
): Promise<object> {
  const token = store.refreshToken(required(form, 'refresh_token'));
  if (token === undefined) throw new OAuthError(400, 'invalid_grant', 'Token has been expired or revoked.');
  if (token.clientId !== client.clientId) throw new OAuthError(401, 'unauthorized_client', 'Unauthorized');
  const scopes = form.get('scope')?.split(' ').filter(Boolean) ?? token.scopes;
  // RFC 6749, section 6: a refresh may narrow the scope, never widen it.
  if (!scopes.every((scope) => token.scopes.includes(scope))) throw new OAuthError(400, 'invalid_scope', 'Bad Request');
  store.touch(token.value);
  const accessToken = store.issueAccessToken({ ...token, scopes, refreshToken: token.value });
  return {
    access_token: accessToken.value,
    expires_in: accessTokenSeconds,
    ...lifetime(token, state.clock.now()),
    scope: scopes.join(' '),
    token_type: 'Bearer',
    ...(await idToken(accessToken, { state, idTokens, nonce: undefined })),
  };
}

/** Secret in the body or by HTTP Basic (RFC 6749, section 2.3.1). */
function authenticate(store: OAuthStore, request: RecordedRequest, form: URLSearchParams): GoogleClient {
  const basic = /^Basic +([\w+/=-]+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  const [basicId, basicSecret] =
    basic === undefined ? [] : Buffer.from(basic, 'base64').toString('utf8').split(':').map(decodeURIComponent);
  const clientId = basicId ?? form.get('client_id');
  if (clientId === null || clientId === '') {
    throw new OAuthError(400, 'invalid_request', 'Could not determine client ID from request.');
  }
  const client = store.clients.get(clientId);
  if (client === undefined) throw new OAuthError(401, 'invalid_client', 'The OAuth client was not found.');
  const secret = basicSecret ?? form.get('client_secret');
  if (client.clientSecret !== undefined && secret === null) {
    throw new OAuthError(400, 'invalid_request', 'client_secret is missing.');
  }
  if (client.clientSecret !== undefined && !sameText(client.clientSecret, secret ?? '')) {
    throw new OAuthError(401, 'invalid_client', 'Unauthorized');
  }
  return client;
}

/** RFC 7636, section 4.6. */
function checkVerifier({ codeChallenge }: AuthorizationCode, verifier: string | null): void {
  if (codeChallenge === undefined) {
    if (verifier !== null) throw new OAuthError(400, 'invalid_grant', 'code_verifier or verifier is not needed.');
    return;
  }
  if (verifier === null) throw new OAuthError(400, 'invalid_grant', 'Missing code verifier.');
  const challenge =
    codeChallenge.method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url');
  if (!sameText(challenge, codeChallenge.value)) throw new OAuthError(400, 'invalid_grant', 'Invalid code verifier.');
}

function lifetime(token: Token, now: number): { refresh_token_expires_in?: number } {
  if (token.expiresAtMs === Infinity) return {};
  return { refresh_token_expires_in: Math.max(0, Math.floor((token.expiresAtMs - now) / 1000) - 1) };
}

async function idToken(
  token: Token,
  { state, idTokens, nonce }: { state: GoogleState; idTokens: IdTokenSigner; nonce: string | undefined },
): Promise<{ id_token?: string }> {
  if (!token.scopes.includes('openid')) return {};
  return { id_token: await idTokens.sign({ account: state.account(token.personId), token, nonce }) };
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === '')
    throw new OAuthError(400, 'invalid_request', `Missing required parameter: ${name}`);
  return value;
}

function sameText(one: string, other: string): boolean {
  const digests = [one, other].map((text) => createHash('sha256').update(text).digest());
  const [first, second] = digests;
  return first !== undefined && second !== undefined && timingSafeEqual(first, second);
}
