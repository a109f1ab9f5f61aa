import type { EventProperties } from '@kalends/core';
import { z } from 'zod';
import { expandProperty, propertyId, propertyValue } from './extended-property.ts';
import type { ExtendedPropertyWire } from './extended-property.ts';

/**
 * The caller's own data of an event lies in one extended property, as JSON. One, because Graph gives extended properties only to those
 * who name them, and the caller's names are not known in reading; and not in an open extension, which takes requests of its own and so
 * could fail apart from the event.
 */
const name = 'properties';

/** `$expand` that brings the caller's own data along. */
export const expandProperties: string = expandProperty(name);

const propertiesSchema: z.ZodType<Record<string, string>> = z.record(z.string(), z.string());

/** The caller's own data; none when nobody wrote any, or what is there is not ours to read. */
export function mapProperties(properties: readonly ExtendedPropertyWire[] | null | undefined): EventProperties {
  const parsed = propertiesSchema.safeParse(parseJson(ownDataOf(properties) ?? '{}'));
  return parsed.success ? parsed.data : {};
}

/** The same as it is written. */
export function ownDataOf(properties: readonly ExtendedPropertyWire[] | null | undefined): string | undefined {
  return propertyValue(properties, name);
}

/** Whether an extended property is the one of the caller's own data. */
export function isOwnData({ id }: ExtendedPropertyWire): boolean {
  return id === propertyId(name);
}

/** The extended property that holds the caller's own data. */
export function propertiesToWire(properties: EventProperties): Required<ExtendedPropertyWire> {
  return { id: propertyId(name), value: JSON.stringify(properties) };
}

/** The caller's own data with changes laid over it: `null` takes a property away. */
export function mergedProperties(
  before: EventProperties,
  changes: Readonly<Record<string, string | null>>,
): EventProperties {
  const merged = new Map(Object.entries(before));
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) merged.delete(key);
    else merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
