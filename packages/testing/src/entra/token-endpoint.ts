import { createHash } from 'node:crypto';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import type { HandlerResponse } from '../server/loopback-server.ts';
import { authenticateClient } from './client-authentication.ts';
import type { EntraClient } from './entra-client.ts';
import type { EntraContext } from './entra-context.ts';
import type { EntraUser } from './entra-directory.ts';
import { entraError, entraErrorResponse } from './entra-error.ts';
import type { EntraError } from './entra-error.ts';
import { isChallengeCapable } from './claims-request.ts';
import type { AuthorizationCode } from './grant-store.ts';
import { mintAppToken, mintDelegatedTokens } from './mint-tokens.ts';
import type { TokenAnswer } from './mint-tokens.ts';
import { parseScopes } from './scopes.ts';
import type { ParsedScopes } from './scopes.ts';

/** Life of an authorization code: about ten minutes (Entra docs, OAuth 2.0 authorization code flow). */
export const codeLifetimeMs: number = 10 * 60_000;
/** Life of a refresh token since issue: 90 days (Entra docs, refresh tokens). */
export const refreshTokenLifetimeMs: number = 90 * 86_400_000;

type Outcome = TokenAnswer | EntraError;

/** `POST /{tenant}/oauth2/v2.0/token`. */
export function handleTokenRequest(context: EntraContext, request: RecordedRequest, tenant: string): HandlerResponse {
  const now = context.clock.now();
  const correlationId = request.query.get('client-request-id') ?? request.headers['client-request-id'];
  const outcome = issue(context, request, tenant);
  if ('error' in outcome) {
    return entraErrorResponse(outcome, {
      traceId: context.minted.guid(),
      correlationId: correlationId ?? context.minted.guid(),
      now,
    });
  }
  return {
    status: 200,
    headers: {
      'cache-control': 'no-store, no-cache',
      pragma: 'no-cache',
      expires: '-1',
      'x-ms-request-id': context.minted.guid(),
      ...(correlationId === undefined ? {} : { 'client-request-id': correlationId }),
    },
    body: outcome,
  };
}

function issue(context: EntraContext, request: RecordedRequest, tenant: string): Outcome {
  if (!context.directory.hasTenant(tenant)) return entraError(90002, `Tenant '${tenant}' not found.`);
  if (!(request.headers['content-type'] ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    return missing('grant_type');
  }
  const form = new URLSearchParams(request.body);
  const grantType = form.get('grant_type');
  if (grantType === null || grantType === '') return missing('grant_type');
  const client = authenticateClient(context, form, request.headers['authorization']);
  if ('error' in client) return client;
  switch (grantType) {
    case 'authorization_code':
      return redeemCode(context, form, client);
    case 'refresh_token':
      return redeemRefreshToken(context, form, client);
    case 'client_credentials':
      return issueAppToken(context, form, client, tenant);
    default:
      return entraError(70003);
  }
}

function redeemCode(context: EntraContext, form: URLSearchParams, client: EntraClient): Outcome {
  const text = form.get('code');
  if (text === null || text === '') return missing('code');
  const code = context.grants.code(text);
  if (code === undefined || code.clientId !== client.clientId) {
    return entraError(70000, "The provided value for the 'code' parameter is not valid.");
  }
  if (code.isRedeemed) return entraError(54005);
  if (context.clock.now() >= code.issuedAt + codeLifetimeMs) return entraError(70008);
  const redirectUri = form.get('redirect_uri');
  if (redirectUri === null || redirectUri === '') return missing('redirect_uri');
  if (redirectUri !== code.redirectUri) {
    return {
      ...entraError(50011, 'The reply address does not match the one provided when requesting the code.'),
      error: 'invalid_grant',
    };
  }
  if (!isVerified(code, form.get('code_verifier'))) return entraError(501481);
  const user = context.directory.user(code.personId);
  if (user === undefined) return entraError(50034);
  const scopes = readScopes(context, form.get('scope') ?? code.scope);
  if ('error' in scopes) return scopes;
  if (!context.grants.hasConsent(client.clientId, user.personId, scopes.permissions)) return entraError(65001);
  code.isRedeemed = true;
  return mintDelegatedTokens(context, {
    client,
    user,
    // What the user agreed to on the page decides whether a refresh token and an id token come along.
    scopes: withOpenIdOf(scopes, code.scope),
    nonce: code.nonce,
    isChallengeCapable: code.isChallengeCapable || isChallengeCapable(form.get('claims')),
    wantsClientInfo: form.get('client_info') === '1',
  });
}

function redeemRefreshToken(context: EntraContext, form: URLSearchParams, client: EntraClient): Outcome {
  const text = form.get('refresh_token');
  if (text === null || text === '') return missing('refresh_token');
  const token = context.grants.refreshToken(text);
  if (token === undefined || token.clientId !== client.clientId) {
    return entraError(70000, 'The provided refresh token is malformed or was issued to another client.');
  }
  const user: EntraUser | undefined = context.directory.user(token.personId);
  if (user === undefined) return entraError(50034);
  if (context.grants.isRevoked(token.personId, token.sequence)) return entraError(50173);
  if (context.clock.now() >= token.issuedAt + refreshTokenLifetimeMs) return entraError(700082);
  const scopes = readScopes(context, form.get('scope') ?? token.scope);
  if ('error' in scopes) return scopes;
  if (!context.grants.hasConsent(client.clientId, user.personId, scopes.permissions)) return entraError(65001);
  return mintDelegatedTokens(context, {
    client,
    user,
    scopes: { ...scopes, openId: new Set([...scopes.openId, 'offline_access']) },
    isChallengeCapable: token.isChallengeCapable || isChallengeCapable(form.get('claims')),
    wantsClientInfo: form.get('client_info') === '1',
  });
}

function issueAppToken(context: EntraContext, form: URLSearchParams, client: EntraClient, tenant: string): Outcome {
  if (['common', 'organizations', 'consumers'].includes(tenant.toLowerCase())) return entraError(9001023);
  if (client.clientSecret === undefined) return entraError(7000218);
  const scope = form.get('scope');
  if (scope === null || scope === '') return missing('scope');
  const scopes = parseScopes(scope, context.origin());
  if ('problem' in scopes || !scopes.isDefault || scopes.asked.length !== 1) return entraError(1002012);
  return mintAppToken(context, client, scopes.audience, client.applicationPermissions ?? []);
}

function isVerified(code: AuthorizationCode, verifier: string | null): boolean {
  if (code.challenge === undefined) return true;
  // RFC 7636, section 4.1: 43 to 128 unreserved characters.
  if (verifier === null || !/^[A-Za-z0-9\-._~]{43,128}$/.test(verifier)) return false;
  if (code.challenge.method === 'plain') return verifier === code.challenge.value;
  return createHash('sha256').update(verifier, 'ascii').digest('base64url') === code.challenge.value;
}

function readScopes(context: EntraContext, scope: string): ParsedScopes | EntraError {
  const scopes = parseScopes(scope, context.origin());
  return 'problem' in scopes ? entraError(70011, scopes.problem) : scopes;
}

function withOpenIdOf(scopes: ParsedScopes, authorizedScope: string): ParsedScopes {
  const authorized = new Set(authorizedScope.split(' '));
  return { ...scopes, openId: new Set([...scopes.openId].filter((name) => authorized.has(name))) };
}

function missing(parameter: string): EntraError {
  return entraError(900144, `The request body must contain the following parameter: '${parameter}'.`);
}
