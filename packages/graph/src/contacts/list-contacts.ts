import { CalendarError } from '@kalends/core';
import type { Contact, ContactSource, ListContactsOptions, Page } from '@kalends/core';
import { listContactsOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { linkOfPageToken, pageToken, trustedLink } from '../client/page-link.ts';
import type { GraphSession } from '../graph-session.ts';
import { contactFields, mapContact, mapUser, userFields } from '../mapping/contact-mapping.ts';
import { contactPageWireSchema } from '../wire/contact-wire.ts';
import { userPageWireSchema } from '../wire/user-wire.ts';
import { isSourceLacking, readingContacts, sourceLacking } from './contact-access.ts';

const operation = 'contacts.list';

/** Graph's own default for contacts is 10. */
const pageSize = 200;

/** Reads one page of the contacts folder, or of the people in the directory. */
export async function listContacts(
  session: GraphSession,
  options: ListContactsOptions,
  place: { readonly sources: readonly ContactSource[]; readonly token: string | undefined },
  signal: AbortSignal,
): Promise<Page<Contact>> {
  const { source = 'personal' } = parseOptions(listContactsOptionsSchema, options, operation);
  if (!place.sources.includes(source)) throw sourceLacking();
  const { reader, account, context, mailboxPath } = session;
  const { graphBaseUrl } = context;
  const query = [operation, account.id, source];
  const link =
    place.token === undefined ? undefined : trustedLink(await linkOfPageToken(place.token, query), graphBaseUrl);
  const common = { operation, permission: readingContacts, link, signal };
  const pageOf = async (items: readonly Contact[], next: string | null | undefined): Promise<Page<Contact>> => ({
    items,
    ...(next ? { nextPageToken: await pageToken(trustedLink(next, graphBaseUrl), query) } : {}),
  });
  if (source === 'personal') {
    const page = await reader.read({
      ...common,
      path: `${mailboxPath}/contacts`,
      query: { $top: String(pageSize), $select: contactFields },
      schema: contactPageWireSchema,
      what: 'the list of contacts',
    });
    return pageOf(page.value.map(mapContact), page['@odata.nextLink']);
  }
  try {
    const page = await reader.read({
      ...common,
      path: '/users',
      query: { $top: String(pageSize), $select: userFields },
      schema: userPageWireSchema,
      what: 'the list of users',
    });
    return pageOf(page.value.map(mapUser), page['@odata.nextLink']);
  } catch (error) {
    if (CalendarError.is(error) && isSourceLacking(error)) throw sourceLacking(error);
    throw error;
  }
}
