import type { Clock } from '@kalends/core';

/** What commands take from their surroundings. */
export interface CliIo {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** A line for programs and people: standard output. */
  print(line: string): void;
  /** A line that is no result: standard error. */
  complain(line: string): void;
}

/** How a command ends: 0 well, 1 not, 2 when it was called wrongly. */
export type ExitCode = 0 | 1 | 2;

/** One command. */
export type Command = (words: readonly string[], io: CliIo) => Promise<ExitCode>;
