import type { MailboxRequest } from './graph-context.ts';
import type { JsonObject, Mailbox } from './mailbox.ts';

/** `GET /me` and `GET /users/{id}`. */
export function getUser({ mailbox, graphBaseUrl }: MailboxRequest): JsonObject {
  return { '@odata.context': `${graphBaseUrl}/$metadata#users/$entity`, ...userJson(mailbox) };
}

/** The properties of a user that come without `$select`. */
export function userJson(mailbox: Mailbox): JsonObject {
  const [givenName = null, ...rest] = mailbox.displayName.split(' ');
  return {
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
