import { CalendarError } from '@kalends/core';
import type { DelegateProfile } from '@kalends/core';
import type { ExchangeCaller } from '../http/exchange-client.ts';
import { isTrue } from '../mapping/wire-values.ts';
import type { DistinguishedFolder } from '../operations/folder-ids.ts';
import { getDelegates } from '../operations/get-delegate.ts';
import { getFolderPermissions } from '../operations/get-folder-permissions.ts';
import type { WireFolderWithPermissions, WireUserId } from '../wire/permission-shape.ts';
import { folderPermissionsOf } from './folder-permission.ts';
import type { FolderPermission } from './folder-permission.ts';
import type {
  CheckFolderPermissionsOptions,
  DelegateFolder,
  FolderPermissionReport,
  FolderPermissionsReport,
} from './folder-permissions-report.ts';
import { folderPermissionLevels } from './folder-rights.ts';
import type { FolderRight } from './folder-rights.ts';
import { repairCommands } from './repair-commands.ts';

const editor = folderPermissionLevels.Editor;

/** The rights of each profile, folder by folder. */
const profiles: Readonly<Record<DelegateProfile, Readonly<Partial<Record<DelegateFolder, readonly FolderRight[]>>>>> = {
  minimum: { calendar: editor, drafts: ['FolderVisible'] },
  wide: { calendar: editor, deletedItems: editor, drafts: editor },
};

const distinguishedNames: Readonly<Record<DelegateFolder, DistinguishedFolder>> = {
  calendar: 'calendar',
  drafts: 'drafts',
  deletedItems: 'deleteditems',
};

const delegateFolders: readonly DelegateFolder[] = ['calendar', 'deletedItems', 'drafts'];

/**
 * Looks which rights of a profile are missing on the folders of a mailbox. The owner is shown everybody's rights; the principal
 * itself only some of its own, and what it is not shown stays unverified.
 */
export async function checkFolderPermissions(
  caller: ExchangeCaller,
  options: CheckFolderPermissionsOptions,
  signal: AbortSignal | undefined,
): Promise<FolderPermissionsReport> {
  const { mailbox, profile } = options;
  const principal = options.principal?.includes('@') === true ? options.principal : undefined;
  const folders: FolderPermissionReport[] = [];
  let otherPrincipals: readonly string[] = [];
  let isOwner = false;
  let viewsPrivateItems: boolean | undefined;
  for (const folder of delegateFolders) {
    const needed = profiles[profile][folder];
    if (needed === undefined) continue;
    const found = await openFolder(caller, distinguishedNames[folder], mailbox, signal);
    folders.push(folderReport(folder, needed, found, principal));
    if (folder !== 'calendar') continue;
    otherPrincipals = othersWith(needed, found, principal);
    isOwner = found !== undefined && folderPermissionsOf(found) !== undefined;
    const shown = found?.EffectiveRights?.ViewPrivateItems;
    // Exchange computes it for the caller: the principal, or the owner who looks after the rights of a principal that is named.
    const isOfCaller = principal === undefined || !isOwner;
    viewsPrivateItems = shown === undefined || !isOfCaller ? undefined : isTrue(shown);
  }
  const delegates = profile === 'minimum' ? await delegatesOf(caller, mailbox, signal) : undefined;
  const own = delegates?.find(({ user }) => isSameUser(user, principal));
  if (isOwner && principal !== undefined && delegates !== undefined)
    viewsPrivateItems = own?.viewsPrivateItems ?? false;
  const isDelegate = delegates === undefined || principal === undefined ? undefined : own !== undefined;
  const isComplete = folders.every(({ missing }) => missing.length === 0);
  // Private items are part of the smaller profile only: the wider one was written down without them.
  const isSufficient = isComplete && (profile === 'wide' || (isDelegate !== false && viewsPrivateItems !== false));
  const report = {
    mailbox,
    ...(principal === undefined ? {} : { principal }),
    profile,
    folders,
    ...(isDelegate === undefined ? {} : { isDelegate }),
    ...(viewsPrivateItems === undefined ? {} : { viewsPrivateItems }),
    isSufficient,
    otherPrincipals: isComplete ? [] : otherPrincipals,
  };
  return { ...report, commands: repairCommands(report) };
}

/** The folder with all permissions, or with the caller's own rights alone. `undefined` when it cannot be seen. */
async function openFolder(
  caller: ExchangeCaller,
  name: DistinguishedFolder,
  mailbox: string,
  signal: AbortSignal | undefined,
): Promise<WireFolderWithPermissions | undefined> {
  for (const permissionSet of [true, false]) {
    try {
      return await caller.call(getFolderPermissions({ name, mailbox }, { permissionSet }), signal);
    } catch (error) {
      if (!isHidden(error)) throw error;
    }
  }
  return undefined;
}

function folderReport(
  folder: DelegateFolder,
  needed: readonly FolderRight[],
  found: WireFolderWithPermissions | undefined,
  principal: string | undefined,
): FolderPermissionReport {
  if (found === undefined) return { folder, missing: needed, unverified: [] };
  const name = found.DisplayName === undefined ? {} : { name: found.DisplayName };
  const permission = principal === undefined ? undefined : permissionFor(folderPermissionsOf(found), principal);
  if (permission !== undefined) {
    const missing = needed.filter((right) => !permission.rights.has(right));
    // What everybody may do is no entry of the principal's.
    const level = isSameUser(permission.user, principal) ? { level: permission.level } : {};
    return { folder, ...name, ...level, missing, unverified: [] };
  }
  // What Exchange computes for the caller says nothing of other people's items.
  const rights = found.EffectiveRights;
  const known: Readonly<Partial<Record<FolderRight, boolean>>> = {
    FolderVisible: true,
    ...(rights?.Read === undefined ? {} : { ReadItems: isTrue(rights.Read) }),
    ...(rights?.CreateContents === undefined ? {} : { CreateItems: isTrue(rights.CreateContents) }),
  };
  return {
    folder,
    ...name,
    missing: needed.filter((right) => known[right] === false),
    unverified: needed.filter((right) => known[right] === undefined),
  };
}

/** The entry that applies to somebody: their own, else everybody's. Entries of groups cannot be told from those of people. */
function permissionFor(
  permissions: readonly FolderPermission[] | undefined,
  principal: string,
): FolderPermission | undefined {
  if (permissions === undefined) return undefined;
  return (
    permissions.find(({ user }) => isSameUser(user, principal)) ??
    permissions.find(({ user }) => user.DistinguishedUser === 'Default') ?? {
      user: {},
      level: 'None',
      rights: new Set<FolderRight>(),
    }
  );
}

function othersWith(
  needed: readonly FolderRight[],
  folder: WireFolderWithPermissions | undefined,
  principal: string | undefined,
): readonly string[] {
  const permissions = folder === undefined ? undefined : folderPermissionsOf(folder);
  return (permissions ?? []).flatMap(({ user, rights }) => {
    const address = user.PrimarySmtpAddress;
    const isOther = address !== undefined && !isSameUser(user, principal);
    return isOther && needed.every((right) => rights.has(right)) ? [address] : [];
  });
}

/** Delegates, or `undefined` when this account may not read them. */
async function delegatesOf(
  caller: ExchangeCaller,
  mailbox: string,
  signal: AbortSignal | undefined,
): Promise<readonly { readonly user: WireUserId; readonly viewsPrivateItems: boolean }[] | undefined> {
  try {
    return await caller.call(getDelegates(mailbox), signal);
  } catch (error) {
    if (isHidden(error)) return undefined;
    throw error;
  }
}

/** Whether a right is missing. That nobody may be impersonated says nothing of rights. */
function isHidden(error: unknown): boolean {
  if (!CalendarError.is(error) || error.vendorCode?.startsWith('ErrorImpersonat') === true) return false;
  return error.code === 'accessDenied' || error.code === 'notFound';
}

function isSameUser(user: WireUserId, principal: string | undefined): boolean {
  return principal !== undefined && user.PrimarySmtpAddress?.toLowerCase() === principal.toLowerCase();
}

const knownOptions = new Set(['mailbox', 'profile', 'principal', 'signal']);

/** @throws CalendarError `invalidArgument` naming the option. */
export function checkedOptions(options: CheckFolderPermissionsOptions): CheckFolderPermissionsOptions {
  const invalid = (what: string): CalendarError =>
    new CalendarError({ code: 'invalidArgument', message: `checkFolderPermissions: ${what}`, provider: 'ews' });
  if (Object.keys(options).some((name) => !knownOptions.has(name))) throw invalid('an option is not known');
  if (typeof options.mailbox !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(options.mailbox)) {
    throw invalid('mailbox is no mail address');
  }
  if (!Object.hasOwn(profiles, options.profile)) throw invalid('profile is minimum or wide');
  return options;
}
