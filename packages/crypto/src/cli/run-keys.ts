import { SealError } from '../seal-error.ts';
import { keyIdsOf, newRing, withActiveKey, withNewKey, withoutKey } from './key-ring-text.ts';

/** What the command prints and how it ends. */
export interface KeysOutcome {
  readonly exitCode: 0 | 1 | 2;
  /** The new ring, the ids, or the help that was asked for; without a line break at the end. */
  readonly output?: string;
  /** For a person; holds no key. */
  readonly message?: string;
}

/** What `--help` says. */
export const keysHelp = `Makes and rotates the key ring that credentials are sealed under.

  kalends-keys new <id>         prints a ring of one new key
  kalends-keys add <id>         puts a new key behind the others: deploy this first
  kalends-keys activate <id>    puts a key in front, for new texts: deploy this second
  kalends-keys remove <id>      takes a key out, once nothing is sealed under it
  kalends-keys list             prints the ids, the active one first

The present ring is read from the environment variable KALENDS_KEYS, or from standard input.
A ring is a secret: send the output to your secret store, not to a log.`;

/**
 * Runs the command.
 *
 * @param words - The command line after the program's name.
 * @param readRing - Gives the present ring; asked only by commands that need it.
 */
export async function runKeys(words: readonly string[], readRing: () => Promise<string>): Promise<KeysOutcome> {
  const [command, id, ...rest] = words;
  if (command === '--help' || command === '-h') return { exitCode: 0, output: keysHelp };
  if (command === 'list' && id === undefined) return guarded(async () => (await keyIdsOf(await readRing())).join('\n'));
  if (id === undefined || rest.length > 0) return { exitCode: 2, message: keysHelp };
  switch (command) {
    case 'new':
      return guarded(() => newRing(id));
    case 'add':
      return guarded(async () => withNewKey(await readRing(), id));
    case 'activate':
      return guarded(async () => withActiveKey(await readRing(), id));
    case 'remove':
      return guarded(async () => withoutKey(await readRing(), id));
    default:
      return { exitCode: 2, message: keysHelp };
  }
}

async function guarded(work: () => Promise<string>): Promise<KeysOutcome> {
  try {
    return { exitCode: 0, output: await work() };
  } catch (error) {
    if (!SealError.is(error)) throw error;
    return { exitCode: 1, message: error.message };
  }
}
