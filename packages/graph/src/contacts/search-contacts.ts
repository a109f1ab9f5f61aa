import type { Contact, ContactSource, FoundContacts, SearchContactsOptions } from '@kalends/core';
import { parseOptions, searchContactsOptionsSchema } from '@kalends/core/schemas';
import { together } from '../client/together.ts';
import type { GraphSession } from '../graph-session.ts';
import { contactFields, mapContact, mapUser, userFields } from '../mapping/contact-mapping.ts';
import { contactPageWireSchema } from '../wire/contact-wire.ts';
import { userPageWireSchema } from '../wire/user-wire.ts';
import { isSourceLacking, readingContacts } from './contact-access.ts';

const operation = 'contacts.search';

/** Most that a source gives: whoever finds so many types another letter. */
const maxFound = 100;

const allSources: readonly ContactSource[] = ['personal', 'directory'];

/**
 * Searches by the beginnings of names and, in the directory, of addresses; a whole address finds personal contacts too. Contacts cannot
 * be searched in other ways (Graph docs, "List contacts"), and the directory is asked in the same way so that both answer alike.
 */
export async function searchContacts(
  session: GraphSession,
  options: SearchContactsOptions,
  held: readonly ContactSource[],
  signal: AbortSignal,
): Promise<FoundContacts> {
  const { text, sources = allSources } = parseOptions(searchContactsOptionsSchema, options, operation);
  const wanted = allSources.filter((source) => sources.includes(source));
  const searchIn = async (source: ContactSource, either: AbortSignal): Promise<readonly Contact[] | undefined> => {
    if (!held.includes(source)) return undefined;
    const search = source === 'personal' ? searchPersonal : searchDirectory;
    try {
      return await search(session, text, either);
    } catch (error) {
      if (isSourceLacking(error)) return undefined;
      throw error;
    }
  };
  const found = await together(signal, (either) => Promise.all(wanted.map((source) => searchIn(source, either))));
  return {
    contacts: found.flatMap((contacts) => contacts ?? []),
    unavailable: wanted.filter((_source, index) => found[index] === undefined),
  };
}

async function searchPersonal(session: GraphSession, text: string, signal: AbortSignal): Promise<readonly Contact[]> {
  const value = literal(text);
  const filters = [
    ['displayName', 'givenName', 'surname'].map((name) => `startswith(${name},${value})`).join(' or '),
    ...(text.includes('@') ? [`emailAddresses/any(a:a/address eq ${value})`] : []),
  ];
  const pages = await Promise.all(
    filters.map((filter) =>
      session.reader.read({
        operation,
        permission: readingContacts,
        path: `${session.mailboxPath}/contacts`,
        query: { $filter: filter, $top: String(maxFound), $select: contactFields },
        schema: contactPageWireSchema,
        what: 'the contacts found',
        signal,
      }),
    ),
  );
  const byId = new Map(pages.flatMap(({ value: contacts }) => contacts).map((contact) => [contact.id, contact]));
  return [...byId.values()].map(mapContact);
}

async function searchDirectory(session: GraphSession, text: string, signal: AbortSignal): Promise<readonly Contact[]> {
  const value = literal(text);
  const names = ['displayName', 'givenName', 'surname', 'mail', 'userPrincipalName'];
  const { value: users } = await session.reader.read({
    operation,
    permission: readingContacts,
    path: '/users',
    query: {
      $filter: names.map((name) => `startswith(${name},${value})`).join(' or '),
      $top: String(maxFound),
      $select: userFields,
    },
    schema: userPageWireSchema,
    what: 'the users found',
    signal,
  });
  return users.map(mapUser);
}

/** A text in a filter; a quote in it is doubled (OData 4.01, part 2, section 5.1.1.14.1). */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
