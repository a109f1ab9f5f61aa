import { CalendarError } from '@kalends/core';
import type { CallOptions } from '@kalends/core';
import { contactOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { noAnswer, repeatable } from '../client/graph-writer.ts';
import type { GraphSession } from '../graph-session.ts';
import { contactPath, requirePersonal, writingContacts } from './contact-access.ts';

const operation = 'contacts.delete';

/** Deletes a personal contact; one that is gone is no error. */
export async function deleteContact(
  session: GraphSession,
  options: CallOptions & { readonly contactId: string },
  signal: AbortSignal,
): Promise<void> {
  const { contactId } = parseOptions(contactOptionsSchema, options, operation);
  requirePersonal(contactId);
  try {
    await session.writer.write({
      operation,
      signal,
      method: 'DELETE',
      permission: writingContacts,
      path: contactPath(session, contactId),
      answer: noAnswer,
      settle: repeatable,
    });
  } catch (error) {
    if (!CalendarError.is(error) || !isGone(error)) throw error;
  }
}

/** What lies in Deleted Items already can be refused as an invalid request. */
function isGone({ code, status, vendorCode }: CalendarError): boolean {
  return code === 'notFound' || (status === 400 && vendorCode?.toLowerCase() === 'errorinvalidrequest');
}
