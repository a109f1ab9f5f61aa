import type { CallOptions, Contact } from '@kalends/core';
import { contactOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { contactSourceOf, mapContact } from '../mapping/contact.ts';
import type { Session } from '../session.ts';
import { personFields } from '../wire/person.ts';
import { allSources, contactNotFound, contactSources, requireContactScopes } from './contact-access.ts';
import type { ContactAccess } from './contact-access.ts';
import { readPerson } from './read-person.ts';

/** Reads one contact, or somebody of the organization where the directory is open. */
export async function getContact(
  session: Session,
  access: ContactAccess,
  options: CallOptions & { readonly contactId: string },
): Promise<Contact> {
  const operation = 'contacts.get';
  const { signal, contactId } = parseOptions(contactOptionsSchema, options, operation);
  requireContactScopes(['readContacts'], access, operation);
  const person = await readPerson(
    session,
    access,
    { operation, signal },
    { contactId, fields: personFields, sources: access.directory ? allSources : contactSources },
  );
  if (contactSourceOf(person) !== undefined) return mapContact(person, 'personal');
  if (!access.directory) throw contactNotFound(operation);
  return mapContact(person, 'directory');
}
