import type { Lease } from '../account-store.ts';
import type { LifecycleContext } from './lifecycle-context.ts';

/** A lease that is prolonged until it is given back. */
export interface KeptLease {
  readonly lease: Lease;
  /**
   * Whether nobody else can have it yet, as far as this process knows: it may have been held up for longer than the lease lasts. Asked
   * before what must not happen twice.
   */
  isHeld(): boolean;
  /** Gives it back. Never rejects: a lease that cannot be given back ends by itself. */
  end(): Promise<void>;
}

/** Beats within one lease's time: one that gets lost on the way does not cost the lease. */
const beatsPerLease = 3;
/** However long something hangs, the lease is given up after so many milliseconds. */
const maxHoldMs = 5 * 60_000;

/** Takes a lease and prolongs it while its holder is at work; absent when somebody else has it. */
export async function takeLease(context: LifecycleContext, name: string): Promise<KeptLease | undefined> {
  const { stores, runtime, timing, processId } = context;
  // Counted from before the store was asked, which counts from after: never longer than the store's own count.
  const askedAtMs = runtime.clock.now();
  const lease = await stores.leases.acquire(name, processId, timing.leaseMs);
  if (lease === undefined) return undefined;
  const ending = new AbortController();
  let heldUntilMs = askedAtMs + timing.leaseMs;
  // The sleep ends with the abort; nothing else in it rejects.
  beat(context, lease, { signal: ending.signal, onHeld: (untilMs) => (heldUntilMs = untilMs) }).catch(() => undefined);
  return {
    lease,
    isHeld: () => runtime.clock.now() < heldUntilMs,
    async end() {
      ending.abort();
      await stores.leases.release(lease).catch(() => undefined);
    },
  };
}

interface Beating {
  readonly signal: AbortSignal;
  /** Told until when it is held now. */
  readonly onHeld: (untilMs: number) => void;
}

async function beat({ stores, runtime, timing }: LifecycleContext, lease: Lease, beating: Beating): Promise<void> {
  const { clock } = runtime;
  const { signal, onHeld } = beating;
  const untilMs = clock.now() + maxHoldMs;
  while (clock.now() < untilMs) {
    await clock.sleep(timing.leaseMs / beatsPerLease, { signal });
    const askedAtMs = clock.now();
    // An outage of the store may be over at the next beat.
    const isHeld = await stores.leases.renew(lease, timing.leaseMs).catch(() => undefined);
    if (isHeld === false) return;
    if (isHeld === true) onHeld(askedAtMs + timing.leaseMs);
  }
}
