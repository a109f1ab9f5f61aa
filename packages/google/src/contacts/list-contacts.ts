import { CalendarError } from '@kalends/core';
import type { Contact, ListContactsOptions, Page } from '@kalends/core';
import { listContactsOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { mapContact } from '../mapping/contact.ts';
import { openPageToken, sealPageToken } from '../page-token.ts';
import type { Session, SessionCall } from '../session.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { personFields, personMask, wirePeoplePageSchema } from '../wire/person.ts';
import { contactSources, readPeople, requireContactScopes } from './contact-access.ts';
import type { ContactAccess } from './contact-access.ts';
import { directorySources, hasDirectory, unlessWithoutDirectory } from './directory-people.ts';

/** The most Google gives at once. */
const pageSize = 1_000;

/** Reads one page of the account's contacts, or of the organization's directory. */
export async function listContacts(
  session: Session,
  access: ContactAccess,
  options: ListContactsOptions,
  pageToken: string | undefined,
): Promise<Page<Contact>> {
  const operation = 'contacts.list';
  const { signal, source = 'personal' } = parseOptions(listContactsOptionsSchema, options, operation);
  const query = [operation, session.account.id, source];
  const vendorToken = pageToken === undefined ? undefined : await openPageToken(query, pageToken, operation);
  const call = { operation, signal };
  const data =
    source === 'personal'
      ? await readContacts(session, access, call, vendorToken)
      : await readDirectoryPeople(session, access, call, vendorToken);
  const page = parseWire(wirePeoplePageSchema, data);
  const people = (source === 'personal' ? page.connections : page.people) ?? [];
  const items = people.filter(({ metadata }) => metadata?.deleted !== true).map((person) => mapContact(person, source));
  return page.nextPageToken ? { items, nextPageToken: await sealPageToken(query, page.nextPageToken) } : { items };
}

function readContacts(
  session: Session,
  access: ContactAccess,
  call: SessionCall,
  pageToken: string | undefined,
): Promise<unknown> {
  requireContactScopes(['readContacts'], access, call.operation);
  const params = {
    resourceName: 'people/me',
    personFields: personMask,
    sources: contactSources,
    pageSize,
    fields: `nextPageToken,connections(${personFields})`,
    ...(pageToken === undefined ? {} : { pageToken }),
  };
  return readPeople(session, access, call, (client, requestOptions) =>
    client.people.connections.list(params, requestOptions),
  );
}

async function readDirectoryPeople(
  session: Session,
  access: ContactAccess,
  call: SessionCall,
  pageToken: string | undefined,
): Promise<unknown> {
  if (!hasDirectory(session, access)) throw withoutDirectory(access, call.operation);
  requireContactScopes(['readDirectory'], access, call.operation);
  const params = {
    readMask: personMask,
    sources: directorySources,
    pageSize,
    fields: `nextPageToken,people(${personFields})`,
    ...(pageToken === undefined ? {} : { pageToken }),
  };
  const answer = await unlessWithoutDirectory(() =>
    readPeople(session, access, call, (client, requestOptions) =>
      client.people.listDirectoryPeople(params, requestOptions),
    ),
  );
  if (answer === undefined) throw withoutDirectory(access, call.operation);
  return answer.data;
}

function withoutDirectory({ directory }: ContactAccess, operation: string): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: directory
      ? `${operation}: this account belongs to no organization that has a directory`
      : `${operation}: the directory is closed; the setting contacts.directory of google() opens it`,
    provider: 'google',
    operation,
  });
}
