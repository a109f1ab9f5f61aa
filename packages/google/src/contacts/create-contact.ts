import { CalendarError } from '@kalends/core';
import type { Contact, CreateContactOptions } from '@kalends/core';
import { createContactOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { personChange } from '../mapping/contact-change.ts';
import { mapContact } from '../mapping/contact.ts';
import type { Session, SessionCall } from '../session.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { personFields, personMask, wirePersonSchema } from '../wire/person.ts';
import { contactSources, peopleCall, requireWriting } from './contact-access.ts';
import type { ContactAccess } from './contact-access.ts';
import { findByMark, markKey, markOf } from './creation-mark.ts';
import { inTurn } from './in-turn.ts';
import { isNotFound, readPerson } from './read-person.ts';
import { requireWholeText } from './require-whole-text.ts';

/**
 * Waits before each look for a contact whose answer was lost, in milliseconds. Lists were seen to learn of a contact after 5 to 15
 * seconds.
 */
const settlingWaitsMs: readonly number[] = [0, 5_000, 5_000, 10_000, 15_000];

/**
 * Creates a contact. Google knows no key for it: the contact is marked with a digest of the caller's, by which lists find it again. They
 * learn of new contacts late, which is why this process remembers what it made, and why a lost answer that they do not explain stays
 * unexplained: sending it again would make a second contact.
 */
export async function createContact(
  session: Session,
  access: ContactAccess,
  options: CreateContactOptions,
): Promise<Contact> {
  const operation = 'contacts.create';
  const { signal, contact, idempotencyKey } = parseOptions(createContactOptionsSchema, options, operation);
  requireWriting(access, operation);
  requireWholeText(contact, operation);
  const change = personChange({}, contact);
  if (Object.keys(change).length === 0) throw nothingToKeep(operation);
  const call = { operation, signal };
  const mark = await markOf(session, idempotencyKey);

  return inTurn(session, access, call, async () => {
    const earlier = idempotencyKey === undefined ? undefined : await findEarlier(session, access, call, mark);
    if (earlier !== undefined) return earlier;
    const params = {
      personFields: personMask,
      sources: contactSources,
      fields: personFields,
      requestBody: { ...change, clientData: [{ key: markKey, value: mark }] },
    };
    const created = await session.write(call, {
      send: peopleCall(session, access, (client, requestOptions) =>
        client.people.createContact(params, requestOptions),
      ),
      parse: (data) => mapContact(parseWire(wirePersonSchema, data), 'personal'),
      settle: async () => ({ kind: 'done', value: await findLate(session, access, call, mark) }),
    });
    if (idempotencyKey !== undefined) access.created.remember(session.account.id, mark, created.id);
    return created;
  });
}

/** What was created under the same key before. */
async function findEarlier(
  session: Session,
  access: ContactAccess,
  call: SessionCall,
  mark: string,
): Promise<Contact | undefined> {
  const known = access.created.find(session.account.id, mark);
  const contactId = known ?? (await findByMark(session, access, call, { mark, isRecent: false }));
  if (contactId === undefined) return undefined;
  try {
    return mapContact(await readPerson(session, access, call, { contactId, fields: personFields }), 'personal');
  } catch (error) {
    throw isNotFound(error) ? deletedSince(call.operation) : error;
  }
}

/** Looks for a contact whose answer was lost, as long as lists may take to learn of it. */
async function findLate(session: Session, access: ContactAccess, call: SessionCall, mark: string): Promise<Contact> {
  for (const waitMs of settlingWaitsMs) {
    if (waitMs > 0) await session.pause(call, waitMs);
    const contactId = await findByMark(session, access, call, { mark, isRecent: true });
    if (contactId === undefined) continue;
    return mapContact(await readPerson(session, access, call, { contactId, fields: personFields }), 'personal');
  }
  throw new CalendarError({
    code: 'notFound',
    message: 'The lists of contacts do not show the contact, which they may do minutes from now',
    provider: 'google',
    operation: call.operation,
  });
}

function nothingToKeep(operation: string): CalendarError {
  return new CalendarError({
    code: 'invalidArgument',
    message: `${operation}: contact: something must be known of a contact`,
    provider: 'google',
    operation,
  });
}

function deletedSince(operation: string): CalendarError {
  return new CalendarError({
    code: 'conflict',
    message: 'The contact that was created under this key was deleted since',
    provider: 'google',
    operation,
  });
}
