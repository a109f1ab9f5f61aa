import type { ApiContext } from '../api/api-context.ts';
import { matchPath, scopePrefix } from '../api/api-service.ts';
import type { ApiEmulation, ApiService } from '../api/api-service.ts';
import { profileOf } from './address-books.ts';
import { derivedValues } from './derived-values.ts';
import { listDirectoryPeople, searchDirectoryPeople } from './directory-people.ts';
import { listPeople, readPageSize } from './list-people.ts';
import { invalidArgument, personNotFound } from './people-error.ts';
import { otherContactFields, peopleShapes, personFields, readMask } from './person-fields.ts';
import { personResource } from './person-store.ts';
import type { PersonVersion } from './person-store.ts';
import { searchContacts, searchOtherContacts } from './search-people.ts';
import { createContact, deleteContact, updateContact } from './write-contact.ts';

const contacts = ['contacts'];
const readContacts = ['contacts', 'contacts.readonly'];
const readOthers = ['contacts.other.readonly'];
const readDirectory = ['directory.readonly'];
const readPeople = [...readContacts, ...readOthers, ...readDirectory, 'userinfo.email', 'userinfo.profile'];
const { Person, Connections, OtherContacts, Search, Directory, Batch, Empty } = peopleShapes;

type Row = readonly [id: string, verb: string, pattern: string, scopes: readonly string[], emulation?: ApiEmulation];

const rows: readonly Row[] = [
  ['ListConnections', 'GET', 'people/*/connections', readContacts, { shape: Connections, handle: listConnections }],
  ['BatchGet', 'GET', 'people:batchGet', readPeople, { shape: Batch, handle: getPeople }],
  ['SearchContacts', 'GET', 'people:searchContacts', readContacts, { shape: Search, handle: searchContacts }],
  [
    'ListDirectoryPeople',
    'GET',
    'people:listDirectoryPeople',
    readDirectory,
    { shape: Directory, handle: listDirectoryPeople },
  ],
  [
    'SearchDirectoryPeople',
    'GET',
    'people:searchDirectoryPeople',
    readDirectory,
    { shape: Directory, handle: searchDirectoryPeople },
  ],
  ['CreateContact', 'POST', 'people:createContact', contacts, { shape: Person, handle: createContact }],
  [
    'UpdateContact',
    'PATCH',
    'people/*:updateContact',
    contacts,
    { shape: Person, handle: (context, [name = '']) => updateContact(context, name) },
  ],
  [
    'DeleteContact',
    'DELETE',
    'people/*:deleteContact',
    contacts,
    { shape: Empty, handle: (context, [name = '']) => deleteContact(context, name) },
  ],
  ['ListOtherContacts', 'GET', 'otherContacts', readOthers, { shape: OtherContacts, handle: listOtherContacts }],
  ['SearchOtherContacts', 'GET', 'otherContacts:search', readOthers, { shape: Search, handle: searchOtherContacts }],
  ['CopyOtherContactToMyContactsGroup', 'POST', 'otherContacts/*:copyOtherContactToMyContactsGroup', contacts],
  ['BatchCreateContacts', 'POST', 'people:batchCreateContacts', contacts],
  ['BatchUpdateContacts', 'POST', 'people:batchUpdateContacts', contacts],
  ['BatchDeleteContacts', 'POST', 'people:batchDeleteContacts', contacts],
  ['UpdateContactPhoto', 'PATCH', 'people/*:updateContactPhoto', contacts],
  ['DeleteContactPhoto', 'DELETE', 'people/*:deleteContactPhoto', contacts],
  ['ListContactGroups', 'GET', 'contactGroups', readContacts],
  ['CreateContactGroup', 'POST', 'contactGroups', contacts],
  ['BatchGetContactGroups', 'GET', 'contactGroups:batchGet', readContacts],
  ['ModifyContactGroupMembers', 'POST', 'contactGroups/*/members:modify', contacts],
  ['GetContactGroup', 'GET', 'contactGroups/*', readContacts],
  ['UpdateContactGroup', 'PUT', 'contactGroups/*', contacts],
  ['DeleteContactGroup', 'DELETE', 'contactGroups/*', contacts],
  ['GetPerson', 'GET', 'people/*', readPeople, { shape: Person, handle: getPerson }],
];

/** People API v1. */
export const peopleApi: ApiService = {
  prefix: '/v1/',
  name: 'people.googleapis.com',
  title: 'People API',
  errorStyle: 'modern',
  needsCalendar: false,
  find(verb, path) {
    for (const [id, ownVerb, pattern, scopes, emulation] of rows) {
      const parameters = ownVerb === verb ? matchPath(pattern, path) : undefined;
      if (parameters === undefined) continue;
      const service = id.includes('ContactGroup') && !id.startsWith('Copy') ? 'ContactGroupsService' : 'PeopleService';
      const method = {
        id: `google.people.v1.${service}.${id}`,
        scopes: scopes.map((name) => scopePrefix + name),
        emulation,
      };
      return { method, parameters };
    }
    return undefined;
  },
};

function listConnections(context: ApiContext, [name]: readonly string[]): object {
  const { query, state, account } = context;
  const mask = readMask(query, 'personFields', { allowed: personFields });
  if (name !== 'me') throw invalidArgument('The resource name must be people/me.');
  const compare = sortOrder(query.get('sortOrder') ?? 'LAST_MODIFIED_ASCENDING');
  const store = state.addressBooks.of(account.personId).contacts;
  const size = readPageSize(query, { fallback: 100, max: 1000 });
  const { people, total, tokens } = listPeople(context, store, { scope: 'connections', mask, size, compare });
  return {
    ...(people.length === 0 ? {} : { connections: people }),
    ...tokens,
    ...(total === undefined || total === 0 ? {} : { totalPeople: total, totalItems: total }),
  };
}

function listOtherContacts(context: ApiContext): object {
  const { query, state, account } = context;
  const withProfile = query.getAll('sources').includes('READ_SOURCE_TYPE_PROFILE');
  const mask = readMask(query, 'readMask', { allowed: withProfile ? personFields : otherContactFields });
  const store = state.addressBooks.of(account.personId).others;
  const size = readPageSize(query, { fallback: 100, max: 1000 });
  const { people, total, tokens } = listPeople(context, store, { scope: 'otherContacts', mask, size });
  return {
    ...(people.length === 0 ? {} : { otherContacts: people }),
    ...tokens,
    ...(total === undefined || total === 0 ? {} : { totalSize: total }),
  };
}

function getPerson(context: ApiContext, [name = '']: readonly string[]): object {
  const mask = readMask(context.query, 'personFields', { allowed: personFields });
  const person = findPerson(context, `people/${name}`);
  if (person === undefined) throw personNotFound();
  return personResource(person, mask);
}

const maxNames = 200;

function getPeople(context: ApiContext): object {
  const mask = readMask(context.query, 'personFields', { allowed: personFields });
  const names = context.query.getAll('resourceNames');
  if (names.length === 0 || names.length > maxNames)
    throw invalidArgument('Between 1 and 200 resource names are allowed.');
  return {
    responses: names.map((name) => {
      const person = findPerson(context, name);
      return person === undefined
        ? {
            httpStatusCode: 404,
            requestedResourceName: name,
            status: { code: 5, message: 'Requested entity was not found.' },
          }
        : { httpStatusCode: 200, person: personResource(person, mask), requestedResourceName: name, status: {} };
    }),
  };
}

/** Whoever asks for one person by name is answered with what was written last, unlike lists. */
function findPerson({ state, account }: ApiContext, resourceName: string): PersonVersion | undefined {
  if (resourceName === 'people/me') {
    const id = account.subject;
    return {
      resourceName: `people/${id}`,
      id,
      source: 'PROFILE',
      values: derivedValues(profileOf(account), { source: 'PROFILE', id }),
      etag: `%E${id}`,
      sourceEtag: `#${id}`,
      updatedMs: 0,
      position: 0,
      visibleFromMs: 0,
      isDeleted: false,
    };
  }
  return (
    state.addressBooks.of(account.personId).contacts.find(resourceName) ??
    state.addressBooks.directory(account.domain).find(resourceName)
  );
}

function sortOrder(order: string): ((one: PersonVersion, other: PersonVersion) => number) | undefined {
  const by =
    (name: string) =>
    (one: PersonVersion, other: PersonVersion): number =>
      nameOf(one, name) < nameOf(other, name) ? -1 : 1;
  switch (order) {
    case 'LAST_MODIFIED_ASCENDING':
      return undefined;
    case 'LAST_MODIFIED_DESCENDING':
      return (one, other) => other.position - one.position;
    case 'FIRST_NAME_ASCENDING':
      return by('givenName');
    case 'LAST_NAME_ASCENDING':
      return by('familyName');
    default:
      throw invalidArgument(`Invalid value at 'sort_order': "${order}"`);
  }
}

function nameOf({ values }: PersonVersion, part: string): string {
  const name = values['names']?.[0]?.[part];
  return typeof name === 'string' ? name.toLowerCase() : '';
}
