import { CalendarError, retryWrite } from '@kalends/core';
import type { CallOptions } from '@kalends/core';
import { contactOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { Session } from '../ews-session.ts';
import { deleteContactItem } from '../operations/write-contact.ts';
import { findContact } from './load-contacts.ts';
import { requirePersonal } from './require-personal.ts';

/**
 * Deletes a contact, into Deleted Items as people do. A delegate may not write into the owner's Deleted Items: there it becomes one of
 * the recoverable items.
 */
export async function deleteContact(
  session: Session,
  options: CallOptions & { readonly contactId: string },
  signal: AbortSignal,
): Promise<void> {
  const { contactId } = parseOptions(contactOptionsSchema, options, 'contacts.delete');
  requirePersonal(contactId, 'contacts.delete');
  // DeleteItem takes the id of anything: what is no contact stays.
  if ((await findContact(session, contactId, 'place', signal)) === undefined) return;
  const deletion = deleteContactItem(contactId, session.mailbox === undefined ? 'MoveToDeletedItems' : 'SoftDelete');
  const { runtime, retry } = session.settings;
  try {
    await retryWrite(runtime, () => session.client.once(deletion, signal), {
      policy: retry,
      signal,
      isIdempotent: true,
    });
  } catch (error) {
    if (!CalendarError.is(error) || error.code !== 'notFound') throw error;
  }
}
