import { badRequest } from './graph-error.ts';

/** One word of an OData filter. */
export interface FilterToken {
  readonly kind: 'text' | 'word' | 'symbol';
  readonly text: string;
}

// Quoted text, an enum value in front of quoted text, a path or literal, a symbol.
const pattern = /\s*(?:(?:[\w.]+)?'((?:[^']|'')*)'|([A-Za-z0-9_$][\w$./:+-]*)|([(),]))/y;

/**
 * Splits a `$filter` into words.
 *
 * @throws GraphRefusal when something in it is no word.
 */
export function filterTokens(filter: string): readonly FilterToken[] {
  const tokens: FilterToken[] = [];
  const end = filter.trimEnd().length;
  pattern.lastIndex = 0;
  while (pattern.lastIndex < end) {
    const at = pattern.lastIndex;
    const match = pattern.exec(filter);
    if (match === null) throw badRequest(`Invalid filter clause: syntax error at position ${at} in the filter.`);
    const [, quoted, word, symbol] = match;
    if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.replaceAll("''", "'") });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
  }
  return tokens;
}
