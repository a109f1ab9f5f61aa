import type { GraphContext } from '../graph-context.ts';

/**
 * The page where an administrator approves the application for a whole organization.
 *
 * @param options.tenantId - The organization, when it is known. Default: that of the settings, or `organizations` where the
 * settings allow more than one kind of account, which this page does not.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-admin-consent | Admin consent on the Microsoft identity platform}
 */
export function adminConsentUrl(
  context: GraphContext,
  options: { readonly tenantId?: string | undefined; readonly redirectUri?: string | undefined } = {},
): string {
  const wanted = options.tenantId ?? context.tenantId;
  const tenant = wanted === 'common' || wanted === 'consumers' ? 'organizations' : wanted;
  const url = new URL(`/${encodeURIComponent(tenant)}/v2.0/adminconsent`, context.authority);
  url.searchParams.set('client_id', context.clientId);
  url.searchParams.set('scope', context.scopes.join(' '));
  const redirectUri = context.adminConsentRedirectUri ?? options.redirectUri;
  if (redirectUri !== undefined) url.searchParams.set('redirect_uri', redirectUri);
  return url.href;
}
