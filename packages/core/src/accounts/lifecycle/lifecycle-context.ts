import type { Runtime } from '../../runtime/runtime.ts';
import type { TokenIssuer } from '../../tokens/token-issuer.ts';
import { defaultRenewBeforeMs } from '../../tokens/token-lifetime.ts';
import type { AccountStores } from '../account-store.ts';
import type { RefreshHandle } from '../vault/vault-handles.ts';

/** The times that the token lifecycle goes by, in milliseconds. @public */
export interface LifecycleTiming {
  /** How long before its end an access token is renewed. Default 5 minutes; 20 suit programs that poll without pause. */
  readonly renewBeforeMs: number;
  /** How long the right to renew lasts when its holder is heard of no more. Default 20 seconds. */
  readonly leaseMs: number;
  /** How long a caller waits for another process to renew. Default 45 seconds. */
  readonly waitMs: number;
  /** How long a token endpoint may take, its provider's retries included. Default 60 seconds. */
  readonly issueTimeoutMs: number;
}

/** Default of {@link LifecycleTiming}. @public */
export const defaultLifecycleTiming: LifecycleTiming = {
  renewBeforeMs: defaultRenewBeforeMs,
  leaseMs: 20_000,
  waitMs: 45_000,
  issueTimeoutMs: 60_000,
};

/** What the token lifecycle works with. */
export interface LifecycleContext {
  readonly stores: Pick<AccountStores, 'accounts' | 'leases' | 'events'>;
  readonly vault: RefreshHandle;
  /** By provider id. */
  readonly issuers: ReadonlyMap<string, TokenIssuer>;
  readonly runtime: Pick<Runtime, 'clock' | 'random' | 'logger'>;
  readonly timing: LifecycleTiming;
  /** Names this process as the holder of leases. */
  readonly processId: string;
  /** Told of accounts that were found ended, so that nothing of them stays in memory. */
  readonly onEnded: (accountIds: readonly string[]) => void;
}
