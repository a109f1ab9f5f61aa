import { CalendarError } from '../../errors/calendar-error.ts';
import type { Account } from '../account.ts';
import type { AccountQuery } from '../account-store.ts';
import type { AccountsContext } from './accounts-context.ts';

const pageSize = 100;
const defaultConcurrency = 4;

/** Which accounts are gone through, and how. */
export interface EachAccountOptions {
  readonly query?: Omit<AccountQuery, 'after' | 'limit'> | undefined;
  /** Accounts at a time, 1 to 64. Default 4. */
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
    // Where one fails, the others finish what they have begun and begin nothing new: then nothing goes on behind the caller's back.
    const workers = Array.from({ length: concurrency }, () =>
      worker().catch((error: unknown) => {
        waiting.length = 0;
        throw error;
      }),
    );
    await Promise.allSettled(workers);
    await Promise.all(workers);
    after = page.at(-1)?.id;
    if (page.length < pageSize) return;
  }
}
