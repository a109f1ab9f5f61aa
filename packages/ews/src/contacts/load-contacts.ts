import { CalendarError } from '@kalends/core';
import type { Session } from '../ews-session.ts';
import { askForEach } from '../http/judged-batch.ts';
import { sideBySide } from '../http/side-by-side.ts';
import { getContacts } from '../operations/get-contacts.ts';
import type { ContactDetail } from '../operations/get-contacts.ts';
import { getFolder } from '../operations/get-folder.ts';
import { inBatches } from '../operations/in-batches.ts';
import type { WireContact } from '../wire/contact-shape.ts';

/** Contacts in one request. */
const contactsPerBatch = 100;

/** How Exchange answers for one contact that is gone since it was listed, or is not shown. */
const goneCodes: ReadonlySet<string> = new Set(['notFound', 'accessDenied']);

/** Reads contacts that were listed, in their order; those that are gone meanwhile, or hidden, are left out. */
export async function loadContacts(
  session: Session,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly WireContact[]> {
  const batches = await sideBySide(signal, (ending) =>
    inBatches(ids, contactsPerBatch).map((batch) =>
      askForEach(session.client, { keys: batch, callOf: (keys) => getContacts(keys, 'content'), signal: ending }),
    ),
  );
  return batches.flat().flatMap((result) => {
    if (result.kind === 'done') return result.value ?? [];
    if (goneCodes.has(result.error.code)) return [];
    throw result.error;
  });
}

/**
 * Reads one contact by an id that came from outside: it may be that of something else, or of another mailbox, which whoever signs in
 * may have rights on, too.
 *
 * @returns `undefined` when it is gone.
 * @throws CalendarError `notFound` for what is no contact of this mailbox.
 */
export async function findContact(
  session: Session,
  contactId: string,
  detail: ContactDetail,
  signal: AbortSignal,
): Promise<WireContact | undefined> {
  const [result] = await askForEach(session.client, {
    keys: [contactId],
    callOf: (keys) => getContacts(keys, detail),
    signal,
  });
  if (result?.kind === 'failed') {
    if (result.error.code === 'notFound') return undefined;
    throw result.error;
  }
  const contact = result?.value;
  if (contact === undefined) throw noContact('The id names something that is no contact');
  if (session.mailbox !== undefined) {
    const folder = await session.client.call(getFolder({ name: 'contacts', mailbox: session.mailbox }), signal);
    if (folder.FolderId?.Id === undefined || folder.FolderId.Id !== contact.ParentFolderId?.Id) {
      throw noContact('The id names no contact of this mailbox');
    }
  }
  return contact;
}

/** {@link findContact} for one that has to be there. */
export async function requireContact(
  session: Session,
  contactId: string,
  detail: ContactDetail,
  signal: AbortSignal,
): Promise<WireContact> {
  const contact = await findContact(session, contactId, detail, signal);
  if (contact === undefined) throw noContact('There is no contact with this id, or this account may not see it');
  return contact;
}

/** An error for an id that leads to no contact. */
export function noContact(message: string): CalendarError {
  return new CalendarError({ code: 'notFound', message, provider: 'ews' });
}
