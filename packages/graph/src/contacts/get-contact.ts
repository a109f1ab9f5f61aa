import type { CallOptions, Contact, ContactSource } from '@kalends/core';
import { contactOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { pathSegment } from '../client/path-segment.ts';
import type { GraphSession } from '../graph-session.ts';
import { contactFields, mapContact, mapUser, userFields } from '../mapping/contact-mapping.ts';
import { contactWireSchema } from '../wire/contact-wire.ts';
import type { ContactWire } from '../wire/contact-wire.ts';
import { userWireSchema } from '../wire/user-wire.ts';
import { contactPath, isDirectoryId, readingContacts, sourceLacking } from './contact-access.ts';

const operation = 'contacts.get';

/** Reads one contact; its id tells where it is. */
export async function getContact(
  session: GraphSession,
  options: CallOptions & { readonly contactId: string },
  sources: readonly ContactSource[],
  signal: AbortSignal,
): Promise<Contact> {
  const { contactId } = parseOptions(contactOptionsSchema, options, operation);
  if (!isDirectoryId(contactId)) return mapContact(await readContact(session, contactId, { operation, signal }));
  if (!sources.includes('directory')) throw sourceLacking();
  const user = await session.reader.read({
    operation,
    permission: readingContacts,
    path: `/users/${pathSegment(contactId)}`,
    query: { $select: userFields },
    schema: userWireSchema,
    what: 'the user',
    signal,
  });
  return mapUser(user);
}

/** Reads a personal contact. */
export function readContact(
  session: GraphSession,
  contactId: string,
  call: { readonly operation: string; readonly signal: AbortSignal },
): Promise<ContactWire> {
  return session.reader.read({
    ...call,
    permission: readingContacts,
    path: contactPath(session, contactId),
    query: { $select: contactFields },
    schema: contactWireSchema,
    what: 'the contact',
  });
}
