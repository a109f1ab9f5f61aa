import { itemElement, selectProperties } from '../render/item-element.ts';
import { readItemShape } from '../render/item-shape.ts';
import { ItemError } from '../soap/ews-errors.ts';
import { responseMessage, responseOf } from '../soap/response-messages.ts';
import { readsItems } from '../store/folder-rights.ts';
import { viewOf } from '../store/item-views.ts';
import type { Folder, StoredItem } from '../store/stored-item.ts';
import { readSyncState, writeSyncState } from '../store/sync-state.ts';
import type { SyncState } from '../store/sync-state.ts';
import { yearOf } from '../time/instants.ts';
import { childOf } from '../xml/parse-xml.ts';
import { element, textElement } from '../xml/xml-writer.ts';
import type { OperationInput } from './operation.ts';
import { resolveFolder } from './resolve-folder.ts';

/** Something that happened in a folder, at the version by which it is ordered. */
interface Change {
  readonly version: number;
  readonly kind: 'Create' | 'Update' | 'Delete';
  readonly id: string;
  readonly changeKey: string;
  readonly item: StoredItem | undefined;
}

const unreadState = '<m:SyncState/><m:IncludesLastItemInRange>true</m:IncludesLastItemInRange>';

/**
 * SyncFolderItems: what happened in a folder since the state that the client brings, newest first. It knows nothing of
 * calendars: a series is its master, and a change of an occurrence one of the master.
 */
export function syncFolderItems(input: OperationInput): string {
  try {
    return responseOf('SyncFolderItems', [responseMessage('SyncFolderItems', sync(input))]);
  } catch (error) {
    if (!(error instanceof ItemError)) throw error;
    const { code, message } = error;
    return responseOf('SyncFolderItems', [
      responseMessage('SyncFolderItems', unreadState, { class: 'Error', code, text: message }),
    ]);
  }
}

function sync(input: OperationInput): string {
  const { request, store, context } = input;
  const folder = requireFolder(input);
  const shape = readItemShape(childOf(request, 'ItemShape'));
  if (shape.includeMimeContent) {
    throw new ItemError('ErrorInvalidPropertyRequest', 'The requested property is not available in a list of items.');
  }
  const state = readSyncState(childOf(request, 'SyncState')?.text, folder, store);
  const max = Number(childOf(request, 'MaxChangesReturned')?.text.trim());
  const ignored = new Set((childOf(request, 'Ignore')?.children ?? []).map((id) => id.attributes['Id'] ?? ''));
  const changes = changesSince(folder, state, input).filter(({ id }) => !ignored.has(id));
  const page = changes.slice(0, max);
  const isComplete = page.length === changes.length;
  const last = page.at(-1);
  const next: SyncState =
    isComplete || last === undefined
      ? { ...state, since: state.upTo, before: undefined }
      : { ...state, before: last.version };
  const hidesPrivateItems = !store.permissions.seesPrivateItems(folder.account, context.actor);
  const target = { context, shape, inFind: true, year: yearOf(input.now), hidesPrivateItems };
  const properties = selectProperties(target);
  const written = page.map(({ kind, id, changeKey, item }) =>
    element(
      `t:${kind}`,
      {},
      item === undefined
        ? element('t:ItemId', { Id: id, ChangeKey: changeKey })
        : itemElement(viewOf(item), properties, target),
    ),
  );
  return (
    textElement('m:SyncState', writeSyncState(next, folder)) +
    textElement('m:IncludesLastItemInRange', isComplete) +
    element('m:Changes', {}, ...written)
  );
}

function requireFolder({ request, store, context }: OperationInput): Folder {
  const node = childOf(request, 'SyncFolderId')?.children[0];
  if (node === undefined) throw new Error('The schema asks for a folder');
  try {
    const folder = resolveFolder(node, store, context.actor);
    if (readsItems(store.permissions.rightsIn(folder, context.actor))) return folder;
  } catch (error) {
    if (!(error instanceof ItemError) || error.code !== 'ErrorFolderNotFound') throw error;
    throw new ItemError('ErrorSyncFolderNotFound', 'The folder to be synchronized could not be found.');
  }
  throw new ItemError('ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
}

/**
 * Changes between two versions. What came meanwhile is left for the next round; an item that is new in this round is
 * ordered by its arrival, so that later changes of it move it to no page that was read already.
 */
function changesSince(
  folder: Folder,
  { since, upTo, before }: SyncState,
  { store }: OperationInput,
): readonly Change[] {
  const limit = before ?? upTo + 1;
  const alive = store.items.in(folder).map((item): Change => {
    const isNew = item.createdVersion > since;
    return {
      version: isNew ? item.createdVersion : item.version,
      kind: isNew ? 'Create' : 'Update',
      id: item.id,
      changeKey: item.changeKey,
      item,
    };
  });
  const gone = store.items
    .goneFrom(folder)
    // What came and went between two rounds is not told.
    .filter(({ createdVersion }) => createdVersion <= since)
    .map(({ id, changeKey, version }): Change => ({ version, kind: 'Delete', id, changeKey, item: undefined }));
  return [...alive, ...gone]
    .filter(({ version }) => version > since && version < limit)
    .sort((a, b) => b.version - a.version);
}
