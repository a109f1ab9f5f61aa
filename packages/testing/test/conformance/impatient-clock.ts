import type { ManualClock } from '../../src/clock/manual-clock.ts';

/** Waits are short; what is longer is the time limit of a request, which is not to come. */
const longestWaitMs = 20_000;

/**
 * The clock of a client whose waits end at once: time moves on by as much as it waits, so that back-offs and polls take place without
 * anybody waiting for them. Time limits of requests stand still.
 */
export function impatientClock(clock: ManualClock): Pick<ManualClock, 'now' | 'sleep'> {
  return {
    now: () => clock.now(),
    async sleep(ms, options) {
      if (ms > longestWaitMs) return clock.sleep(ms, options);
      const woken = clock.sleep(ms, options);
      await clock.advance(ms);
      return woken;
    },
  };
}
