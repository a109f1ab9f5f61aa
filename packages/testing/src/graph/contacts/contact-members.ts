import { invalidProperty } from '../body-reader.ts';
import type { BodyReader } from '../body-reader.ts';
import type { JsonObject } from '../mailbox.ts';
import { isDate } from '../wall-time.ts';

// Graph docs, "contact resource type".
const texts = `assistantName businessHomePage companyName department displayName fileAs generation givenName initials
  jobTitle manager middleName mobilePhone nickName officeLocation personalNotes profession spouseName surname title
  yomiCompanyName yomiGivenName yomiSurname`.split(/\s+/);
const lists = ['businessPhones', 'homePhones', 'categories', 'children', 'imAddresses'];
const addresses = ['businessAddress', 'homeAddress', 'otherAddress'];
const addressMembers = new Set(['street', 'city', 'state', 'countryorregion', 'postalcode']);
const ignored = ['id', 'changekey', 'createddatetime', 'lastmodifieddatetime', 'parentfolderid', 'photo'];
const known = new Set([
  ...[...texts, ...lists, ...addresses, 'emailAddresses', 'birthday'].map((name) => name.toLowerCase()),
  // Read where the members are, see `readExtendedProperties`.
  'singlevalueextendedproperties',
  'multivalueextendedproperties',
  ...ignored,
]);
/** More do not fit into a contact. */
const maxEmailAddresses = 3;

/** Every property a contact has, as the service spells it. */
export const contactPropertyNames: readonly string[] = [
  'id',
  'changeKey',
  'createdDateTime',
  'lastModifiedDateTime',
  'parentFolderId',
  ...texts,
  ...lists,
  ...addresses,
  'emailAddresses',
  'birthday',
];

/** A contact of which nothing is set, as the API makes it: null where Outlook itself would write an empty text. */
export function emptyContact(unset: null | '' = null): JsonObject {
  return {
    ...Object.fromEntries(texts.map((name) => [name, name === 'personalNotes' ? '' : unset])),
    displayName: '',
    ...Object.fromEntries(lists.map((name) => [name, []])),
    ...Object.fromEntries(addresses.map((name) => [name, {}])),
    emailAddresses: [],
    birthday: null,
  };
}

/**
 * Reads the members of a contact that a client sets.
 *
 * @throws GraphRefusal 400 for members that do not exist or are of another type, and for too many addresses.
 */
export function readContact(body: BodyReader, before?: JsonObject): JsonObject {
  body.allowOnly(known, 'contact');
  const members: Record<string, unknown> = {};
  for (const name of texts) if (body.has(name)) members[name] = textOrNull(body, name);
  for (const name of lists) if (body.has(name)) members[name] = body.texts(name) ?? [];
  for (const name of addresses) {
    const address = body.nullableObject(name);
    if (address === undefined) continue;
    address?.allowOnly(addressMembers, 'physicalAddress');
    members[name] = address?.source ?? {};
  }
  const emailAddresses = body.objects('emailAddresses')?.map((entry) => {
    const address = entry.text('address') ?? '';
    return { name: entry.text('name') ?? address, address };
  });
  if (emailAddresses !== undefined) {
    if (emailAddresses.length > maxEmailAddresses) throw invalidProperty('A contact has at most 3 email addresses.');
    members['emailAddresses'] = emailAddresses;
  }
  if (body.has('birthday')) members['birthday'] = birthdayOf(body.text('birthday') ?? '');
  return { ...members, ...derivedNames(members, before) };
}

/** The service makes up a display name from the parts of the name when nobody gives one. */
function derivedNames(members: JsonObject, before: JsonObject | undefined): JsonObject {
  if (members['displayName'] !== undefined || before !== undefined) return {};
  const parts = ['givenName', 'middleName', 'surname'].map((name) => members[name]);
  const name = parts.filter((part) => typeof part === 'string' && part !== '').join(' ');
  return { displayName: name };
}

function textOrNull(body: BodyReader, name: string): string | null {
  return body.source[name] === null ? null : (body.text(name) ?? null);
}

/** A birthday is a date; it comes back as a time near noon, so that no zone moves it. */
function birthdayOf(text: string): string | null {
  if (text === '') return null;
  const date = text.slice(0, 10);
  if (!isDate(date)) throw invalidProperty('The birthday of a contact has to be a date.');
  return `${date}T11:59:00Z`;
}
