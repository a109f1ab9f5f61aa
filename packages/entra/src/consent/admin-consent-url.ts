import type { AccessPolicy } from '@kalends/core';
import type { EntraContext } from '../entra-context.ts';
import { scopesUnder } from '../flows/requested-scopes.ts';

/** What the consent page is to ask for. */
export interface AdminConsentRequest {
  /** The organization. Default: that of the settings, or `organizations` where they allow more than one kind of account. */
  readonly tenantId?: string | undefined;
  readonly redirectUri?: string | undefined;
  readonly state?: string | undefined;
  /** `application` asks for everything in the registration, the only way to application permissions. Default `delegated`. */
  readonly permissions?: 'delegated' | 'application' | undefined;
  readonly policy?: AccessPolicy | undefined;
}

/**
 * The page where an administrator approves the application for a whole organization.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-admin-consent | Admin consent on the Microsoft identity platform}
 */
export function adminConsentUrl(context: EntraContext, request: AdminConsentRequest = {}): string {
  const wanted = request.tenantId ?? context.tenantId;
  // The page takes neither of the two that let personal accounts in.
  const tenant = wanted === 'common' || wanted === 'consumers' ? 'organizations' : wanted;
  const url = new URL(`/${encodeURIComponent(tenant)}/v2.0/adminconsent`, context.authority);
  const scopes = request.permissions === 'application' ? ['.default'] : scopesUnder(context, request.policy);
  url.searchParams.set('client_id', context.clientId);
  url.searchParams.set(
    'scope',
    scopes.map((scope) => context.permissions.qualified(scope, context.audience)).join(' '),
  );
  const redirectUri = request.redirectUri ?? context.adminConsentRedirectUri;
  if (redirectUri !== undefined) url.searchParams.set('redirect_uri', redirectUri);
  if (request.state !== undefined) url.searchParams.set('state', request.state);
  return url.href;
}
