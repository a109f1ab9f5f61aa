import type { EntraClient } from '../entra-client.ts';
import type { EntraContext } from '../entra-context.ts';
import { entraError, missingParameter } from '../entra-error.ts';
import type { EntraTenant } from '../entra-tenant.ts';
import { mintAppToken } from '../mint-tokens.ts';
import { roleOf } from '../resources.ts';
import type { EntraResource } from '../resources.ts';
import { parseScopes } from '../scopes.ts';
import { scopeReader } from '../user-checks.ts';
import type { GrantOutcome, GrantRequest } from './grant-request.ts';

/** `grant_type=client_credentials` (Entra docs, "OAuth 2.0 client credentials flow"). */
export function issueForApplication({ context, form, authority, client, isProven }: GrantRequest): GrantOutcome {
  if (authority.kind !== 'tenant') {
    return { error: entraError(authority.kind === 'organizations' ? 50059 : 9001023) };
  }
  if (!isProven) return { error: entraError(7000218) };
  const { tenant } = authority;
  const { tenantId } = tenant;
  if (tenant.application(client.clientId) === undefined) {
    const text = `Application with identifier '${client.clientId}' was not found in the directory.`;
    return { tenantId, error: entraError(700016, text) };
  }
  const scope = form.get('scope');
  if (scope === null || scope === '') return { tenantId, error: missingParameter('scope') };
  const scopes = parseScopes(scope, scopeReader(context));
  if ('problem' in scopes && scopes.code === 500011) return { tenantId, error: entraError(500011, scopes.problem) };
  if ('problem' in scopes || scopes.asked.length !== 1 || !scopes.resources[0].isDefault) {
    return { tenantId, error: entraError(1002012) };
  }
  const [resource] = scopes.resources;
  const roles = consentedRoles(context, client, tenant, resource.resource);
  return { tenantId, answer: mintAppToken(context, client, tenant, resource, roles) };
}

/** Application permissions that an administrator of the tenant consented to. */
export function consentedRoles(
  context: EntraContext,
  client: EntraClient,
  tenant: EntraTenant,
  resource: EntraResource,
): readonly string[] {
  const isHome = tenant.tenantId === context.directory.homeTenantId(client);
  const isPreconsented = isHome && client.applicationConsent !== 'required';
  const given = [
    ...(isPreconsented ? (client.applicationPermissions ?? []) : []),
    ...tenant.consents.roles(client.clientId),
  ];
  return [...new Set(given.flatMap((permission) => roleOf(permission, resource, context.origin())))];
}
