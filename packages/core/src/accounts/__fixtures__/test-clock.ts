import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../runtime/runtime.ts';

interface Sleeper {
  readonly wakeAtMs: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is moved. */
export interface TestClock extends Clock {
  advance(ms: number): Promise<void>;
  /** Moves on in small steps until the work settles. Time passes only while something waits for it. */
  run<T>(work: Promise<T>): Promise<T>;
}

const turnsPerStep = 4;
const stepMs = 100;
const maxSteps = 12_000;

/** Makes a {@link TestClock} that starts at an ISO 8601 instant. */
export function testClock(startAt = '2026-11-16T08:00:00Z'): TestClock {
  let nowMs = Date.parse(startAt);
  let sleepers: Sleeper[] = [];
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < turnsPerStep; turn += 1) await nextTurn();
  };
  const advance = async (ms: number): Promise<void> => {
    // What was begun goes as far as it can without time passing.
    await turns();
    const untilMs = nowMs + ms;
    for (;;) {
      const due = sleepers
        .filter((sleeper) => sleeper.wakeAtMs <= untilMs)
        .sort((left, right) => left.wakeAtMs - right.wakeAtMs)[0];
      if (due === undefined) break;
      sleepers = sleepers.filter((sleeper) => sleeper !== due);
      nowMs = Math.max(nowMs, due.wakeAtMs);
      due.wake();
      await nextTurn();
    }
    nowMs = untilMs;
  };
  return {
    now: () => nowMs,
    advance,
    sleep: (ms, options) =>
      new Promise((resolve, reject) => {
        const signal = options?.signal;
        const sleeper = { wakeAtMs: nowMs + ms, wake: resolve };
        const leave = (): void => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal?.reason);
        };
        if (signal?.aborted === true) leave();
        else sleepers.push(sleeper);
        signal?.addEventListener('abort', leave, { once: true });
      }),
    async run(work) {
      let isSettled = false;
      const settled = work.catch(() => undefined).finally(() => {
        isSettled = true;
      });
      for (let step = 0; step < maxSteps; step += 1) {
        await turns();
        if (isSettled) return settled.then(() => work);
        if (sleepers.length > 0) await advance(stepMs);
      }
      throw new Error('The work did not settle within twenty minutes of the test clock');
    },
  };
}
