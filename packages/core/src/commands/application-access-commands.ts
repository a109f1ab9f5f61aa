import { CalendarError } from '../errors/calendar-error.ts';
import { normalizeAppId } from '../authorization/add-in.ts';
import { formatCommand } from './format-command.ts';

/** Settings of {@link ApplicationAccessCommands.newApplicationAccessPolicy}. @public */
export interface ApplicationAccessPolicyCommand {
  /** Application (client) id. */
  readonly appId: string;
  /** Address of a mail-enabled security group; another kind of group has no effect. */
  readonly group: string;
  /** `RestrictAccess`: members only. `DenyAccess`: everybody but members. */
  readonly accessRight: 'RestrictAccess' | 'DenyAccess';
  readonly description?: string;
}

/** Roles that an application can be given over mailboxes (Exchange, "RBAC for Applications"). @public */
export type ApplicationRole =
  | 'Application Calendars.Read'
  | 'Application Calendars.ReadWrite'
  | 'Application Contacts.Read'
  | 'Application Contacts.ReadWrite'
  | 'Application MailboxSettings.Read'
  | 'Application MailboxSettings.ReadWrite'
  | 'Application EWS.AccessAsApp';

/** Which mailboxes a management scope holds. @public */
export type MailboxFilter =
  /** Members of a group, by the group's distinguished name. */
  | { readonly memberOfGroup: string }
  /** Mailboxes with this text in a custom attribute, 1 to 15. */
  | { readonly customAttribute: number; readonly equals: string };

/** Commands that say which mailboxes an application may reach. Each returns one line. @public */
export interface ApplicationAccessCommands {
  /** `New-ApplicationAccessPolicy`: the older way, still honoured. An hour or more passes before it has effect. */
  newApplicationAccessPolicy(settings: ApplicationAccessPolicyCommand): string;
  /** `Test-ApplicationAccessPolicy`: says Granted or Denied, often before that is true of calls. */
  testApplicationAccessPolicy(settings: { readonly appId: string; readonly mailbox: string }): string;
  /** `New-ServicePrincipal`: makes an application known to Exchange. */
  newServicePrincipal(settings: {
    readonly appId: string;
    /** Object id of the enterprise application, not of its registration. */
    readonly objectId: string;
    readonly displayName?: string;
  }): string;
  /** `New-ManagementScope`: names a set of mailboxes. */
  newManagementScope(settings: { readonly name: string; readonly mailboxes: MailboxFilter }): string;
  /**
   * `New-ManagementRoleAssignment` for an application. Grants add up: a permission that was consented to in Entra ID still
   * reaches every mailbox.
   */
  newApplicationRoleAssignment(settings: {
    /** Object id of the enterprise application. */
    readonly objectId: string;
    readonly role: ApplicationRole;
    /** Name of a management scope. Default: every mailbox of the organization. */
    readonly scope?: string;
  }): string;
  /** `Test-ServicePrincipalAuthorization`: what an application may do to a mailbox, not counting the service's cache. */
  testServicePrincipalAuthorization(settings: { readonly objectId: string; readonly mailbox: string }): string;
  /** `New-ManagementRoleAssignment` with `ApplicationImpersonation`, on a server of one's own. */
  newImpersonationAssignment(settings: {
    readonly name: string;
    /** The service account. */
    readonly user: string;
    /** Name of a management scope. Default: every mailbox. */
    readonly scope?: string;
  }): string;
}

/** {@link ApplicationAccessCommands}. */
export const applicationAccessCommands: ApplicationAccessCommands = {
  newApplicationAccessPolicy: ({ appId, group, accessRight, description }) =>
    formatCommand('New-ApplicationAccessPolicy', {
      AppId: guid('appId', appId),
      PolicyScopeGroupId: group,
      AccessRight: accessRight,
      Description: description,
    }),
  testApplicationAccessPolicy: ({ appId, mailbox }) =>
    formatCommand('Test-ApplicationAccessPolicy', { Identity: mailbox, AppId: guid('appId', appId) }),
  newServicePrincipal: ({ appId, objectId, displayName }) =>
    formatCommand('New-ServicePrincipal', {
      AppId: guid('appId', appId),
      ObjectId: guid('objectId', objectId),
      DisplayName: displayName,
    }),
  newManagementScope: ({ name, mailboxes }) =>
    formatCommand('New-ManagementScope', { Name: name, RecipientRestrictionFilter: recipientFilter(mailboxes) }),
  newApplicationRoleAssignment: ({ objectId, role, scope }) =>
    formatCommand('New-ManagementRoleAssignment', {
      App: guid('objectId', objectId),
      Role: role,
      CustomResourceScope: scope,
    }),
  testServicePrincipalAuthorization: ({ objectId, mailbox }) =>
    formatCommand('Test-ServicePrincipalAuthorization', { Identity: guid('objectId', objectId), Resource: mailbox }),
  newImpersonationAssignment: ({ name, user, scope }) =>
    formatCommand('New-ManagementRoleAssignment', {
      Name: name,
      Role: 'ApplicationImpersonation',
      User: user,
      CustomRecipientWriteScope: scope,
    }),
};

/** OPATH inside the PowerShell argument: a language of its own, in which a single quote is doubled as well. */
function recipientFilter(mailboxes: MailboxFilter): string {
  if ('memberOfGroup' in mailboxes) return `MemberOfGroup -eq ${opathQuote(mailboxes.memberOfGroup)}`;
  const { customAttribute, equals } = mailboxes;
  if (!Number.isInteger(customAttribute) || customAttribute < 1 || customAttribute > 15) {
    throw new CalendarError({ code: 'invalidArgument', message: 'customAttribute is a whole number from 1 to 15' });
  }
  return `CustomAttribute${customAttribute} -eq ${opathQuote(equals)}`;
}

function opathQuote(text: string): string {
  if (text.trim() === '') {
    throw new CalendarError({ code: 'invalidArgument', message: 'The value of a recipient filter is empty' });
  }
  return `'${text.replaceAll("'", "''")}'`;
}

function guid(name: string, text: string): string {
  const normalized = normalizeAppId(text);
  if (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(normalized)) return normalized;
  throw new CalendarError({
    code: 'invalidArgument',
    message: `${name} has the form 00000000-0000-0000-0000-000000000000`,
  });
}
