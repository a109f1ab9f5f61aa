import { parseArgs } from 'node:util';
import type { Account } from '@kalends/core/accounts';
import { allAccounts } from '../../connections/all-accounts.ts';
import { providerNames } from '../../connections/provider-slot.ts';
import type { CliIo, ExitCode } from '../cli-io.ts';
import { withAccounts } from '../with-accounts.ts';

/** Lists the accounts, with addresses: it is for administrators. */
export async function accountsCommand(words: readonly string[], io: CliIo): Promise<ExitCode> {
  const { values } = parseArgs({ args: [...words], options: { json: { type: 'boolean' } } });
  const all = await withAccounts(io, (accounts) => allAccounts(accounts));
  if (values.json === true) io.print(JSON.stringify(all, undefined, 2));
  else for (const account of all) io.print(lineOf(account));
  if (values.json !== true && all.length === 0) io.print('No account is connected.');
  return 0;
}

function lineOf({ id, role, provider, identity, status, refreshExpiresAt }: Account): string {
  const state = status.state === 'reauthorizationRequired' ? `${status.state} (${status.reason})` : status.state;
  const end = refreshExpiresAt === undefined ? '' : `  until ${refreshExpiresAt.slice(0, 10)}`;
  return `${id}  ${role}  ${providerNames(provider).label}  ${identity.address ?? identity.id}  ${state}${end}`;
}
