import { exchangeCommands } from '@kalends/core';
import type { SharingPermissionFlag } from '@kalends/core';
import type { DelegateFolder, FolderPermissionsReport } from './folder-permissions-report.ts';

const defaultNames: Readonly<Record<DelegateFolder, string>> = {
  calendar: 'Calendar',
  drafts: 'Drafts',
  deletedItems: 'Deleted Items',
};

/**
 * The commands that grant what a report says is missing. `Set-` changes an entry that exists, `Add-` makes one; an entry that
 * cannot be read is taken for none.
 */
export function repairCommands(report: Omit<FolderPermissionsReport, 'commands'>): readonly string[] {
  const { mailbox, profile, principal: user } = report;
  if (user === undefined || report.isSufficient) return [];
  const needsSharing = profile === 'minimum' && (report.isDelegate === false || report.viewsPrivateItems === false);
  return report.folders.flatMap(({ folder, name, level, missing }) => {
    const sharesCalendar = folder === 'calendar' && needsSharing;
    if (missing.length === 0 && !sharesCalendar) return [];
    const settings = {
      mailbox,
      user,
      folder: name ?? defaultNames[folder],
      accessRights: folder === 'drafts' && profile === 'minimum' ? ('FolderVisible' as const) : ('Editor' as const),
      ...(folder === 'calendar' && profile === 'minimum' ? { sharingPermissionFlags: bothFlags } : {}),
    };
    return [
      level !== undefined
        ? exchangeCommands.setMailboxFolderPermission(settings)
        : exchangeCommands.addMailboxFolderPermission(settings),
    ];
  });
}

const bothFlags: readonly SharingPermissionFlag[] = ['Delegate', 'CanViewPrivateItems'];
