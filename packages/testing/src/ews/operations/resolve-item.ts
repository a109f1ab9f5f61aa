import { ItemError } from '../soap/ews-errors.ts';
import type { Account } from '../store/account.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';
import { readsItems, showsFolder } from '../store/folder-rights.ts';
import { isWellFormedId, parseOccurrenceId } from '../store/ids.ts';
import { occurrenceView, storedView, viewOf } from '../store/item-views.ts';
import type { AnyView, ItemView } from '../store/item-views.ts';
import type { StoredCalendarItem, StoredItem } from '../store/stored-item.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { isExchangeId, requireSameServer } from './resolve-folder.ts';

/**
 * Finds the item that an ItemId, OccurrenceItemId or RecurringMasterItemId names.
 *
 * @throws ItemError with the documented code when it cannot be had.
 */
export function resolveItem(node: XmlNode, store: ExchangeStore, actor: Account): AnyView {
  const changeKey = node.attributes['ChangeKey'];
  if (changeKey !== undefined && changeKey !== '' && !/^[A-Za-z0-9+/]+={0,2}$/.test(changeKey)) {
    throw new ItemError('ErrorInvalidChangeKey', 'The change key is invalid.');
  }
  switch (node.name) {
    case 'OccurrenceItemId':
      return byIndex(node, store, actor);
    case 'RecurringMasterItemId': {
      const id = node.attributes['OccurrenceId'] ?? '';
      const view = byId(id, store, actor);
      if (view.type !== 'calendar' || view.original === undefined || view.item.content.series === undefined) {
        throw new ItemError('ErrorCalendarCannotUseIdForRecurringMasterId', 'The id is not that of an occurrence.');
      }
      return storedView(view.item);
    }
    default:
      return byId(node.attributes['Id'] ?? '', store, actor);
  }
}

/**
 * Finds the calendar item that an id names.
 *
 * @throws ItemError as {@link resolveItem} does; `ErrorInvalidOperation` when it is another kind of item.
 */
export function resolveCalendarItem(node: XmlNode, store: ExchangeStore, actor: Account): ItemView {
  const view = resolveItem(node, store, actor);
  if (view.type !== 'calendar') throw new ItemError('ErrorInvalidOperation', 'The item is no calendar item.');
  return view;
}

function byId(id: string, store: ExchangeStore, actor: Account): AnyView {
  if (id === '') throw new ItemError('ErrorInvalidIdEmpty', 'Id must be non-empty.');
  if (!isWellFormedId(id) || !isExchangeId(id)) throw new ItemError('ErrorInvalidIdMalformed', 'Id is malformed.');
  if (store.folder(id) !== undefined) {
    throw new ItemError('ErrorCannotUseFolderIdForItemId', 'Folder ids cannot be used as item ids.');
  }
  const stored = store.items.find(id);
  if (stored !== undefined) return viewOf(requireAccess(stored, store, actor));
  const parsed = parseOccurrenceId(id);
  const master = parsed === undefined ? undefined : store.items.find(parsed.masterId);
  if (parsed === undefined || master?.type !== 'calendar') throw notFound();
  requireAccess(master, store, actor);
  const occurrence = master.content.series?.at(parsed.wall);
  if (occurrence === undefined) throw notFound();
  return existing(master, occurrence);
}

function byIndex(node: XmlNode, store: ExchangeStore, actor: Account): ItemView {
  const master = byId(node.attributes['RecurringMasterId'] ?? '', store, actor);
  if (master.type !== 'calendar' || master.kind !== 'RecurringMaster') {
    throw new ItemError('ErrorCalendarCannotUseIdForOccurrenceId', 'The id is not that of a recurring master.');
  }
  const occurrence = master.content.series?.nth(Number(node.attributes['InstanceIndex']));
  if (occurrence === undefined) {
    throw new ItemError('ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange', 'The occurrence index is out of range.');
  }
  return existing(master.item, occurrence);
}

function existing(master: StoredCalendarItem, occurrence: Parameters<typeof occurrenceView>[1]): ItemView {
  if (master.content.deleted.has(occurrence.wall)) {
    throw new ItemError(
      'ErrorCalendarOccurrenceIsDeletedFromRecurrence',
      'The occurrence was deleted from the series.',
    );
  }
  return occurrenceView(master, occurrence);
}

function requireAccess(item: StoredItem, store: ExchangeStore, actor: Account): StoredItem {
  requireSameServer(item.folder.account, store, actor);
  const rights = store.permissions.rightsIn(item.folder, actor);
  if (!showsFolder(rights)) throw notFound();
  if (!readsItems(rights)) {
    throw new ItemError('ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
  }
  return item;
}

function notFound(): ItemError {
  return new ItemError('ErrorItemNotFound', 'The specified object was not found in the store.');
}
