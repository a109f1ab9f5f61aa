import { CalendarError, adminConsentRetryMs } from '@kalends/core';
import type { ApplicationCredential } from '@kalends/core';
import { adminConsentUrl } from '../consent/admin-consent-url.ts';
import type { EntraContext } from '../entra-context.ts';
import { cureTexts } from '../errors/cures.ts';
import { tokenPermissions } from '../tokens/token-permissions.ts';
import { applicationToken } from './application-token.ts';
import type { ApplicationOptions, ConfirmAdminConsentOptions, ConfirmedConsent } from './entra-sign-in.ts';
import { missingPermissions, policyOr } from './requested-scopes.ts';

/** Connects a mailbox with the application's own permissions. */
export async function application(context: EntraContext, options: ApplicationOptions): Promise<ApplicationCredential> {
  const { mailbox, grantedBy = 'entra', signal } = options;
  const wanted = context.permissions.rolesFor(policyOr(context, options.policy));
  const tokens = await applicationToken(context, { tenantId: options.tenantId, use: 'signIn', signal });
  const permissions = tokenPermissions(tokens.accessToken);
  // A token of a form that cannot be read may allow anything; the first call will show.
  if (grantedBy === 'entra' && permissions !== undefined)
    requireRoles(context, missingPermissions(wanted, permissions.roles), options.tenantId);
  const tenantId = options.tenantId ?? permissions?.tenantId ?? context.tenantId;
  return {
    kind: 'application',
    provider: context.provider,
    account: { id: mailbox, address: mailbox, tenantId },
    issuedAt: new Date(context.runtime.clock.now()).toISOString(),
  };
}

/** Proves that a tenant knows the application, and which of its own permissions are in force there. */
export async function confirmAdminConsent(
  context: EntraContext,
  { tenantId, signal }: ConfirmAdminConsentOptions,
): Promise<ConfirmedConsent> {
  const tokens = await applicationToken(context, { tenantId, use: 'signIn', signal });
  return { tenantId, roles: tokenPermissions(tokens.accessToken)?.roles ?? [] };
}

function requireRoles(context: EntraContext, missing: readonly string[], tenantId: string | undefined): void {
  if (missing.length === 0) return;
  throw new CalendarError({
    code: 'adminConsentRequired',
    message: `The application lacks permissions of its own: ${missing.join(', ')}`,
    provider: context.provider,
    missingScopes: missing,
    retryAfterMs: adminConsentRetryMs,
    cure: {
      text: cureTexts.applicationConsent,
      url: adminConsentUrl(context, { tenantId, permissions: 'application' }),
    },
  });
}
