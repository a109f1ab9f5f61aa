import type { Clock } from '@kalends/core';

/** A clock for soak runs. */
export interface UnhurriedClock extends Clock {
  /** Ends every wait for an answer that is under way, as if the time limit had passed. */
  passTimeLimit(): void;
}

/**
 * Creates a clock that does not move by itself. A wait of exactly `timeLimitMs` is taken for the time limit of a request and
 * lasts until {@link UnhurriedClock.passTimeLimit}; every other wait, such as one between two tries, is over at once and
 * moves the clock on. So nothing times out because the machine is slow, and nothing waits for real time.
 */
export function unhurriedClock(startAt: string, timeLimitMs: number): UnhurriedClock {
  let now = Date.parse(startAt);
  let waiting: (() => void)[] = [];
  return {
    now: () => now,
    async sleep(ms, options = {}) {
      const { signal } = options;
      signal?.throwIfAborted();
      if (ms !== timeLimitMs) {
        now += ms;
        await new Promise((resolve) => setImmediate(resolve));
        return;
      }
      await new Promise<void>((resolve, reject) => {
        const wake = (): void => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        };
        const onAbort = (): void => {
          waiting = waiting.filter((other) => other !== wake);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        waiting.push(wake);
      });
    },
    passTimeLimit() {
      now += timeLimitMs;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
  };
}
