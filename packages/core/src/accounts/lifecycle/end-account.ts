import type { ReauthorizationReason } from '../../errors/error-code.ts';
import type { Account } from '../account.ts';
import { grantEnded, tenantEnded } from '../account-events.ts';
import type { LifecycleContext } from './lifecycle-context.ts';

/** After these the same credential works again once somebody has dealt with the cause; see `CalendarAccounts.resume`. */
const curableReasons: ReadonlySet<ReauthorizationReason> = new Set([
  'policy',
  'multiFactorRequired',
  'accountDisabled',
]);

/** Whether an account that has ended for this reason keeps its credential. */
export function keepsCredential(reason: ReauthorizationReason): boolean {
  return curableReasons.has(reason);
}

/**
 * Ends an account whose grant has ended, once, with its event.
 *
 * @param claims - JSON of what the next sign-in has to meet, for whoever begins it.
 * @returns false when its secrets have been replaced meanwhile: then it is not known that the new ones are dead.
 */
export async function endAccount(
  context: LifecycleContext,
  account: Account,
  reason: ReauthorizationReason,
  claims?: string,
): Promise<boolean> {
  const at = new Date(context.runtime.clock.now()).toISOString();
  const isStopped = await context.stores.accounts.stop(account, {
    status: { state: 'reauthorizationRequired', reason, since: at, ...(claims === undefined ? {} : { claims }) },
    keepCredential: keepsCredential(reason),
    event: grantEnded(account, { at, reason }),
  });
  if (!isStopped) return false;
  context.runtime.logger.warn('account.ended', { provider: account.provider, reason });
  context.onEnded([account.id]);
  return true;
}

/** Ends every account of an organization that removed the application, with one event for all of them. */
export async function endTenant(context: LifecycleContext, provider: string, tenantId: string): Promise<void> {
  const at = new Date(context.runtime.clock.now()).toISOString();
  const ids = await context.stores.accounts.stopTenant(
    { provider, tenantId },
    {
      status: { state: 'tenantAccessRevoked', since: at },
      event: (accountIds) => tenantEnded({ at, provider, tenantId, accountIds }),
    },
  );
  if (ids.length === 0) return;
  context.runtime.logger.warn('tenant.ended', { provider, count: ids.length });
  context.onEnded(ids);
}
