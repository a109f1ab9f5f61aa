import type { GraphCaller } from './graph-caller.ts';
import { accessDenied, GraphRefusal, privilegesMissing } from './graph-error.ts';
import type { GraphTenant } from './graph-context.ts';
import type { GraphRoute } from './graph-route.ts';
import type { Mailbox } from './mailbox.ts';

const ownCalendarReaders = [
  'calendars.readbasic',
  'calendars.readbasic.all',
  'calendars.read',
  'calendars.readwrite',
  'calendars.read.shared',
  'calendars.readwrite.shared',
];
const sharedCalendarReaders = ['calendars.read.shared', 'calendars.readwrite.shared'];
const settingsReaders = ['mailboxsettings.read', 'mailboxsettings.readwrite'];
const ownDirectoryReaders = ['user.read', 'user.readbasic.all', 'user.read.all'];
const directoryReaders = ['user.readbasic.all', 'user.read.all'];

/**
 * Decides what a caller may do with a mailbox, or with its directory object.
 *
 * @returns the permissions that count in this mailbox, lower case.
 * @throws GraphRefusal 403 when none of them is enough, 404 when the mailbox is not in Exchange Online.
 */
export function permissionsInMailbox(
  tenant: GraphTenant,
  caller: GraphCaller,
  mailbox: Mailbox,
  route: GraphRoute,
): ReadonlySet<string> {
  const isOwn = caller.kind === 'user' && mailbox.objectId === caller.objectId;
  if (route.resource === 'user') {
    if (!hasOneOf(caller.permissions, isOwn ? ownDirectoryReaders : directoryReaders)) throw privilegesMissing();
    return caller.permissions;
  }
  if (route.resource === 'revokeSignInSessions') {
    if (!hasOneOf(caller.permissions, ['user.revokesessions.all'])) throw privilegesMissing();
    return caller.permissions;
  }
  const permissions = caller.kind === 'app' ? forApplication(tenant, caller, mailbox, route) : caller.permissions;
  const isEnough =
    caller.kind === 'user' && !isOwn
      ? isDelegate(tenant, caller, mailbox) && isCalendarRoute(route) && hasOneOf(permissions, sharedCalendarReaders)
      : hasOneOf(permissions, readersOf(route));
  if (!isEnough) throw accessDenied();
  if (mailbox.hosting !== 'exchangeOnline') throw mailboxNotEnabled();
  return permissions;
}

/** 404 of a user without a mailbox in Exchange Online. */
function mailboxNotEnabled(): GraphRefusal {
  const text = 'The mailbox is either inactive, soft-deleted, or is hosted on-premise.';
  return new GraphRefusal(404, 'MailboxNotEnabledForRESTAPI', text);
}

/** Roles of Entra reach every mailbox that no policy closes; roles assigned in Exchange add what lies in their scope. */
function forApplication(
  { access }: GraphTenant,
  caller: GraphCaller,
  mailbox: Mailbox,
  route: GraphRoute,
): ReadonlySet<string> {
  const assigned = access.assignedPermissions(caller.clientId, mailbox);
  if (!access.isBlocked(caller.clientId, mailbox)) return new Set([...caller.permissions, ...assigned]);
  const readers = readersOf(route);
  if (hasOneOf(caller.permissions, readers) && !hasOneOf(new Set(assigned), readers)) {
    const text = 'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.';
    throw new GraphRefusal(403, 'ErrorAccessDenied', text);
  }
  return new Set(assigned);
}

function isDelegate({ mailboxPermissions, directory }: GraphTenant, caller: GraphCaller, mailbox: Mailbox): boolean {
  return mailboxPermissions.some(
    ({ mailbox: owner, delegate, rights }) =>
      owner === mailbox.companyId &&
      directory.byCompanyId(delegate)?.objectId === caller.objectId &&
      rights.includes('FullAccess'),
  );
}

function readersOf(route: GraphRoute): readonly string[] {
  if (route.resource === 'mailboxSettings') return settingsReaders;
  return route.resource === 'supportedTimeZones'
    ? [...ownDirectoryReaders, 'mailboxsettings.read']
    : ownCalendarReaders;
}

function isCalendarRoute({ resource }: GraphRoute): boolean {
  return resource !== 'mailboxSettings' && resource !== 'supportedTimeZones';
}

function hasOneOf(permissions: ReadonlySet<string>, anyOf: readonly string[]): boolean {
  return anyOf.some((name) => permissions.has(name));
}
