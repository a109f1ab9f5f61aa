import { isTrue } from '../mapping/wire-values.ts';
import type { WireFolderWithPermissions, WirePermission, WireUserId } from '../wire/permission-shape.ts';
import { folderPermissionLevels, folderRights } from './folder-rights.ts';
import type { FolderRight } from './folder-rights.ts';

/** What somebody may do with a folder. */
export interface FolderPermission {
  readonly user: WireUserId;
  /** As Exchange names it; `Custom` for a combination without a name. */
  readonly level: string;
  readonly rights: ReadonlySet<FolderRight>;
}

/** The entries of a folder's permission set. `undefined` when the folder came without one. */
export function folderPermissionsOf(folder: WireFolderWithPermissions): readonly FolderPermission[] | undefined {
  const set = folder.PermissionSet;
  if (set === undefined) return undefined;
  const entries = [...(set.CalendarPermissions?.CalendarPermission ?? []), ...(set.Permissions?.Permission ?? [])];
  return entries.map(folderPermissionOf);
}

/**
 * Reads one entry. The single rights count; the level stands for those that the entry does not spell out, and says nothing of its
 * own when it is `Custom` or one that this version does not know.
 */
export function folderPermissionOf(entry: WirePermission): FolderPermission {
  const level = entry.CalendarPermissionLevel ?? entry.PermissionLevel ?? 'Custom';
  const ofLevel = Object.entries(folderPermissionLevels).find(([name]) => name === level)?.[1] ?? [];
  const spelledOut: Readonly<Record<FolderRight, boolean | undefined>> = {
    CreateItems: flag(entry.CanCreateItems),
    CreateSubfolders: flag(entry.CanCreateSubFolders),
    DeleteAllItems: includes(entry.DeleteItems, ['All']),
    DeleteOwnedItems: includes(entry.DeleteItems, ['All', 'Owned']),
    EditAllItems: includes(entry.EditItems, ['All']),
    EditOwnedItems: includes(entry.EditItems, ['All', 'Owned']),
    FolderContact: flag(entry.IsFolderContact),
    FolderOwner: flag(entry.IsFolderOwner),
    FolderVisible: flag(entry.IsFolderVisible),
    ReadItems: includes(entry.ReadItems, ['FullDetails']),
  };
  const rights = folderRights.filter((right) => spelledOut[right] ?? ofLevel.includes(right));
  return { user: entry.UserId ?? {}, level, rights: new Set(rights) };
}

function flag(value: string | undefined): boolean | undefined {
  return value === undefined ? undefined : isTrue(value);
}

function includes(value: string | undefined, granting: readonly string[]): boolean | undefined {
  return value === undefined ? undefined : granting.includes(value.trim());
}
