import { CalendarError } from '../../errors/calendar-error.ts';
import type { SealedSecrets } from '../account.ts';
import type { Lease } from '../account-store.ts';
import { isGrantInUse } from './grant-in-use.ts';
import type { LifecycleContext } from './lifecycle-context.ts';
import { issuerOf } from './renew-account.ts';
import type { Renewal } from './renew-account.ts';
import { pauseMs, withTimeout } from './waiting.ts';

/** Tries to write what was issued: some six seconds in all, because a lost write can cost the grant. */
const maxTries = 6;
const maxPauseMs = 3_000;
const revokeTimeoutMs = 10_000;

/**
 * Keeps what the service has issued, before anybody uses it. A store that fails is tried again: the old refresh token may be
 * worth nothing any more. Should a try have been written although its answer got lost, the next one loses, and the caller finds
 * its own token in the store.
 *
 * @returns what was written; absent when the account has changed or gone meanwhile.
 * @throws CalendarError when the store, or the keys, failed to the end. Nothing is half-written.
 */
export async function saveRenewal(
  context: LifecycleContext,
  renewal: Renewal,
  lease: Lease,
): Promise<SealedSecrets | undefined> {
  const { clock, random } = context.runtime;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await saveOnce(context, renewal, lease);
    } catch (error) {
      const isPassing = CalendarError.is(error) && error.retryable;
      if (!isPassing || attempt + 1 >= maxTries) throw error;
      await clock.sleep(pauseMs(random, attempt + 2, maxPauseMs));
    }
  }
}

async function saveOnce(
  { stores, vault }: LifecycleContext,
  renewal: Renewal,
  lease: Lease,
): Promise<SealedSecrets | undefined> {
  const { account, credential, token, change } = renewal;
  const { id, generation, version } = account;
  const sealed = await vault.sealRenewed(account, { credential, accessToken: token });
  const kept = await stores.accounts.replaceSecrets({
    id,
    generation,
    version,
    fence: lease.fence,
    sealed,
    ...change,
  });
  return kept === undefined ? undefined : sealed;
}

/**
 * Gives up what was issued for an account that was removed meanwhile, unless another account lives on the same grant. One try, and
 * its failure changes nothing: the account is gone either way.
 */
export async function giveUp(context: LifecycleContext, renewal: Renewal): Promise<void> {
  const { clock, logger } = context.runtime;
  const { account, credential } = renewal;
  const issuer = issuerOf(context, account);
  if (issuer.revoke === undefined || credential.kind !== 'oauth') return;
  try {
    await withTimeout({ clock, timeoutMs: revokeTimeoutMs, what: 'Revoking a grant' }, async (signal) => {
      if (!(await isGrantInUse(context.stores.accounts, account))) await issuer.revoke?.({ credential, signal });
    });
  } catch {
    logger.warn('account.revoke.failed', { provider: account.provider });
  }
}
