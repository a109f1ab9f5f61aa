import type { Account } from '../store/account.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';

/**
 * Limits which mailboxes an application with `full_access_as_app` may open, by the members of a security group:
 * `RestrictAccess` opens theirs only, `DenyAccess` all but theirs. Where both speak of a mailbox, denial wins.
 *
 * @public
 */
export interface ApplicationAccessPolicy {
  readonly clientId: string;
  readonly accessRight: 'RestrictAccess' | 'DenyAccess';
  /** Ids in the company, or addresses, of the group's members. Members of groups inside the group are not members. */
  readonly members: readonly string[];
}

/**
 * RBAC for Applications: the role `Application EWS.AccessAsApp`, which opens the mailboxes of a scope to an application
 * without any permission in its token. Policies do not limit it.
 *
 * @public
 */
export interface ApplicationRoleAssignment {
  readonly clientId: string;
  /** Ids in the company, or addresses, of the mailboxes in the scope. Default: all. */
  readonly mailboxes?: readonly string[];
}

/** What applications may open. @public */
export interface ApplicationAccess {
  /** Default: none, so that the permission in a token opens every mailbox. */
  readonly policies?: readonly ApplicationAccessPolicy[];
  /** Default: none. */
  readonly roleAssignments?: readonly ApplicationRoleAssignment[];
}

/** What `Test-ApplicationAccessPolicy` answers. @public */
export interface ApplicationAccessTest {
  readonly appId: string;
  /** Primary address. */
  readonly mailbox: string;
  readonly mailboxId: string;
  readonly mailboxSid: string;
  readonly accessCheckResult: 'Granted' | 'Denied';
}

/** Whether the rules open a mailbox to an application. */
export function opensMailbox(
  { policies = [], roleAssignments = [] }: ApplicationAccess,
  application: { readonly clientId: string; readonly hasFullAccess: boolean },
  mailbox: Account,
  store: ExchangeStore,
): boolean {
  const includes = (people: readonly string[]): boolean => people.some((who) => store.findAccount(who) === mailbox);
  const { clientId, hasFullAccess } = application;
  const byRole = roleAssignments.some(
    (assignment) =>
      assignment.clientId === clientId && (assignment.mailboxes === undefined || includes(assignment.mailboxes)),
  );
  if (byRole || !hasFullAccess) return byRole;
  const own = policies.filter((policy) => policy.clientId === clientId);
  if (own.some(({ accessRight, members }) => accessRight === 'DenyAccess' && includes(members))) return false;
  const restricting = own.filter(({ accessRight }) => accessRight === 'RestrictAccess');
  return restricting.length === 0 || restricting.some(({ members }) => includes(members));
}

/** Whether an application has a role, so that its tokens need no permission of their own. */
export function hasApplicationRole({ roleAssignments = [] }: ApplicationAccess, clientId: string): boolean {
  return roleAssignments.some((assignment) => assignment.clientId === clientId);
}

/** Answers as the cmdlet does: by the rules as they are set, felt already or not. */
export function testApplicationAccess(
  rules: ApplicationAccess,
  clientId: string,
  mailbox: Account,
  store: ExchangeStore,
): ApplicationAccessTest {
  return {
    appId: clientId,
    mailbox: mailbox.address,
    mailboxId: mailbox.mailboxGuid,
    mailboxSid: mailbox.sid,
    accessCheckResult: opensMailbox(rules, { clientId, hasFullAccess: true }, mailbox, store) ? 'Granted' : 'Denied',
  };
}
