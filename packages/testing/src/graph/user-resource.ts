import type { MailboxRequest } from './graph-context.ts';
import type { JsonObject } from './mailbox.ts';

/** `GET /me` and `GET /users/{id}`: the properties that come without `$select`. */
export function getUser({ mailbox, graphBaseUrl }: MailboxRequest): JsonObject {
  const [givenName = null, ...rest] = mailbox.displayName.split(' ');
  return {
    '@odata.context': `${graphBaseUrl}/$metadata#users/$entity`,
    businessPhones: [],
    displayName: mailbox.displayName,
    givenName,
    jobTitle: null,
    mail: mailbox.address,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname: rest.length === 0 ? null : rest.join(' '),
    userPrincipalName: mailbox.address,
    id: mailbox.objectId,
  };
}
