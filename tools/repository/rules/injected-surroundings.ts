import { librarySources } from '../repository.ts';
import type { Rule } from '../repository.ts';
import { ambientUses, parseSource } from '../source-code.ts';

/** The files that hold the real clock, timers and output; all others are given them. */
const exceptions: ReadonlySet<string> = new Set([
  'packages/core/src/runtime/default-runtime.ts',
  // Emulators share no code with core, so the clock they fall back to is their own.
  'packages/testing/src/clock/system-clock.ts',
  // Certificates are judged by the real clock of the TLS stack.
  'packages/testing/src/server/throwaway-ca.ts',
  // A program: its output is what it is for.
  'packages/testing/src/cli.ts',
]);

/** Time, randomness and output are injected, so that every number can be tested without waiting. */
export const injectedSurroundings: Rule = {
  title: 'libraries read no clock, timer, random source or console of their own',
  check: (repository) =>
    repository.packages
      .flatMap(({ directory }) => librarySources(repository, directory))
      .filter((path) => !exceptions.has(path))
      .flatMap((path) =>
        ambientUses(parseSource(path, repository.read(path))).map(({ text, line }) => ({
          where: `${path}:${line}`,
          what: `uses ${text}; take it from the injected runtime`,
        })),
      ),
};
