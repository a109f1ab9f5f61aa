import type { Account, AccountQuery, CalendarAccounts } from '@kalends/core/accounts';

/** Accounts read at a time. */
const pageSize = 500;

/** Every account that a query selects, in the order of their ids. */
export async function allAccounts(
  accounts: Pick<CalendarAccounts, 'list'>,
  query: Omit<AccountQuery, 'after' | 'limit'> = {},
): Promise<Account[]> {
  const found: Account[] = [];
  for (;;) {
    const after = found.at(-1)?.id;
    const page = await accounts.list({ ...query, limit: pageSize, ...(after === undefined ? {} : { after }) });
    found.push(...page);
    if (page.length < pageSize) return found;
  }
}
