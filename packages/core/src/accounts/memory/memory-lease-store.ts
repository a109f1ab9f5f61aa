import type { Clock } from '../../runtime/runtime.ts';
import type { Lease, LeaseStore } from '../account-store.ts';

interface HeldLease {
  readonly lease: Lease;
  endsAtMs: number;
}

/** The leases of `memoryAccountStores`. */
export class MemoryLeaseStore implements LeaseStore {
  readonly #clock: Clock;
  readonly #held = new Map<string, HeldLease>();
  #fence = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async acquire(name: string, owner: string, ttlMs: number): Promise<Lease | undefined> {
    const nowMs = this.#clock.now();
    const held = this.#held.get(name);
    if (held !== undefined && held.endsAtMs > nowMs) return undefined;
    this.#fence += 1;
    const lease = { name, owner, fence: this.#fence };
    this.#held.set(name, { lease, endsAtMs: nowMs + ttlMs });
    return lease;
  }

  async renew(lease: Lease, ttlMs: number): Promise<boolean> {
    const held = this.#holding(lease);
    // One that ran out and that nobody took since is still the holder's.
    if (held !== undefined) held.endsAtMs = this.#clock.now() + ttlMs;
    return held !== undefined;
  }

  async release(lease: Lease): Promise<void> {
    if (this.#holding(lease) !== undefined) this.#held.delete(lease.name);
  }

  #holding(lease: Lease): HeldLease | undefined {
    const held = this.#held.get(lease.name);
    return held?.lease.fence === lease.fence && held.lease.owner === lease.owner ? held : undefined;
  }
}
