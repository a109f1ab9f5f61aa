import { pagedList } from '@kalends/core';
import type { ContactGroup, RequiredPermission } from '@kalends/core';
import type { RunCall } from '../run-call.ts';

const read: RequiredPermission = { group: 'contacts', access: 'read' };
const readWrite: RequiredPermission = { group: 'contacts', access: 'readWrite' };

/** Contacts of the mailbox and of the organization. What works loads at the first call. */
export function ewsContactGroup(run: RunCall): ContactGroup {
  return {
    list: (options = {}) =>
      pagedList({
        provider: 'ews',
        startAt: options.pageToken,
        keyOf: ({ id }) => id,
        fetchPage: (pageToken) =>
          run('contacts.list', options.signal, async (session, signal) => {
            const { contactsPage } = await import('./list-contacts.ts');
            const here = pageToken === undefined ? options : { ...options, pageToken };
            return contactsPage(session.for(read), here, signal);
          }),
      }),
    get: (options) =>
      run('contacts.get', options.signal, async (session, signal) => {
        const { getContact } = await import('./get-contact.ts');
        return getContact(session.for(read), options, signal);
      }),
    search: (options) =>
      run('contacts.search', options.signal, async (session, signal) => {
        const { searchContacts } = await import('./search-contacts.ts');
        return searchContacts(session.for(read), options, signal);
      }),
    create: (options) =>
      run('contacts.create', options.signal, async (session, signal) => {
        const { createContact } = await import('./create-contact.ts');
        return createContact(session.for(readWrite), options, signal);
      }),
    update: (options) =>
      run('contacts.update', options.signal, async (session, signal) => {
        const { updateContact } = await import('./update-contact.ts');
        return updateContact(session.for(readWrite), options, signal);
      }),
    delete: (options) =>
      run('contacts.delete', options.signal, async (session, signal) => {
        const { deleteContact } = await import('./delete-contact.ts');
        return deleteContact(session.for(readWrite), options, signal);
      }),
    changes: (options = {}) =>
      run('contacts.changes', options.signal, async (session, signal) => {
        const { readContactChanges } = await import('./contact-changes.ts');
        return readContactChanges(session.for(read), options, signal);
      }),
  };
}
