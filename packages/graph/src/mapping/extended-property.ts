/**
 * The set that this package's own extended properties belong to. Other applications have sets of their own, so that no name clashes; a
 * property of a named set is neither shown by Outlook nor sent to invitees.
 *
 * @see {@link https://learn.microsoft.com/graph/api/resources/extended-properties-overview | Graph docs, Outlook extended properties}
 */
const propertySet = '5f1d6c1e-3b0a-4c52-9e1f-8a2b7c4d9036';

/** An extended property as it is written and read. */
export interface ExtendedPropertyWire {
  readonly id?: string | null | undefined;
  readonly value?: string | null | undefined;
}

/** The id of one of our properties, in Graph's one spelling. */
export function propertyId(name: string): string {
  return `String {${propertySet}} Name ${name}`;
}

/** `$expand` that brings one property along. */
export function expandProperty(name: string): string {
  return `singleValueExtendedProperties($filter=id eq '${propertyId(name)}')`;
}

/**
 * `$filter` for the events that have a value in one property.
 *
 * @param value - Letters and digits only: it stands in the filter as it is.
 */
export function propertyEquals(name: string, value: string): string {
  return `singleValueExtendedProperties/any(ep: ep/id eq '${propertyId(name)}' and ep/value eq '${value}')`;
}

/** The value of one of our properties, when it came along. */
export function propertyValue(
  properties: readonly ExtendedPropertyWire[] | null | undefined,
  name: string,
): string | undefined {
  const id = propertyId(name).toLowerCase();
  return properties?.find((property) => property.id?.toLowerCase() === id)?.value ?? undefined;
}
