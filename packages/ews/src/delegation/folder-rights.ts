/** Single rights on a folder, as Exchange's `AccessRights` names them. @public */
export const folderRights = [
  'CreateItems',
  'CreateSubfolders',
  'DeleteAllItems',
  'DeleteOwnedItems',
  'EditAllItems',
  'EditOwnedItems',
  'FolderContact',
  'FolderOwner',
  'FolderVisible',
  'ReadItems',
] as const;

/** One of {@link folderRights}. @public */
export type FolderRight = (typeof folderRights)[number];

/** Levels of rights as EWS names them; `Custom` is any other combination. @public */
export type FolderPermissionLevelName =
  | 'None'
  | 'Owner'
  | 'PublishingEditor'
  | 'Editor'
  | 'PublishingAuthor'
  | 'Author'
  | 'NoneditingAuthor'
  | 'Reviewer'
  | 'Contributor'
  | 'FreeBusyTimeOnly'
  | 'FreeBusyTimeAndSubjectAndLocation';

/**
 * The rights that each level stands for. The two free/busy levels show times, and show no item.
 *
 * @see {@link https://learn.microsoft.com/powershell/module/exchange/add-mailboxfolderpermission | Add-MailboxFolderPermission}
 * @public
 */
export const folderPermissionLevels: Readonly<Record<FolderPermissionLevelName, readonly FolderRight[]>> = {
  None: [],
  Owner: folderRights,
  PublishingEditor: [
    'CreateItems',
    'CreateSubfolders',
    'DeleteAllItems',
    'DeleteOwnedItems',
    'EditAllItems',
    'EditOwnedItems',
    'FolderVisible',
    'ReadItems',
  ],
  Editor: [
    'CreateItems',
    'DeleteAllItems',
    'DeleteOwnedItems',
    'EditAllItems',
    'EditOwnedItems',
    'FolderVisible',
    'ReadItems',
  ],
  PublishingAuthor: [
    'CreateItems',
    'CreateSubfolders',
    'DeleteOwnedItems',
    'EditOwnedItems',
    'FolderVisible',
    'ReadItems',
  ],
  Author: ['CreateItems', 'DeleteOwnedItems', 'EditOwnedItems', 'FolderVisible', 'ReadItems'],
  NoneditingAuthor: ['CreateItems', 'DeleteOwnedItems', 'FolderVisible', 'ReadItems'],
  Reviewer: ['FolderVisible', 'ReadItems'],
  Contributor: ['CreateItems', 'FolderVisible'],
  FreeBusyTimeOnly: [],
  FreeBusyTimeAndSubjectAndLocation: [],
};
