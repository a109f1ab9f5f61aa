import type { Account } from '../store/account.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';
import type { SharedFolderName } from '../store/folder-permissions.ts';
import { levelOf } from '../store/folder-rights.ts';
import { ItemError } from '../soap/ews-errors.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { element, textElement } from '../xml/xml-writer.ts';

/** The elements of DelegatePermissions in their order, with the folders that mailboxes of this server have. */
const folderElements: readonly (readonly [string, SharedFolderName | undefined])[] = [
  ['CalendarFolderPermissionLevel', 'calendar'],
  ['TasksFolderPermissionLevel', undefined],
  ['InboxFolderPermissionLevel', 'inbox'],
  ['ContactsFolderPermissionLevel', 'contacts'],
  ['NotesFolderPermissionLevel', undefined],
  ['JournalFolderPermissionLevel', undefined],
];
const delegateLevels = ['None', 'Editor', 'Reviewer', 'Author'] as const;

/** Writes the levels that a delegate has in the folders that delegates get (types.xsd, DelegatePermissionsType). */
export function delegatePermissions(mailbox: Account, delegate: Account, store: ExchangeStore): string {
  return element(
    't:DelegatePermissions',
    {},
    ...folderElements.map(([name, folderName]) => {
      const folder = store.foldersOf(mailbox).find((each) => each.distinguishedName === folderName);
      const level =
        folder === undefined || folderName === undefined
          ? 'None'
          : levelOf(store.permissions.rightsIn(folder, delegate));
      return textElement(`t:${name}`, delegateLevels.find((known) => known === level) ?? 'Custom');
    }),
  );
}

/**
 * Grants the levels that a request names.
 *
 * @throws ItemError `ErrorInvalidDelegatePermission` for `Custom`, which a server reports and does not take.
 */
export function grantDelegatePermissions(
  node: XmlNode | undefined,
  mailbox: Account,
  delegate: Account,
  store: ExchangeStore,
): void {
  // All are checked before the first one is granted.
  const wanted = folderElements.flatMap(([name, folder]) => {
    const text = childOf(node, name)?.text.trim();
    if (text === undefined) return [];
    const level = delegateLevels.find((known) => known === text);
    if (level === undefined) {
      throw new ItemError('ErrorInvalidDelegatePermission', 'A delegate cannot be given custom permissions.');
    }
    return folder === undefined ? [] : [{ folder, level }];
  });
  for (const { folder, level } of wanted) {
    store.permissions.grant(mailbox, delegate, { mailbox: mailbox.id, grantee: delegate.id, folder, level });
  }
}
