import { parseArgs } from 'node:util';
import type { CliIo, ExitCode } from '../cli-io.ts';
import { withAccounts } from '../with-accounts.ts';

/** Seals everything under the active key. */
export async function rewrapCommand(words: readonly string[], io: CliIo): Promise<ExitCode> {
  parseArgs({ args: [...words], options: {} });
  const { counts } = await withAccounts(io, (accounts) =>
    accounts.vault.handle('kalends-command', 'rotate').rewrap({
      onProgress: ({ counts: { rewrapped, current } }) => io.complain(`${rewrapped + current} looked at`),
    }),
  );
  for (const [what, count] of Object.entries(counts)) io.print(`${what.padEnd(10)} ${count}`);
  return counts.contested + counts.unreadable === 0 ? 0 : 1;
}
