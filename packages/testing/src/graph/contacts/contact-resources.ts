import { invalidProperty, readBody } from '../body-reader.ts';
import { byLowerCase, spelled, trimmed } from '../events/event-properties.ts';
import { etagOf } from '../events/event-json.ts';
import { propertyKey, readExtendedProperties } from '../events/extended-properties.ts';
import { parseFilter } from '../filter.ts';
import type { FilterField } from '../filter.ts';
import type { MailboxRequest } from '../graph-context.ts';
import { badRequest, GraphRefusal, itemNotFound } from '../graph-error.ts';
import { checkIfMatch } from '../if-match.ts';
import type { IdForm } from '../item-ids.ts';
import type { JsonObject, Mailbox } from '../mailbox.ts';
import { nextNumber } from '../mailbox-store.ts';
import { contextUrl } from '../odata-context.ts';
import { pageOf } from '../page.ts';
import { readQueryOptions } from '../query-options.ts';
import { created, noContent, ok } from '../reply.ts';
import type { Reply } from '../reply.ts';
import { contactPropertyNames, emptyContact, readContact } from './contact-members.ts';
import type { ContactFolder, StoredContact } from './contact-store.ts';

const propertyNames = byLowerCase(contactPropertyNames.join(' '));
const textOperators = ['eq', 'ne', 'startswith'];
const filterFields: ReadonlyMap<string, FilterField<StoredContact>> = new Map<string, FilterField<StoredContact>>([
  ...['displayName', 'givenName', 'surname', 'companyName', 'jobTitle', 'nickName'].map(
    (name): [string, FilterField<StoredContact>] => [
      name.toLowerCase(),
      { kind: 'text', operators: textOperators, read: ({ members }) => textOf(members[name]) },
    ],
  ),
  [
    'emailaddresses',
    { kind: 'records', operators: ['any'], records: ({ members }) => emailRecords(members), read: () => [] },
  ],
  [
    'singlevalueextendedproperties',
    {
      kind: 'records',
      operators: ['any'],
      isCaseSensitive: (member) => member === 'id',
      normalize: (member, value) => (member === 'id' ? (propertyKey(value) ?? value) : value),
      records: ({ properties }) =>
        [...properties].flatMap(([id, value]) => (typeof value === 'string' ? [{ id, value }] : [])),
      read: () => [],
    },
  ],
  ['categories', { kind: 'collection', operators: ['any'], read: ({ members }) => listOf(members['categories']) }],
  [
    'lastmodifieddatetime',
    { kind: 'instant', operators: ['eq', 'gt', 'ge', 'lt', 'le'], read: ({ lastModifiedAt }) => lastModifiedAt },
  ],
]);

/** `GET contacts` (the default folder only) and `GET contactFolders/{id}/contacts`. */
export function listContacts(work: MailboxRequest): JsonObject {
  const options = readQueryOptions(work.request.query, 'contacts');
  const select = selectContact(options.select);
  const page = pageOf(
    ordered(filteredContacts(work, options.filter), options.orderBy),
    options,
    work.preferences.maxPageSize,
    work.request,
  );
  return {
    '@odata.context': contextUrl(work, 'contacts', select),
    ...page.annotations,
    value: page.rows.map((contact) => trimmed(contactJson(work.mailbox, contact, work.preferences.idForm), select)),
    ...(page.nextLink === undefined ? {} : { '@odata.nextLink': page.nextLink }),
  };
}

/** `GET contacts/$count`. */
export function countContacts(work: MailboxRequest): number {
  return filteredContacts(work, readQueryOptions(work.request.query, 'contacts').filter).length;
}

/** `POST contacts`. */
export function createContact(work: MailboxRequest): Reply {
  const { context, mailbox } = work;
  const body = readBody(work.request);
  const members = { ...emptyContact(), ...readContact(body) };
  const properties = readExtendedProperties(body);
  const contact = mailbox.contacts.add(context.versions, nextNumber(mailbox), folderOf(work), members, properties);
  return created(contactEntity(work, contact));
}

/** `GET contacts/{id}`. */
export function getContact(work: MailboxRequest): JsonObject {
  return contactEntity(work, findContact(work));
}

/** `PATCH contacts/{id}`. */
export function updateContact(work: MailboxRequest): Reply {
  const contact = findContact(work);
  checkIfMatch(work.request, contact.changeKey);
  const body = readBody(work.request);
  const members = readContact(body, contact.members);
  const properties = readExtendedProperties(body, contact.properties);
  return ok(contactEntity(work, work.mailbox.contacts.change(work.context.versions, contact, members, properties)));
}

/** `DELETE contacts/{id}`. */
export function deleteContact(work: MailboxRequest): Reply {
  const contact = findContact(work);
  checkIfMatch(work.request, contact.changeKey);
  work.mailbox.contacts.remove(work.context.versions, contact);
  return noContent;
}

/** The contact as Graph sends it. */
export function contactJson(mailbox: Mailbox, contact: StoredContact, form: IdForm): JsonObject {
  return {
    '@odata.etag': etagOf(contact.changeKey),
    id: mailbox.ids.idOf({ itemNumber: contact.number }, contact.folderId, form),
    createdDateTime: contact.createdAt,
    lastModifiedDateTime: contact.lastModifiedAt,
    changeKey: contact.changeKey,
    parentFolderId: contact.folderId,
    ...contact.members,
  };
}

/**
 * Checks `$select` for contacts.
 *
 * @throws GraphRefusal 400 for a property that does not exist.
 */
export function selectContact(select: readonly string[] | undefined): readonly string[] | undefined {
  return select === undefined ? undefined : spelled(select, propertyNames, 'microsoft.graph.contact');
}

/**
 * The folder that a path names; without one, the default folder.
 *
 * @throws GraphRefusal 404 for a folder that is not there.
 */
export function folderOf({ mailbox, parameters }: MailboxRequest): ContactFolder {
  const id = parameters['child'] ?? parameters['folder'];
  const folder = id === undefined ? mailbox.contacts.defaultFolder : mailbox.contacts.folder(id);
  if (folder === undefined) throw itemNotFound();
  return folder;
}

/** `GET contactFolders` and `childFolders`; the default folder is not among them. */
export function listFolders(work: MailboxRequest): JsonObject {
  const { contacts } = work.mailbox;
  const parent = folderOf(work);
  const options = readQueryOptions(work.request.query, 'contactFolders');
  const rows = contacts.folders.filter(({ parentFolderId }) => parentFolderId === parent.id);
  const page = pageOf(rows, options, work.preferences.maxPageSize, work.request);
  return {
    '@odata.context': contextUrl(work, 'contactFolders'),
    ...page.annotations,
    value: page.rows.map(folderJson),
    ...(page.nextLink === undefined ? {} : { '@odata.nextLink': page.nextLink }),
  };
}

/** `GET contactFolders/{id}`. */
export function getFolder(work: MailboxRequest): JsonObject {
  return { '@odata.context': contextUrl(work, 'contactFolders', undefined, true), ...folderJson(folderOf(work)) };
}

/** `POST contactFolders` and `childFolders`. */
export function createFolder(work: MailboxRequest): Reply {
  const { contacts } = work.mailbox;
  const parent = folderOf(work);
  const displayName = folderName(work);
  const isTaken = contacts.folders.some(
    (folder) => folder.parentFolderId === parent.id && folder.displayName.toLowerCase() === displayName.toLowerCase(),
  );
  if (isTaken) throw new GraphRefusal(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
  const { entra, versions } = work.context;
  const folder = contacts.addFolder(displayName, parent.id, entra.minted.guid(), versions.next());
  return created({ '@odata.context': contextUrl(work, 'contactFolders', undefined, true), ...folderJson(folder) });
}

/** `PATCH contactFolders/{id}`. */
export function updateFolder(work: MailboxRequest): Reply {
  const folder = folderOf(work);
  folder.displayName = folderName(work);
  folder.version = work.context.versions.next();
  return ok({ '@odata.context': contextUrl(work, 'contactFolders', undefined, true), ...folderJson(folder) });
}

/**
 * `DELETE contactFolders/{id}`, with everything in it.
 *
 * @throws GraphRefusal 400 for the default folder.
 */
export function deleteFolder(work: MailboxRequest): Reply {
  const { contacts } = work.mailbox;
  const folder = folderOf(work);
  if (folder === contacts.defaultFolder) {
    throw new GraphRefusal(400, 'ErrorDeleteDistinguishedFolder', 'Distinguished folders cannot be deleted.');
  }
  contacts.removeFolder(work.context.versions, folder);
  return noContent;
}

/** The folder as Graph sends it. */
export function folderJson({ id, displayName, parentFolderId }: ContactFolder): JsonObject {
  return { id, parentFolderId, displayName };
}

function folderName(work: MailboxRequest): string {
  const body = readBody(work.request);
  body.allowOnly(new Set(['id', 'displayname', 'parentfolderid']), 'contactFolder');
  const name = body.text('displayName')?.trim() ?? '';
  if (name === '') throw invalidProperty('A contact folder has to have a displayName.');
  return name;
}

function findContact(work: MailboxRequest): StoredContact {
  const { mailbox, preferences, parameters } = work;
  const asked = parameters['contact'] ?? '';
  const read = mailbox.ids.read(asked, preferences.idForm);
  if (read.kind === 'malformed') throw new GraphRefusal(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
  const contact = read.kind === 'foreign' ? undefined : mailbox.contacts.contacts.get(read.reference.itemNumber);
  if (contact === undefined) throw itemNotFound();
  if (parameters['folder'] !== undefined && folderOf(work).id !== contact.folderId) throw itemNotFound();
  return contact;
}

function contactEntity(work: MailboxRequest, contact: StoredContact): JsonObject {
  const select = selectContact(readQueryOptions(work.request.query, 'contacts').select);
  return {
    '@odata.context': contextUrl(work, 'contacts', select, true),
    ...trimmed(contactJson(work.mailbox, contact, work.preferences.idForm), select),
  };
}

function filteredContacts(work: MailboxRequest, filter: string | undefined): readonly StoredContact[] {
  const contacts = work.mailbox.contacts.inFolder(folderOf(work).id);
  return filter === undefined ? contacts : contacts.filter(parseFilter(filter, filterFields));
}

function ordered(
  contacts: readonly StoredContact[],
  terms: readonly { readonly path: string; readonly isDescending: boolean }[],
): readonly StoredContact[] {
  const [term, ...others] = terms;
  if (term === undefined) return contacts;
  const name = propertyNames.get(term.path);
  if (name === undefined || others.length > 0) {
    throw badRequest(`The property '${term.path}' cannot be used in the $orderby query option.`);
  }
  const keyOf = (contact: StoredContact): string =>
    name === 'lastModifiedDateTime' ? contact.lastModifiedAt : textOf(contact.members[name]).toLowerCase();
  const sign = term.isDescending ? -1 : 1;
  return [...contacts].sort((a, b) => (keyOf(a) < keyOf(b) ? -sign : keyOf(a) > keyOf(b) ? sign : 0));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function emailRecords(members: JsonObject): readonly Readonly<Record<string, string>>[] {
  const list: unknown = members['emailAddresses'];
  if (!Array.isArray(list)) return [];
  return list.map((entry: unknown) => {
    const { name, address }: { readonly name?: unknown; readonly address?: unknown } = Object(entry);
    return { name: textOf(name), address: textOf(address) };
  });
}
