import { CalendarError } from '@kalends/core';
import type { Contact, CreateContactOptions } from '@kalends/core';
import { createContactOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { jsonAnswer } from '../client/graph-reader.ts';
import { noAnswer, repeatable } from '../client/graph-writer.ts';
import { newRequestId } from '../client/request-id.ts';
import type { GraphSession } from '../graph-session.ts';
import { contactOnWire, mapContact } from '../mapping/contact-mapping.ts';
import { checkPlaces } from '../mapping/contact-places.ts';
import { contactWireSchema } from '../wire/contact-wire.ts';
import type { ContactWire } from '../wire/contact-wire.ts';
import { contactPath, writingContacts } from './contact-access.ts';
import { contactsWithKey, keyOnWire } from './contact-key.ts';

const operation = 'contacts.create';

/** Creates a contact in the contacts folder, once under each key. */
export async function createContact(
  session: GraphSession,
  options: CreateContactOptions,
  signal: AbortSignal,
): Promise<Contact> {
  const { contact, idempotencyKey } = parseOptions(createContactOptionsSchema, options, operation);
  checkPlaces(contact);
  const call = { operation, signal };
  const key = await keyOnWire(idempotencyKey ?? newRequestId(session.context.runtime.random));
  if (idempotencyKey !== undefined) {
    // Before the reading, which a narrower policy allows.
    await session.permit(writingContacts, signal);
    const [existing] = await contactsWithKey(session, key.value, call);
    if (existing !== undefined) return mapContact(existing);
  }
  let isUnclear = false;
  const created = await session.writer.write<ContactWire>({
    ...call,
    method: 'POST',
    permission: writingContacts,
    path: `${session.mailboxPath}/contacts`,
    body: { ...contactOnWire(contact), singleValueExtendedProperties: [key] },
    answer: jsonAnswer(contactWireSchema, 'the contact'),
    async settle() {
      isUnclear = true;
      const [existing] = await contactsWithKey(session, key.value, call);
      return existing === undefined ? { kind: 'notDone' } : { kind: 'done', value: existing };
    },
  });
  const mayBeTwo = isUnclear || idempotencyKey !== undefined;
  return mapContact(mayBeTwo ? await keepOne(session, key.value, created, call) : created);
}

/**
 * A first try that was thought lost may have come through after all, and another process may have used the same key in the same moment: the
 * oldest stays, whoever looks. The contact is there in any case, so what goes wrong
 * here is no failure of the call.
 */
async function keepOne(session: GraphSession, key: string, created: ContactWire, call: Call): Promise<ContactWire> {
  let kept = created;
  try {
    const [oldest = created, ...others] = await contactsWithKey(session, key, call);
    kept = oldest;
    for (const { id } of others) await remove(session, id, call);
  } catch (error) {
    if (!CalendarError.is(error) || error.code === 'aborted') throw error;
  }
  return kept;
}

function remove(session: GraphSession, contactId: string, call: Call): Promise<void> {
  return session.writer.write({
    ...call,
    method: 'DELETE',
    permission: writingContacts,
    path: contactPath(session, contactId),
    answer: noAnswer,
    settle: repeatable,
  });
}

interface Call {
  readonly operation: string;
  readonly signal: AbortSignal;
}
