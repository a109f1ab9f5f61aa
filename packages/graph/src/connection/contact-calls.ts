import { pagedList } from '@kalends/core';
import type { Contact, ContactGroup, ContactSource } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import type { SessionCall } from './session-calls.ts';

/**
 * The contacts of a connection.
 *
 * @param sources - Those that the account has.
 */
export function contactCalls(inSession: SessionCall, sources: readonly ContactSource[]): ContactGroup {
  return {
    list: (options = {}) => {
      const copy = { ...options };
      return pagedList<Contact>({
        provider: providerId,
        startAt: copy.pageToken,
        keyOf: (contact) => contact.id,
        fetchPage: (token) =>
          inSession('contacts.list', copy, async (session, signal) => {
            const { listContacts } = await import('../contacts/list-contacts.ts');
            return listContacts(session, copy, { sources, token }, signal);
          }),
      });
    },
    get: (options) => {
      const copy = { ...options };
      return inSession('contacts.get', copy, async (session, signal) => {
        const { getContact } = await import('../contacts/get-contact.ts');
        return getContact(session, copy, sources, signal);
      });
    },
    search: (options) => {
      const copy = { ...options };
      return inSession('contacts.search', copy, async (session, signal) => {
        const { searchContacts } = await import('../contacts/search-contacts.ts');
        return searchContacts(session, copy, sources, signal);
      });
    },
    create: (options) => {
      const copy = { ...options };
      return inSession('contacts.create', copy, async (session, signal) => {
        const { createContact } = await import('../contacts/create-contact.ts');
        return createContact(session, copy, signal);
      });
    },
    update: (options) => {
      const copy = { ...options };
      return inSession('contacts.update', copy, async (session, signal) => {
        const { updateContact } = await import('../contacts/update-contact.ts');
        return updateContact(session, copy, signal);
      });
    },
    delete: (options) => {
      const copy = { ...options };
      return inSession('contacts.delete', copy, async (session, signal) => {
        const { deleteContact } = await import('../contacts/delete-contact.ts');
        return deleteContact(session, copy, signal);
      });
    },
    changes: (options = {}) => {
      const copy = { ...options };
      return inSession('contacts.changes', copy, async (session, signal) => {
        const { contactChanges } = await import('../contacts/contact-changes.ts');
        return contactChanges(session, copy, signal);
      });
    },
  };
}
