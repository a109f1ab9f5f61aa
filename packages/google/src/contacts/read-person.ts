import { CalendarError } from '@kalends/core';
import { contactSourceOf } from '../mapping/contact.ts';
import type { SessionCall, Session } from '../session.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { personMask, wirePersonSchema } from '../wire/person.ts';
import type { WirePerson } from '../wire/person.ts';
import { allSources, contactNotFound, contactSources, isContactId, readPeople } from './contact-access.ts';
import type { ContactAccess } from './contact-access.ts';

/** Which person is read, and what of it. */
export interface PersonToRead {
  readonly contactId: string;
  /** What is told of the person (partial response syntax). */
  readonly fields: string;
  /** Default: what the account itself has written down. */
  readonly sources?: string[];
}

/**
 * Reads one person as it is now.
 *
 * @throws CalendarError `notFound`, also for what cannot be an id.
 */
export async function readPerson(
  session: Session,
  access: ContactAccess,
  call: SessionCall,
  options: PersonToRead,
): Promise<WirePerson> {
  const { contactId, fields, sources = contactSources } = options;
  if (!isContactId(contactId)) throw contactNotFound(call.operation);
  const data = await readPeople(session, access, call, (client, requestOptions) =>
    client.people.get({ resourceName: contactId, personFields: personMask, sources, fields }, requestOptions),
  );
  return parseWire(wirePersonSchema, data);
}

/**
 * Reads a contact that is to be changed, with what the account has written down and nothing else.
 *
 * @throws CalendarError `unsupported` for somebody of the directory, `notFound`.
 */
export async function readWritablePerson(
  session: Session,
  access: ContactAccess,
  call: SessionCall,
  options: Omit<PersonToRead, 'sources'>,
): Promise<WirePerson> {
  try {
    const person = await readPerson(session, access, call, options);
    if (contactSourceOf(person) !== undefined) return person;
  } catch (error) {
    if (!(access.directory && isContactId(options.contactId) && isNotFound(error))) throw error;
    await readPerson(session, access, call, { ...options, sources: allSources });
  }
  throw new CalendarError({
    code: 'unsupported',
    message: `${call.operation}: people of the directory cannot be changed, only contacts of the account`,
    provider: 'google',
    operation: call.operation,
  });
}

/** Tells whether an error says that there is no such thing. */
export function isNotFound(error: unknown): boolean {
  return CalendarError.is(error) && error.code === 'notFound';
}
