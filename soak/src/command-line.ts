import { parseArgs } from 'node:util';
import { suites } from './suites.ts';
import type { Suite } from './suite.ts';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'run'; readonly suite: Suite; readonly seeds: number; readonly firstSeed: number }
  | { readonly kind: 'usage'; readonly text: string };

/** Reads `<suite> [--seeds N] [--seed S]`; anything else is answered with how to call it. */
export function readCommandLine(args: readonly string[]): Command {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { seeds: { type: 'string' }, seed: { type: 'string' } },
    });
    const [name = '', ...rest] = positionals;
    const suite = suites.find((candidate) => candidate.name === name);
    if (suite === undefined) return usage(name === '' ? 'Name a suite.' : `There is no suite ${name}.`);
    if (rest.length > 0) return usage(`One suite at a time; ${rest.join(' ')} is too much.`);
    // With --seed alone, exactly that seed is repeated.
    const seeds = values.seeds ?? (values.seed === undefined ? String(suite.defaultSeeds) : '1');
    const firstSeed = values.seed ?? '1';
    if (!isCount(seeds, 1)) return usage('--seeds takes a whole number from 1.');
    if (!isCount(firstSeed, 0)) return usage('--seed takes a whole number from 0.');
    return { kind: 'run', suite, seeds: Number(seeds), firstSeed: Number(firstSeed) };
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
}

function isCount(text: string, least: number): boolean {
  return /^\d{1,9}$/.test(text) && Number(text) >= least;
}

function usage(problem: string): Command {
  const list = suites.map(
    ({ name, description, defaultSeeds }) => `  ${name.padEnd(10)} ${description} (${defaultSeeds} seeds)`,
  );
  const lines = [problem, 'Usage: npm run soak -- <suite> [--seeds N] [--seed S]', 'Suites:', ...list];
  return { kind: 'usage', text: lines.join('\n') };
}
