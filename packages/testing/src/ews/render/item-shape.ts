import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';

/** Which properties of items a request wants. */
export interface ItemShape {
  readonly base: 'IdOnly' | 'Default' | 'AllProperties';
  readonly bodyType: 'Best' | 'HTML' | 'Text';
  /** Longest body in characters; 0 for all of it. */
  readonly maximumBodySize: number;
  readonly includeMimeContent: boolean;
  readonly fields: ReadonlySet<string>;
  readonly extended: readonly ExtendedField[];
}

/** An extended property by its path. */
export interface ExtendedField {
  readonly attributes: Readonly<Record<string, string>>;
}

/** Reads an ItemShape that has passed the schema check. */
export function readItemShape(node: XmlNode | undefined): ItemShape {
  const text = (name: string): string => childOf(node, name)?.text.trim() ?? '';
  const base = text('BaseShape');
  const bodyType = text('BodyType');
  const paths = childOf(node, 'AdditionalProperties')?.children ?? [];
  return {
    base: base === 'Default' || base === 'AllProperties' ? base : 'IdOnly',
    bodyType: bodyType === 'HTML' || bodyType === 'Text' ? bodyType : 'Best',
    maximumBodySize: Math.max(0, Number(text('MaximumBodySize') || '0')),
    includeMimeContent: ['true', '1'].includes(text('IncludeMimeContent')),
    fields: new Set(paths.filter((path) => path.name === 'FieldURI').map((path) => path.attributes['FieldURI'] ?? '')),
    extended: paths.filter((path) => path.name === 'ExtendedFieldURI').map(({ attributes }) => ({ attributes })),
  };
}
