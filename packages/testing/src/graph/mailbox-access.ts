import { personalAccountTenantId } from '../entra/entra-tenant.ts';
import type { AccessRule } from './access-rules.ts';
import type { GraphCaller } from './graph-caller.ts';
import { accessDenied, GraphRefusal, privilegesMissing } from './graph-error.ts';
import type { GraphTenant } from './graph-context.ts';
import type { Mailbox } from './mailbox.ts';

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
  rule: AccessRule,
): ReadonlySet<string> {
  const isOwn = caller.kind === 'user' && mailbox.objectId === caller.objectId;
  refusePersonalAccount(caller, rule);
  if (rule.isDirectory === true) {
    if (!hasOneOf(caller.permissions, isOwn ? rule.own : (rule.shared ?? []))) throw privilegesMissing();
    return caller.permissions;
  }
  const permissions = caller.kind === 'app' ? forApplication(tenant, caller, mailbox, rule) : caller.permissions;
  const isEnough =
    caller.kind === 'user' && !isOwn
      ? hasFullAccess(tenant, caller, mailbox) && hasOneOf(permissions, rule.shared ?? [])
      : hasOneOf(permissions, rule.own);
  if (!isEnough) throw accessDenied();
  if (mailbox.hosting !== 'exchangeOnline') throw mailboxNotEnabled();
  return permissions;
}

/**
 * The same for things of the whole tenant.
 *
 * @throws GraphRefusal 403, or as a personal account is refused.
 */
export function checkTenantAccess(caller: GraphCaller, rule: AccessRule): void {
  refusePersonalAccount(caller, rule);
  if (!hasOneOf(caller.permissions, rule.own)) throw privilegesMissing();
}

/** Whether somebody may use the mailbox of somebody else as their own. */
export function hasFullAccess(
  { mailboxPermissions, directory }: GraphTenant,
  caller: GraphCaller,
  mailbox: Mailbox,
): boolean {
  return mailboxPermissions.some(
    ({ mailbox: owner, delegate, rights }) =>
      owner === mailbox.companyId &&
      directory.byCompanyId(delegate)?.objectId === caller.objectId &&
      rights.includes('FullAccess'),
  );
}

/** Things that personal accounts lack are refused by the shape of the answer, not as a missing permission. */
function refusePersonalAccount({ tenantId }: GraphCaller, { personalRefusal }: AccessRule): void {
  if (tenantId !== personalAccountTenantId || personalRefusal === undefined) return;
  if (personalRefusal === 'emptyUnauthorized') throw new GraphRefusal(401, 'UnknownError', '');
  throw new GraphRefusal(400, 'BadRequest', 'This API is not supported for MSA accounts.');
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
  { own }: AccessRule,
): ReadonlySet<string> {
  const assigned = access.assignedPermissions(caller.clientId, mailbox);
  if (!access.isBlocked(caller.clientId, mailbox)) return new Set([...caller.permissions, ...assigned]);
  if (hasOneOf(caller.permissions, own) && !hasOneOf(new Set(assigned), own)) {
    const text = 'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.';
    throw new GraphRefusal(403, 'ErrorAccessDenied', text);
  }
  return new Set(assigned);
}

function hasOneOf(permissions: ReadonlySet<string>, anyOf: readonly string[]): boolean {
  return anyOf.some((name) => permissions.has(name));
}
