import type { CallOptions } from '@kalends/core';
import { contactOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { Session } from '../session.ts';
import { isContactId, peopleCall, requireWriting } from './contact-access.ts';
import type { ContactAccess } from './contact-access.ts';
import { inTurn } from './in-turn.ts';
import { isNotFound, readWritablePerson } from './read-person.ts';

/** Deletes a contact. What is gone already, or never was, is no error. */
export async function deleteContact(
  session: Session,
  access: ContactAccess,
  options: CallOptions & { readonly contactId: string },
): Promise<void> {
  const operation = 'contacts.delete';
  const { signal, contactId } = parseOptions(contactOptionsSchema, options, operation);
  requireWriting(access, operation);
  if (!isContactId(contactId)) return;
  const call = { operation, signal };
  const isThere = async (): Promise<boolean> => {
    try {
      await readWritablePerson(session, access, call, { contactId, fields: 'resourceName,metadata/sources/type' });
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  };
  await inTurn(session, access, call, async () => {
    if (!(await isThere())) return;
    try {
      await session.write(call, {
        send: peopleCall(session, access, (client, requestOptions) =>
          client.people.deleteContact({ resourceName: contactId }, requestOptions),
        ),
        parse: () => undefined,
        settle: async () => ((await isThere()) ? { kind: 'notDone' } : { kind: 'done', value: undefined }),
      });
    } catch (error) {
      // Somebody else was faster.
      if (!isNotFound(error)) throw error;
    }
  });
}
