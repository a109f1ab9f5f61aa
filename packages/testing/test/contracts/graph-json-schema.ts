/** Narrows a parsed JSON value to an object. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('Expected an object');
  // A JSON object that is no array is a record by construction.
  return value as Readonly<Record<string, unknown>>;
}

/**
 * Turns OpenAPI 3.0 schemas into JSON Schema: `nullable` becomes a type, and the `{ type: object, nullable: true }` that
 * generators put beside a reference becomes null alone, since it would otherwise let every object through.
 */
export function jsonSchemaOf(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map((item) => (isNullMarker(item) ? { type: 'null' } : jsonSchemaOf(item)));
  if (typeof schema !== 'object' || schema === null) return schema;
  const result: Record<string, unknown> = {};
  const source = asRecord(schema);
  for (const [name, value] of Object.entries(source)) {
    if (name === 'nullable' || name.startsWith('x-') || name === 'default') continue;
    // JSON Schema's `time` asks for an offset; Graph's times of day have none and carry a pattern.
    if (name === 'format' && value === 'time') continue;
    result[name] = name === '$ref' && typeof value === 'string' ? `graph${value}` : jsonSchemaOf(value);
  }
  if (source['nullable'] === true && typeof source['type'] === 'string') result['type'] = [source['type'], 'null'];
  return result;
}

function isNullMarker(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false;
  const record = asRecord(item);
  return record['nullable'] === true && record['type'] === 'object' && Object.keys(record).length === 2;
}
