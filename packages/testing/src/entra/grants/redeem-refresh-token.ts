import { isConfidential } from '../entra-client.ts';
import { entraError, missingParameter } from '../entra-error.ts';
import type { EntraError } from '../entra-error.ts';
import type { RefreshToken } from '../grant-store.ts';
import { earlierScopes, issueForUser, readScopes } from './grant-request.ts';
import type { GrantOutcome, GrantRequest } from './grant-request.ts';

/** `grant_type=refresh_token` (Entra docs, "Refresh tokens in the Microsoft identity platform"). */
export function redeemRefreshToken(grant: GrantRequest): GrantOutcome {
  const { context, form, client } = grant;
  const text = form.get('refresh_token');
  if (text === null || text === '') return { error: missingParameter('refresh_token') };
  const token = context.grants.refreshToken(text);
  if (token === undefined || token.clientId !== client.clientId) {
    return { error: entraError(70000, 'The provided refresh token is malformed or was issued to another client.') };
  }
  const user = context.directory.userByObjectId(token.objectId);
  if (user === undefined) return { error: entraError(50034) };
  const error = tokenRefusal(grant, token);
  if (error !== undefined) return { user, error };
  const asked = form.get('scope');
  const scopes = asked === null ? earlierScopes(context, token.scope) : readScopes(context, asked);
  if ('error' in scopes) return { user, error: scopes };
  const outcome = issueForUser(grant, {
    user,
    signIn: token.signIn,
    scopes: { ...scopes, openId: new Set([...scopes.openId, 'offline_access']) },
    isChallengeCapable: token.isChallengeCapable,
    family: token.family,
    singlePageUntil: token.singlePageUntil,
  });
  if ('answer' in outcome) {
    context.log.countRefresh(user.objectId);
    if (context.tokens.refreshTokenRotation === 'strict') token.isReplaced = true;
  }
  return outcome;
}

function tokenRefusal({ context, client, isProven }: GrantRequest, token: RefreshToken): EntraError | undefined {
  const now = context.clock.now();
  const isSinglePage = token.singlePageUntil !== undefined;
  if (!isProven && isConfidential(client) && !token.isPublic && !isSinglePage) return entraError(7000218);
  const tenant = context.directory.tenant(token.tenantId);
  const isTenantGone = tenant.isDeleted;
  if (isTenantGone) return entraError(90002, `Tenant '${token.tenantId}' not found.`);
  if (token.isReplaced) {
    // Somebody holds a copy: nobody may go on with what came from it.
    context.grants.killFamily(token.family);
    return entraError(50173, 'The refresh token was used before; its family has been revoked.');
  }
  const user = context.directory.userByObjectId(token.objectId);
  // Deleting or disabling a user is said as such, whatever else happened to the token.
  if (user?.state.isDeleted === true) return entraError(50034);
  if (user?.state.isEnabled === false) return entraError(50057);
  if (context.grants.isRefreshTokenRevoked(token)) return entraError(50173);
  if (token.singlePageUntil !== undefined && now >= token.singlePageUntil) return entraError(700084);
  return now >= token.expiresAt ? entraError(700082) : undefined;
}
