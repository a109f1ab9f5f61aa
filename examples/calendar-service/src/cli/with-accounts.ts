import { silentLogger } from '@kalends/core';
import type { CalendarAccounts } from '@kalends/core/accounts';
import { readServiceConfig } from '../config/service-config.ts';
import { openAccounts } from '../open-accounts.ts';
import { realProviders } from '../real-providers.ts';
import { choosePlace } from '../storage/choose-place.ts';
import type { CliIo } from './cli-io.ts';

/** Runs work on the accounts that the service keeps with the same environment. */
export async function withAccounts<T>(
  { environment, clock }: Pick<CliIo, 'environment' | 'clock'>,
  work: (accounts: CalendarAccounts) => Promise<T>,
): Promise<T> {
  const config = readServiceConfig(environment);
  const slots = realProviders(config, { clock, logger: silentLogger });
  const place = choosePlace(config, { isDemo: false });
  await using opened = await openAccounts({ config, place, slots, clock, logger: silentLogger });
  return await work(opened.accounts);
}
