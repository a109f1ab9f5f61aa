import { privilegesMissing } from './graph-error.ts';
import type { MailboxRequest } from './graph-context.ts';
import type { JsonObject } from './mailbox.ts';

/**
 * `POST revokeSignInSessions` (Graph docs, "user: revokeSignInSessions").
 *
 * @throws GraphRefusal 403 for a signed-in user who wants to sign out somebody else without being an administrator.
 */
export function revokeSignInSessions({ context, caller, mailbox, graphBaseUrl }: MailboxRequest): JsonObject {
  const { directory, grants } = context.entra;
  const isOwn = mailbox.objectId === caller.objectId;
  if (caller.kind === 'user' && !isOwn && directory.userByObjectId(caller.objectId)?.isAdministrator !== true) {
    throw privilegesMissing();
  }
  grants.revokeSessions(mailbox.objectId);
  return { '@odata.context': `${graphBaseUrl}/$metadata#Edm.Boolean`, value: true };
}
