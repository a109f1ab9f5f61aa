import type { Clock, Logger, Random } from '@kalends/core';
import type { ConnectionRegistry } from './connections/connection-registry.ts';
import type { ProviderSlot } from './connections/provider-slot.ts';
import type { PendingSignIns } from './sign-in/pending-sign-ins.ts';

/** What the routes work with. */
export interface ServiceContext {
  /** Whether what has to be there is there; `/healthz` says so. */
  isReady(): boolean;
  readonly slots: readonly ProviderSlot[];
  readonly registry: ConnectionRegistry;
  readonly signIns: PendingSignIns;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** `http://127.0.0.1:4400`, without a trailing slash. */
  readonly publicUrl: string;
  readonly redirectUri: string;
  /** `Host` values that are answered, lower case, with the port where the URL has one. */
  readonly acceptedHosts: ReadonlySet<string>;
  /** IANA zone of viewers who do not say theirs. */
  readonly timeZone: string;
}
