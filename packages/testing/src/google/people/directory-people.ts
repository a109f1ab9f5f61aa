import type { ApiContext } from '../api/api-context.ts';
import { listPeople, readPageSize } from './list-people.ts';
import { failedPrecondition, invalidArgument } from './people-error.ts';
import { personFields, readMask } from './person-fields.ts';
import { personResource } from './person-store.ts';
import type { PersonStore } from './person-store.ts';
import { matches } from './search-people.ts';

const sources = ['DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE', 'DIRECTORY_SOURCE_TYPE_DOMAIN_CONTACT'];

/** `people.listDirectoryPeople`. */
export function listDirectoryPeople(context: ApiContext): object {
  const mask = readMask(context.query, 'readMask', { allowed: personFields });
  const size = readPageSize(context.query, { fallback: 100, max: 1000 });
  const page = listPeople(context, directory(context), { scope: 'directory', mask, size });
  return { ...(page.people.length === 0 ? {} : { people: page.people }), ...page.tokens };
}

/** `people.searchDirectoryPeople`: needs no warming up, and has no sync token. */
export function searchDirectoryPeople(context: ApiContext): object {
  const { query, state } = context;
  const mask = readMask(query, 'readMask', { allowed: personFields });
  const size = readPageSize(query, { fallback: 100, max: 500 });
  const wanted = query.get('query') ?? '';
  if (wanted.trim() === '') throw invalidArgument('query is required.');
  const found = directory(context)
    .listed()
    .filter((person) => !person.isDeleted && matches(person, wanted));
  const token = query.get('pageToken');
  const from = token === null ? 0 : state.opaque.open(`directory ${wanted}`, token);
  if (typeof from !== 'number') throw invalidArgument('Page token is invalid.');
  const people = found.slice(from, from + size).map((person) => personResource(person, mask));
  const next = from + size;
  return {
    ...(people.length === 0 ? {} : { people }),
    ...(next < found.length ? { nextPageToken: state.opaque.seal(`directory ${wanted}`, next) } : {}),
    totalSize: found.length,
  };
}

/** @throws ApiError 400 for accounts without a domain, and when the sources are missing. */
function directory({ query, state, account }: ApiContext): PersonStore {
  const asked = query.getAll('sources');
  if (asked.length === 0) throw invalidArgument('sources is required. Please specify one or more directory sources.');
  const unknown = asked.find((source) => !sources.includes(source));
  if (unknown !== undefined) throw invalidArgument(`Invalid value at 'sources': "${unknown}"`);
  if (isConsumer(account.address)) throw failedPrecondition('Must be a G Suite domain user.');
  return asked.includes('DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE')
    ? state.addressBooks.directory(account.domain)
    : state.addressBooks.directory('');
}

/** Accounts of nobody's organisation have addresses of the mail service itself. */
function isConsumer(address: string): boolean {
  return /@(?:gmail|googlemail)\.com$/i.test(address);
}
