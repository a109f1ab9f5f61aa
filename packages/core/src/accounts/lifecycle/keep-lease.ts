import type { Lease } from '../account-store.ts';
import type { LifecycleContext } from './lifecycle-context.ts';

/** A lease that is prolonged until it is given back. */
export interface KeptLease {
  /** Gives it back. Never rejects: a lease that cannot be given back ends by itself. */
  end(): Promise<void>;
}

/** Beats within one lease's time: one that gets lost on the way does not cost the lease. */
const beatsPerLease = 3;
/** However long something hangs, the lease is given up after so many milliseconds. */
const maxHoldMs = 5 * 60_000;

/** Prolongs a lease while its holder is at work. */
export function keepLease(context: LifecycleContext, lease: Lease): KeptLease {
  const ending = new AbortController();
  // The sleep ends with the abort; nothing else in it rejects.
  beat(context, lease, ending.signal).catch(() => undefined);
  return {
    async end() {
      ending.abort();
      await context.stores.leases.release(lease).catch(() => undefined);
    },
  };
}

async function beat({ stores, runtime, timing }: LifecycleContext, lease: Lease, signal: AbortSignal): Promise<void> {
  const { clock } = runtime;
  const untilMs = clock.now() + maxHoldMs;
  while (clock.now() < untilMs) {
    await clock.sleep(timing.leaseMs / beatsPerLease, { signal });
    // An outage of the store may be over at the next beat.
    const isHeld = await stores.leases.renew(lease, timing.leaseMs).catch(() => true);
    if (!isHeld) return;
  }
}
