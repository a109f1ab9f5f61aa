import type { CallOptions, Contact } from '@kalends/core';
import { contactOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { Session } from '../ews-session.ts';
import { directoryAddressOf, directoryContactOf, personalContactOf } from '../mapping/contact-mapping.ts';
import { searchDirectory } from '../operations/search-directory.ts';
import { noContact, requireContact } from './load-contacts.ts';

/** Reads one contact, of the mailbox or of the directory. */
export async function getContact(
  session: Session,
  options: CallOptions & { readonly contactId: string },
  signal: AbortSignal,
): Promise<Contact> {
  const { contactId } = parseOptions(contactOptionsSchema, options, 'contacts.get');
  const address = directoryAddressOf(contactId);
  if (address === undefined) return personalContactOf(await requireContact(session, contactId, 'content', signal));

  // The search is by the beginning of an address, so others can be found with it.
  const entries = await session.client.call(searchDirectory(`smtp:${address}`), signal);
  const found = entries.flatMap((entry) => directoryContactOf(entry) ?? []).find(({ id }) => isSame(id, contactId));
  if (found === undefined) throw noContact('Nobody in the directory has this id');
  return found;
}

function isSame(id: string, other: string): boolean {
  return id.toLowerCase() === other.toLowerCase();
}
