import { CalendarError, pagedList } from '@kalends/core';
import type { Contact, ContactGroup } from '@kalends/core';
import type { RunCall } from '../run-call.ts';
import type { Session } from '../session.ts';
import type { ContactAccess } from './contact-access.ts';

/**
 * The address books of the account.
 *
 * @param access - `undefined`: the application did not open them.
 */
export function contactGroup(run: RunCall, access: ContactAccess | undefined): ContactGroup {
  const open = async <T>(
    operation: string,
    work: (session: Session, opened: ContactAccess) => Promise<T>,
  ): Promise<T> => {
    if (access === undefined) throw closed(operation);
    return run(operation, (session) => work(session, access));
  };
  return {
    list: (options = {}) =>
      pagedList<Contact>({
        provider: 'google',
        startAt: options.pageToken,
        keyOf: (contact) => contact.id,
        fetchPage: (pageToken) =>
          open('contacts.list', async (session, opened) => {
            const { listContacts } = await import('./list-contacts.ts');
            return listContacts(session, opened, options, pageToken);
          }),
      }),
    get: (options) =>
      open('contacts.get', async (session, opened) => {
        const { getContact } = await import('./get-contact.ts');
        return getContact(session, opened, options);
      }),
    search: (options) =>
      open('contacts.search', async (session, opened) => {
        const { searchContacts } = await import('./search-contacts.ts');
        return searchContacts(session, opened, options);
      }),
    create: (options) =>
      open('contacts.create', async (session, opened) => {
        const { createContact } = await import('./create-contact.ts');
        return createContact(session, opened, options);
      }),
    update: (options) =>
      open('contacts.update', async (session, opened) => {
        const { updateContact } = await import('./update-contact.ts');
        return updateContact(session, opened, options);
      }),
    delete: (options) =>
      open('contacts.delete', async (session, opened) => {
        const { deleteContact } = await import('./delete-contact.ts');
        return deleteContact(session, opened, options);
      }),
    changes: (options = {}) =>
      open('contacts.changes', async (session, opened) => {
        const { contactChanges } = await import('./contact-changes.ts');
        return contactChanges(session, opened, options);
      }),
  };
}

function closed(operation: string): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: `${operation} is closed: the setting contacts of google() opens the contacts of Google accounts`,
    provider: 'google',
    operation,
  });
}
