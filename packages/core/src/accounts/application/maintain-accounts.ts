import { z } from 'zod';
import type { CallOptions } from '../../provider/connection.ts';
import { parseOptions } from '../../schemas/options-schemas.ts';
import type { Account } from '../account.ts';
import { grantExpiring } from '../account-events.ts';
import { endAccount } from '../lifecycle/end-account.ts';
import type { AccountsContext } from './accounts-context.ts';
import { nowOf } from './accounts-context.ts';
import { eachAccount } from './each-account.ts';

/** Options of `CalendarAccounts.maintain`. @public */
export interface MaintainOptions extends CallOptions {
  /** Grants that were not renewed for so many milliseconds are; from 0 to 400 days. Default 30 days. */
  readonly keepAliveAfterMs?: number;
  /** Accounts at a time, 1 to 64. Default 4. */
  readonly concurrency?: number;
}

/** The answer of `CalendarAccounts.maintain`. @public */
export interface MaintainResult {
  /** Grants that were kept alive. */
  readonly renewed: number;
  /** Grants whose end has come. */
  readonly expired: number;
  /** `grantExpiring` events that are new. */
  readonly warned: number;
  /** Grants that should have been renewed and were not; the next pass tries again. */
  readonly failed: number;
}

const dayMs = 24 * 60 * 60_000;
const defaultKeepAliveAfterMs = 30 * dayMs;
/** Days before a grant's end at which its owner is warned, once each. */
const warningDays = [1, 7, 14] as const;
/** Close to its end a grant is renewed at most once in this time, also when that does not prolong it. */
const lastDaysKeepAliveAfterMs = dayMs;
const optionsSchema = z.strictObject({
  keepAliveAfterMs: z
    .number()
    .min(0)
    .max(400 * dayMs)
    .exactOptional(),
  concurrency: z.int().min(1).max(64).exactOptional(),
  signal: z.instanceof(AbortSignal).exactOptional(),
});

/** Keeps grants alive that nobody uses, and says which ones end; see `CalendarAccounts.maintain`. */
export async function maintainAccounts(
  context: AccountsContext,
  options: MaintainOptions = {},
): Promise<MaintainResult> {
  const {
    keepAliveAfterMs = defaultKeepAliveAfterMs,
    concurrency,
    signal,
  } = parseOptions(optionsSchema, options, 'maintain');
  const { clock } = context.runtime;
  const counts = { renewed: 0, expired: 0, warned: 0, failed: 0 };
  const pass = (query: object, visit: (account: Account) => Promise<void>): Promise<void> =>
    eachAccount(context, { query: { ...query, state: 'active' }, concurrency, signal }, visit);

  await pass({ refreshExpiresUntil: nowOf(context) }, async (account) => {
    if (await endAccount(context.lifecycle, account, 'expired')) counts.expired += 1;
  });
  await pass({ refreshedUntil: instant(clock.now() - keepAliveAfterMs) }, async (account) => {
    // One that does not end needs no keeping alive.
    if (account.refreshExpiresAt === undefined) return;
    counts[await keepAlive(context, account, clock.now() - keepAliveAfterMs)] += 1;
  });
  await pass({ refreshExpiresUntil: instant(clock.now() + Math.max(...warningDays) * dayMs) }, async (account) => {
    if (Date.parse(account.refreshedAt) <= clock.now() - lastDaysKeepAliveAfterMs) {
      counts[await keepAlive(context, account, clock.now() - lastDaysKeepAliveAfterMs)] += 1;
    }
    if (await warn(context, account.id)) counts.warned += 1;
  });
  return counts;
}

async function keepAlive(
  context: AccountsContext,
  account: Account,
  refreshedAfterMs: number,
): Promise<'renewed' | 'failed'> {
  try {
    await context.tokens.of(account.id).keepAlive(refreshedAfterMs);
    return 'renewed';
  } catch {
    // Whatever it is, it is of this account, and the lifecycle has logged it.
    return 'failed';
  }
}

/** The account is read again: a renewal may just have put the end off. */
async function warn(context: AccountsContext, id: string): Promise<boolean> {
  const account = (await context.stores.accounts.get(id))?.account;
  const expiresAt = account?.refreshExpiresAt;
  if (account?.status.state !== 'active' || expiresAt === undefined) return false;
  const leftMs = Date.parse(expiresAt) - context.runtime.clock.now();
  // The nearest one only: a warning that was missed is not made up for.
  const thresholdDays = warningDays.find((days) => leftMs <= days * dayMs);
  if (thresholdDays === undefined) return false;
  const daysLeft = Math.max(0, Math.ceil(leftMs / dayMs));
  return context.stores.events.add(grantExpiring(account, { at: nowOf(context), expiresAt, thresholdDays, daysLeft }));
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
