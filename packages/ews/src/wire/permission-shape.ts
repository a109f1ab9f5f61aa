import { typesNamespace } from '../soap/namespaces.ts';
import { attributesOnly, element, many, text } from '../soap/shape.ts';
import type { Shape } from '../soap/shape.ts';

/** Somebody who has rights. */
export interface WireUserId {
  readonly SID?: string;
  readonly PrimarySmtpAddress?: string;
  readonly DisplayName?: string;
  /** `Default` or `Anonymous`. */
  readonly DistinguishedUser?: string;
}

/** One entry of a folder's permissions; a calendar's names its level in another element. */
export interface WirePermission {
  readonly UserId?: WireUserId;
  readonly CanCreateItems?: string;
  readonly CanCreateSubFolders?: string;
  readonly IsFolderOwner?: string;
  readonly IsFolderVisible?: string;
  readonly IsFolderContact?: string;
  readonly EditItems?: string;
  readonly DeleteItems?: string;
  readonly ReadItems?: string;
  readonly PermissionLevel?: string;
  readonly CalendarPermissionLevel?: string;
}

/** A folder with its permissions. */
export interface WireFolderWithPermissions {
  readonly FolderId?: { readonly Id?: string };
  readonly DisplayName?: string;
  readonly EffectiveRights?: {
    readonly CreateContents?: string;
    readonly Read?: string;
    readonly ViewPrivateItems?: string;
  };
  readonly PermissionSet?: {
    readonly CalendarPermissions?: { readonly CalendarPermission?: readonly WirePermission[] };
    readonly Permissions?: { readonly Permission?: readonly WirePermission[] };
  };
}

/** Shape of {@link WireUserId}. */
export const userIdShape: Shape<WireUserId> = element(typesNamespace, {
  SID: text,
  PrimarySmtpAddress: text,
  DisplayName: text,
  DistinguishedUser: text,
});

const permissionShape: Shape<WirePermission> = element(typesNamespace, {
  UserId: userIdShape,
  CanCreateItems: text,
  CanCreateSubFolders: text,
  IsFolderOwner: text,
  IsFolderVisible: text,
  IsFolderContact: text,
  EditItems: text,
  DeleteItems: text,
  ReadItems: text,
  PermissionLevel: text,
  CalendarPermissionLevel: text,
});

const folderShape: Shape<WireFolderWithPermissions> = element(typesNamespace, {
  FolderId: attributesOnly(['Id']),
  DisplayName: text,
  EffectiveRights: element(typesNamespace, { CreateContents: text, Read: text, ViewPrivateItems: text }),
  PermissionSet: element(typesNamespace, {
    CalendarPermissions: element(typesNamespace, { CalendarPermission: many(permissionShape) }),
    Permissions: element(typesNamespace, { Permission: many(permissionShape) }),
  }),
});

/** Folders of both kinds, with their permissions. */
export const foldersWithPermissionsShape: Shape<{
  readonly CalendarFolder?: readonly WireFolderWithPermissions[];
  readonly Folder?: readonly WireFolderWithPermissions[];
}> = element(typesNamespace, { CalendarFolder: many(folderShape), Folder: many(folderShape) });
