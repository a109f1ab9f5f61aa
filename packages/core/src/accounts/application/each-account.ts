import { CalendarError } from '../../errors/calendar-error.ts';
import type { Account } from '../account.ts';
import type { AccountQuery } from '../account-store.ts';
import type { AccountsContext } from './accounts-context.ts';

const pageSize = 100;
const defaultConcurrency = 4;

/** Which accounts are gone through, and how. */
export interface EachAccountOptions {
  readonly query?: Omit<AccountQuery, 'after' | 'limit'> | undefined;
  /** Accounts at a time. Default 4. */
  readonly concurrency?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Goes through accounts in the order of their ids, page by page.
 *
 * @throws CalendarError `aborted`; whatever `visit` throws ends it.
 */
export async function eachAccount(
  context: Pick<AccountsContext, 'stores'>,
  { query, concurrency = defaultConcurrency, signal }: EachAccountOptions,
  visit: (account: Account) => Promise<void>,
): Promise<void> {
  let after: string | undefined;
  for (;;) {
    const page = await context.stores.accounts.list({
      ...query,
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    });
    const waiting = [...page];
    const worker = async (): Promise<void> => {
      for (let account = waiting.shift(); account !== undefined; account = waiting.shift()) {
        if (signal?.aborted === true) throw new CalendarError({ code: 'aborted', message: 'The pass was aborted' });
        await visit(account);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    after = page.at(-1)?.id;
    if (page.length < pageSize) return;
  }
}
