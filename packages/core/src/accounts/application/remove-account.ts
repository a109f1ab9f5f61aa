import { accountDisconnected } from '../account-events.ts';
import type { DisconnectCause } from '../account-events.ts';
import { isGrantInUse } from '../lifecycle/grant-in-use.ts';
import { withTimeout } from '../lifecycle/waiting.ts';
import type { RemovedAccount } from '../vault/vault-handles.ts';
import type { AccountsContext } from './accounts-context.ts';
import { isTokenProvider, nowOf } from './accounts-context.ts';

/**
 * What came of telling the service: `done`, `failed`, or nothing to tell. `notOffered`: it has no such call. `notNeeded`: there is
 * no grant, or none any more. `stillUsed`: another account lives on the same grant.
 *
 * @public
 */
export type ProviderRevocation = 'done' | 'failed' | 'notOffered' | 'notNeeded' | 'stillUsed';

/** The answer of `CalendarAccounts.disconnect`. @public */
export interface DisconnectResult {
  /** False when there was no such account, for example the second time. */
  readonly wasConnected: boolean;
  readonly providerRevocation: ProviderRevocation;
}

/** Which account goes, why, and by whom. */
export interface AccountToRemove {
  readonly id: string;
  readonly generation?: number;
  readonly cause: DisconnectCause;
  readonly actor: string;
  readonly purpose: string;
}

/** A service that does not answer holds up nobody for longer. */
const revokeTimeoutMs = 10_000;

/**
 * Removes an account and everything that belongs to it, here and in the store, before it returns. Telling the service comes last
 * and changes nothing of that.
 */
export async function removeAccount(context: AccountsContext, which: AccountToRemove): Promise<DisconnectResult> {
  const { id, generation, cause, actor, purpose } = which;
  const isThere = (await context.stores.accounts.get(id)) !== undefined;
  const removed = isThere
    ? await context.vault.handle(actor, 'purge').remove({
        id,
        purpose,
        ...(generation === undefined ? {} : { generation }),
        event: (account) => accountDisconnected(account, { at: nowOf(context), cause }),
      })
    : undefined;
  if (removed === undefined && isThere && generation !== undefined) {
    // Connected anew meanwhile: what is in memory may be the new one's.
    return { wasConnected: false, providerRevocation: 'notNeeded' };
  }
  context.tokens.forget(id);
  // One that was opened for an account connected since then is somebody else's.
  await context.connections.close(id, removed?.account.generation).catch(() => undefined);
  if (removed === undefined) return { wasConnected: false, providerRevocation: 'notNeeded' };
  context.runtime.logger.info('account.removed', { provider: removed.account.provider, reason: cause });
  return {
    wasConnected: true,
    providerRevocation: cause === 'replaced' ? 'stillUsed' : await tellService(context, removed),
  };
}

async function tellService(context: AccountsContext, removed: RemovedAccount): Promise<ProviderRevocation> {
  const { account } = removed;
  const provider = context.providers.get(account.provider);
  if (account.credentialKind !== 'oauth' || account.status.state === 'tenantAccessRevoked') return 'notNeeded';
  if (provider === undefined || !isTokenProvider(provider) || provider.tokens.revoke === undefined) return 'notOffered';
  const { clock, logger } = context.runtime;
  try {
    // The store and a key service have their part in it, and may hang as well as the service.
    return await withTimeout({ clock, timeoutMs: revokeTimeoutMs, what: 'Revoking a grant' }, async (signal) => {
      if (await isGrantInUse(context.stores.accounts, account)) return 'stillUsed';
      const credential = await removed.openCredential();
      if (credential?.kind !== 'oauth') return 'notNeeded';
      if (signal.aborted) return 'failed';
      await provider.tokens.revoke?.({ credential, signal });
      return 'done';
    });
  } catch {
    logger.warn('account.revoke.failed', { provider: account.provider });
    return 'failed';
  }
}
