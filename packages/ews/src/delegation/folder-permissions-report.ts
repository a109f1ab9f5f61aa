import type { CallOptions, DelegateProfile } from '@kalends/core';
import type { FolderRight } from './folder-rights.ts';

/** Options of `checkFolderPermissions`. @public */
export interface CheckFolderPermissionsOptions extends CallOptions {
  /** Address of the mailbox whose folders are looked at. */
  readonly mailbox: string;
  /** Which rights are needed, see `DelegateProfile`. */
  readonly profile: DelegateProfile;
  /**
   * Address of whoever needs them. Default: the name that the account signs in with, when it is an address. Without one only the
   * rights that Exchange computes for the caller are known.
   */
  readonly principal?: string | undefined;
}

/** Folders whose permissions matter to a delegate. @public */
export type DelegateFolder = 'calendar' | 'drafts' | 'deletedItems';

/** What was found out about one folder. @public */
export interface FolderPermissionReport {
  readonly folder: DelegateFolder;
  /** Its name in the mailbox's language; absent when the folder cannot be seen. */
  readonly name?: string;
  /** Level of the principal's entry as Exchange names it, `Custom` included; absent when it cannot be read. */
  readonly level?: string;
  /** Rights of the profile that are not there. */
  readonly missing: readonly FolderRight[];
  /** Rights of the profile that the principal may or may not have: Exchange does not show them to it. */
  readonly unverified: readonly FolderRight[];
}

/** The answer of `checkFolderPermissions`. @public */
export interface FolderPermissionsReport {
  readonly mailbox: string;
  readonly principal?: string;
  readonly profile: DelegateProfile;
  readonly folders: readonly FolderPermissionReport[];
  /** Whether the principal is a delegate of the mailbox; absent when Exchange does not say. Only looked at for `minimum`. */
  readonly isDelegate?: boolean;
  /** Whether private items are shown to the caller; absent when Exchange does not say. */
  readonly viewsPrivateItems?: boolean;
  /** Whether nothing of the profile is known to be missing. */
  readonly isSufficient: boolean;
  /** Others whose rights on the calendar would be sufficient: a hint that the wrong account signs in. */
  readonly otherPrincipals: readonly string[];
  /** Commands for the administrator's Exchange PowerShell that grant what is missing. */
  readonly commands: readonly string[];
}
