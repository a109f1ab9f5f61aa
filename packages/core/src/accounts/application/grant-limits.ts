import { CalendarError } from '../../errors/calendar-error.ts';
import type { AccessPolicy } from '../../policy/access-policy.ts';
import { defaultAccessPolicy } from '../../policy/access-policy.ts';
import type { CalendarProvider } from '../../provider/provider.ts';
import type { Account } from '../account.ts';
import { isOAuthProvider } from './accounts-context.ts';

const everything: AccessPolicy = { calendars: 'readWrite', contacts: 'readWrite' };

/**
 * The policy of an account for which nobody chose one. A switch that the service cannot hold stands where the service's grant
 * has it: open to the whole mailbox, or not there at all.
 */
export function initialPolicy({ permissionControl }: CalendarProvider): AccessPolicy {
  if (!permissionControl.calendars) return everything;
  return defaultAccessPolicy;
}

/**
 * Refuses to move a switch that the service cannot hold.
 *
 * @throws CalendarError `permissionControlUnavailable`.
 */
export function requirePermissionControl(provider: CalendarProvider, from: AccessPolicy, to: AccessPolicy): void {
  for (const name of ['calendars', 'contacts'] as const) {
    if (provider.permissionControl[name] || from[name] === to[name]) continue;
    throw new CalendarError({
      code: 'permissionControlUnavailable',
      message: `Permissions for ${name} cannot be chosen with this way of connecting`,
      provider: provider.id,
      cure: provider.permissionControl.calendars
        ? { text: `Leave the permission for ${name} as it is, or connect the account through another service.` }
        : { text: 'Switch off the connection by EWS URL, choose the permissions, and connect the account again.' },
    });
  }
}

/**
 * The most that an account's policy may be without asking anybody.
 *
 * @returns absent when not even free/busy was granted.
 */
export function grantLimit(
  provider: CalendarProvider,
  account: Pick<Account, 'credentialKind' | 'scopes'>,
): AccessPolicy | undefined {
  // Only a person's consent is made of scopes; what an application or a service user may do, administrators decide elsewhere.
  if (account.credentialKind !== 'oauth' || !isOAuthProvider(provider)) return everything;
  return provider.signIn.grantedAccess(account.scopes);
}
