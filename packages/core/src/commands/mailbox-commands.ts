import { CalendarError } from '../errors/calendar-error.ts';
import { formatCommand } from './format-command.ts';

/** Levels of rights on a folder that Exchange names. @public */
export type FolderPermissionLevel =
  | 'None'
  | 'FolderVisible'
  | 'AvailabilityOnly'
  | 'LimitedDetails'
  | 'Reviewer'
  | 'Author'
  | 'Editor'
  | 'PublishingEditor'
  | 'Owner';

/** Extra rights on a calendar; they must be named, no level contains them. @public */
export type SharingPermissionFlag = 'Delegate' | 'CanViewPrivateItems';

/** Settings of the folder permission commands. @public */
export interface FolderPermissionCommand {
  /** Address of the mailbox. */
  readonly mailbox: string;
  /** Path of the folder, in the mailbox's language; a leading backslash may be left out or doubled. */
  readonly folder: string;
  /** Who gets the rights. */
  readonly user: string;
  readonly accessRights: FolderPermissionLevel;
  /** Calendars only. Default: none. */
  readonly sharingPermissionFlags?: readonly SharingPermissionFlag[];
}

/**
 * `minimum`: editor and delegate of the calendar with a view of private items, and Drafts visible. `wide`: editor of the
 * calendar, Deleted Items and Drafts, so that what is deleted can land in the owner's Deleted Items.
 *
 * @public
 */
export type DelegateProfile = 'minimum' | 'wide';

/** Names of folders in the mailbox's language. @public */
export interface DelegateFolderNames {
  /** Default `Calendar`. */
  readonly calendar?: string;
  /** Default `Drafts`. */
  readonly drafts?: string;
  /** Default `Deleted Items`. */
  readonly deletedItems?: string;
}

/** What {@link MailboxCommands.setCalendarProcessing} sets; what is absent is left as it is. @public */
export interface CalendarProcessingCommand {
  /** Address of the room's mailbox. */
  readonly mailbox: string;
  readonly automateProcessing?: 'AutoAccept' | 'AutoUpdate' | 'None';
  /** False keeps the subject of meetings. */
  readonly deleteSubject?: boolean;
  /** False keeps the organizer's name out of the subject. */
  readonly addOrganizerToSubject?: boolean;
  /** False keeps the body, and with it the link to join. */
  readonly deleteComments?: boolean;
  /** False keeps private meetings private. */
  readonly removePrivateProperty?: boolean;
  readonly allowConflicts?: boolean;
}

/** Commands that prepare mailboxes. Each returns one line. @public */
export interface MailboxCommands {
  /** `Install-Module`: the module that holds the others. */
  installModule(): string;
  /** `Connect-ExchangeOnline` as an administrator. */
  connectExchangeOnline(settings: { readonly administrator: string }): string;
  /** `New-DistributionGroup` of the kind Security, as access policies need it. */
  newSecurityGroup(settings: {
    readonly name: string;
    readonly address: string;
    readonly members?: readonly string[];
  }): string;
  /** `Add-MailboxFolderPermission`: for somebody who has no rights on the folder yet. */
  addMailboxFolderPermission(settings: FolderPermissionCommand): string;
  /** `Set-MailboxFolderPermission`: for somebody who has. */
  setMailboxFolderPermission(settings: FolderPermissionCommand): string;
  /** `Get-MailboxFolderPermission`. */
  getMailboxFolderPermission(settings: Pick<FolderPermissionCommand, 'mailbox' | 'folder' | 'user'>): string;
  /** `Add-MailboxPermission` with full access. */
  addFullAccess(settings: { readonly mailbox: string; readonly user: string }): string;
  /** `Add-RecipientPermission` to send as the mailbox. */
  addSendAs(settings: { readonly mailbox: string; readonly user: string }): string;
  /** `Set-CalendarProcessing` of a room. */
  setCalendarProcessing(settings: CalendarProcessingCommand): string;
  /** The folder permissions of a whole profile, one line each. */
  delegateProfile(settings: {
    readonly mailbox: string;
    readonly user: string;
    readonly profile: DelegateProfile;
    readonly folderNames?: DelegateFolderNames;
  }): readonly string[];
}

/** {@link MailboxCommands}. */
export const mailboxCommands: MailboxCommands = {
  installModule: () => formatCommand('Install-Module', { Name: 'ExchangeOnlineManagement' }),
  connectExchangeOnline: ({ administrator }) =>
    formatCommand('Connect-ExchangeOnline', { UserPrincipalName: administrator }),
  newSecurityGroup: ({ name, address, members = [] }) =>
    formatCommand('New-DistributionGroup', {
      Name: name,
      PrimarySmtpAddress: address,
      Type: 'Security',
      Members: members.length === 0 ? undefined : members,
    }),
  addMailboxFolderPermission: (settings) => folderPermission('Add-MailboxFolderPermission', settings),
  setMailboxFolderPermission: (settings) => folderPermission('Set-MailboxFolderPermission', settings),
  getMailboxFolderPermission: ({ mailbox, folder, user }) =>
    formatCommand('Get-MailboxFolderPermission', { Identity: folderIdentity(mailbox, folder), User: user }),
  addFullAccess: ({ mailbox, user }) =>
    formatCommand('Add-MailboxPermission', {
      Identity: mailbox,
      User: user,
      AccessRights: 'FullAccess',
      AutoMapping: false,
    }),
  addSendAs: ({ mailbox, user }) =>
    formatCommand('Add-RecipientPermission', { Identity: mailbox, Trustee: user, AccessRights: 'SendAs' }),
  setCalendarProcessing: (settings) =>
    formatCommand('Set-CalendarProcessing', {
      Identity: settings.mailbox,
      AutomateProcessing: settings.automateProcessing,
      DeleteSubject: settings.deleteSubject,
      AddOrganizerToSubject: settings.addOrganizerToSubject,
      DeleteComments: settings.deleteComments,
      RemovePrivateProperty: settings.removePrivateProperty,
      AllowConflicts: settings.allowConflicts,
    }),
  delegateProfile: ({ mailbox, user, profile, folderNames = {} }) => {
    const { calendar = 'Calendar', drafts = 'Drafts', deletedItems = 'Deleted Items' } = folderNames;
    const grant = (folder: string, accessRights: FolderPermissionLevel): string =>
      mailboxCommands.addMailboxFolderPermission({ mailbox, user, folder, accessRights });
    if (profile === 'wide') return [grant(calendar, 'Editor'), grant(deletedItems, 'Editor'), grant(drafts, 'Editor')];
    const sharingPermissionFlags = ['Delegate', 'CanViewPrivateItems'] as const;
    return [
      mailboxCommands.addMailboxFolderPermission({
        mailbox,
        user,
        folder: calendar,
        accessRights: 'Editor',
        sharingPermissionFlags,
      }),
      grant(drafts, 'FolderVisible'),
    ];
  },
};

function folderPermission(cmdlet: string, settings: FolderPermissionCommand): string {
  const { mailbox, folder, user, accessRights, sharingPermissionFlags = [] } = settings;
  return formatCommand(cmdlet, {
    Identity: folderIdentity(mailbox, folder),
    User: user,
    AccessRights: accessRights,
    SharingPermissionFlags: sharingPermissionFlags.length === 0 ? undefined : sharingPermissionFlags,
  });
}

/** `mailbox:\folder`. Backslashes come doubled out of documents that escape them. */
function folderIdentity(mailbox: string, folder: string): string {
  const path = folder.replaceAll(/\\+/g, '\\').replace(/^\\/, '');
  if (mailbox.trim() === '' || path.trim() === '') {
    throw new CalendarError({ code: 'invalidArgument', message: 'A folder permission names a mailbox and a folder' });
  }
  return `${mailbox}:\\${path}`;
}
