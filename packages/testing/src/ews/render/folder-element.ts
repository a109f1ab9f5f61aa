import type { RequestContext } from '../soap/request-context.ts';
import { isAtLeast } from '../soap/server-versions.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';
import { readsItems } from '../store/folder-rights.ts';
import type { FolderRights } from '../store/folder-rights.ts';
import type { Folder } from '../store/stored-item.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { element, textElement } from '../xml/xml-writer.ts';
import { permissionSet } from './permission-set.ts';

/** Which properties of folders a request wants. */
export interface FolderShape {
  readonly base: 'IdOnly' | 'Default' | 'AllProperties';
  readonly fields: ReadonlySet<string>;
}

/** Reads a FolderShape that has passed the schema check. */
export function readFolderShape(node: XmlNode | undefined): FolderShape {
  const base = childOf(node, 'BaseShape')?.text.trim();
  const paths = childOf(node, 'AdditionalProperties')?.children ?? [];
  return {
    base: base === 'Default' || base === 'AllProperties' ? base : 'IdOnly',
    fields: new Set(paths.map((path) => path.attributes['FieldURI'] ?? '')),
  };
}

/** Writes a folder in the order of types.xsd, BaseFolderType and the types that extend it. */
export function folderElement(
  folder: Folder,
  shape: FolderShape,
  store: ExchangeStore,
  context: RequestContext,
): string {
  const isCalendar = folder.folderClass === 'IPF.Appointment';
  const isContacts = folder.folderClass === 'IPF.Contact';
  const rights = store.permissions.rightsIn(folder, context.actor);
  const seesPrivateItems = store.permissions.seesPrivateItems(folder.account, context.actor);
  const wants = (name: string, smallest: 'Default' | 'AllProperties' | 'named'): boolean =>
    shape.fields.has(`folder:${name}`) ||
    (shape.base !== 'IdOnly' && (smallest === 'Default' || smallest === shape.base));
  const when = (name: string, smallest: 'Default' | 'AllProperties' | 'named', markup: string): string =>
    wants(name, smallest) ? markup : '';
  const children = store.foldersOf(folder.account).filter((other) => other.parent === folder).length;
  const name = isCalendar ? 't:CalendarFolder' : isContacts ? 't:ContactsFolder' : 't:Folder';
  return element(
    name,
    {},
    element('t:FolderId', { Id: folder.id, ChangeKey: folder.changeKey }),
    when(
      'ParentFolderId',
      'AllProperties',
      folder.parent === undefined
        ? ''
        : element('t:ParentFolderId', { Id: folder.parent.id, ChangeKey: folder.parent.changeKey }),
    ),
    when('FolderClass', 'AllProperties', textElement('t:FolderClass', folder.folderClass)),
    when('DisplayName', 'Default', textElement('t:DisplayName', folder.displayName)),
    when('TotalCount', 'Default', textElement('t:TotalCount', store.items.in(folder).length)),
    when('ChildFolderCount', 'Default', textElement('t:ChildFolderCount', children)),
    when('EffectiveRights', 'AllProperties', effectiveRights(rights, seesPrivateItems, context)),
    when(
      'DistinguishedFolderId',
      'named',
      isAtLeast(context.version, 'Exchange2013')
        ? textElement('t:DistinguishedFolderId', folder.distinguishedName)
        : '',
    ),
    isCalendar
      ? when('SharingEffectiveRights', 'AllProperties', textElement('t:SharingEffectiveRights', rights.readItems))
      : '',
    // Whoever does not own the folder is not told who else has which rights.
    rights.isFolderOwner ? when('PermissionSet', 'named', permissionSet(folder, store.permissions)) : '',
    isCalendar || isContacts ? '' : when('UnreadCount', 'Default', textElement('t:UnreadCount', 0)),
  );
}

function effectiveRights(rights: FolderRights, viewPrivateItems: boolean, context: RequestContext): string {
  return element(
    't:EffectiveRights',
    {},
    textElement('t:CreateAssociated', rights.isFolderOwner),
    textElement('t:CreateContents', rights.canCreateItems),
    textElement('t:CreateHierarchy', rights.canCreateSubFolders),
    textElement('t:Delete', rights.isFolderOwner),
    textElement('t:Modify', rights.isFolderOwner),
    textElement('t:Read', readsItems(rights)),
    isAtLeast(context.version, 'Exchange2010') ? textElement('t:ViewPrivateItems', viewPrivateItems) : '',
  );
}
