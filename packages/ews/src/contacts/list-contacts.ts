import { CalendarError } from '@kalends/core';
import type { Contact, ListContactsOptions, Page } from '@kalends/core';
import { listContactsOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { Session } from '../ews-session.ts';
import { fingerprintOf } from '../events/page-token.ts';
import { personalContactOf } from '../mapping/contact-mapping.ts';
import { findContacts } from '../operations/find-contacts.ts';
import { readOffsetToken, writeOffsetToken } from '../paging/offset-token.ts';
import { loadContacts } from './load-contacts.ts';

const pageSize = 200;

/** Reads one page of the contacts in the mailbox's own folder of contacts. */
export async function contactsPage(
  session: Session,
  options: ListContactsOptions,
  signal: AbortSignal,
): Promise<Page<Contact>> {
  const { source, pageToken } = parseOptions(listContactsOptionsSchema, options, 'contacts.list');
  if (source === 'directory') {
    throw new CalendarError({
      code: 'unsupported',
      message: 'Exchange lets its directory be searched, and not be listed',
      provider: 'ews',
    });
  }
  const query = await fingerprintOf(['contacts', session.account.id, session.mailbox ?? null]);
  const offset = pageToken === undefined ? 0 : readOffsetToken(pageToken, query, 'contacts.list');
  const page = await session.client.call(
    findContacts({ mailbox: session.mailbox, filter: undefined, offset, maxEntries: pageSize }),
    signal,
  );
  const ids = page.contacts.flatMap(({ ItemId: item }) => item?.Id ?? []);
  const items = (await loadContacts(session, ids, signal)).map(personalContactOf);
  return page.nextOffset === undefined ? { items } : { items, nextPageToken: writeOffsetToken(query, page.nextOffset) };
}
