/**
 * Runs one soak suite: `npm run soak -- <suite> [--seeds N] [--seed S]`. The last line on standard output is a JSON summary;
 * the exit code is 0 when the promise held, 1 when a seed broke it, 2 when the command makes no sense.
 */
import { inspect } from 'node:util';
import { readCommandLine } from './command-line.ts';
import { runSuite } from './run-suite.ts';

const command = readCommandLine(process.argv.slice(2));
if (command.kind === 'usage') {
  console.error(command.text);
  process.exitCode = 2;
} else {
  const { suite, seeds, firstSeed } = command;
  const summary = await runSuite(suite, {
    seeds,
    firstSeed,
    onFailure(seed, error) {
      console.error(`FAILED with seed ${seed}; repeat it with: npm run soak -- ${suite.name} --seed ${seed}`);
      for (const one of failuresIn(error)) console.error(inspect(one));
    },
  });
  for (const line of suite.report?.(summary.counts) ?? []) console.log(line);
  console.log(JSON.stringify(summary));
  process.exitCode = summary.failed.length === 0 ? 0 : 1;
}

/** When closing what was used fails as well, what came first says more; inspecting the pair shows neither. */
function failuresIn(error: unknown): readonly unknown[] {
  return error instanceof SuppressedError ? [...failuresIn(error.suppressed), ...failuresIn(error.error)] : [error];
}
