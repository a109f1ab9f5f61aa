import { byLowerCase, spelled, trimmed } from '../events/event-properties.ts';
import { parseFilter } from '../filter.ts';
import type { FilterField } from '../filter.ts';
import type { MailboxRequest, TenantRequest } from '../graph-context.ts';
import { badRequest } from '../graph-error.ts';
import type { JsonObject, Mailbox } from '../mailbox.ts';
import { contextUrl } from '../odata-context.ts';
import { tokenPage } from '../page.ts';
import { readQueryOptions } from '../query-options.ts';
import { userJson } from '../user-resource.ts';

/** Users on a page (Graph docs, "List users"). */
const usersPerPage = 100;
const maxUsersPerPage = 999;
const peoplePerPage = 10;
const userProperties = byLowerCase(
  `businessPhones displayName givenName jobTitle mail mobilePhone officeLocation preferredLanguage surname
  userPrincipalName id`,
);
const filterFields: ReadonlyMap<string, FilterField<Mailbox>> = new Map(
  (
    [
      ['displayname', ({ displayName }) => displayName],
      ['mail', ({ address }) => address],
      ['userprincipalname', ({ address }) => address],
      ['givenname', ({ displayName }) => displayName.split(' ')[0] ?? ''],
      ['surname', ({ displayName }) => displayName.split(' ').slice(1).join(' ')],
    ] satisfies [string, (mailbox: Mailbox) => string][]
  ).map(([name, read]) => [name, { kind: 'text', operators: ['eq', 'startswith'], read }]),
);

/**
 * `GET /users`: everybody in the directory. A search takes `ConsistencyLevel: eventual` (Graph docs, "Advanced query
 * capabilities on Microsoft Entra objects").
 */
export function listUsers(work: TenantRequest): JsonObject {
  const { query, headers } = work.request;
  const search = searchIn(query);
  const options = readQueryOptions(withoutSearch(query), 'users', maxUsersPerPage);
  const isAdvanced = headers['consistencylevel']?.toLowerCase() === 'eventual';
  if ((search !== undefined || options.wantsCount) && !isAdvanced) {
    throw badRequest(
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
  }
  const select =
    options.select === undefined ? undefined : spelled(options.select, userProperties, 'microsoft.graph.user');
  const matches = options.filter === undefined ? () => true : parseFilter(options.filter, filterFields);
  const users = work.tenant.directory.mailboxes.filter(
    (mailbox) => matches(mailbox) && (search === undefined || isMatching(mailbox, search)),
  );
  const page = tokenPage(users, options, usersPerPage, work.request);
  return {
    '@odata.context': `${work.graphBaseUrl}/$metadata#users${select === undefined ? '' : `(${select.join(',')})`}`,
    ...page.annotations,
    value: page.rows.map((mailbox) => trimmed(userJson(mailbox), select)),
    ...(page.nextLink === undefined ? {} : { '@odata.nextLink': page.nextLink }),
  };
}

/** `GET /me/people`: the colleagues that one has something to do with, the more meetings in common the sooner. */
export function listPeople(work: MailboxRequest): JsonObject {
  const { query } = work.request;
  const search = searchIn(query);
  const options = readQueryOptions(withoutSearch(query), 'people');
  const common = (other: Mailbox): number =>
    [...work.mailbox.items.values()].filter(({ attendees, organizer }) =>
      [organizer, ...attendees].some(({ address }) => address.toLowerCase() === other.address.toLowerCase()),
    ).length;
  const people = work.tenant.directory.mailboxes
    .filter((other) => other !== work.mailbox && other.purpose === 'user')
    .filter((other) => search === undefined || isMatching(other, search))
    .map((other) => ({ other, count: common(other) }))
    .sort((a, b) => b.count - a.count);
  const page = tokenPage(people, options, peoplePerPage, work.request);
  return {
    '@odata.context': contextUrl(work, 'people'),
    value: page.rows.map(({ other, count }) => personJson(other, count)),
    ...(page.nextLink === undefined ? {} : { '@odata.nextLink': page.nextLink }),
  };
}

function personJson(mailbox: Mailbox, count: number): JsonObject {
  const { givenName, surname } = userJson(mailbox);
  return {
    id: mailbox.objectId,
    displayName: mailbox.displayName,
    givenName,
    surname,
    userPrincipalName: mailbox.address,
    scoredEmailAddresses: [{ address: mailbox.address, relevanceScore: count, selectionLikelihood: 'notSpecified' }],
    personType: { class: 'Person', subclass: 'OrganizationUser' },
  };
}

function isMatching({ displayName, address }: Mailbox, search: string): boolean {
  const words = [...displayName.split(' '), address].map((word) => word.toLowerCase());
  return words.some((word) => word.startsWith(search));
}

/** The words of `$search`, `"displayName:ad"` or `ad`, lower case. */
function searchIn(query: URLSearchParams): string | undefined {
  const value = [...query].find(([name]) => name.toLowerCase() === '$search')?.[1];
  if (value === undefined) return undefined;
  const text = value.trim().replace(/^"(.*)"$/s, '$1');
  return text
    .replace(/^(?:displayName|mail|userPrincipalName|givenName|surname):/i, '')
    .trim()
    .toLowerCase();
}

function withoutSearch(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].filter(([name]) => !['$search', '$skiptoken'].includes(name.toLowerCase())));
}
