import type { Suite } from './suite.ts';

/** What came of a run; printed as the last line. */
export interface Summary {
  readonly suite: string;
  /** How many seeds were tried. */
  readonly seeds: number;
  readonly firstSeed: number;
  /** The seeds that broke the promise. */
  readonly failed: readonly number[];
  readonly durationMs: number;
  /** The suite's own counts, added up over all seeds. */
  readonly counts: Readonly<Record<string, number>>;
}

/** How a suite is run. */
export interface RunOptions {
  readonly seeds: number;
  readonly firstSeed: number;
  /** Longest time one seed may take, in milliseconds of the real clock. Default 60,000. */
  readonly timeLimitMs?: number;
  /** Told about each failure. */
  readonly onFailure: (seed: number, error: unknown) => void;
}

const defaultTimeLimitMs = 60_000;

/** Runs a suite over consecutive seeds. A failure does not end the run: later seeds may show another kind. */
export async function runSuite(suite: Suite, options: RunOptions): Promise<Summary> {
  const { seeds, firstSeed, timeLimitMs = defaultTimeLimitMs, onFailure } = options;
  const startedAt = performance.now();
  const failed: number[] = [];
  const counts: Record<string, number> = {};
  try {
    for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
      try {
        const found = await survive(() => within(timeLimitMs, suite.run(seed)));
        for (const [name, count] of Object.entries(found)) counts[name] = (counts[name] ?? 0) + count;
      } catch (error) {
        failed.push(seed);
        onFailure(seed, error);
      }
    }
  } finally {
    await suite.close?.();
  }
  const durationMs = Math.round(performance.now() - startedAt);
  return { suite: suite.name, seeds, firstSeed, failed, durationMs, counts };
}

/** A promise that never settles would otherwise end the process quietly, with nothing left to wait for. */
async function within<T>(timeLimitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`The seed did not end within ${timeLimitMs} ms`)), timeLimitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Errors that nobody awaits would end a server; here they fail the seed. */
async function survive<T>(work: () => Promise<T>): Promise<T> {
  const stray: unknown[] = [];
  const listener = (error: unknown): void => void stray.push(error);
  process.on('unhandledRejection', listener);
  process.on('uncaughtException', listener);
  try {
    const result = await work();
    // Rejections that nobody handles are reported after the microtasks of the turn they happen in.
    await new Promise((resolve) => setImmediate(resolve));
    if (stray.length > 0) throw new Error('An error was left unhandled', { cause: stray[0] });
    return result;
  } finally {
    process.off('unhandledRejection', listener);
    process.off('uncaughtException', listener);
  }
}
