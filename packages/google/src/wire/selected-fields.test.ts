import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { calendarListEntryFields, wireCalendarListEntrySchema } from './calendar-list.ts';
import { allEventFields } from './event-fields.ts';
import { wireEventSchema } from './event.ts';

/** The part of JSON Schema that the wire schemas come out as. */
interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** Paths of everything a schema reads, for example `attendees/email`. */
function pathsRead(schema: JsonSchema, prefix = ''): string[] {
  if (schema.type === 'null') return [];
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap((choice) => pathsRead(choice, prefix));
  if (schema.items !== undefined) return pathsRead(schema.items, prefix);
  if (schema.properties === undefined) return prefix === '' ? [] : [prefix];
  const paths = Object.entries(schema.properties).flatMap(([name, inner]) =>
    pathsRead(inner, prefix === '' ? name : `${prefix}/${name}`),
  );
  return [...new Set(paths)];
}

/** Paths that a `fields` selector names: `a(b,c/d)` is `a/b` and `a/c/d`. */
function pathsSelected(selector: string): string[] {
  const paths: string[] = [];
  const open: string[] = [];
  for (const [, name = '', mark] of selector.matchAll(/([\w/]*)([(),]|$)/g)) {
    if (mark === '(') open.push(name);
    else if (name !== '') paths.push([...open, name].join('/'));
    if (mark === ')') open.pop();
  }
  return paths;
}

const jsonSchemaOf = (schema: z.ZodType): JsonSchema =>
  // Every wire schema consists of objects, arrays and plain values, which come out in these members.
  z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;

describe.each([
  ['an event', wireEventSchema, allEventFields],
  ['an entry of the calendar list', wireCalendarListEntrySchema, calendarListEntryFields],
])('what is asked for of %s', (_what, schema, fields) => {
  const read = pathsRead(jsonSchemaOf(schema));
  const selected = pathsSelected(fields);

  it('holds everything that is read', () => {
    expect(read.length).toBeGreaterThan(9);
    expect(read.filter((path) => !selected.some((other) => `${path}/`.startsWith(`${other}/`)))).toEqual([]);
  });

  it('holds nothing else', () => {
    expect(selected.filter((path) => !read.some((other) => `${other}/`.startsWith(`${path}/`)))).toEqual([]);
  });
});
