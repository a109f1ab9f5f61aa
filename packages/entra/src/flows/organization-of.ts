import type { EntraContext } from '../entra-context.ts';

/** The tenant of all personal accounts (Entra docs, "ID token claims reference"). */
export const personalAccountsTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** Form of a tenant id. */
export const guid: RegExp = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * The tenant to ask for tokens of an account where several organizations may sign in: at the shared address, a guest would get
 * tokens of the home tenant instead, with another mailbox behind them.
 *
 * @param tenantId - As a token or an account names it.
 * @returns `undefined` for the tenant of the settings.
 */
export function organizationOf(context: EntraContext, tenantId: unknown): string | undefined {
  if (context.tenantId !== 'common' && context.tenantId !== 'organizations') return undefined;
  const isOrganization = typeof tenantId === 'string' && guid.test(tenantId) && tenantId !== personalAccountsTenant;
  return isOrganization ? tenantId : undefined;
}
