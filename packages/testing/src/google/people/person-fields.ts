import { parseFields } from '../api/partial-response.ts';
import type { FieldTree } from '../api/partial-response.ts';
import { invalidArgument } from './people-error.ts';

/** Fields that a mask may name (People API v1, `people.get`, `personFields`). */
export const personFields: readonly string[] = (
  'addresses ageRanges biographies birthdays calendarUrls clientData coverPhotos emailAddresses events externalIds genders ' +
  'imClients interests locales locations memberships metadata miscKeywords names nicknames occupations organizations ' +
  'phoneNumbers photos relations sipAddresses skills urls userDefined'
).split(' ');

/** Fields that a client may write. */
export const writableFields: readonly string[] = (
  'addresses biographies birthdays calendarUrls clientData emailAddresses events externalIds genders imClients interests ' +
  'locales locations memberships miscKeywords names nicknames occupations organizations phoneNumbers relations ' +
  'sipAddresses urls userDefined'
).split(' ');

/** What is known of people who are no contacts. */
export const otherContactFields: readonly string[] = ['emailAddresses', 'metadata', 'names', 'phoneNumbers', 'photos'];

/** Fields with at most one value in a contact. */
export const singletonFields: readonly string[] = ['biographies', 'birthdays', 'genders', 'names'];

/**
 * The fields that a mask names.
 *
 * @throws ApiError 400 when it is absent and has no default, and for fields that are not allowed.
 */
export function readMask(
  query: URLSearchParams,
  name: 'personFields' | 'readMask' | 'updatePersonFields',
  options: { readonly allowed: readonly string[]; readonly fallback?: readonly string[] },
): ReadonlySet<string> {
  const mask = query.get(name) ?? '';
  if (mask === '') {
    if (options.fallback !== undefined) return new Set(options.fallback);
    throw invalidArgument(
      `${name} mask is required. Please specify one or more valid paths. Valid paths are documented at ` +
        'https://developers.google.com/people/api/rest/v1/people/get.',
    );
  }
  const paths = mask.split(',').map((path) => path.trim().replace(/^person\./, ''));
  const unknown = paths.find((path) => !options.allowed.includes(path));
  if (unknown !== undefined) {
    throw invalidArgument(
      `Invalid ${name} mask path: "${unknown}". Valid paths are documented at ` +
        'https://developers.google.com/people/api/rest/v1/people/get.',
    );
  }
  return new Set(paths);
}

const source = '(etag,id,profileMetadata(objectType,userTypes),type,updateTime)';
const metadata = `metadata(primary,source${source},sourcePrimary,verified)`;
const date = '(day,month,year)';
const valued = `(formattedType,${metadata},type,value)`;
const person =
  'resourceName,etag,' +
  `metadata(deleted,linkedPeopleResourceNames,objectType,previousResourceNames,sources${source}),` +
  `addresses(city,country,countryCode,extendedAddress,formattedType,formattedValue,${metadata},poBox,postalCode,region,streetAddress,type),` +
  `ageRanges(ageRange,${metadata}),biographies(contentType,${metadata},value),birthdays(date${date},${metadata},text),` +
  `calendarUrls(formattedType,${metadata},type,url),clientData(key,${metadata},value),coverPhotos(default,${metadata},url),` +
  `emailAddresses(displayName,formattedType,${metadata},type,value),events(date${date},formattedType,${metadata},type),` +
  `externalIds${valued},genders(addressMeAs,formattedValue,${metadata},value),` +
  `imClients(formattedProtocol,formattedType,${metadata},protocol,type,username),interests(${metadata},value),` +
  `locales(${metadata},value),locations(buildingId,current,deskCode,floor,floorSection,${metadata},type,value),` +
  `memberships(contactGroupMembership(contactGroupId,contactGroupResourceName),domainMembership(inViewerDomain),${metadata}),` +
  `miscKeywords${valued},names(displayName,displayNameLastFirst,familyName,givenName,honorificPrefix,honorificSuffix,` +
  `${metadata},middleName,phoneticFamilyName,phoneticFullName,phoneticGivenName,phoneticHonorificPrefix,` +
  `phoneticHonorificSuffix,phoneticMiddleName,unstructuredName),nicknames(${metadata},type,value),` +
  `occupations(${metadata},value),organizations(costCenter,current,department,domain,endDate${date},formattedType,` +
  `fullTimeEquivalentMillipercent,jobDescription,location,${metadata},name,phoneticName,startDate${date},symbol,title,type),` +
  `phoneNumbers(canonicalForm,formattedType,${metadata},type,value),photos(default,${metadata},url),` +
  `relations(formattedType,${metadata},person,type),sipAddresses${valued},skills(${metadata},value),urls${valued},` +
  `userDefined(key,${metadata},value)`;

/** Fields of each answer, to check a `fields` selector against. */
export const peopleShapes: Readonly<
  Record<'Person' | 'Connections' | 'OtherContacts' | 'Search' | 'Directory' | 'Batch' | 'Empty', FieldTree>
> = {
  Person: parseFields(person),
  Connections: parseFields(`connections(${person}),nextPageToken,nextSyncToken,totalItems,totalPeople`),
  OtherContacts: parseFields(`nextPageToken,nextSyncToken,otherContacts(${person}),totalSize`),
  Search: parseFields(`results(person(${person}))`),
  Directory: parseFields(`nextPageToken,nextSyncToken,people(${person}),totalSize`),
  Batch: parseFields(`responses(httpStatusCode,person(${person}),requestedResourceName,status(code,details,message))`),
  Empty: new Map(),
};
