import type { Contact, ContactSource, FoundContacts, SearchContactsOptions } from '@kalends/core';
import { parseOptions, searchContactsOptionsSchema } from '@kalends/core/schemas';
import { mapContact } from '../mapping/contact.ts';
import type { Session, SessionCall } from '../session.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { personFields, personMask, wirePeoplePageSchema } from '../wire/person.ts';
import { contactSources, readPeople, requireContactScopes } from './contact-access.ts';
import type { ContactAccess } from './contact-access.ts';
import { directorySources, hasDirectory, unlessWithoutDirectory } from './directory-people.ts';

/** The most contacts Google finds. */
const maxContacts = 30;

/** People of the directory that are taken; there may be more. */
const maxDirectoryPeople = 100;

/** Looks for people in every source that the account has. */
export async function searchContacts(
  session: Session,
  access: ContactAccess,
  options: SearchContactsOptions,
): Promise<FoundContacts> {
  const operation = 'contacts.search';
  const {
    signal,
    text,
    sources = access.directory ? ['personal', 'directory'] : ['personal'],
  } = parseOptions(searchContactsOptionsSchema, options, operation);
  const call = { operation, signal };
  const asked = [...new Set(sources)];
  const found = await Promise.all(
    asked.map((source) =>
      source === 'personal'
        ? searchPersonal(session, access, call, text)
        : searchDirectory(session, access, call, text),
    ),
  );
  return {
    contacts: found.flatMap((contacts) => contacts ?? []),
    unavailable: asked.filter((_, index): boolean => found[index] === undefined) satisfies readonly ContactSource[],
  };
}

async function searchPersonal(
  session: Session,
  access: ContactAccess,
  call: SessionCall,
  text: string,
): Promise<readonly Contact[]> {
  requireContactScopes(['readContacts'], access, call.operation);
  const search = (query: string, fields: string): Promise<unknown> =>
    readPeople(session, access, call, (client, requestOptions) =>
      client.people.searchContacts(
        { query, readMask: personMask, sources: contactSources, pageSize: maxContacts, fields },
        requestOptions,
      ),
    );
  // Searches look through a cache, which a search for nothing brings up to date.
  await search('', 'results/person/resourceName');
  const { results } = parseWire(wirePeoplePageSchema, await search(text, `results/person(${personFields})`));
  return (results ?? []).flatMap(({ person }) => (person ? [mapContact(person, 'personal')] : []));
}

async function searchDirectory(
  session: Session,
  access: ContactAccess,
  call: SessionCall,
  text: string,
): Promise<readonly Contact[] | undefined> {
  if (!hasDirectory(session, access)) return undefined;
  requireContactScopes(['readDirectory'], access, call.operation);
  const answer = await unlessWithoutDirectory(() =>
    readPeople(session, access, call, (client, requestOptions) =>
      client.people.searchDirectoryPeople(
        {
          query: text,
          readMask: personMask,
          sources: directorySources,
          pageSize: maxDirectoryPeople,
          fields: `people(${personFields})`,
        },
        requestOptions,
      ),
    ),
  );
  if (answer === undefined) return undefined;
  const { people } = parseWire(wirePeoplePageSchema, answer.data);
  return (people ?? []).map((person) => mapContact(person, 'directory'));
}
