import type { Clock } from '../../runtime/runtime.ts';
import type { AccountEvent } from '../account-event.ts';
import type { EventOutbox, QueuedEvent } from '../account-store.ts';

interface Waiting {
  readonly event: AccountEvent;
  hiddenUntilMs: number;
}

/** The outbox of `memoryAccountStores`. */
export class MemoryEventOutbox implements EventOutbox {
  readonly #clock: Clock;
  readonly #knownIds = new Set<string>();
  /** By position; a map keeps the order in which they came. */
  readonly #waiting = new Map<string, Waiting>();
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Keeps an event in the same turn as what it tells of. */
  keep(event: AccountEvent): boolean {
    if (this.#knownIds.has(event.id)) return false;
    this.#knownIds.add(event.id);
    this.#count += 1;
    this.#waiting.set(String(this.#count), { event: structuredClone(event), hiddenUntilMs: 0 });
    return true;
  }

  async add(event: AccountEvent): Promise<boolean> {
    return this.keep(event);
  }

  async take(options: { readonly limit: number; readonly visibilityMs: number }): Promise<readonly QueuedEvent[]> {
    const nowMs = this.#clock.now();
    const visible = [...this.#waiting].filter(([, waiting]) => waiting.hiddenUntilMs <= nowMs).slice(0, options.limit);
    return visible.map(([position, waiting]) => {
      waiting.hiddenUntilMs = nowMs + options.visibilityMs;
      return { position, event: waiting.event };
    });
  }

  async acknowledge(position: string): Promise<void> {
    this.#waiting.delete(position);
  }
}
