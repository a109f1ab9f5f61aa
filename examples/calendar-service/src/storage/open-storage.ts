import type { Clock } from '@kalends/core';
import { memoryAccountStores } from '@kalends/core/accounts';
import type { Storage, StoragePlace } from './storage.ts';

/**
 * Opens the storage and brings its tables up to date.
 *
 * @throws CalendarError `conflict` when another process uses the folder, `invalidConfiguration` when the folder cannot be used or
 *   the server refuses us, `storeUnavailable` when the server cannot be reached.
 */
export async function openStorage(place: StoragePlace, options: { readonly clock: Clock }): Promise<Storage> {
  // Each loads a database client that the others do without.
  switch (place.kind) {
    case 'folder':
      return (await import('./open-folder.ts')).openFolder(place.path);
    case 'server':
      return (await import('./open-server.ts')).openServer(place.url);
    default:
      return { kind: 'memory', stores: memoryAccountStores(options), [Symbol.asyncDispose]: () => Promise.resolve() };
  }
}
