import { CalendarError } from '@kalends/core';

/** One application access policy (`New-ApplicationAccessPolicy`). @public */
export interface ApplicationAccessPolicy {
  /** Application (client) id. */
  readonly appId: string;
  /** `RestrictAccess`: only members of the group are open. `DenyAccess`: all but its members. */
  readonly accessRight: 'RestrictAccess' | 'DenyAccess';
  /** Address of the group, as in the memberships. */
  readonly group: string;
}

/** A group that policies can name. @public */
export interface AccessGroup {
  /** Mail address. */
  readonly address: string;
  /** Only a mail-enabled security group counts; Exchange takes no other for a policy. */
  readonly isSecurityGroup: boolean;
  /** Addresses of direct members: mailboxes, and other groups. */
  readonly members: readonly string[];
}

/** A mailbox as Exchange's directory has it. @public */
export interface AccessMailbox {
  /** Primary SMTP address. */
  readonly address: string;
  /** Directory id of the mailbox. */
  readonly id: string;
  /** Security identifier of its account. */
  readonly sid: string;
}

/** Options of {@link testApplicationAccess}. @public */
export interface TestApplicationAccessOptions {
  readonly appId: string;
  readonly mailbox: AccessMailbox;
  /** Policies of the organization, those of other applications included. */
  readonly policies: readonly ApplicationAccessPolicy[];
  /** Groups that the policies name. */
  readonly memberships: readonly AccessGroup[];
}

/** The answer of {@link testApplicationAccess}, with the members of the cmdlet's answer. @public */
export interface ApplicationAccessTest {
  readonly appId: string;
  readonly mailbox: string;
  readonly mailboxId: string;
  readonly mailboxSid: string;
  readonly accessCheckResult: 'Granted' | 'Denied';
}

/**
 * Evaluates application access policies as `Test-ApplicationAccessPolicy` does: without a policy for the application every
 * mailbox is open; a mailbox that a `DenyAccess` policy names is closed whatever else is said; with `RestrictAccess` policies only
 * members of one of their groups are open.
 *
 * Members are direct members. Exchange's answer for groups inside groups is not promised by its documentation, so a mailbox that
 * is a member through another group alone counts as none: put it into the group itself.
 *
 * That the answer is Granted does not mean that calls succeed already: an hour or more may pass, see the setting `testedAccess`.
 *
 * @throws CalendarError `invalidArgument` when a policy names a group that is not among the memberships, or is no security group.
 * @see {@link https://learn.microsoft.com/exchange/permissions-exo/application-access-policies | Limit application permissions to specific mailboxes}
 * @public
 */
export function testApplicationAccess(options: TestApplicationAccessOptions): ApplicationAccessTest {
  const { appId, mailbox, memberships } = options;
  const policies = options.policies.filter((policy) => isSame(policy.appId, appId));
  const isNamedBy = (policy: ApplicationAccessPolicy): boolean => {
    const group = memberships.find(({ address }) => isSame(address, policy.group));
    if (group === undefined) throw invalid('a policy names a group whose members were not given');
    if (!group.isSecurityGroup) throw invalid('a policy names a group that is no mail-enabled security group');
    return group.members.some((member) => isSame(member, mailbox.address));
  };
  // Every policy is looked at, so that a mistake in one shows whatever the others say.
  const named = policies.map((policy) => ({ accessRight: policy.accessRight, isNamed: isNamedBy(policy) }));
  const restricting = named.filter(({ accessRight }) => accessRight === 'RestrictAccess');
  const isDenied = named.some(({ accessRight, isNamed }) => accessRight === 'DenyAccess' && isNamed);
  const isOutside = restricting.length > 0 && !restricting.some(({ isNamed }) => isNamed);
  return {
    appId,
    mailbox: mailbox.address,
    mailboxId: mailbox.id,
    mailboxSid: mailbox.sid,
    accessCheckResult: isDenied || isOutside ? 'Denied' : 'Granted',
  };
}

function isSame(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

function invalid(what: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message: `testApplicationAccess: ${what}`, provider: 'ews' });
}
