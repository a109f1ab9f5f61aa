import { ItemError } from '../soap/ews-errors.ts';
import { parseDateTime } from '../time/instants.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';

/** Reads the value of a property path: text, or an instant; nothing when absent. */
export type ValueReader = (path: XmlNode) => string | number | undefined;

/** Tells whether something passes a filter. */
export type Filter = (read: ValueReader) => boolean;

const comparisons: Readonly<Record<string, (difference: number) => boolean>> = {
  IsEqualTo: (difference) => difference === 0,
  IsNotEqualTo: (difference) => difference !== 0,
  IsGreaterThan: (difference) => difference > 0,
  IsGreaterThanOrEqualTo: (difference) => difference >= 0,
  IsLessThan: (difference) => difference < 0,
  IsLessThanOrEqualTo: (difference) => difference <= 0,
};

/**
 * Compiles the expression of a `Restriction`: comparisons with constants, `Contains`, `Exists` and their combinations.
 *
 * @throws ItemError `ErrorUnsupportedQueryFilter` for any other expression.
 */
export function compileRestriction(restriction: XmlNode): Filter {
  const expression = restriction.children[0];
  if (expression === undefined) throw unsupported();
  return compile(expression);
}

function compile(node: XmlNode): Filter {
  if (node.name === 'And' || node.name === 'Or' || node.name === 'Not') {
    const parts = node.children.map(compile);
    if (parts.length === 0) throw unsupported();
    return (read) =>
      node.name === 'And'
        ? parts.every((part) => part(read))
        : node.name === 'Or'
          ? parts.some((part) => part(read))
          : !parts.every((part) => part(read));
  }
  const path = node.children[0];
  if (path === undefined) throw unsupported();
  if (node.name === 'Exists') return (read) => read(path) !== undefined;
  if (node.name === 'Contains') return compileContains(node, path);
  const compare = comparisons[node.name];
  const constant = childOf(childOf(node, 'FieldURIOrConstant'), 'Constant')?.attributes['Value'];
  if (compare === undefined || constant === undefined) throw unsupported();
  return (read) => {
    const value = read(path);
    if (value === undefined) return false;
    if (typeof value === 'number') {
      const instant = parseDateTime(constant, 'UTC');
      return instant !== undefined && compare(value - instant);
    }
    return compare(value === constant ? 0 : value < constant ? -1 : 1);
  };
}

function compileContains(node: XmlNode, path: XmlNode): Filter {
  const mode = node.attributes['ContainmentMode'] ?? 'FullString';
  const fold = (text: string): string =>
    (node.attributes['ContainmentComparison'] ?? 'Exact') === 'Exact' ? text : text.toLowerCase();
  const wanted = fold(childOf(node, 'Constant')?.attributes['Value'] ?? '');
  return (read) => {
    const value = read(path);
    if (typeof value !== 'string') return false;
    const text = fold(value);
    if (mode === 'FullString') return text === wanted;
    return mode === 'Prefixed' ? text.startsWith(wanted) : text.includes(wanted);
  };
}

function unsupported(): ItemError {
  return new ItemError('ErrorUnsupportedQueryFilter', 'The restriction is not supported.');
}
