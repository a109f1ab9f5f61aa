import type { Clock } from '@kalends/core';

/** Values that are taken once and in time. */
export interface ExpiringMap<T> {
  put(key: string, value: T): void;
  /** Absent when there is none, it was taken before, or its time is over. */
  take(key: string): T | undefined;
}

/**
 * Makes an empty {@link ExpiringMap}. When it is full, the oldest entry goes.
 *
 * @param options.lifetimeMs - Milliseconds that an entry can be taken.
 */
export function expiringMap<T>(options: {
  readonly clock: Clock;
  readonly lifetimeMs: number;
  readonly maxEntries: number;
}): ExpiringMap<T> {
  const { clock, lifetimeMs, maxEntries } = options;
  const entries = new Map<string, { readonly value: T; readonly endsAt: number }>();

  const forgetOld = (): void => {
    for (const [key, { endsAt }] of entries) {
      if (endsAt > clock.now() && entries.size < maxEntries) return;
      entries.delete(key);
    }
  };

  return {
    put(key, value) {
      forgetOld();
      entries.set(key, { value, endsAt: clock.now() + lifetimeMs });
    },
    take(key) {
      const entry = entries.get(key);
      entries.delete(key);
      return entry === undefined || entry.endsAt <= clock.now() ? undefined : entry.value;
    },
  };
}
