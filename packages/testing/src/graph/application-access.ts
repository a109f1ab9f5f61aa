import type { EmulatorClock } from '../server/emulator.ts';
import { DelayedSetting } from '../entra/delayed-setting.ts';
import type { Mailbox } from './mailbox.ts';

/** Limits an application to some mailboxes, or keeps it out of them (Exchange docs, "New-GraphAccessPolicy"). @public */
export interface GraphAccessPolicy {
  /** Client id of the application. */
  readonly clientId: string;
  /** `RestrictAccess`: members only. `DenyAccess`: everybody but the members. */
  readonly accessRight: 'RestrictAccess' | 'DenyAccess';
  /** Person and room ids, or addresses, of the members of the security group; members of groups inside it do not count. */
  readonly members: readonly string[];
}

/** Gives an application a role in some mailboxes (Exchange docs, "Role Based Access Control for Applications"). @public */
export interface GraphRoleAssignment {
  /** Client id of the application. */
  readonly clientId: string;
  /** For example `Application Calendars.Read`. */
  readonly role: string;
  /** Person and room ids, or addresses, inside the scope. */
  readonly members: readonly string[];
}

/** When a change of application access counts. @public */
export interface GraphAccessOptions {
  /** Milliseconds on the emulator's clock; the service takes from half an hour to more than an hour. Default 0. */
  readonly effectiveAfterMs?: number;
  /** GUID. Default: the emulator's first tenant. */
  readonly tenantId?: string;
}

/** What applications may do in the mailboxes of one tenant, beside their roles in Entra. */
export class ApplicationAccess {
  readonly policies: DelayedSetting<readonly GraphAccessPolicy[]>;
  readonly assignments: DelayedSetting<readonly GraphRoleAssignment[]>;

  constructor(clock: EmulatorClock) {
    this.policies = new DelayedSetting<readonly GraphAccessPolicy[]>(clock, []);
    this.assignments = new DelayedSetting<readonly GraphRoleAssignment[]>(clock, []);
  }

  /** Whether policies keep an application out of a mailbox. A denial wins over everything. */
  isBlocked(clientId: string, mailbox: Mailbox): boolean {
    return isBlockedBy(this.policies.current, clientId, mailbox);
  }

  /** The same by what was set last, whether it counts already or not. */
  isGoingToBeBlocked(clientId: string, mailbox: Mailbox): boolean {
    return isBlockedBy(this.policies.latest, clientId, mailbox);
  }

  /** Lower-case permissions that role assignments give in a mailbox. */
  assignedPermissions(clientId: string, mailbox: Mailbox): readonly string[] {
    return this.assignments.current
      .filter((assignment) => assignment.clientId === clientId && isAmong(assignment.members, mailbox))
      .flatMap(({ role }) => permissionsOfRole(role));
  }
}

function isBlockedBy(policies: readonly GraphAccessPolicy[], clientId: string, mailbox: Mailbox): boolean {
  const own = policies.filter((policy) => policy.clientId === clientId);
  const restrictions = own.filter(({ accessRight }) => accessRight === 'RestrictAccess');
  const isMember = ({ members }: GraphAccessPolicy): boolean => isAmong(members, mailbox);
  if (own.some((policy) => policy.accessRight === 'DenyAccess' && isMember(policy))) return true;
  return restrictions.length > 0 && !restrictions.some(isMember);
}

function isAmong(members: readonly string[], { companyId, address }: Mailbox): boolean {
  return members.some((member) => member === companyId || member.toLowerCase() === address.toLowerCase());
}

function permissionsOfRole(role: string): readonly string[] {
  const [, name] = /^Application (.+)$/.exec(role) ?? [];
  if (name === undefined) throw new RangeError('Roles for applications are called "Application …"');
  if (name === 'Exchange Full Access')
    return ['calendars.readwrite', 'contacts.readwrite', 'mailboxsettings.readwrite'];
  return [name.toLowerCase()];
}
