import type { Clock } from '../../runtime/runtime.ts';
import type { AccountStores } from '../account-store.ts';
import { MemoryAccountStore } from './memory-account-store.ts';
import { MemoryEventOutbox } from './memory-event-outbox.ts';
import { MemoryLeaseStore } from './memory-lease-store.ts';
import { MemoryPolicyStore } from './memory-policy-store.ts';
import { MemorySecretStore } from './memory-secret-store.ts';

/**
 * Keeps accounts in this process's memory, for tests and small programs: everything is gone when the process ends.
 *
 * @param options.clock - Runs leases and the visibility of events.
 * @public
 */
export function memoryAccountStores(options: { readonly clock: Clock }): AccountStores {
  const events = new MemoryEventOutbox(options.clock);
  const accounts = new MemoryAccountStore(events);
  const secrets = new MemorySecretStore(accounts);
  return {
    accounts,
    secrets,
    leases: new MemoryLeaseStore(options.clock),
    events,
    policies: new MemoryPolicyStore(),
  };
}
