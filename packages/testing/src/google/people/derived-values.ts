import type { JsonObject } from '../api/json-body.ts';
import type { PersonSource, PersonValues } from './person-store.ts';

/** Values as the service keeps them: with metadata, and with what it works out by itself, whatever was sent for it. */
export function derivedValues(
  values: PersonValues,
  origin: { readonly source: PersonSource; readonly id: string },
): PersonValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, list]) => [
      name,
      list.map((value, index) => ({
        metadata: {
          ...(index === 0 ? { primary: true, sourcePrimary: true } : {}),
          source: { type: origin.source, id: origin.id },
        },
        ...withoutReadOnly(value),
        ...derived(name, value),
      })),
    ]),
  );
}

/** What every contact has without being told. */
export function defaultValues(seed: string): PersonValues {
  return {
    memberships: [
      {
        contactGroupMembership: { contactGroupId: 'myContacts', contactGroupResourceName: 'contactGroups/myContacts' },
      },
    ],
    photos: [{ url: `https://lh3.googleusercontent.com/cm/${seed}=s100`, default: true }],
  };
}

const readOnly = new Set(['metadata', 'displayNameLastFirst', 'canonicalForm', 'formattedType']);

function withoutReadOnly(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name, inner]) => !readOnly.has(name) && inner !== null));
}

function derived(field: string, value: JsonObject): JsonObject {
  const type = text(value, 'type');
  const formattedType = type === '' ? {} : { formattedType: type.charAt(0).toUpperCase() + type.slice(1) };
  switch (field) {
    case 'names':
      return derivedName(value);
    case 'phoneNumbers': {
      const digits = text(value, 'value').replaceAll(/[^\d+]/g, '');
      return { ...formattedType, ...(digits.startsWith('+') ? { canonicalForm: digits } : {}) };
    }
    case 'emailAddresses':
    case 'addresses':
    case 'urls':
    case 'organizations':
    case 'relations':
    case 'events':
      return formattedType;
    default:
      return {};
  }
}

/** The display name is the server's: it is put together from the parts, in the order of the account's language. */
function derivedName(name: JsonObject): JsonObject {
  const join = (...parts: readonly string[]): string =>
    parts
      .map((part) => text(name, part))
      .filter(Boolean)
      .join(' ');
  const structured = join('honorificPrefix', 'givenName', 'middleName', 'familyName', 'honorificSuffix');
  const displayName = structured === '' ? text(name, 'unstructuredName') : structured;
  const family = text(name, 'familyName');
  const rest = join('givenName', 'middleName');
  const lastFirst = family !== '' && rest !== '' ? `${family}, ${rest}` : displayName;
  return { displayName, displayNameLastFirst: lastFirst, unstructuredName: displayName };
}

function text(value: JsonObject, name: string): string {
  const inner = value[name];
  return typeof inner === 'string' ? inner : '';
}
