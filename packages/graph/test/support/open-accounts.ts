import { calendarAccounts, memoryAccountStores } from '@kalends/core/accounts';
import type { AccountEvent, CalendarAccounts, Cipher } from '@kalends/core/accounts';
import type { Setup } from './harbour.ts';

/** Accounts in memory, over the provider of a setup. */
export interface OpenAccounts {
  readonly accounts: CalendarAccounts;
  /** Takes everything out of the outbox. */
  readonly events: () => Promise<readonly AccountEvent[]>;
}

/** Hides nothing: what is sealed here ends with the test. */
const openCipher: Cipher = {
  seal: (plaintext) => Promise.resolve(plaintext),
  open: (sealed) => Promise.resolve(sealed),
  needsReseal: () => false,
};

/** Makes the accounts of one process. */
export function openAccounts({ clock, provider }: Setup): OpenAccounts {
  const accounts = calendarAccounts({
    stores: memoryAccountStores({ clock }),
    cipher: openCipher,
    providers: [provider],
    audit: { record: () => Promise.resolve() },
    runtime: { clock },
  });
  return {
    accounts,
    async events() {
      const events: AccountEvent[] = [];
      await accounts.deliverEvents((event) => void events.push(event));
      return events;
    },
  };
}
