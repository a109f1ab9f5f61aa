import { CalendarError } from '@kalends/core';
import type { Session, SessionCall } from '../session.ts';
import { base64Url } from '../page-token.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { wirePeoplePageSchema } from '../wire/person.ts';
import { contactSources, readPeople } from './contact-access.ts';
import type { ContactAccess } from './contact-access.ts';

/** Name of the mark among a contact's client data, which people do not get to see. */
export const markKey = 'kalends.creation';

const pageSize = 1_000;

/** Pages after which an account has more contacts than Google keeps. */
const maxPages = 1_000;

/**
 * What a contact that is created gets to be found by.
 *
 * @param idempotencyKey - Default: one of this call.
 */
export async function markOf(session: Session, idempotencyKey: string | undefined): Promise<string> {
  const { account, runtime } = session;
  const key = idempotencyKey ?? base64Url(runtime.random.bytes(16));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify([account.id, key])));
  return base64Url(new Uint8Array(digest));
}

/**
 * Looks for the contact with a mark among all contacts, the latest change first: Google searches no client data.
 *
 * @param options.isRecent - It can only just have been made: the first page will do.
 * @returns The contact's id.
 */
export async function findByMark(
  session: Session,
  access: ContactAccess,
  call: SessionCall,
  { mark, isRecent }: { readonly mark: string; readonly isRecent: boolean },
): Promise<string | undefined> {
  let pageToken: string | undefined;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const params = {
      resourceName: 'people/me',
      personFields: 'clientData',
      sources: contactSources,
      sortOrder: 'LAST_MODIFIED_DESCENDING',
      pageSize,
      fields: 'nextPageToken,connections(resourceName,clientData(key,value))',
      ...(pageToken === undefined ? {} : { pageToken }),
    };
    const data = await readPeople(session, access, call, (client, requestOptions) =>
      client.people.connections.list(params, requestOptions),
    );
    const page = parseWire(wirePeoplePageSchema, data);
    const found = page.connections?.find(({ clientData }) =>
      clientData?.some(({ key, value }) => key === markKey && value === mark),
    );
    if (found !== undefined) return found.resourceName;
    if (!page.nextPageToken || isRecent) return undefined;
    if (page.nextPageToken === pageToken) break;
    pageToken = page.nextPageToken;
  }
  throw new CalendarError({
    code: 'invalidResponse',
    message: 'The service keeps naming further pages without coming to an end',
    provider: 'google',
    operation: call.operation,
  });
}
