import { escapeXml } from '../soap/escape-xml.ts';
import { fieldPath } from './property-path.ts';

/** Names of folders every mailbox has, as `DistinguishedFolderIdNameType` spells them. */
export type DistinguishedFolder = 'calendar' | 'contacts' | 'msgfolderroot' | 'deleteditems' | 'drafts' | 'inbox';

/** A folder by its well-known name, in the caller's mailbox or a named one, or by its id. */
export type FolderReference =
  | { readonly name: DistinguishedFolder; readonly mailbox: string | undefined }
  | { readonly id: string };

/** XML of a folder reference. An id holds its mailbox already. */
export function folderReferenceXml(folder: FolderReference): string {
  if ('id' in folder) return `<t:FolderId Id="${escapeXml(folder.id, 'calendarId')}"/>`;
  if (folder.mailbox === undefined) return `<t:DistinguishedFolderId Id="${folder.name}"/>`;
  const address = escapeXml(folder.mailbox, 'address');
  return (
    `<t:DistinguishedFolderId Id="${folder.name}">` +
    `<t:Mailbox><t:EmailAddress>${address}</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>`
  );
}

/** XML of a list of properties. */
export function propertiesXml(uris: readonly string[]): string {
  return `<t:AdditionalProperties>${uris.map(fieldPath).join('')}</t:AdditionalProperties>`;
}

/** What is read of each folder. */
export const folderProperties: readonly string[] = [
  'folder:FolderClass',
  'folder:DisplayName',
  'folder:EffectiveRights',
];
