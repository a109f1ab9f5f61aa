/**
 * A declaration of what is wanted of an XML element. The reader builds exactly that and passes over everything else, so an
 * answer never becomes a tree of its own. `T` is the type of what comes out: everything optional, everything text.
 */
export interface Shape<T> {
  /** `alone`: the element becomes its text. `beside`: its text becomes the member `text`. */
  readonly text: 'alone' | 'beside' | 'none';
  readonly attributes: readonly string[];
  /** Namespaces that children may be in. */
  readonly namespaces: readonly string[];
  readonly children: ReadonlyMap<string, { readonly shape: Shape<unknown>; readonly isMany: boolean }>;
  /** Carries the type only; no shape has it at run time. */
  readonly result?: T;
}

/** A child that may come more than once and becomes an array. */
export interface Many<T> {
  readonly many: Shape<T>;
}

type Children = Readonly<Record<string, Shape<unknown> | Many<unknown>>>;

type ChildResult<C> = C extends Many<infer T> ? readonly T[] : C extends Shape<infer T> ? T : never;

type ElementResult<C extends Children, A extends string> = {
  readonly [K in keyof C]?: ChildResult<C[K]>;
} & { readonly [K in A]?: string };

const noChildren: Shape<unknown>['children'] = new Map();

/** An element that is nothing but its text. */
export const text: Shape<string> = { text: 'alone', attributes: [], namespaces: [], children: noChildren };

/** An element with text and attributes. */
export function textWith<A extends string>(
  attributes: readonly A[],
): Shape<{ readonly text?: string } & { readonly [K in A]?: string }> {
  return { text: 'beside', attributes, namespaces: [], children: noChildren };
}

/** An element with attributes alone. */
export function attributesOnly<A extends string>(attributes: readonly A[]): Shape<{ readonly [K in A]?: string }> {
  return { text: 'none', attributes, namespaces: [], children: noChildren };
}

/**
 * An element with child elements.
 *
 * @param namespaces - Where the children live; a child of the right name in another namespace is passed over.
 */
export function element<C extends Children, A extends string = never>(
  namespaces: string | readonly string[],
  children: C,
  attributes: readonly A[] = [],
): Shape<ElementResult<C, A>> {
  return {
    text: 'none',
    attributes,
    namespaces: typeof namespaces === 'string' ? [namespaces] : namespaces,
    children: new Map(
      Object.entries(children).map(([name, child]) => [
        name,
        'many' in child ? { shape: child.many, isMany: true } : { shape: child, isMany: false },
      ]),
    ),
  };
}

/** Marks a child as repeatable. */
export function many<T>(shape: Shape<T>): Many<T> {
  return { many: shape };
}
