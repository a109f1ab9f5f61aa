import type { Account } from './account.ts';
import { levelOf, noRights, rightsByLevel } from './folder-rights.ts';
import type { FolderPermissionLevel, FolderRights } from './folder-rights.ts';
import type { Folder } from './stored-item.ts';

/** A folder that permissions can name. @public */
export type SharedFolderName = 'calendar' | 'contacts' | 'deleteditems' | 'drafts' | 'inbox' | 'sentitems';

/** Access to a folder of one mailbox for one person. @public */
export interface FolderPermission {
  /** Address, or id in the company, of the mailbox that is shared. */
  readonly mailbox: string;
  /**
   * Address, or id in the company or of a service account, of who gets access; `Default` for everybody who has no
   * permission of their own.
   */
  readonly grantee: string;
  readonly level: FolderPermissionLevel;
  /** Single rights in place of a level; only with `Custom`, what is left out is not granted. */
  readonly rights?: Partial<FolderRights>;
  /** Which folder. Default: every calendar of the mailbox. */
  readonly folder?: SharedFolderName;
  /** Whether private items in the mailbox show more than their busy time. Default: as before, at first false. */
  readonly viewPrivateItems?: boolean;
}

/** Who has which rights in a folder: one entry of its permission set. */
export interface FolderGrant {
  readonly grantee: Account | 'Default';
  readonly rights: FolderRights;
  readonly level: FolderPermissionLevel;
}

interface StoredGrant extends FolderGrant {
  readonly mailbox: Account;
  readonly folder: SharedFolderName | undefined;
}

/** The permissions that people have on folders of others. */
export class FolderPermissions {
  #grants: readonly StoredGrant[] = [];
  readonly #privateViewers = new Map<Account, Set<Account>>();

  /**
   * Grants rights; a later grant to the same person for the same folder replaces an earlier one.
   *
   * @throws RangeError for rights beside a level, and for a level that the folder cannot have.
   */
  grant(mailbox: Account, grantee: Account | 'Default', permission: FolderPermission): void {
    const { folder, level, viewPrivateItems } = permission;
    const rights = rightsOf(permission);
    if (
      folder !== undefined &&
      folder !== 'calendar' &&
      ['TimeOnly', 'TimeAndSubjectAndLocation'].includes(rights.readItems)
    ) {
      throw new RangeError('Only calendars can be shared by their busy times');
    }
    this.#grants = [
      ...this.#grants.filter(
        (other) => other.mailbox !== mailbox || other.grantee !== grantee || other.folder !== folder,
      ),
      { mailbox, grantee, folder, rights, level: level === 'Custom' ? levelOf(rights) : level },
    ];
    if (viewPrivateItems !== undefined && grantee !== 'Default')
      this.setPrivateViewer(mailbox, grantee, viewPrivateItems);
  }

  /** Takes away whatever somebody was granted in a mailbox. */
  revoke(mailbox: Account, grantee: Account): void {
    this.#grants = this.#grants.filter((grant) => grant.mailbox !== mailbox || grant.grantee !== grantee);
    this.setPrivateViewer(mailbox, grantee, false);
  }

  /** Whether private items of a mailbox are more than busy time to somebody. One flag for the whole mailbox. */
  setPrivateViewer(mailbox: Account, viewer: Account, isViewer: boolean): void {
    const viewers = this.#privateViewers.get(mailbox) ?? new Set();
    if (isViewer) viewers.add(viewer);
    else viewers.delete(viewer);
    this.#privateViewers.set(mailbox, viewers);
  }

  seesPrivateItems(mailbox: Account, viewer: Account): boolean {
    return mailbox === viewer || (this.#privateViewers.get(mailbox)?.has(viewer) ?? false);
  }

  /** What somebody may do with a folder: all with an own one, else what was granted to them, else to everybody. */
  rightsIn(folder: Folder, actor: Account): FolderRights {
    if (folder.account === actor) return rightsByLevel.Owner;
    const grants = this.grantsOf(folder);
    const granted =
      grants.find(({ grantee }) => grantee === actor) ?? grants.find(({ grantee }) => grantee === 'Default');
    return granted?.rights ?? noRights;
  }

  /** The entries of a folder, one for each grantee; one that names the folder goes before one for all calendars. */
  grantsOf(folder: Folder): readonly FolderGrant[] {
    const applying = this.#grants.filter(
      ({ mailbox, folder: name }) =>
        mailbox === folder.account &&
        (name === undefined ? folder.folderClass === 'IPF.Appointment' : name === folder.distinguishedName),
    );
    const named = applying.filter((grant) => grant.folder !== undefined);
    const others = applying.filter(
      (grant) => grant.folder === undefined && !named.some(({ grantee }) => grantee === grant.grantee),
    );
    return [...named, ...others];
  }
}

function rightsOf({ level, rights }: FolderPermission): FolderRights {
  if (level === 'Custom') return { ...noRights, ...rights };
  if (rights !== undefined) throw new RangeError('Single rights go with the level Custom only');
  return rightsByLevel[level];
}
