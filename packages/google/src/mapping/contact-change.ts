import { CalendarError } from '@kalends/core';
import type { ContactContent } from '@kalends/core';
import type {
  WirePerson,
  WirePersonEntry,
  WirePersonName,
  WirePersonOrganization,
  WirePersonValue,
} from '../wire/person.ts';
import { primaryOf } from './contact.ts';

/** What is to be known of a contact: absent stays, `null` goes. */
export type ContactPatch = { readonly [K in keyof ContactContent]?: ContactContent[K] | null };

/** Parts of a person, each of which replaces the one that is there. */
export interface PersonChange {
  readonly names?: readonly object[];
  readonly emailAddresses?: readonly object[];
  readonly phoneNumbers?: readonly object[];
  readonly organizations?: readonly object[];
}

/**
 * What has to be sent so that a person becomes what a patch says. A part of a person is replaced whole: whatever the patch does not speak
 * of, such as the label of an address that stays, goes back the way it came.
 *
 * @param person - As it is now; a new one has no parts.
 * @returns only parts that change; none when there is nothing to do.
 * @throws CalendarError `unsupported` for a display name that does not follow from the parts of the name.
 */
export function personChange(person: Omit<WirePerson, 'resourceName'>, patch: ContactPatch): PersonChange {
  const names = changedNames(person.names, patch);
  const emailAddresses = changedEntries(person.emailAddresses, patch.addresses, (value) => value.toLowerCase());
  const phoneNumbers = changedEntries(person.phoneNumbers, patch.phoneNumbers, (value) => value);
  const organizations = changedOrganizations(person.organizations, patch);
  return {
    ...(names === undefined ? {} : { names }),
    ...(emailAddresses === undefined ? {} : { emailAddresses }),
    ...(phoneNumbers === undefined ? {} : { phoneNumbers }),
    ...(organizations === undefined ? {} : { organizations }),
  };
}

/** What Google works out by itself. */
const derivedFields = new Set(['metadata', 'displayName', 'displayNameLastFirst', 'canonicalForm', 'formattedType']);

/**
 * The display name is put together by Google. It can be said by itself where nothing else is known of the name; else it has to be what
 * the parts give, or it would be lost without a word.
 */
function changedNames(
  names: readonly WirePersonName[] | null | undefined,
  { displayName, givenName, familyName }: ContactPatch,
): readonly object[] | undefined {
  const current = primaryOf(names);
  const isNew = (said: string | null | undefined, known: string | null | undefined): boolean =>
    said !== undefined && (said ?? '') !== (known ?? '');
  const changesParts = isNew(givenName, current?.givenName) || isNew(familyName, current?.familyName);
  const changesDisplay = isNew(displayName, current?.displayName);
  if (!changesParts && !changesDisplay) return undefined;
  const { unstructuredName: _, ...parts } = writable(current ?? {});
  const merged = withTexts(parts, {
    ...(givenName === undefined ? {} : { givenName }),
    ...(familyName === undefined ? {} : { familyName }),
  });
  const fromParts = displayNameOf(merged);
  if (fromParts === '') return displayName ? [{ ...merged, unstructuredName: displayName }] : [];
  if (displayName !== undefined && displayName !== fromParts) throw displayNameIsDerived();
  return [merged];
}

function displayNameOf(name: Readonly<Record<string, unknown>>): string {
  return ['honorificPrefix', 'givenName', 'middleName', 'familyName', 'honorificSuffix']
    .map((part) => name[part])
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ');
}

function changedEntries(
  entries: readonly WirePersonEntry[] | null | undefined,
  wanted: readonly string[] | null | undefined,
  keyOf: (value: string) => string,
): readonly object[] | undefined {
  if (wanted === undefined) return undefined;
  const current = (entries ?? []).filter(({ value }) => Boolean(value));
  const known = new Map(current.map((entry) => [keyOf(entry.value ?? ''), entry]));
  const distinct = [...new Map((wanted ?? []).map((value) => [keyOf(value), value]))];
  const isSame =
    current.length === distinct.length && distinct.every(([, value], index) => current[index]?.value === value);
  return isSame ? undefined : distinct.map(([key, value]) => ({ ...writable(known.get(key) ?? {}), value }));
}

function changedOrganizations(
  organizations: readonly WirePersonOrganization[] | null | undefined,
  { company, jobTitle }: ContactPatch,
): readonly object[] | undefined {
  const current = primaryOf(organizations);
  const said = {
    ...(company === undefined || (company ?? '') === (current?.name ?? '') ? {} : { name: company }),
    ...(jobTitle === undefined || (jobTitle ?? '') === (current?.title ?? '') ? {} : { title: jobTitle }),
  };
  if (Object.keys(said).length === 0) return undefined;
  const changed = withTexts(writable(current ?? {}), said);
  const others = (organizations ?? []).filter((organization) => organization !== current).map(writable);
  return Object.keys(changed).length === 0 ? others : [changed, ...others];
}

function writable(value: WirePersonValue): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(value).filter(([name, inner]) => !derivedFields.has(name) && inner !== null),
  );
}

/** Texts laid over what is there; an empty one takes it away. */
function withTexts(
  value: Readonly<Record<string, unknown>>,
  texts: Readonly<Record<string, string | null>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries({ ...value, ...texts }).filter(([, inner]) => inner !== null && inner !== ''),
  );
}

function displayNameIsDerived(): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message:
      'displayName: Google puts it together from the parts of the name; leave it out, or say what givenName and familyName give',
    provider: 'google',
  });
}
