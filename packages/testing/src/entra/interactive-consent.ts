import type { EntraClient } from './entra-client.ts';
import type { EntraContext } from './entra-context.ts';
import type { EntraUser } from './entra-user.ts';
import { asksForAdministrator } from './scopes.ts';
import type { ResourceScopes } from './scopes.ts';
import { hasConsent, wantedKeys } from './user-checks.ts';

/** Whether a user may agree to what an application asks for, or only an administrator. */
export function mayConsent(context: EntraContext, user: EntraUser, resources: readonly ResourceScopes[]): boolean {
  if (user.isAdministrator) return true;
  const tenant = context.directory.tenant(user.tenantId);
  return tenant.userConsent.current === 'allowed' && !asksForAdministrator(resources);
}

/**
 * Writes down that a user agreed on the page. The enterprise application of a foreign app comes into being with the first
 * consent.
 *
 * @param isForced - The page asks even who agreed before (`prompt=consent`).
 * @returns false when it takes an administrator.
 */
export function consentOnPage(
  context: EntraContext,
  client: EntraClient,
  user: EntraUser,
  resources: readonly ResourceScopes[],
  isForced: boolean,
): boolean {
  const tenant = context.directory.tenant(user.tenantId);
  if (!isForced && hasConsent(context, tenant, client, user, resources)) return true;
  if (!mayConsent(context, user, resources)) return false;
  tenant.consents.consent(client.clientId, user.objectId, wantedKeys(context, client, resources));
  if (tenant.application(client.clientId) === undefined) tenant.setApplication(client.clientId, 'present');
  return true;
}
