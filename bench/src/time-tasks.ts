import { Bench } from 'tinybench';
import { median } from './measurement.ts';

/** The median time of one call. */
export interface Timing {
  readonly medianMs: number;
  readonly samples: number;
}

/** How long to measure. */
export interface TimingOptions {
  /** Milliseconds for each task, over all rounds. */
  readonly timeMs: number;
  /** Calls of each task over all rounds, at the least. */
  readonly iterations: number;
}

const rounds = 4;

/**
 * Measures tasks in this process, each after a warm-up. They take turns in several rounds: a machine that becomes busy for a
 * second slows all of them and not the one that happens to run, which a ratio would show as a difference.
 *
 * @returns the medians over the calls of all rounds.
 * @throws whatever a task throws.
 */
export async function timeTasks<Name extends string>(
  tasks: Readonly<Record<Name, () => unknown>>,
  { timeMs, iterations }: TimingOptions,
): Promise<Readonly<Record<Name, Timing>>> {
  const latencies = new Map(Object.keys(tasks).map((name): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const bench = new Bench({
      time: timeMs / rounds,
      iterations: Math.ceil(iterations / rounds),
      warmupTime: timeMs / rounds / 2,
      warmupIterations: 2,
      retainSamples: true,
      throws: true,
    });
    for (const [name, run] of Object.entries<() => unknown>(tasks)) bench.add(name, run);
    await bench.run();
    for (const { name, result } of bench.tasks) {
      if (result.state !== 'completed') throw new Error(`${name} was not measured to its end`);
      latencies.get(name)?.push(...(result.latency.samples ?? []));
    }
  }
  const timings = [...latencies].map(
    ([name, samples]) => [name, { medianMs: median(samples), samples: samples.length }] as const,
  );
  // One entry for each task, under its name.
  return Object.fromEntries(timings) as Record<Name, Timing>;
}
