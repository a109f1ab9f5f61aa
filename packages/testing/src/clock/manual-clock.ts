import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * A clock that stands still until it is told to move. Its `now` and `sleep` have the shape of core's `Clock`, so one
 * instance drives emulators and providers together.
 *
 * @public
 */
export interface ManualClock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves once the clock has been advanced by `ms` milliseconds; rejects with the signal's reason when aborted. */
  sleep(ms: number, options?: { signal?: AbortSignal }): Promise<void>;
  /** Moves time forward by `ms` milliseconds and wakes every sleeper that is due, in order. */
  advance(ms: number): Promise<void>;
  /** Moves time forward to an ISO 8601 instant; refuses to go back. */
  advanceTo(instant: string): Promise<void>;
}

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/**
 * Creates a {@link ManualClock}.
 *
 * @param startAt - ISO 8601 instant with `Z` or an offset, for example `2026-11-16T08:00:00Z`.
 * @throws RangeError when `startAt` is no instant, or when time would run backwards.
 * @public
 */
export function manualClock(startAt: string): ManualClock {
  let now = parseInstant(startAt);
  let sleepers: Sleeper[] = [];

  const advance = async (ms: number): Promise<void> => {
    if (!(ms >= 0 && ms < Infinity))
      throw new RangeError('A manual clock moves forward only, by a number of milliseconds');
    const target = now + ms;
    for (;;) {
      const due = sleepers.filter((sleeper) => sleeper.wakeAt <= target).sort((a, b) => a.wakeAt - b.wakeAt)[0];
      if (due === undefined) break;
      sleepers = sleepers.filter((sleeper) => sleeper !== due);
      now = Math.max(now, due.wakeAt);
      due.wake();
      // Lets whoever woke up go to sleep again before time moves on, however many awaits lie in between.
      await nextTurn();
    }
    now = target;
  };

  return {
    now: () => now,
    advance,
    advanceTo: (instant) => advance(parseInstant(instant) - now),
    sleep: (ms, options) =>
      new Promise((resolve, reject) => {
        const signal = options?.signal;
        if (signal?.aborted === true) {
          reject(signal.reason);
          return;
        }
        const sleeper: Sleeper = { wakeAt: now + ms, wake: () => settle(resolve) };
        const onAbort = (): void => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          settle(() => reject(signal?.reason));
        };
        const settle = (finish: () => void): void => {
          signal?.removeEventListener('abort', onAbort);
          finish();
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        sleepers.push(sleeper);
      }),
  };
}

function parseInstant(text: string): number {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)) {
    throw new RangeError('A manual clock is set with an ISO 8601 instant, for example 2026-11-16T08:00:00Z');
  }
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new RangeError('A manual clock is set with an instant that exists');
  return ms;
}
