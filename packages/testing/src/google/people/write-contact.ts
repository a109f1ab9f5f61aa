import type { ApiContext } from '../api/api-context.ts';
import { anyObject, listOf, parseObject } from '../api/json-body.ts';
import type { JsonObject } from '../api/json-body.ts';
import { defaultValues, derivedValues } from './derived-values.ts';
import { failedPrecondition, invalidArgument, personNotFound } from './people-error.ts';
import { personFields, readMask, singletonFields, writableFields } from './person-fields.ts';
import { personResource } from './person-store.ts';
import type { PersonValues, PersonVersion } from './person-store.ts';

/** `people.createContact`. */
export function createContact(context: ApiContext): object {
  const mask = answerMask(context);
  const sent = readValues(parseObject(context.body), new Set(writableFields));
  const { contacts } = context.state.addressBooks.of(context.account.personId);
  const id = context.state.opaque.hex(15);
  const values = derivedValues({ ...defaultValues(id), ...sent }, { source: 'CONTACT', id });
  return personResource(contacts.add(values, id), mask);
}

/** `people.updateContact`: replaces the fields that the mask names, and only those. */
export function updateContact(context: ApiContext, name: string): object {
  const mask = answerMask(context);
  const changed = readMask(context.query, 'updatePersonFields', { allowed: writableFields });
  const body = parseObject(context.body);
  const { contacts } = context.state.addressBooks.of(context.account.personId);
  const person = contacts.find(`people/${name}`);
  if (person === undefined) throw personNotFound();
  checkEtag(person, body);
  const sent = readValues(body, changed);
  if (changed.has('memberships') && (sent['memberships'] ?? []).length === 0) {
    throw invalidArgument('A contact must have at least one contact group membership.');
  }
  const kept = Object.entries(person.values).filter(([field]) => !changed.has(field));
  const values = { ...Object.fromEntries(kept), ...derivedValues(sent, { source: 'CONTACT', id: person.id }) };
  return personResource(contacts.change(person, values), mask);
}

/** `people.deleteContact`. */
export function deleteContact({ state, account }: ApiContext, name: string): object {
  const { contacts } = state.addressBooks.of(account.personId);
  const person = contacts.find(`people/${name}`);
  if (person === undefined) throw personNotFound();
  contacts.remove(person);
  return {};
}

function answerMask({ query }: ApiContext): ReadonlySet<string> {
  return readMask(query, 'personFields', { allowed: personFields, fallback: personFields });
}

/** The etag of the person or of its contact source has to be the current one; one of the two has to be there. */
function checkEtag(person: PersonVersion, body: JsonObject): void {
  const { etag } = body;
  const sourceEtag = contactSource(body)?.['etag'];
  if (typeof etag !== 'string' && typeof sourceEtag !== 'string') {
    throw invalidArgument(
      'Request must set person.etag or person.metadata.sources.etag for the source that is being updated.',
    );
  }
  const isCurrent = typeof sourceEtag === 'string' ? sourceEtag === person.sourceEtag : etag === person.etag;
  if (!isCurrent) {
    throw failedPrecondition(
      'Request person.etag is different than the current person.etag. Clear local cache and get the latest person.',
    );
  }
}

function contactSource({ metadata }: JsonObject): JsonObject | undefined {
  const sources = metadata === undefined || metadata === null ? undefined : anyObject(metadata)['sources'];
  return sources === undefined || sources === null
    ? undefined
    : listOf(anyObject)(sources).find((source) => source['type'] === 'CONTACT');
}

function readValues(body: JsonObject, names: ReadonlySet<string>): PersonValues {
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const value = body[name];
      if (value === undefined || value === null) return [];
      const list = listOf(anyObject)(value);
      if (list.length > 1 && singletonFields.includes(name)) {
        throw invalidArgument(`Multiple values of the singleton field ${name} are not supported for contact sources.`);
      }
      return list.length === 0 ? [] : [[name, list]];
    }),
  );
}
