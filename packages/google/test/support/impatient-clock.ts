import type { Clock } from '@kalends/core';
import type { ManualClock } from '@kalends/testing';

/** Waits of retries and of settling are shorter than this, time limits of requests are not. */
const shortMs = 30_000;

/** A clock on which short waits are over at once, as time moves on by them. Time limits run out only when the clock under it is moved. */
export function impatientClock(clock: ManualClock): Clock {
  return {
    now: () => clock.now(),
    sleep: async (ms, options) => {
      if (ms >= shortMs) return clock.sleep(ms, options);
      options?.signal?.throwIfAborted();
      await clock.advance(ms);
    },
  };
}
