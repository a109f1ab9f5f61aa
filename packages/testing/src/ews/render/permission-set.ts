import type { Account } from '../store/account.ts';
import type { FolderPermissions } from '../store/folder-permissions.ts';
import { rightsByLevel } from '../store/folder-rights.ts';
import type { FolderPermissionLevel, FolderRights } from '../store/folder-rights.ts';
import type { Folder } from '../store/stored-item.ts';
import { element, textElement } from '../xml/xml-writer.ts';

/** Writes who has which rights in a folder (types.xsd, CalendarPermissionSetType and PermissionSetType). */
export function permissionSet(folder: Folder, permissions: FolderPermissions): string {
  const isCalendar = folder.folderClass === 'IPF.Appointment';
  const grants = permissions.grantsOf(folder);
  const everybody = grants.find(({ grantee }) => grantee === 'Default');
  // What everybody has when nobody changed it: busy times of the calendar, and nothing of other folders.
  const byDefault = folder.distinguishedName === 'calendar' ? 'FreeBusyTimeOnly' : 'None';
  const { rights, level } = everybody ?? { rights: rightsByLevel[byDefault], level: byDefault };
  const entries = [
    permission(distinguishedUser('Default'), rights, level, isCalendar),
    permission(distinguishedUser('Anonymous'), rightsByLevel.None, 'None', isCalendar),
    ...grants.flatMap((grant) =>
      grant.grantee === 'Default' ? [] : [permission(userId(grant.grantee), grant.rights, grant.level, isCalendar)],
    ),
  ];
  return element(
    't:PermissionSet',
    {},
    element(isCalendar ? 't:CalendarPermissions' : 't:Permissions', {}, ...entries),
  );
}

/** Writes who somebody is (types.xsd, UserIdType). */
export function userId({ sid, address, name }: Account): string {
  return element(
    't:UserId',
    {},
    textElement('t:SID', sid),
    textElement('t:PrimarySmtpAddress', address),
    textElement('t:DisplayName', name),
  );
}

function distinguishedUser(name: 'Default' | 'Anonymous'): string {
  return element('t:UserId', {}, textElement('t:DistinguishedUser', name));
}

function permission(user: string, rights: FolderRights, level: FolderPermissionLevel, isCalendar: boolean): string {
  return element(
    isCalendar ? 't:CalendarPermission' : 't:Permission',
    {},
    user,
    textElement('t:CanCreateItems', rights.canCreateItems),
    textElement('t:CanCreateSubFolders', rights.canCreateSubFolders),
    textElement('t:IsFolderOwner', rights.isFolderOwner),
    textElement('t:IsFolderVisible', rights.isFolderVisible),
    textElement('t:IsFolderContact', rights.isFolderContact),
    textElement('t:EditItems', rights.editItems),
    textElement('t:DeleteItems', rights.deleteItems),
    textElement('t:ReadItems', rights.readItems),
    textElement(isCalendar ? 't:CalendarPermissionLevel' : 't:PermissionLevel', level),
  );
}
