import { CalendarError } from '@kalends/core';
import type { Account, CalendarAccounts } from '@kalends/core/accounts';
import { allAccounts } from '../../connections/all-accounts.ts';
import { providerNames } from '../../connections/provider-slot.ts';
import { findingOf } from './report.ts';
import type { ReportFinding, ReportSection } from './report.ts';

/** What is examined. */
export interface ExamineOptions {
  /** Default: every account. */
  readonly accountId?: string;
}

/** Examines the accounts one after the other: services limit how much is asked of them at once. */
export async function examineAccounts(
  accounts: CalendarAccounts,
  { accountId }: ExamineOptions,
): Promise<readonly ReportSection[]> {
  const sections: ReportSection[] = [];
  for (const account of await chosen(accounts, accountId)) {
    const { id, provider, identity } = account;
    const subject = `${identity.name ?? identity.address ?? identity.id} at ${providerNames(provider).label} (${id})`;
    sections.push({ subject, findings: await examine(accounts, account) });
  }
  return sections;
}

async function chosen(accounts: CalendarAccounts, id: string | undefined): Promise<readonly Account[]> {
  if (id === undefined) return allAccounts(accounts);
  const account = await accounts.get(id);
  if (account === undefined) throw new CalendarError({ code: 'notFound', message: 'There is no account of this id' });
  return [account];
}

async function examine(
  accounts: CalendarAccounts,
  { id, requestedPolicy }: Account,
): Promise<readonly ReportFinding[]> {
  try {
    const connection = await accounts.connection(id);
    const { findings } = await connection.diagnose();
    return requestedPolicy === undefined ? findings : [...findings, consentWanted];
  } catch (error) {
    return [findingOf(error)];
  }
}

const consentWanted: ReportFinding = {
  code: 'consentRequired',
  severity: 'warning',
  message: 'The account was allowed more than its owner has consented to',
  evidence: {},
  cure: { text: 'The owner connects again from the agenda.' },
};
