import { invalidProperty, unreadable } from '../body-reader.ts';
import type { BodyReader } from '../body-reader.ts';
import type { JsonObject } from '../mailbox.ts';

/** Extended properties of an item by their normalized id, single values and lists. */
export type ExtendedProperties = ReadonlyMap<string, string | readonly string[]>;

/** An item without any. */
export const noProperties: ExtendedProperties = new Map();

const guid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
// `{type} {guid} Name {name}`, `{type} {guid} Id {0x…}` and `{type} {tag}` (Graph docs, "Outlook extended properties overview").
const named = new RegExp(`^(\\w+) \\{(${guid})\\} (name|id) (.+)$`, 'is');
const tagged = /^(\w+) (0x[0-9a-f]{1,8})$/i;
const types = new Set(
  `applicationtime binary boolean clsid currency double float guid integer long null object short string
  systemtime`.split(/\s+/),
);

/**
 * Reads `singleValueExtendedProperties` and `multiValueExtendedProperties` of an item.
 *
 * @returns the properties that were named, laid over the ones that were there; undefined when none was named.
 * @throws GraphRefusal 400 for an id of no known form.
 */
export function readExtendedProperties(
  body: BodyReader,
  before: ExtendedProperties = noProperties,
): ExtendedProperties | undefined {
  const single = body.objects('singleValueExtendedProperties');
  const multiple = body.objects('multiValueExtendedProperties');
  if (single === undefined && multiple === undefined) return undefined;
  const properties = new Map(before);
  for (const property of single ?? []) properties.set(keyIn(property, false), property.text('value') ?? '');
  for (const property of multiple ?? []) properties.set(keyIn(property, true), property.texts('value') ?? []);
  return properties;
}

/** `$expand` of one kind of extended properties, cut down to one id. */
export function extendedPropertiesJson(properties: ExtendedProperties, isMultiple: boolean, id: string): JsonObject {
  const key = propertyKey(id);
  const value = key === undefined ? undefined : properties.get(key);
  const isAsked = value !== undefined && (typeof value !== 'string') === isMultiple;
  const name = isMultiple ? 'multiValueExtendedProperties' : 'singleValueExtendedProperties';
  return isAsked ? { [name]: [{ id: key, value }] } : {};
}

/** One spelling for each property; the part that names it keeps its case. Undefined for an id of no known form. */
export function propertyKey(id: string): string | undefined {
  const [, type = '', set = '', kind = '', name = ''] = named.exec(id) ?? [];
  if (isType(type)) {
    const isName = kind.toLowerCase() === 'name';
    return `${spelled(type)} {${set.toLowerCase()}} ${isName ? 'Name' : 'Id'} ${isName ? name : name.toLowerCase()}`;
  }
  const [, tagType = '', tag = ''] = tagged.exec(id) ?? [];
  return isType(tagType) ? `${spelled(tagType)} 0x${tag.slice(2).toLowerCase()}` : undefined;
}

function keyIn(property: BodyReader, isMultiple: boolean): string {
  const id = property.text('id');
  if (id === undefined) throw unreadable('An extended property has to have an id.');
  const key = propertyKey(id);
  const isArray = key?.split(' ')[0]?.endsWith('Array') === true;
  if (key === undefined || isArray !== isMultiple)
    throw invalidProperty('PropertyId values may only be in one of the following formats.');
  return key;
}

function isType(type: string): boolean {
  return types.has(type.toLowerCase().replace(/array$/, ''));
}

function spelled(type: string): string {
  const lower = type.toLowerCase();
  const base = lower.replace(/array$/, '');
  const capital = base === 'clsid' ? 'CLSID' : base.charAt(0).toUpperCase() + base.slice(1);
  return lower.endsWith('array') ? `${capital}Array` : capital;
}
