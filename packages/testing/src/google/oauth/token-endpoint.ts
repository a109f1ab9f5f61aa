import { createHash, timingSafeEqual } from 'node:crypto';
import type { RecordedRequest } from '../../server/recorded-exchange.ts';
import type { GoogleClient } from '../google-client.ts';
import { refusalTexts } from './account-policy.ts';
import type { AuthorizationCode, ConsentStore } from './consent-store.ts';
import { accountGone, grantByAssertion, jwtBearerGrantType } from './jwt-bearer-grant.ts';
import type { OAuthContext } from './oauth-context.ts';
import { OAuthError } from './oauth-error.ts';
import type { AccessToken, RefreshToken, TokenLifetimes } from './token-store.ts';

/**
 * `POST /token`: exchanges a code, refreshes, or takes a service account's assertion.
 *
 * @throws OAuthError as the body of the answer states it.
 */
export async function handleToken(context: OAuthContext, request: RecordedRequest): Promise<object> {
  const contentType = request.headers['content-type'] ?? '';
  if (!contentType.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    throw new OAuthError(400, 'invalid_request', 'The body is not form encoded.');
  }
  const form = new URLSearchParams(request.body);
  const grantType = required(form, 'grant_type');
  switch (grantType) {
    case 'authorization_code':
      return await exchangeCode(context, authenticate(context.consents, request, form), form);
    case 'refresh_token':
      return await refresh(context, authenticate(context.consents, request, form), form);
    case jwtBearerGrantType:
      return accessTokenFields(grantByAssertion(context, required(form, 'assertion')).value, context.tokens.lifetimes);
    default:
      throw new OAuthError(400, 'unsupported_grant_type', `Invalid grant_type: ${grantType.slice(0, 100)}`);
  }
}

async function exchangeCode(context: OAuthContext, client: GoogleClient, form: URLSearchParams): Promise<object> {
  const { state, consents, tokens } = context;
  const value = required(form, 'code');
  if (!value.startsWith('4/')) throw new OAuthError(400, 'invalid_grant', 'Malformed auth code.');
  const code = consents.takeCode(value);
  if (code === undefined || code.expiresAtMs <= state.clock.now() || code.clientId !== client.clientId) {
    throw new OAuthError(400, 'invalid_grant', 'Bad Request');
  }
  if (required(form, 'redirect_uri') !== code.redirectUri)
    throw new OAuthError(400, 'redirect_uri_mismatch', 'Bad Request');
  checkVerifier(code, form.get('code_verifier'));
  checkAccount(context, code.personId, client);

  const refreshToken = code.isOffline ? tokens.issueRefreshToken(code, client, code.accessSeconds) : undefined;
  const accessToken = tokens.issueAccessToken(code, refreshToken);
  return {
    ...accessTokenFields(accessToken.value, tokens.lifetimes),
    ...(refreshToken === undefined ? {} : refreshTokenFields(refreshToken, state.clock.now())),
    scope: code.scopes.join(' '),
    ...(await idToken(accessToken, context, code.nonce)),
  };
}

async function refresh(context: OAuthContext, client: GoogleClient, form: URLSearchParams): Promise<object> {
  const { state, tokens } = context;
  const value = required(form, 'refresh_token');
  const issued = tokens.issuedRefreshToken(value);
  if (issued !== undefined && issued.clientId !== client.clientId) {
    throw new OAuthError(401, 'unauthorized_client', 'Unauthorized');
  }
  if (issued !== undefined) checkAccount(context, issued.personId, client);
  const token = tokens.refreshToken(value);
  if (token === undefined) {
    // OAuth 2.0 Security Best Current Practice (RFC 9700), section 4.14.2: who shows a replaced token holds a copy.
    if (issued !== undefined && tokens.wasRotated(value)) tokens.end((other) => other.family === issued.family);
    throw new OAuthError(400, 'invalid_grant', 'Token has been expired or revoked.');
  }
  const subtype = context.policy.reauthentication(token.personId);
  if (subtype !== undefined) {
    throw new OAuthError(400, 'invalid_grant', `reauth related error (${subtype})`, subtype);
  }
  const scopes = form.get('scope')?.split(' ').filter(Boolean) ?? token.scopes;
  // RFC 6749, section 6: a refresh may narrow the scope, never widen it.
  if (!scopes.every((scope) => token.scopes.includes(scope))) throw new OAuthError(400, 'invalid_scope', 'Bad Request');
  tokens.touch(token.value);
  const current = context.rotatesRefreshTokens ? tokens.rotate(token) : token;
  const accessToken = tokens.issueAccessToken({ ...current, scopes }, current);
  const { refresh_token: successor, ...lifetime } = refreshTokenFields(current, state.clock.now());
  return {
    ...accessTokenFields(accessToken.value, tokens.lifetimes),
    ...(context.rotatesRefreshTokens ? { refresh_token: successor } : {}),
    ...lifetime,
    scope: scopes.join(' '),
    ...(await idToken(accessToken, context, undefined)),
  };
}

/** What became of the account or of the application since consent. */
function checkAccount({ state, policy }: OAuthContext, personId: string, client: GoogleClient): void {
  const account = state.account(personId);
  if (account.status !== 'active') throw new OAuthError(400, 'invalid_grant', accountGone(account));
  const refusal = policy.refusal(account, client);
  if (refusal !== undefined) throw new OAuthError(400, refusal, refusalTexts[refusal]);
}

/** Secret in the body or by HTTP Basic (RFC 6749, section 2.3.1). */
function authenticate(store: ConsentStore, request: RecordedRequest, form: URLSearchParams): GoogleClient {
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
  if (client.status === 'deleted') throw new OAuthError(401, 'deleted_client', 'The OAuth client was deleted.');
  if (client.status === 'disabled') throw new OAuthError(401, 'disabled_client', 'The OAuth client was disabled.');
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

function accessTokenFields(value: string, { statedExpiresIn }: TokenLifetimes): object {
  return {
    access_token: value,
    ...(statedExpiresIn === undefined ? {} : { expires_in: statedExpiresIn }),
    token_type: 'Bearer',
  };
}

function refreshTokenFields(
  token: RefreshToken,
  now: number,
): { refresh_token: string; refresh_token_expires_in?: number } {
  if (token.expiresAtMs === Infinity) return { refresh_token: token.value };
  const seconds = Math.max(0, Math.floor((token.expiresAtMs - now) / 1000) - 1);
  return { refresh_token: token.value, refresh_token_expires_in: seconds };
}

async function idToken(
  token: AccessToken,
  { state, idTokens }: OAuthContext,
  nonce: string | undefined,
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
