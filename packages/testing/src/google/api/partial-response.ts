import { invalidParameter } from './api-error.ts';

/** What a `fields` selector asks for: names with what is asked for inside them. An empty map means everything inside. */
export type FieldTree = ReadonlyMap<string, FieldTree>;

type GrowingTree = Map<string, GrowingTree>;

/**
 * Reads a selector such as `nextPageToken,items(id,start/dateTime)`.
 *
 * @throws ApiError 400 when it doesn't follow the grammar (Google Calendar API, "Performance tips").
 */
export function parseFields(selector: string): FieldTree {
  let at = 0;
  const invalid = (): Error => invalidParameter('fields', `Invalid field selection ${selector.slice(0, 200)}`);
  const name = (): string => {
    const match = /^(?:\*|[\w.@-]+)/.exec(selector.slice(at, at + 200));
    if (match === null) throw invalid();
    at += match[0].length;
    return match[0];
  };
  const list = (tree: GrowingTree, depth: number): void => {
    if (depth > 16) throw invalid();
    for (;;) {
      let inner = child(tree, name());
      while (selector[at] === '/') {
        at += 1;
        inner = child(inner, name());
      }
      if (selector[at] === '(') {
        at += 1;
        list(inner, depth + 1);
        if (selector[at] !== ')') throw invalid();
        at += 1;
      }
      if (selector[at] !== ',') return;
      at += 1;
    }
  };
  const tree: GrowingTree = new Map();
  list(tree, 0);
  if (at !== selector.length) throw invalid();
  return tree;
}

/** Refuses a selector that names a field the resource doesn't have. @throws ApiError 400 naming the field. */
export function checkFields(tree: FieldTree, shape: FieldTree): void {
  for (const [name, inner] of tree) {
    const known = shape.get('*') ?? shape.get(name);
    if (name === '*') {
      if (inner.size > 0 && ![...shape.values()].some((nested) => accepts(inner, nested))) throw unknownField('*');
      continue;
    }
    if (known === undefined) throw unknownField(name);
    if (inner.size > 0) {
      if (known.size === 0) throw unknownField([...inner.keys()][0] ?? name);
      checkFields(inner, known);
    }
  }
}

/** The part of `value` that the selector asks for. Arrays are walked through. */
export function selectFields(value: unknown, tree: FieldTree): unknown {
  if (tree.size === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => selectFields(item, tree));
  const wildcard = tree.get('*');
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const wanted = tree.get(name) ?? wildcard;
      return wanted === undefined ? [] : [[name, selectFields(inner, wanted)]];
    }),
  );
}

function accepts(tree: FieldTree, shape: FieldTree): boolean {
  try {
    checkFields(tree, shape);
    return true;
  } catch {
    return false;
  }
}

function child(tree: GrowingTree, name: string): GrowingTree {
  const inner: GrowingTree = tree.get(name) ?? new Map();
  tree.set(name, inner);
  return inner;
}

function unknownField(name: string): Error {
  return invalidParameter('fields', `Invalid field selection ${name}`);
}
