import { parseArgs } from 'node:util';
import { systemRandom } from '@kalends/core';
import { readServiceConfig } from '../../config/service-config.ts';
import { ssoPrompts } from '../../sso/sso-prompts.ts';
import type { CliIo, ExitCode } from '../cli-io.ts';
import { UsageError } from '../usage-error.ts';
import { withAccounts } from '../with-accounts.ts';

/** Removes one account, as the button on the page does. Repeating it does nothing. */
export async function disconnectCommand(words: readonly string[], io: CliIo): Promise<ExitCode> {
  const { positionals } = parseArgs({ args: [...words], options: {}, allowPositionals: true });
  const [id, ...rest] = positionals;
  if (id === undefined || rest.length > 0) throw new UsageError();
  const config = readServiceConfig(io.environment);
  const result = await withAccounts(io, async (accounts) => {
    const account = await accounts.get(id);
    const done = await accounts.disconnect(id, { actor: 'kalends-command', purpose: 'removed by an administrator' });
    const sso = ssoPrompts({ accounts, vault: accounts.vault, clock: io.clock, random: systemRandom, config });
    if (account !== undefined) await sso.disconnected(account, 'administrator');
    return done;
  });
  io.print(result.wasConnected ? 'Disconnected: nothing is kept any more.' : 'Nobody of this id is connected.');
  if (result.wasConnected) io.print(`Told the calendar service: ${result.providerRevocation}`);
  return 0;
}
