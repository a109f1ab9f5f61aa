import { asRecord } from './graph-json-schema.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Lists the members of a JSON value that its schema does not name, as paths. Schemas of Graph let any member pass; the service refuses
 * those that it does not know (400 RequestBodyRead). Annotations (`@odata.type`, `start@odata.bind`) belong to OData itself.
 *
 * @param schemas - The document's schemas, for references.
 */
export function unknownMembers(schemas: Json, schema: unknown, value: unknown, path = ''): readonly string[] {
  const choices = choicesOf(schemas, schema, value);
  if (Array.isArray(value)) {
    const items = choices.flatMap((choice) => (choice['items'] === undefined ? [] : [choice['items']]));
    return value.flatMap((item, index) => unknownMembers(schemas, { anyOf: items }, item, `${path}/${index}`));
  }
  if (typeof value !== 'object' || value === null) return [];
  // Types that take whatever there is (open type extensions) describe themselves by the one member that names them.
  const isOpen = choices.every(({ properties }) => properties === undefined) || choices.some(isOpenType);
  if (isOpen) return [];
  return Object.entries(asRecord(value)).flatMap(([name, inner]) => {
    if (name.includes('@')) return [];
    // The description writes parameters of actions with a capital letter, the documentation and clients without.
    const capital = name.charAt(0).toUpperCase() + name.slice(1);
    const named = choices.flatMap(({ properties }) => {
      const members = asRecord(properties ?? {});
      return members[name] ?? members[capital] ?? [];
    });
    if (named.length === 0) return [`${path}/${name}`];
    return unknownMembers(schemas, { anyOf: named }, inner, `${path}/${name}`);
  });
}

function isOpenType({ title }: Json): boolean {
  return title === 'extension' || title === 'openTypeExtension';
}

/** The plain schemas that together describe a value: references followed, alternatives and derived types side by side. */
function choicesOf(
  schemas: Json,
  schema: unknown,
  value: unknown,
  seen: ReadonlySet<string> = new Set(),
): readonly Json[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const record = asRecord(schema);
  const reference = record['$ref'];
  if (typeof reference === 'string') {
    const name = reference.slice(reference.lastIndexOf('/') + 1);
    return seen.has(name) ? [] : choicesOf(schemas, schemas[name], value, new Set([...seen, name]));
  }
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((word) => {
    const list = record[word];
    return Array.isArray(list) ? list.flatMap((part) => choicesOf(schemas, part, value, seen)) : [];
  });
  return [record, ...parts, ...derived(schemas, record, value, seen)];
}

/** A value may say that it is of a derived type, whose schema stands under its name. */
function derived(schemas: Json, record: Json, value: unknown, seen: ReadonlySet<string>): readonly Json[] {
  if (record['properties'] === undefined || typeof value !== 'object' || value === null) return [];
  const type = Object.entries(value).find(([name]) => name === '@odata.type')?.[1];
  const name = typeof type === 'string' ? type.replace(/^#/, '') : '';
  return schemas[name] === undefined || seen.has(name)
    ? []
    : choicesOf(schemas, schemas[name], value, new Set([...seen, name]));
}
