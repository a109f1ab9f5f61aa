import type { ApiContext } from '../api/api-context.ts';
import type { JsonObject } from '../api/json-body.ts';
import { readPageSize } from './list-people.ts';
import { otherContactFields, personFields, readMask } from './person-fields.ts';
import { personResource } from './person-store.ts';
import type { PersonVersion } from './person-store.ts';

const pageSize = { fallback: 10, max: 30 };

/** `people.searchContacts`. */
export function searchContacts(context: ApiContext): object {
  const mask = readMask(context.query, 'readMask', { allowed: personFields });
  return search(context, 'contacts', mask);
}

/** `otherContacts.search`. */
export function searchOtherContacts(context: ApiContext): object {
  const mask = readMask(context.query, 'readMask', { allowed: otherContactFields });
  return search(context, 'others', mask);
}

/** A search for nothing finds nothing, and lets the searches after it find what there is now. */
function search({ state, account, query }: ApiContext, kind: 'contacts' | 'others', mask: ReadonlySet<string>): object {
  const book = state.addressBooks.of(account.personId);
  const size = readPageSize(query, pageSize);
  const wanted = query.get('query') ?? '';
  if (wanted.trim() === '') {
    book.index[kind] = book[kind].listed().filter((person) => !person.isDeleted);
    return {};
  }
  const found = book.index[kind].filter((person) => matches(person, wanted)).slice(0, size);
  return found.length === 0 ? {} : { results: found.map((person) => ({ person: personResource(person, mask) })) };
}

const searched: Readonly<Record<string, readonly string[]>> = {
  names: ['displayName', 'givenName', 'familyName'],
  nicknames: ['value'],
  emailAddresses: ['value'],
  phoneNumbers: ['value', 'canonicalForm'],
  organizations: ['name'],
};

/** Whether every word of the query begins a word of the person's names, addresses, numbers or organizations. */
export function matches({ values }: PersonVersion, query: string): boolean {
  const texts = Object.entries(searched).flatMap(([field, names]) =>
    (values[field] ?? []).flatMap((value) => names.map((name) => textOf(value, name))),
  );
  const words = texts.flatMap((text) => [text, ...text.split(/[\s@.,]+/)]).map((word) => word.toLowerCase());
  return query
    .toLowerCase()
    .trim()
    .split(/\s+/)
    .every((term) => words.some((word) => word.startsWith(term)));
}

function textOf(value: JsonObject, name: string): string {
  const inner = value[name];
  return typeof inner === 'string' ? inner : '';
}
