import { badRequest, GraphRefusal } from './graph-error.ts';

/** OData system query options of one request, checked for form. */
export interface QueryOptions {
  readonly select?: readonly string[];
  readonly expand: readonly string[];
  readonly top?: number;
  readonly skip: number;
  readonly wantsCount: boolean;
  readonly filter?: string;
  readonly orderBy: readonly OrderTerm[];
}

/** One term of `$orderby`. */
export interface OrderTerm {
  /** Lower case. */
  readonly path: string;
  readonly isDescending: boolean;
}

/** Largest `$top` (Graph docs, "List events"). */
const maxTopOfOutlook = 1000;
const known = new Set([
  '$select',
  '$expand',
  '$top',
  '$skip',
  '$count',
  '$filter',
  '$orderby',
  '$search',
  '$format',
  '$skiptoken',
]);

/**
 * Reads the `$` options of a query, whatever their case; other parameters are left to the operation.
 *
 * @throws GraphRefusal for unknown options, values out of range, and `$search`.
 */
export function readQueryOptions(
  query: URLSearchParams,
  resource: string = 'events',
  maxTop: number = maxTopOfOutlook,
): QueryOptions {
  const values = new Map<string, string>();
  for (const [name, value] of query) {
    const lower = name.toLowerCase();
    if (!lower.startsWith('$')) continue;
    if (!known.has(lower)) throw badRequest(`The query parameter '${name}' is not supported.`);
    if (values.has(lower)) throw badRequest(`Query option '${name}' was specified more than once.`);
    values.set(lower, value);
  }
  if (values.has('$search')) {
    const code = resource === 'events' ? 'SearchEvents' : 'ErrorInvalidUrlQuery';
    throw new GraphRefusal(400, code, `The query parameter $search is not supported on ${resource}.`);
  }
  const top = wholeNumber('$top', values.get('$top'));
  if (top !== undefined && (top < 1 || top > maxTop)) {
    throw badRequest(`The limit of '${maxTop}' for Top query has been exceeded or is not positive: '${top}'.`);
  }
  const filter = values.get('$filter');
  const select = values.get('$select');
  return {
    ...(select === undefined ? {} : { select: words('$select', select) }),
    expand: values.has('$expand') ? words('$expand', values.get('$expand') ?? '') : [],
    ...(top === undefined ? {} : { top }),
    skip: wholeNumber('$skip', values.get('$skip')) ?? 0,
    wantsCount: flag('$count', values.get('$count')),
    ...(filter === undefined ? {} : { filter }),
    orderBy: values.has('$orderby') ? words('$orderby', values.get('$orderby') ?? '').map(orderTerm) : [],
  };
}

/** Splits at commas that stand outside of parentheses and quotes. */
function words(name: string, value: string): readonly string[] {
  const list: string[] = [];
  let word = '';
  let depth = 0;
  let isQuoted = false;
  for (const character of value) {
    if (character === "'") isQuoted = !isQuoted;
    if (!isQuoted && character === '(') depth += 1;
    if (!isQuoted && character === ')') depth -= 1;
    if (character === ',' && depth === 0 && !isQuoted) {
      list.push(word.trim());
      word = '';
    } else word += character;
  }
  list.push(word.trim());
  if (list.includes('')) throw badRequest(`Parsing OData ${name} failed: a term is empty.`);
  return list;
}

function orderTerm(term: string): OrderTerm {
  const [path = '', direction = 'asc', ...rest] = term.split(/\s+/);
  const lower = direction.toLowerCase();
  if (rest.length > 0 || (lower !== 'asc' && lower !== 'desc')) {
    throw badRequest(`Syntax error in the $orderby term '${term}'.`);
  }
  return { path: path.toLowerCase(), isDescending: lower === 'desc' };
}

function wholeNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value)) throw badRequest(`Invalid value '${value}' for ${name} query option found.`);
  return Number(value);
}

function flag(name: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  const lower = value.toLowerCase();
  if (lower !== 'true' && lower !== 'false')
    throw badRequest(`Invalid value '${value}' for ${name} query option found.`);
  return lower === 'true';
}
