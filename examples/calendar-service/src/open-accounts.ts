import type { AuditSink, Clock, Logger } from '@kalends/core';
import { calendarAccounts } from '@kalends/core/accounts';
import type { CalendarAccounts } from '@kalends/core/accounts';
import { credentialCipher } from '@kalends/crypto';
import type { ServiceConfig } from './config/service-config.ts';
import type { ProviderSlot } from './connections/provider-slot.ts';
import { openKeyRing } from './storage/open-key-ring.ts';
import { openStorage } from './storage/open-storage.ts';
import type { StoragePlace } from './storage/storage.ts';

/** The accounts with everything they stand on. Disposing closes them and their storage. */
export interface OpenAccounts extends AsyncDisposable {
  readonly accounts: CalendarAccounts;
  readonly storage: StoragePlace['kind'];
}

/**
 * Opens keys, storage and the accounts in it. Service and commands share this.
 *
 * @throws Error when `KALENDS_KEYS` is missing or no key ring; CalendarError as `openStorage`.
 */
export async function openAccounts(options: {
  readonly config: Pick<ServiceConfig, 'keys'>;
  readonly place: StoragePlace;
  readonly slots: readonly ProviderSlot[];
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<OpenAccounts> {
  const { config, place, slots, clock, logger } = options;
  const ring = await openKeyRing(config.keys, { isLasting: place.kind !== 'memory' });
  await using opened = new AsyncDisposableStack();
  const storage = opened.use(await openStorage(place, { clock }));
  const accounts = opened.use(
    calendarAccounts({
      stores: storage.stores,
      cipher: credentialCipher(ring),
      providers: slots.map(({ provider }) => provider),
      audit: storage.audit ?? loggedAudit(logger),
      runtime: { clock, logger },
    }),
  );
  const open = opened.move();
  return { accounts, storage: storage.kind, [Symbol.asyncDispose]: () => open.disposeAsync() };
}

/** The demo's audit. Where anything lasts, entries stand in a table that takes no changes. */
function loggedAudit(logger: Logger): AuditSink {
  return {
    record(entry) {
      logger.debug('audit', { operation: entry.action, reason: entry.outcome });
      return Promise.resolve();
    },
  };
}
