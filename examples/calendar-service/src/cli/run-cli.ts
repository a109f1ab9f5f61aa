import { describeFailure } from '../describe-failure.ts';
import type { CliIo, Command, ExitCode } from './cli-io.ts';
import { accountsCommand } from './commands/accounts-command.ts';
import { disconnectCommand } from './commands/disconnect-command.ts';
import { doctorCommand } from './commands/doctor-command.ts';
import { importSettingsCommand } from './commands/import-settings-command.ts';
import { keysCommand } from './commands/keys-command.ts';
import { rewrapCommand } from './commands/rewrap-command.ts';
import { UsageError } from './usage-error.ts';

/** What `help` says. */
export const cliHelp = `Looks after the accounts of the calendar service. It reads the same settings as the service.

  kalends doctor [--account <id>] [--webhook <url>] [--json]
                             examines settings, keys, database and every account, and says what to do
  kalends doctor --demo      the same on emulators, with the people of the demo
  kalends accounts [--json]  lists the accounts
  kalends disconnect <id>    removes an account and everything kept of it
  kalends rewrap             seals everything under the active key, after a new one was activated
  kalends import-settings <file> [--blank]
                             takes the secrets of a ROOMS settings file into the vault; --blank then empties them in the file
  kalends keys new <id>      prints a new key ring for KALENDS_KEYS

A folder database is open in one process at a time: end the service first, or ask it (/api/admin). With DATABASE_URL everything
works while the service runs.`;

const commands: Readonly<Record<string, Command>> = {
  doctor: doctorCommand,
  accounts: accountsCommand,
  disconnect: disconnectCommand,
  rewrap: rewrapCommand,
  'import-settings': importSettingsCommand,
  keys: keysCommand,
};

/** Runs a command line, without the program's name. */
export async function runCli(words: readonly string[], io: CliIo): Promise<ExitCode> {
  const [name = 'help', ...rest] = words;
  if (['help', '--help', '-h'].includes(name)) {
    io.print(cliHelp);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    io.complain(cliHelp);
    return 2;
  }
  try {
    return await command(rest, io);
  } catch (error) {
    if (isUsage(error)) {
      io.complain(cliHelp);
      return 2;
    }
    io.complain(describeFailure(error));
    return 1;
  }
}

/** What `parseArgs` of Node throws begins with this code. */
function isUsage(error: unknown): boolean {
  if (error instanceof UsageError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
