import { ItemError } from '../soap/ews-errors.ts';
import type { Account } from '../store/account.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';
import { showsFolder } from '../store/folder-rights.ts';
import { isWellFormedId, parseOccurrenceId } from '../store/ids.ts';
import type { Folder } from '../store/stored-item.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';

/**
 * Finds the folder that a FolderId or DistinguishedFolderId names.
 *
 * @throws ItemError when there is none, or none that the actor may know of: the server does not tell which.
 */
export function resolveFolder(node: XmlNode, store: ExchangeStore, actor: Account): Folder {
  const folder = node.name === 'FolderId' ? byId(node, store) : byName(node, store, actor);
  if (folder === undefined || !isVisible(folder, store, actor)) {
    throw new ItemError('ErrorFolderNotFound', 'The specified folder could not be found in the store.');
  }
  requireSameServer(folder.account, store, actor);
  return folder;
}

/** Tells whether the actor may know of a folder. Of other mailboxes only shared folders are visible. */
export function isVisible(folder: Folder, store: ExchangeStore, actor: Account): boolean {
  return showsFolder(store.permissions.rightsIn(folder, actor));
}

/**
 * Refuses access across versions of Exchange: a delegate and the owner have to be served by the same one.
 *
 * @throws ItemError `ErrorWrongServerVersionDelegate`
 */
export function requireSameServer(owner: Account, store: ExchangeStore, actor: Account): void {
  if (owner === actor || !actor.hasMailbox || store.productOf(owner) === store.productOf(actor)) return;
  throw new ItemError('ErrorWrongServerVersionDelegate', 'The mailbox is on another version of Exchange.');
}

function byId(node: XmlNode, store: ExchangeStore): Folder | undefined {
  const id = node.attributes['Id'] ?? '';
  if (id === '') throw new ItemError('ErrorInvalidIdEmpty', 'Id must be non-empty.');
  const folder = store.folder(id);
  if (folder !== undefined) return folder;
  if (!isExchangeId(id)) throw new ItemError('ErrorInvalidIdMalformed', 'Id is malformed.');
  if (store.items.find(id) !== undefined || parseOccurrenceId(id) !== undefined) {
    throw new ItemError('ErrorCannotUseItemIdForFolderId', 'Item ids cannot be used as folder ids.');
  }
  return undefined;
}

function byName(node: XmlNode, store: ExchangeStore, actor: Account): Folder | undefined {
  const address = childOf(childOf(node, 'Mailbox'), 'EmailAddress')?.text.trim();
  if (address === undefined && !actor.hasMailbox) {
    throw new ItemError(
      'ErrorMissingEmailAddress',
      'The account has no mailbox: name the mailbox of a distinguished folder by its SMTP address.',
    );
  }
  const account = address === undefined ? actor : address.includes('@') ? store.findAccount(address) : undefined;
  if (account === undefined) {
    throw new ItemError('ErrorNonExistentMailbox', 'The SMTP address has no mailbox associated with it.');
  }
  const name = node.attributes['Id'] ?? '';
  return store.foldersOf(account).find((folder) => folder.distinguishedName === name);
}

/** Tells whether an id could have come from this server: base64 with the bytes that every id starts with. */
export function isExchangeId(id: string): boolean {
  return isWellFormedId(id) && id.startsWith('AAMk');
}
