import { CalendarError } from '@kalends/core';
import type { Contact, ContactSource, FoundContacts, SearchContactsOptions } from '@kalends/core';
import { parseOptions, searchContactsOptionsSchema } from '@kalends/core/schemas';
import type { Session } from '../ews-session.ts';
import { sideBySide } from '../http/side-by-side.ts';
import { directoryContactOf, personalContactOf } from '../mapping/contact-mapping.ts';
import { findContacts } from '../operations/find-contacts.ts';
import { searchDirectory } from '../operations/search-directory.ts';
import { loadContacts } from './load-contacts.ts';

/** As many as the directory gives. */
const maxFound = 100;
const allSources: readonly ContactSource[] = ['personal', 'directory'];

/**
 * Looks for a text: anywhere in names, company and addresses of the mailbox's contacts, at the beginning of names and addresses in the
 * directory. A hundred of each are given at most.
 */
export async function searchContacts(
  session: Session,
  options: SearchContactsOptions,
  signal: AbortSignal,
): Promise<FoundContacts> {
  const { text, sources = allSources } = parseOptions(searchContactsOptionsSchema, options, 'contacts.search');
  const wanted = text.trim();
  if (wanted === '') {
    throw new CalendarError({
      code: 'invalidArgument',
      message: 'contacts.search: text is blank',
      provider: 'ews',
    });
  }
  const searches = allSources.filter((source) => sources.includes(source));
  const found = await sideBySide(signal, (ending) =>
    searches.map((source) => (source === 'personal' ? inMailbox : inDirectory)(session, wanted, ending)),
  );
  return { contacts: found.flat(), unavailable: [] };
}

async function inMailbox(session: Session, text: string, signal: AbortSignal): Promise<readonly Contact[]> {
  const { contacts } = await session.client.call(
    findContacts({ mailbox: session.mailbox, filter: { text }, offset: 0, maxEntries: maxFound }),
    signal,
  );
  const ids = contacts.flatMap(({ ItemId: item }) => item?.Id ?? []);
  return (await loadContacts(session, ids, signal)).map(personalContactOf);
}

async function inDirectory(session: Session, text: string, signal: AbortSignal): Promise<readonly Contact[]> {
  const entries = await session.client.call(searchDirectory(text), signal);
  return entries.flatMap((entry) => directoryContactOf(entry) ?? []);
}
