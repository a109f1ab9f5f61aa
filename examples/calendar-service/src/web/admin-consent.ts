import { CalendarError } from '@kalends/core';
import type { GraphProvider } from '@kalends/graph';
import type { ProviderSlot } from '../connections/provider-slot.ts';
import type { ServiceContext } from '../service-context.ts';
import type { PendingSignIn } from '../sign-in/pending-sign-ins.ts';

/** Microsoft 365 among the configured providers. @throws CalendarError `notFound`. */
export function microsoftOf(
  service: ServiceContext,
): Extract<ProviderSlot, { kind: 'oauth' }> & { readonly organization: GraphProvider } {
  for (const slot of service.slots) {
    if (slot.kind === 'oauth' && slot.organization !== undefined) return { ...slot, organization: slot.organization };
  }
  throw new CalendarError({ code: 'notFound', message: 'Microsoft 365 is not configured.' });
}

/**
 * Begins the consent of an administrator for everybody in the organization, and tells where to send the browser.
 *
 * @param ssoUser - Address of the administrator, where single sign-on sent them.
 */
export async function beginAdminConsent(service: ServiceContext, session: string, ssoUser?: string): Promise<string> {
  const { slug: provider, organization } = microsoftOf(service);
  const { state } = await service.signIns.begin({ provider, ssoUser, isAdminConsent: true }, session);
  return organization.signIn.createAdminConsentUrl({ redirectUri: service.redirectUri, state });
}

/** Anybody can call the callback: that the organization knows the application now is proved by a token of it. */
export async function keepAdminConsent(
  service: ServiceContext,
  { state }: PendingSignIn,
  parameters: URLSearchParams,
): Promise<void> {
  const { slug, organization } = microsoftOf(service);
  const { claimedTenantId } = organization.signIn.readAdminConsentCallback(parameters, { state });
  await organization.signIn.confirmAdminConsent({ tenantId: claimedTenantId });
  await service.sso.adminConsented();
  service.logger.info('organization.consented', { provider: slug });
}
