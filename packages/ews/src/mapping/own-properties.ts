import type { EventProperties } from '@kalends/core';
import type { WireItem } from '../wire/calendar-item-shape.ts';

/**
 * What is kept with an item beside what Exchange knows of: the caller's own data, the join link that was written into location or body,
 * the key that an event was created with, whether it is the one of its key that stays, occurrences that are still to be taken out of a series, and a mark of the last write, by which a write whose answer was lost is known again.
 */
export type OwnProperty = 'properties' | 'link' | 'idempotencyKey' | 'claim' | 'exclusions' | 'lastWrite';

/** Property set of this library's own (MS-OXPROPS, named properties): nobody else writes into it. */
const propertySet = '90ca3216-9971-4b14-8138-b18a1eb8a964';
const prefix = 'kalends-';

/** XML of the path of one of them. */
export function ownPropertyPath(property: OwnProperty): string {
  return `<t:ExtendedFieldURI PropertySetId="${propertySet}" PropertyName="${prefix}${property}" PropertyType="String"/>`;
}

/** The value of one of them. */
export function ownValueOf(item: WireItem, property: OwnProperty): string | undefined {
  return item.ExtendedProperty?.find(
    ({ ExtendedFieldURI: path }) =>
      path?.PropertySetId?.toLowerCase() === propertySet && path.PropertyName === prefix + property,
  )?.Value;
}

/**
 * The caller's own data; none when there is none or somebody else has put something there. It is one text: Exchange gives only properties
 * that are asked for by name, and the names are the caller's.
 */
export function propertiesOf(item: WireItem): EventProperties {
  const value = parsed(ownValueOf(item, 'properties'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  // By entries and not by a schema: a name may be `__proto__`.
  return Object.fromEntries(
    entries.flatMap(([name, text]) => (typeof text === 'string' ? [[name, text] as const] : [])),
  );
}

/** The text that keeps the caller's own data. JSON writes every character in a way that XML can carry. */
export function propertiesText(properties: EventProperties): string {
  return JSON.stringify(properties);
}

function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
