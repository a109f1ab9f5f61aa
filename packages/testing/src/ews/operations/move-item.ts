import { ItemError } from '../soap/ews-errors.ts';
import { attempt, responseOf } from '../soap/response-messages.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import type { Folder, StoredItem } from '../store/stored-item.ts';
import { element } from '../xml/xml-writer.ts';
import { requireCreate, requireDelete } from './item-access.ts';
import type { OperationInput } from './operation.ts';
import { resolveFolder } from './resolve-folder.ts';
import { resolveItem } from './resolve-item.ts';
import { instanceOf } from './respond-to-meeting.ts';
import { writtenItem } from './write-input.ts';

/** MoveItem: to another folder of the same mailbox, where items get other ids. */
export function moveItem(input: OperationInput): string {
  return transfer('MoveItem', input, (item, folder) => {
    requireDelete(item, input.store, input.context.actor);
    return item.folder === folder ? item : input.store.items.move(item, folder);
  });
}

/** CopyItem: a second item with the same content. */
export function copyItem(input: OperationInput): string {
  return transfer('CopyItem', input, (item, folder) => input.store.items.add(folder, item, input.context.actor));
}

function transfer(
  name: 'MoveItem' | 'CopyItem',
  input: OperationInput,
  carryOut: (item: StoredItem, folder: Folder) => StoredItem,
): string {
  const { request } = input;
  const returnsIds = !['false', '0'].includes(childOf(request, 'ReturnNewItemIds')?.text.trim() ?? 'true');
  const messages = (childOf(request, 'ItemIds')?.children ?? []).map((node) =>
    attempt(name, '<m:Items/>', () => {
      const { item, folder } = requireTransfer(node, input);
      const written = carryOut(item, folder);
      return element('m:Items', {}, returnsIds ? writtenItem(written) : '');
    }),
  );
  return responseOf(name, messages);
}

function requireTransfer(
  node: XmlNode,
  { request, store, context }: OperationInput,
): { item: StoredItem; folder: Folder } {
  const target = childOf(request, 'ToFolderId')?.children[0];
  if (target === undefined) throw new Error('The schema asks for a folder');
  const folder = resolveTarget(() => resolveFolder(target, store, context.actor));
  const view = resolveItem(node, store, context.actor);
  if (view.type === 'calendar' && instanceOf(view) !== undefined) {
    throw new ItemError('ErrorCalendarCannotMoveOrCopyOccurrence', 'An occurrence can be neither moved nor copied.');
  }
  const { item } = view;
  if (item.folder.account !== folder.account) {
    throw new ItemError('ErrorCrossMailboxMoveCopy', 'Items cannot be moved or copied to another mailbox.');
  }
  const home = item.type === 'calendar' ? 'IPF.Appointment' : 'IPF.Contact';
  if (folder.folderClass !== home && folder.distinguishedName !== 'deleteditems') {
    throw new ItemError('ErrorMoveCopyFailed', 'The item does not belong into the folder.');
  }
  requireCreate(folder, store, context.actor);
  return { item, folder };
}

function resolveTarget(resolve: () => Folder): Folder {
  try {
    return resolve();
  } catch (error) {
    if (error instanceof ItemError && error.code === 'ErrorFolderNotFound') {
      throw new ItemError('ErrorToFolderNotFound', 'The destination folder does not exist.');
    }
    throw error;
  }
}
