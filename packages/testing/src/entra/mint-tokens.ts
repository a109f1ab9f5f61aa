import type { EntraClient } from './entra-client.ts';
import type { EntraContext } from './entra-context.ts';
import type { EntraUser } from './entra-directory.ts';
import type { ParsedScopes } from './scopes.ts';
import type { Claims } from './token-signer.ts';

/** Seconds an app-only token lives (Entra docs, "Access tokens in the Microsoft identity platform"). */
export const appTokenLifetimeSeconds = 3599;
/** Seconds a token lives for a client that understands claims challenges: 24 h, within the documented 20 to 28. */
export const longTokenLifetimeSeconds = 86_400;
const idTokenLifetimeSeconds = 3600;

/** A successful answer of the token endpoint, RFC 6749, section 5.1. */
export interface TokenAnswer {
  readonly token_type: 'Bearer';
  readonly scope?: string;
  readonly expires_in: number;
  readonly ext_expires_in: number;
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly client_info?: string;
}

/** What a delegated token is made for. */
export interface DelegatedRequest {
  readonly client: EntraClient;
  readonly user: EntraUser;
  readonly scopes: ParsedScopes;
  readonly nonce?: string | undefined;
  readonly isChallengeCapable: boolean;
  readonly wantsClientInfo: boolean;
}

/** Mints the tokens of a signed-in user. */
export function mintDelegatedTokens(context: EntraContext, request: DelegatedRequest): TokenAnswer {
  const { client, user, scopes } = request;
  const granted = scopes.isDefault
    ? (context.grants.consented(client.clientId, user.personId) ?? [])
    : scopes.permissions;
  const lifetime = delegatedLifetime(context, request.isChallengeCapable);
  const scp = [...granted, ...[...scopes.openId].filter((name) => name !== 'offline_access')].join(' ');
  const accessToken = mintAccessToken(context, client, scopes.audience, lifetime, {
    personId: user.personId,
    isChallengeCapable: request.isChallengeCapable,
    claims: {
      acct: 0,
      idtyp: 'user',
      name: user.displayName,
      oid: user.objectId,
      scp,
      sub: pairwiseSubject(context, user, graphSubject),
      unique_name: user.userPrincipalName,
      upn: user.userPrincipalName,
      ...(request.isChallengeCapable ? { xms_cc: ['cp1'] } : {}),
    },
  });
  return {
    token_type: 'Bearer',
    scope: echoedScope(scopes, granted),
    expires_in: lifetime,
    ext_expires_in: lifetime,
    access_token: accessToken,
    ...(scopes.openId.has('offline_access') ? { refresh_token: mintRefreshToken(context, request) } : {}),
    ...(scopes.openId.has('openid') ? { id_token: mintIdToken(context, request) } : {}),
    ...(request.wantsClientInfo
      ? { client_info: encode({ uid: user.objectId, utid: context.directory.tenantId }) }
      : {}),
  };
}

/** Mints an app-only token: roles instead of scopes, no refresh token. */
export function mintAppToken(
  context: EntraContext,
  client: EntraClient,
  audience: string,
  roles: readonly string[],
): TokenAnswer {
  const lifetime = context.accessTokenLifetimeSeconds ?? appTokenLifetimeSeconds;
  const servicePrincipalId = context.minted.guidOf(`service-principal:${client.clientId}`);
  const accessToken = mintAccessToken(context, client, audience, lifetime, {
    isChallengeCapable: false,
    claims: {
      idtyp: 'app',
      oid: servicePrincipalId,
      sub: servicePrincipalId,
      // Without consent the claim is missing altogether; Graph then answers 403.
      ...(roles.length === 0 ? {} : { roles }),
    },
  });
  return { token_type: 'Bearer', expires_in: lifetime, ext_expires_in: lifetime, access_token: accessToken };
}

const graphSubject = 'https://graph.microsoft.com';

interface AccessTokenContent {
  readonly personId?: string;
  readonly isChallengeCapable: boolean;
  readonly claims: Claims;
}

function mintAccessToken(
  context: EntraContext,
  client: EntraClient,
  audience: string,
  lifetimeSeconds: number,
  content: AccessTokenContent,
): string {
  const { tenantId } = context.directory;
  const now = Math.floor(context.clock.now() / 1000);
  const tokenId = context.minted.opaque(22);
  context.grants.addAccessToken(tokenId, {
    ...(content.personId === undefined ? {} : { personId: content.personId }),
    isChallengeCapable: content.isChallengeCapable,
    sequence: context.grants.nextSequence(),
  });
  return context.signer.sign({
    aud: audience,
    iss: `https://sts.windows.net/${tenantId}/`,
    iat: now,
    nbf: now,
    exp: now + lifetimeSeconds,
    app_displayname: client.displayName ?? client.clientId,
    appid: client.clientId,
    appidacr: client.clientSecret === undefined ? '0' : '1',
    idp: `https://sts.windows.net/${tenantId}/`,
    tid: tenantId,
    uti: tokenId,
    ver: '1.0',
    ...content.claims,
  });
}

function mintRefreshToken(context: EntraContext, request: DelegatedRequest): string {
  const token = `1.A${context.minted.opaque(600)}`;
  context.grants.addRefreshToken({
    token,
    clientId: request.client.clientId,
    personId: request.user.personId,
    scope: request.scopes.asked.join(' '),
    isChallengeCapable: request.isChallengeCapable,
    issuedAt: context.clock.now(),
    sequence: context.grants.nextSequence(),
  });
  return token;
}

function mintIdToken(context: EntraContext, request: DelegatedRequest): string {
  const { client, user, nonce } = request;
  const { tenantId } = context.directory;
  const now = Math.floor(context.clock.now() / 1000);
  return context.signer.sign({
    aud: client.clientId,
    iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    iat: now,
    nbf: now,
    exp: now + idTokenLifetimeSeconds,
    name: user.displayName,
    ...(nonce === undefined ? {} : { nonce }),
    oid: user.objectId,
    preferred_username: user.userPrincipalName,
    sub: pairwiseSubject(context, user, client.clientId),
    tid: tenantId,
    uti: context.minted.opaque(22),
    ver: '2.0',
    ...(request.scopes.openId.has('email') ? { email: user.userPrincipalName } : {}),
  });
}

/** 60 to 90 minutes, spread by the counter instead of by chance. */
function delegatedLifetime(context: EntraContext, isChallengeCapable: boolean): number {
  if (context.accessTokenLifetimeSeconds !== undefined) return context.accessTokenLifetimeSeconds;
  if (isChallengeCapable) return longTokenLifetimeSeconds;
  return 3600 + ((context.grants.nextSequence() * 977) % 1800);
}

/** Scopes come back in the spelling they were asked in; caches of clients match on it. */
function echoedScope(scopes: ParsedScopes, granted: readonly string[]): string {
  if (!scopes.isDefault) return scopes.asked.join(' ');
  return [...granted.map((name) => `${scopes.audience}/${name}`), ...scopes.asked].join(' ');
}

function pairwiseSubject(context: EntraContext, user: EntraUser, audience: string): string {
  return Buffer.from(context.minted.guidOf(`sub:${user.objectId}:${audience}`).replaceAll('-', '')).toString(
    'base64url',
  );
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
