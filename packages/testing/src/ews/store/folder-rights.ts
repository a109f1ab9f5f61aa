/**
 * Permission levels by Exchange's names. `FreeBusyTimeOnly` and `FreeBusyTimeAndSubjectAndLocation` are for calendars;
 * `Custom` is any other combination of rights.
 *
 * @public
 */
export type FolderPermissionLevel =
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
  | 'FreeBusyTimeAndSubjectAndLocation'
  | 'Custom';

/** The single rights that a level stands for (types.xsd, BasePermissionType and CalendarPermissionType). @public */
export interface FolderRights {
  readonly canCreateItems: boolean;
  readonly canCreateSubFolders: boolean;
  readonly isFolderOwner: boolean;
  readonly isFolderVisible: boolean;
  readonly isFolderContact: boolean;
  readonly editItems: 'None' | 'Owned' | 'All';
  readonly deleteItems: 'None' | 'Owned' | 'All';
  readonly readItems: 'None' | 'TimeOnly' | 'TimeAndSubjectAndLocation' | 'FullDetails';
}

/** No right at all. */
export const noRights: FolderRights = {
  canCreateItems: false,
  canCreateSubFolders: false,
  isFolderOwner: false,
  isFolderVisible: false,
  isFolderContact: false,
  editItems: 'None',
  deleteItems: 'None',
  readItems: 'None',
};

const reviewer: FolderRights = { ...noRights, isFolderVisible: true, readItems: 'FullDetails' };
const author: FolderRights = { ...reviewer, canCreateItems: true, editItems: 'Owned', deleteItems: 'Owned' };
const editor: FolderRights = { ...author, editItems: 'All', deleteItems: 'All' };

/** What each level means (EWS documentation, "Folder permissions in EWS"). */
export const rightsByLevel: Readonly<Record<Exclude<FolderPermissionLevel, 'Custom'>, FolderRights>> = {
  None: noRights,
  Owner: { ...editor, canCreateSubFolders: true, isFolderOwner: true, isFolderContact: true },
  PublishingEditor: { ...editor, canCreateSubFolders: true },
  Editor: editor,
  PublishingAuthor: { ...author, canCreateSubFolders: true },
  Author: author,
  NoneditingAuthor: { ...author, editItems: 'None' },
  Reviewer: reviewer,
  Contributor: { ...noRights, isFolderVisible: true, canCreateItems: true },
  FreeBusyTimeOnly: { ...noRights, readItems: 'TimeOnly' },
  FreeBusyTimeAndSubjectAndLocation: { ...noRights, readItems: 'TimeAndSubjectAndLocation' },
};

/** The level that stands for exactly these rights; `Custom` when there is none. */
export function levelOf(rights: FolderRights): FolderPermissionLevel {
  return levels.find((level) => areEqual(rightsByLevel[level], rights)) ?? 'Custom';
}

const levels = [
  'None',
  'Owner',
  'PublishingEditor',
  'Editor',
  'PublishingAuthor',
  'Author',
  'NoneditingAuthor',
  'Reviewer',
  'Contributor',
  'FreeBusyTimeOnly',
  'FreeBusyTimeAndSubjectAndLocation',
] as const;

function areEqual(a: FolderRights, b: FolderRights): boolean {
  return (
    a.canCreateItems === b.canCreateItems &&
    a.canCreateSubFolders === b.canCreateSubFolders &&
    a.isFolderOwner === b.isFolderOwner &&
    a.isFolderVisible === b.isFolderVisible &&
    a.isFolderContact === b.isFolderContact &&
    a.editItems === b.editItems &&
    a.deleteItems === b.deleteItems &&
    a.readItems === b.readItems
  );
}

/** Whether somebody with these rights may know of the folder. */
export function showsFolder({ isFolderVisible, readItems }: FolderRights): boolean {
  return isFolderVisible || readItems !== 'None';
}

/** Whether the rights include reading whole items. */
export function readsItems({ readItems }: FolderRights): boolean {
  return readItems === 'FullDetails';
}
