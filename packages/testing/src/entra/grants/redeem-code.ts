import { createHash } from 'node:crypto';
import { isConfidential } from '../entra-client.ts';
import { entraError, missingParameter } from '../entra-error.ts';
import type { EntraError } from '../entra-error.ts';
import type { AuthorizationCode } from '../grant-store.ts';
import type { ParsedScopes } from '../scopes.ts';
import { codeLifetimeMs, spaLifetimeMs } from '../token-settings.ts';
import { earlierScopes, issueForUser, readScopes } from './grant-request.ts';
import type { GrantOutcome, GrantRequest } from './grant-request.ts';

/** `grant_type=authorization_code` (Entra docs, "OAuth 2.0 authorization code flow"). */
export function redeemCode(grant: GrantRequest): GrantOutcome {
  const { context, form, client } = grant;
  const text = form.get('code');
  if (text === null || text === '') return { error: missingParameter('code') };
  const code = context.grants.code(text);
  if (code === undefined || code.clientId !== client.clientId) {
    return { error: entraError(70000, "The provided value for the 'code' parameter is not valid.") };
  }
  const user = context.directory.userByObjectId(code.objectId);
  if (user === undefined) return { error: entraError(50034) };
  const error = codeRefusal(grant, code);
  if (error !== undefined) return { user, error };
  const asked = form.get('scope');
  const scopes = asked === null ? earlierScopes(context, code.scope) : readScopes(context, asked);
  if ('error' in scopes) return { user, error: scopes };
  const outcome = issueForUser(grant, {
    user,
    signIn: code.signIn,
    // What the user agreed to on the page decides whether a refresh token and an id token come along.
    scopes: withOpenIdOf(scopes, code.scope),
    nonce: code.nonce,
    isChallengeCapable: code.isChallengeCapable,
    ...(code.isSinglePage ? { singlePageUntil: context.clock.now() + spaLifetimeMs } : {}),
  });
  if ('answer' in outcome) code.isRedeemed = true;
  return outcome;
}

function codeRefusal(grant: GrantRequest, code: AuthorizationCode): EntraError | undefined {
  const { context, form, request, authority, client, isProven } = grant;
  if (!isProven && isConfidential(client) && !code.isSinglePage) return entraError(7000218);
  if (code.isRedeemed) return entraError(54005);
  if (context.clock.now() >= code.issuedAt + codeLifetimeMs) return entraError(70008);
  if (authority.kind === 'tenant' && authority.tenant.tenantId !== code.tenantId) return entraError(700005);
  const redirectUri = form.get('redirect_uri');
  if (redirectUri === null || redirectUri === '') return missingParameter('redirect_uri');
  if (redirectUri !== code.redirectUri) {
    return {
      ...entraError(50011, 'The reply address does not match the one provided when requesting the code.'),
      error: 'invalid_grant',
    };
  }
  const isCrossOrigin = request.headers['origin'] !== undefined;
  if (isCrossOrigin !== code.isSinglePage) return entraError(isCrossOrigin ? 9002326 : 9002327);
  return isVerified(code, form.get('code_verifier')) ? undefined : entraError(501481);
}

function isVerified(code: AuthorizationCode, verifier: string | null): boolean {
  if (code.challenge === undefined) return true;
  // RFC 7636, section 4.1: 43 to 128 unreserved characters.
  if (verifier === null || !/^[A-Za-z0-9\-._~]{43,128}$/.test(verifier)) return false;
  if (code.challenge.method === 'plain') return verifier === code.challenge.value;
  return createHash('sha256').update(verifier, 'ascii').digest('base64url') === code.challenge.value;
}

function withOpenIdOf(scopes: ParsedScopes, authorizedScope: string): ParsedScopes {
  const authorized = new Set(authorizedScope.split(' '));
  return { ...scopes, openId: new Set([...scopes.openId].filter((name) => authorized.has(name))) };
}
