import type { Logger } from '@kalends/core';

/** Accounts after which notices start over: a set must not grow for ever. */
const maxAccounts = 100_000;

/** Says that EWS ends in Exchange Online: once for each account in a process, however often it is connected. */
export class RetirementNotice {
  readonly #noticed = new Set<string>();

  /** Logs `ews.retirement` for an account that has not been noticed yet. */
  give(logger: Logger, account: { readonly id: string; readonly host: string }): void {
    if (this.#noticed.has(account.id)) return;
    if (this.#noticed.size >= maxAccounts) this.#noticed.clear();
    this.#noticed.add(account.id);
    logger.warn('ews.retirement', { provider: 'ews', host: account.host, reason: 'exchangeOnlineEndsEws' });
  }
}
