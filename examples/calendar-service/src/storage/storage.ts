import type { AuditSink } from '@kalends/core';
import type { AccountStores } from '@kalends/core/accounts';

/** Where accounts are kept. */
export type StoragePlace =
  /** In this process, and gone with it. */
  | { readonly kind: 'memory' }
  /** In a folder that one process at a time may use. */
  | { readonly kind: 'folder'; readonly path: string }
  /** On a Postgres server, for any number of processes. */
  | { readonly kind: 'server'; readonly url: string };

/** Open storage: everything the service keeps, and the record of who opened what. */
export interface Storage extends AsyncDisposable {
  readonly kind: StoragePlace['kind'];
  readonly stores: AccountStores;
  /** Absent: entries belong into the log. */
  readonly audit?: AuditSink;
}
