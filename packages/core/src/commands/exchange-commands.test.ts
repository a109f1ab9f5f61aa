import { describe, expect, it } from 'vitest';
import { exchangeCommands } from './exchange-commands.ts';

const appId = '11111111-2222-4333-8444-555555555555';
const objectId = 'AAAAAAAA-2222-4333-8444-555555555555';
const mailbox = 'room-4@example.com';
const user = 'service@example.com';
const lowerObjectId = objectId.toLowerCase();

describe('exchangeCommands', () => {
  it.each([
    [exchangeCommands.installModule(), "Install-Module -Name 'ExchangeOnlineManagement'"],
    [
      exchangeCommands.connectExchangeOnline({ administrator: 'admin@example.com' }),
      "Connect-ExchangeOnline -UserPrincipalName 'admin@example.com'",
    ],
    [
      exchangeCommands.newSecurityGroup({
        name: "Rooms' group",
        address: 'rooms@example.com',
        members: [mailbox, user],
      }),
      `New-DistributionGroup -Name 'Rooms'' group' -PrimarySmtpAddress 'rooms@example.com' -Type 'Security' -Members '${mailbox}','${user}'`,
    ],
    [
      exchangeCommands.newSecurityGroup({ name: 'Rooms', address: 'rooms@example.com' }),
      "New-DistributionGroup -Name 'Rooms' -PrimarySmtpAddress 'rooms@example.com' -Type 'Security'",
    ],
    [
      exchangeCommands.newApplicationAccessPolicy({
        appId: `{${appId.toUpperCase()}}`,
        group: 'rooms@example.com',
        accessRight: 'RestrictAccess',
        description: 'Rooms only',
      }),
      `New-ApplicationAccessPolicy -AppId '${appId}' -PolicyScopeGroupId 'rooms@example.com' -AccessRight 'RestrictAccess' -Description 'Rooms only'`,
    ],
    [
      exchangeCommands.testApplicationAccessPolicy({ appId, mailbox }),
      `Test-ApplicationAccessPolicy -Identity '${mailbox}' -AppId '${appId}'`,
    ],
    [
      exchangeCommands.newServicePrincipal({ appId, objectId }),
      `New-ServicePrincipal -AppId '${appId}' -ObjectId '${lowerObjectId}'`,
    ],
    [
      exchangeCommands.newManagementScope({
        name: 'Rooms',
        mailboxes: { memberOfGroup: "CN=O'Brien\u2019s rooms,DC=example,DC=com" },
      }),
      "New-ManagementScope -Name 'Rooms' -RecipientRestrictionFilter 'MemberOfGroup -eq ''CN=O''''Brien\u2019\u2019s rooms,DC=example,DC=com'''",
    ],
    [
      exchangeCommands.newManagementScope({ name: 'Rooms', mailboxes: { customAttribute: 15, equals: 'room' } }),
      "New-ManagementScope -Name 'Rooms' -RecipientRestrictionFilter 'CustomAttribute15 -eq ''room'''",
    ],
    [
      exchangeCommands.newApplicationRoleAssignment({
        objectId,
        role: 'Application Calendars.ReadWrite',
        scope: 'Rooms',
      }),
      `New-ManagementRoleAssignment -App '${lowerObjectId}' -Role 'Application Calendars.ReadWrite' -CustomResourceScope 'Rooms'`,
    ],
    [
      exchangeCommands.testServicePrincipalAuthorization({ objectId, mailbox }),
      `Test-ServicePrincipalAuthorization -Identity '${lowerObjectId}' -Resource '${mailbox}'`,
    ],
    [
      exchangeCommands.newImpersonationAssignment({ name: 'Rooms', user, scope: 'Rooms' }),
      `New-ManagementRoleAssignment -Name 'Rooms' -Role 'ApplicationImpersonation' -User '${user}' -CustomRecipientWriteScope 'Rooms'`,
    ],
    [
      exchangeCommands.addMailboxFolderPermission({ mailbox, user, folder: 'Calendar', accessRights: 'Reviewer' }),
      `Add-MailboxFolderPermission -Identity '${mailbox}:\\Calendar' -User '${user}' -AccessRights 'Reviewer'`,
    ],
    [
      exchangeCommands.setMailboxFolderPermission({
        mailbox,
        user,
        folder: '\\\\Kalender',
        accessRights: 'Editor',
        sharingPermissionFlags: ['Delegate', 'CanViewPrivateItems'],
      }),
      `Set-MailboxFolderPermission -Identity '${mailbox}:\\Kalender' -User '${user}' -AccessRights 'Editor' -SharingPermissionFlags 'Delegate','CanViewPrivateItems'`,
    ],
    [
      exchangeCommands.getMailboxFolderPermission({ mailbox, user, folder: '\\Inbox\\\\Rooms' }),
      `Get-MailboxFolderPermission -Identity '${mailbox}:\\Inbox\\Rooms' -User '${user}'`,
    ],
    [
      exchangeCommands.addFullAccess({ mailbox, user }),
      `Add-MailboxPermission -Identity '${mailbox}' -User '${user}' -AccessRights 'FullAccess' -AutoMapping $false`,
    ],
    [
      exchangeCommands.addSendAs({ mailbox, user }),
      `Add-RecipientPermission -Identity '${mailbox}' -Trustee '${user}' -AccessRights 'SendAs'`,
    ],
    [
      exchangeCommands.setCalendarProcessing({
        mailbox,
        automateProcessing: 'AutoAccept',
        deleteSubject: false,
        addOrganizerToSubject: false,
        deleteComments: false,
        removePrivateProperty: false,
      }),
      `Set-CalendarProcessing -Identity '${mailbox}' -AutomateProcessing 'AutoAccept' -DeleteSubject $false -AddOrganizerToSubject $false -DeleteComments $false -RemovePrivateProperty $false`,
    ],
    [
      exchangeCommands.setCalendarProcessing({ mailbox, allowConflicts: true }),
      `Set-CalendarProcessing -Identity '${mailbox}' -AllowConflicts $true`,
    ],
  ])('writes %s', (command, expected) => {
    expect(command).toBe(expected);
  });

  it('writes the minimum profile of a delegate', () => {
    expect(exchangeCommands.delegateProfile({ mailbox, user, profile: 'minimum' })).toEqual([
      `Add-MailboxFolderPermission -Identity '${mailbox}:\\Calendar' -User '${user}' -AccessRights 'Editor' -SharingPermissionFlags 'Delegate','CanViewPrivateItems'`,
      `Add-MailboxFolderPermission -Identity '${mailbox}:\\Drafts' -User '${user}' -AccessRights 'FolderVisible'`,
    ]);
  });

  it('writes the wide profile, with folders in the mailbox’s language', () => {
    const folderNames = { calendar: 'Kalender', deletedItems: 'Gelöschte Elemente', drafts: 'Entwürfe' };
    expect(exchangeCommands.delegateProfile({ mailbox, user, profile: 'wide', folderNames })).toEqual(
      ['Kalender', 'Gelöschte Elemente', 'Entwürfe'].map(
        (folder) =>
          `Add-MailboxFolderPermission -Identity '${mailbox}:\\${folder}' -User '${user}' -AccessRights 'Editor'`,
      ),
    );
  });

  it.each([
    ['an empty address', () => exchangeCommands.addSendAs({ mailbox: '', user })],
    ['a blank user', () => exchangeCommands.addFullAccess({ mailbox, user: ' ' })],
    ['an address on two lines', () => exchangeCommands.addSendAs({ mailbox: `${mailbox}\nRemove-Mailbox`, user })],
    ['an application id that is none', () => exchangeCommands.testApplicationAccessPolicy({ appId: 'x', mailbox })],
    ['an object id that is none', () => exchangeCommands.newServicePrincipal({ appId, objectId: 'x' })],
    ['no folder', () => exchangeCommands.getMailboxFolderPermission({ mailbox, user, folder: '\\' })],
    [
      'no mailbox of a folder',
      () => exchangeCommands.getMailboxFolderPermission({ mailbox: '', user, folder: 'Calendar' }),
    ],
    ['an empty group', () => exchangeCommands.newManagementScope({ name: 'x', mailboxes: { memberOfGroup: '' } })],
    [
      'an attribute that does not exist',
      () => exchangeCommands.newManagementScope({ name: 'x', mailboxes: { customAttribute: 16, equals: 'y' } }),
    ],
  ])('refuses %s', (_, write) => {
    expect(write).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
  });
});
