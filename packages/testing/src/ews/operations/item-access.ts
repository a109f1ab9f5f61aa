import { ItemError } from '../soap/ews-errors.ts';
import type { Account } from '../store/account.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';
import type { Folder, StoredItem } from '../store/stored-item.ts';

/**
 * Refuses to put items into a folder without the right to.
 *
 * @throws ItemError `ErrorCreateItemAccessDenied`
 */
export function requireCreate(folder: Folder, store: ExchangeStore, actor: Account): void {
  if (store.permissions.rightsIn(folder, actor).canCreateItems) return;
  throw new ItemError(
    'ErrorCreateItemAccessDenied',
    'The calling account has no permission to create items in the folder.',
  );
}

/**
 * Refuses to change an item without the right to.
 *
 * @throws ItemError `ErrorAccessDenied`, also for private items that are no more than busy time to the actor.
 */
export function requireEdit(item: StoredItem, store: ExchangeStore, actor: Account): void {
  requireRight(item, store.permissions.rightsIn(item.folder, actor).editItems, store, actor);
}

/**
 * Refuses to take an item away without the right to.
 *
 * @throws ItemError `ErrorAccessDenied`, also for private items that are no more than busy time to the actor.
 */
export function requireDelete(item: StoredItem, store: ExchangeStore, actor: Account): void {
  requireRight(item, store.permissions.rightsIn(item.folder, actor).deleteItems, store, actor);
}

function requireRight(item: StoredItem, right: 'None' | 'Owned' | 'All', store: ExchangeStore, actor: Account): void {
  const isAllowed = right === 'All' || (right === 'Owned' && item.creator === actor);
  const isHidden =
    item.content.sensitivity === 'Private' && !store.permissions.seesPrivateItems(item.folder.account, actor);
  if (isAllowed && !isHidden) return;
  throw new ItemError('ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
}
