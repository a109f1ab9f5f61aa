import { isConfidential } from './entra-client.ts';
import type { EntraClient } from './entra-client.ts';
import type { EntraContext } from './entra-context.ts';
import type { EntraTenant } from './entra-tenant.ts';
import type { EntraUser, SignIn } from './entra-user.ts';
import { mintAccessToken } from './mint-access-token.ts';
import { graphApplicationId } from './resources.ts';
import type { NamedResource } from './resources.ts';
import type { ParsedScopes, ResourceScopes } from './scopes.ts';
import { refreshTokenLifetimeSeconds } from './token-settings.ts';

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

/** What the tokens of a user are made for. */
export interface DelegatedRequest {
  readonly client: EntraClient;
  readonly user: EntraUser;
  readonly signIn: SignIn;
  readonly scopes: ParsedScopes;
  /** The one resource of the access token. */
  readonly resource: ResourceScopes;
  readonly nonce?: string | undefined;
  readonly isChallengeCapable: boolean;
  readonly wantsClientInfo: boolean;
  /** The client did not prove itself. Default false. */
  readonly isPublic?: boolean;
  /** Family of refresh tokens it belongs to. Default: a new one. */
  readonly family?: string;
  /** End of everything that came from a single-page sign-in, in milliseconds since the Unix epoch. */
  readonly singlePageUntil?: number | undefined;
}

/** Mints the tokens of a signed-in user. */
export function mintDelegatedTokens(context: EntraContext, request: DelegatedRequest): TokenAnswer {
  const { client, user, scopes, resource } = request;
  const granted = resource.isDefault ? consentedTo(context, client, user, resource) : resource.permissions;
  const lifetime = delegatedLifetime(context, request.isChallengeCapable);
  // Only Graph, which serves userinfo, has the OpenID scopes in its tokens.
  const openId = resource.resource.id === graphApplicationId ? scopes.openId : new Set<string>();
  const scp = [...granted, ...[...openId].filter((name) => name !== 'offline_access')].join(' ');
  const isVersion2 = resource.resource.client?.requestedAccessTokenVersion === 2;
  const accessToken = mintAccessToken(context, {
    client,
    tenantId: user.tenantId,
    audience: resource.audience,
    isVersion2,
    lifetimeSeconds: lifetime,
    objectId: user.objectId,
    isChallengeCapable: request.isChallengeCapable,
    claims: {
      amr: request.signIn.isMultiFactor ? ['pwd', 'mfa'] : ['pwd'],
      idtyp: 'user',
      name: user.displayName,
      oid: user.objectId,
      scp,
      sub: pairwiseSubject(context, user, resource.resource.id),
      ...(isVersion2
        ? { preferred_username: user.userPrincipalName }
        : { acct: 0, unique_name: user.userPrincipalName, upn: user.userPrincipalName }),
      ...(request.isChallengeCapable ? { xms_cc: ['cp1'] } : {}),
    },
  });
  return {
    token_type: 'Bearer',
    scope: echoedScope(scopes, resource, granted),
    expires_in: lifetime,
    ext_expires_in: lifetime,
    access_token: accessToken,
    ...(scopes.openId.has('offline_access') ? { refresh_token: mintRefreshToken(context, request) } : {}),
    ...(scopes.openId.has('openid') ? { id_token: mintIdToken(context, request) } : {}),
    ...(request.wantsClientInfo ? { client_info: encode({ uid: user.objectId, utid: user.tenantId }) } : {}),
  };
}

/** Mints an app-only token: roles instead of scopes, no refresh token. */
export function mintAppToken(
  context: EntraContext,
  client: EntraClient,
  tenant: EntraTenant,
  { audience }: Pick<NamedResource, 'audience'>,
  roles: readonly string[],
): TokenAnswer {
  const lifetime = context.tokens.accessTokenLifetimeSeconds ?? appTokenLifetimeSeconds;
  const servicePrincipalId = servicePrincipalIdOf(context, client, tenant);
  const accessToken = mintAccessToken(context, {
    client,
    tenantId: tenant.tenantId,
    audience,
    isVersion2: false,
    lifetimeSeconds: lifetime,
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

/** Object id of the enterprise application in a tenant. */
export function servicePrincipalIdOf(context: EntraContext, client: EntraClient, tenant: EntraTenant): string {
  return context.minted.guidOf(`service-principal:${tenant.tenantId}:${client.clientId}`);
}

function mintRefreshToken(context: EntraContext, request: DelegatedRequest): string {
  const token = `1.A${context.minted.opaque(600)}`;
  const now = context.clock.now();
  context.grants.addRefreshToken({
    token,
    clientId: request.client.clientId,
    tenantId: request.user.tenantId,
    objectId: request.user.objectId,
    scope: request.scopes.asked.join(' '),
    isChallengeCapable: request.isChallengeCapable,
    signIn: request.signIn,
    issuedAt: now,
    expiresAt: now + (context.tokens.refreshTokenLifetimeSeconds ?? refreshTokenLifetimeSeconds) * 1000,
    family: request.family ?? context.minted.guid(),
    singlePageUntil: request.singlePageUntil,
    isPublic: request.isPublic ?? !isConfidential(request.client),
    sequence: context.grants.nextSequence(),
    isReplaced: false,
  });
  return token;
}

function mintIdToken(context: EntraContext, request: DelegatedRequest): string {
  const { client, user, nonce } = request;
  const now = Math.floor(context.clock.now() / 1000);
  return context.signer.sign({
    aud: client.clientId,
    iss: `https://login.microsoftonline.com/${user.tenantId}/v2.0`,
    iat: now,
    nbf: now,
    exp: now + idTokenLifetimeSeconds,
    name: user.displayName,
    ...(nonce === undefined ? {} : { nonce }),
    oid: user.objectId,
    preferred_username: user.userPrincipalName,
    sub: pairwiseSubject(context, user, client.clientId),
    tid: user.tenantId,
    uti: context.minted.opaque(22),
    ver: '2.0',
    ...(request.scopes.openId.has('email') ? { email: user.userPrincipalName } : {}),
  });
}

function consentedTo(
  context: EntraContext,
  client: EntraClient,
  user: EntraUser,
  { resource }: ResourceScopes,
): readonly string[] {
  const keys = context.directory.tenant(user.tenantId).consents.consented(client.clientId, user.objectId) ?? [];
  const front = `${resource.id}/`;
  return keys.filter((key) => key.startsWith(front)).map((key) => key.slice(front.length));
}

/** 60 to 90 minutes, spread by the counter instead of by chance. */
function delegatedLifetime(context: EntraContext, isChallengeCapable: boolean): number {
  const { accessTokenLifetimeSeconds } = context.tokens;
  if (accessTokenLifetimeSeconds !== undefined) return accessTokenLifetimeSeconds;
  if (isChallengeCapable) return longTokenLifetimeSeconds;
  return 3600 + ((context.grants.nextSequence() * 977) % 1800);
}

/** Scopes come back in the spelling they were asked in; caches of clients match on it. */
function echoedScope(scopes: ParsedScopes, resource: ResourceScopes, granted: readonly string[]): string {
  if (!resource.isDefault) return scopes.asked.join(' ');
  return [...granted.map((name) => `${resource.audience}/${name}`), ...scopes.asked].join(' ');
}

function pairwiseSubject(context: EntraContext, user: EntraUser, audience: string): string {
  return Buffer.from(context.minted.guidOf(`sub:${user.objectId}:${audience}`).replaceAll('-', '')).toString(
    'base64url',
  );
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
