import { generateKey, parseKeyRing } from '@kalends/crypto';
import type { ExitCode } from '../cli-io.ts';
import type { CliIo } from '../cli-io.ts';
import { UsageError } from '../usage-error.ts';

/** Makes a first key ring. Turning keys is the business of `kalends-keys`, which comes with `@kalends/crypto`. */
export async function keysCommand(words: readonly string[], io: CliIo): Promise<ExitCode> {
  const [verb, id, ...rest] = words;
  if (verb !== 'new' || id === undefined || rest.length > 0) {
    if (verb === undefined || verb === 'new') throw new UsageError();
    io.complain(`Further commands for keys: npx --package @kalends/crypto kalends-keys ${verb}`);
    return 2;
  }
  const ring = `${id}:${generateKey()}`;
  await parseKeyRing(ring);
  io.print(ring);
  return 0;
}
