import { silentLogger } from '@kalends/core';
import { readServiceConfig } from '../../config/service-config.ts';
import type { ServiceConfig } from '../../config/service-config.ts';
import { openAccounts } from '../../open-accounts.ts';
import type { OpenAccounts } from '../../open-accounts.ts';
import type { ProviderSlot } from '../../connections/provider-slot.ts';
import { realProviders } from '../../real-providers.ts';
import { choosePlace } from '../../storage/choose-place.ts';
import { openKeyRing } from '../../storage/open-key-ring.ts';
import type { CliIo } from '../cli-io.ts';
import { examineAccounts } from './examine-accounts.ts';
import type { ExamineOptions } from './examine-accounts.ts';
import { findingOf } from './report.ts';
import type { ReportFinding, ReportSection } from './report.ts';

/** Examines what the service needs, step by step: where one fails, the next ones cannot be looked at. */
export async function examineService(io: CliIo, options: ExamineOptions): Promise<readonly ReportSection[]> {
  const sections: ReportSection[] = [];
  /** Absent result: it failed, and the section says how. */
  const step = async <T>(subject: string, work: () => T | Promise<T>): Promise<Awaited<T> | undefined> => {
    try {
      const result = await work();
      sections.push({ subject, findings: [] });
      return result;
    } catch (error) {
      sections.push({ subject, findings: [findingOf(error)] });
      return undefined;
    }
  };

  const settings = await step('settings', () => {
    const config = readServiceConfig(io.environment);
    return { config, slots: realProviders(config, { clock: io.clock, logger: silentLogger }) };
  });
  if (settings === undefined) return sections;
  if (settings.slots.length === 0) return [{ subject: 'settings', findings: [noProvider] }];
  const keys = await step('keys', () => openKeyRing(settings.config.keys, { isLasting: true }));
  if (keys === undefined) return sections;
  const opened = await step('database', () => open(settings, io));
  if (opened === undefined) return sections;
  await using accounts = opened;
  return [...sections, ...(await examineAccounts(accounts.accounts, options))];
}

function open(
  { config, slots }: { readonly config: ServiceConfig; readonly slots: readonly ProviderSlot[] },
  { clock }: CliIo,
): Promise<OpenAccounts> {
  return openAccounts({ config, place: choosePlace(config, { isDemo: false }), slots, clock, logger: silentLogger });
}

const noProvider: ReportFinding = {
  code: 'noProvider',
  severity: 'warning',
  message: 'No calendar provider is configured: the service runs as a demo on emulators',
  evidence: {},
  cure: { text: 'Set what one provider needs (.env.example), or examine the demo with: kalends doctor --demo' },
};
