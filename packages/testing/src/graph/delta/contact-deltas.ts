import { contactJson, folderJson, folderOf, selectContact } from '../contacts/contact-resources.ts';
import { trimmed } from '../events/event-properties.ts';
import type { MailboxRequest } from '../graph-context.ts';
import type { IdForm } from '../item-ids.ts';
import type { JsonObject } from '../mailbox.ts';
import { readQueryOptions } from '../query-options.ts';
import { deltaRound } from './delta-round.ts';

interface ContactParameters {
  readonly folderId: string;
  readonly select: readonly string[] | undefined;
}

interface ContactRendering {
  readonly idForm: IdForm;
  readonly select: readonly string[] | undefined;
}

/** `GET contactFolders/{id}/contacts/delta`, and `contacts/delta` for the default folder. */
export function contactDelta(work: MailboxRequest): JsonObject {
  const { mailbox, preferences } = work;
  const { contacts } = mailbox;
  const type = '#microsoft.graph.contact';
  return deltaRound<ContactParameters, ContactRendering>(work, {
    kind: 'contacts',
    context: `${work.graphBaseUrl}/$metadata#Collection(contact)`,
    readParameters: () => ({
      folderId: folderOf(work).id,
      select: selectContact(readQueryOptions(work.request.query, 'contacts').select),
    }),
    rows: ({ folderId }, since) => [
      ...contacts
        .inFolder(folderId)
        .filter(({ version }) => since === undefined || version > since)
        .map((contact) => [
          ({ idForm, select }: ContactRendering): JsonObject => ({
            '@odata.type': type,
            ...trimmed(contactJson(mailbox, contact, idForm), select),
          }),
        ]),
      ...contacts.departures
        .filter(({ calendarId, version }) => since !== undefined && calendarId === folderId && version > since)
        .map(({ number }) => [
          ({ idForm }: ContactRendering): JsonObject => ({
            '@odata.type': type,
            id: mailbox.ids.idOf({ itemNumber: number }, folderId, idForm),
            '@removed': { reason: 'deleted' },
          }),
        ]),
    ],
    rendering: ({ select }) => ({ idForm: preferences.idForm, select }),
    restartQuery: ({ select }) => (select === undefined ? '' : `$select=${select.join()}&`),
  });
}

/** `GET contactFolders/delta`. */
export function contactFolderDelta(work: MailboxRequest): JsonObject {
  const { contacts } = work.mailbox;
  const type = '#microsoft.graph.contactFolder';
  return deltaRound<null, null>(work, {
    kind: 'contactFolders',
    context: `${work.graphBaseUrl}/$metadata#Collection(contactFolder)`,
    readParameters: () => null,
    rows: (_parameters, since) => [
      ...contacts.folders
        .filter(({ version }) => since === undefined || version > since)
        .map((folder) => [(): JsonObject => ({ '@odata.type': type, ...folderJson(folder) })]),
      ...contacts.lostFolders
        .filter(({ version }) => since !== undefined && version > since)
        .map(({ id }) => [(): JsonObject => ({ '@odata.type': type, id, '@removed': { reason: 'deleted' } })]),
    ],
    rendering: () => null,
    restartQuery: () => '',
  });
}
