import { CalendarError } from '@kalends/core';
import type { Clock, Logger } from '@kalends/core';
import type { AccountEvent, CalendarAccounts } from '@kalends/core/accounts';

/** Milliseconds between two passes: an hour. */
export const upkeepIntervalMs: number = 60 * 60_000;

/**
 * Looks after the accounts every hour, in as many processes as there are: keeps grants alive that nobody uses, ends those whose time
 * has come, and writes what happened to the log. A pass that fails is made up for by the next.
 *
 * @returns what ends it, once the pass under way is over.
 */
export function startUpkeep(options: {
  readonly accounts: Pick<CalendarAccounts, 'maintain' | 'deliverEvents'>;
  readonly clock: Clock;
  readonly logger: Logger;
}): AsyncDisposable {
  const { accounts, clock, logger } = options;
  const ending = new AbortController();
  const { signal } = ending;

  const attempt = async (operation: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      logger.warn('upkeep.failed', { operation, code: CalendarError.is(error) ? error.code : 'unexpected' });
    }
  };

  const passes = async (): Promise<void> => {
    while (!signal.aborted) {
      await attempt('maintain', async () => {
        const { renewed, expired, warned, failed } = await accounts.maintain({ signal });
        const counts = { renewed, expired, warned, failed };
        for (const [reason, count] of Object.entries(counts)) {
          if (count > 0) logger.info('upkeep.accounts', { reason, count });
        }
      });
      await attempt('deliverEvents', () => accounts.deliverEvents((event) => log(event, logger), { signal }));
      await clock.sleep(upkeepIntervalMs, { signal }).catch(() => undefined);
    }
  };

  const ended = passes();
  return {
    async [Symbol.asyncDispose]() {
      ending.abort();
      await ended;
    },
  };
}

/** A real deployment tells the person: by mail, or in the program they use anyway. */
function log(event: AccountEvent, logger: Logger): void {
  const fields = { provider: event.provider, operation: event.type };
  switch (event.type) {
    case 'grantExpiring':
      return logger.warn('account.event', { ...fields, count: event.daysLeft });
    case 'reauthorizationRequired':
      return logger.warn('account.event', { ...fields, reason: event.reason });
    case 'tenantAccessRevoked':
      return logger.error('account.event', { ...fields, count: event.accountIds.length });
    case 'disconnected':
      return logger.info('account.event', { ...fields, reason: event.cause });
    default:
      return logger.info('account.event', fields);
  }
}
