import { CalendarError } from '@kalends/core';
import type { ContactChange, ContactChanges, ContactChangesOptions } from '@kalends/core';
import { contactChangesOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { mapContact } from '../mapping/contact.ts';
import { openPageToken, sealPageToken } from '../page-token.ts';
import type { Session, SessionCall } from '../session.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { personFields, personMask, wirePeoplePageSchema } from '../wire/person.ts';
import type { WirePeoplePage, WirePerson } from '../wire/person.ts';
import { contactSources, readPeople, requireContactScopes } from './contact-access.ts';
import type { ContactAccess } from './contact-access.ts';

const pageSize = 1_000;

/** Pages after which an account has more contacts than Google keeps. */
const maxPages = 1_000;

/** Reads what happened to the account's contacts since a cursor, to the end: only there Google says where to go on. */
export async function contactChanges(
  session: Session,
  access: ContactAccess,
  options: ContactChangesOptions,
): Promise<ContactChanges> {
  const operation = 'contacts.changes';
  const { signal, cursor } = parseOptions(contactChangesOptionsSchema, options, operation);
  const query = [operation, session.account.id];
  const syncToken = cursor === undefined ? undefined : await openPageToken(query, cursor, operation, 'cursor');
  requireContactScopes(['readContacts'], access, operation);
  const call = { operation, signal };
  // A contact that changes in the middle of the walk can come twice; the later one counts.
  const changes = new Map<string, ContactChange>();
  let pageToken: string | undefined;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page = await readPage(session, access, call, { syncToken, pageToken });
    for (const person of page.connections ?? []) {
      for (const change of changesOf(person, syncToken !== undefined)) {
        const id = change.kind === 'changed' ? change.contact.id : change.contactId;
        changes.delete(id);
        changes.set(id, change);
      }
    }
    if (!page.nextPageToken) {
      if (!page.nextSyncToken) throw invalidResponse('The service ended its list without saying where to go on', call);
      const next = await sealPageToken(query, page.nextSyncToken);
      return { changes: [...changes.values()], cursor: next, isFull: syncToken === undefined };
    }
    if (page.nextPageToken === pageToken) break;
    pageToken = page.nextPageToken;
  }
  throw invalidResponse('The service keeps naming further pages without coming to an end', call);
}

async function readPage(
  session: Session,
  access: ContactAccess,
  call: SessionCall,
  { syncToken, pageToken }: { readonly syncToken: string | undefined; readonly pageToken: string | undefined },
): Promise<WirePeoplePage> {
  // Everything but the tokens has to be the same in every request, those of earlier cursors included.
  const params = {
    resourceName: 'people/me',
    personFields: personMask,
    sources: contactSources,
    pageSize,
    requestSyncToken: true,
    fields: `nextPageToken,nextSyncToken,connections(${personFields})`,
    ...(syncToken === undefined ? {} : { syncToken }),
    ...(pageToken === undefined ? {} : { pageToken }),
  };
  const data = await readPeople(session, access, call, (client, requestOptions) =>
    client.people.connections.list(params, requestOptions),
  );
  return parseWire(wirePeoplePageSchema, data);
}

/** What one entry says. A contact that got another id is gone under its former ones. */
function changesOf(person: WirePerson, isDelta: boolean): readonly ContactChange[] {
  const { resourceName, metadata } = person;
  const removed = (contactId: string): ContactChange => ({ kind: 'removed', contactId });
  const former = isDelta ? (metadata?.previousResourceNames ?? []).filter((name) => name !== resourceName) : [];
  if (metadata?.deleted === true) return isDelta ? [...former, resourceName].map(removed) : [];
  return [...former.map(removed), { kind: 'changed', contact: mapContact(person, 'personal') }];
}

function invalidResponse(message: string, { operation }: SessionCall): CalendarError {
  return new CalendarError({ code: 'invalidResponse', message, provider: 'google', operation });
}
