import { Bench } from 'tinybench';

/** The median time of one call. */
export interface Timing {
  readonly medianMs: number;
  readonly samples: number;
}

/** How long to measure. */
export interface TimingOptions {
  /** Milliseconds for each task. */
  readonly timeMs: number;
  /** Calls of each task, at the least. */
  readonly iterations: number;
}

/**
 * Measures tasks one after the other in this process, each after a warm-up.
 *
 * @throws whatever a task throws.
 */
export async function timeTasks<Name extends string>(
  tasks: Readonly<Record<Name, () => unknown>>,
  { timeMs, iterations }: TimingOptions,
): Promise<Readonly<Record<Name, Timing>>> {
  const bench = new Bench({ time: timeMs, iterations, warmupTime: timeMs / 4, warmupIterations: 3, throws: true });
  for (const [name, run] of Object.entries<() => unknown>(tasks)) bench.add(name, run);
  await bench.run();
  const timings = bench.tasks.map(({ name, result }) => {
    if (result.state !== 'completed') throw new Error(`${name} was not measured to its end`);
    return [name, { medianMs: result.latency.p50, samples: result.latency.samplesCount }] as const;
  });
  // One entry for each task, under its name.
  return Object.fromEntries(timings) as Record<Name, Timing>;
}
