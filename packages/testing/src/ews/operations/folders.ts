import { folderElement, readFolderShape } from '../render/folder-element.ts';
import { ItemError } from '../soap/ews-errors.ts';
import { attempt, responseOf } from '../soap/response-messages.ts';
import type { Folder } from '../store/stored-item.ts';
import { childOf } from '../xml/parse-xml.ts';
import { element } from '../xml/xml-writer.ts';
import type { OperationInput } from './operation.ts';
import { indexedPage } from './paging.ts';
import { isVisible, resolveFolder } from './resolve-folder.ts';
import { compileRestriction } from './restriction.ts';
import type { ValueReader } from './restriction.ts';

/** GetFolder: one response message for each folder. */
export function getFolder({ request, context, store }: OperationInput): string {
  const shape = readFolderShape(childOf(request, 'FolderShape'));
  const messages = (childOf(request, 'FolderIds')?.children ?? []).map((node) =>
    attempt('GetFolder', '<m:Folders/>', () => {
      const folder = resolveFolder(node, store, context.actor);
      return element('m:Folders', {}, folderElement(folder, shape, store, context));
    }),
  );
  return responseOf('GetFolder', messages);
}

/** FindFolder: the folders below each parent, one level down (`Shallow`) or all of them (`Deep`). */
export function findFolder(input: OperationInput): string {
  const { request, context, store } = input;
  const shape = readFolderShape(childOf(request, 'FolderShape'));
  const traversal = request.attributes['Traversal'];
  const messages = (childOf(request, 'ParentFolderIds')?.children ?? []).map((node) =>
    attempt('FindFolder', '', () => {
      const parent = resolveFolder(node, store, context.actor);
      if (childOf(request, 'FractionalPageFolderView') !== undefined) {
        throw new ItemError('ErrorInvalidOperation', 'The view is not supported.');
      }
      const restriction = childOf(request, 'Restriction');
      const filter = restriction === undefined ? undefined : compileRestriction(restriction);
      const found = store.foldersOf(parent.account).filter((folder) => {
        const isBelow = traversal === 'Deep' ? isUnder(folder, parent) : folder.parent === parent;
        return (
          traversal !== 'SoftDeleted' &&
          isBelow &&
          isVisible(folder, store, context.actor) &&
          (filter?.(valueReader(folder)) ?? true)
        );
      });
      const page = indexedPage(found, childOf(request, 'IndexedPageFolderView'), input.findLimit);
      const folders = page.entries.map((folder) => folderElement(folder, shape, store, context));
      return element('m:RootFolder', page.attributes, element('t:Folders', {}, ...folders));
    }),
  );
  return responseOf('FindFolder', messages);
}

function isUnder(folder: Folder, ancestor: Folder): boolean {
  for (let at = folder.parent; at !== undefined; at = at.parent) if (at === ancestor) return true;
  return false;
}

function valueReader(folder: Folder): ValueReader {
  return (path) => {
    switch (path.attributes['FieldURI']) {
      case 'folder:FolderClass':
        return folder.folderClass;
      case 'folder:DisplayName':
        return folder.displayName;
      default:
        throw new ItemError(
          'ErrorUnsupportedPathForQuery',
          'The property can not be used with this type of restriction.',
        );
    }
  };
}
