import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { badRequest } from './graph-error.ts';
import type { QueryOptions } from './query-options.ts';

/** Events and calendars on a page when nothing else is asked for (Graph docs, "List events"). */
const defaultPageSize = 10;

/** One page of a list. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Members around `value`. */
  readonly annotations: Readonly<Record<string, unknown>>;
  /** Absolute URL of the rest, with every option of this request. */
  readonly nextLink?: string;
}

/** Cuts the page that `$top`, `$skip` and the wished-for page size ask for. */
export function pageOf<Row>(
  rows: readonly Row[],
  options: QueryOptions,
  maxPageSize: number | undefined,
  request: RecordedRequest,
): Page<Row> {
  const size = options.top ?? maxPageSize ?? defaultPageSize;
  const until = options.skip + size;
  return {
    rows: rows.slice(options.skip, until),
    annotations: options.wantsCount ? { '@odata.count': rows.length } : {},
    ...(until < rows.length ? { nextLink: linkTo(request, until) } : {}),
  };
}

/**
 * The same for places and the directory, whose links carry an opaque token instead of a number.
 *
 * @throws GraphRefusal 400 for a token that none of these links carries.
 */
export function tokenPage<Row>(
  rows: readonly Row[],
  options: QueryOptions,
  defaultSize: number,
  request: RecordedRequest,
): Page<Row> {
  const size = options.top ?? defaultSize;
  const token = [...request.query].find(([name]) => name.toLowerCase() === '$skiptoken')?.[1];
  const from = token === undefined ? options.skip : offsetIn(token);
  const until = from + size;
  return {
    rows: rows.slice(from, until),
    annotations: options.wantsCount ? { '@odata.count': rows.length } : {},
    ...(until < rows.length
      ? { nextLink: linkWith(request, '$skiptoken', Buffer.from(`${tokenHead}${until}`).toString('base64url')) }
      : {}),
  };
}

const tokenHead = 'offset:';

function offsetIn(token: string): number {
  const text = Buffer.from(token, 'base64url').toString();
  if (!/^offset:\d{1,9}$/.test(text)) throw badRequest('Badly formed token.');
  return Number(text.slice(tokenHead.length));
}

function linkTo(request: RecordedRequest, skip: number): string {
  return linkWith(request, '$skip', String(skip));
}

/** The address of a request with one parameter more, or another value of it. */
function linkWith(request: RecordedRequest, parameter: string, value: string): string {
  const [base = ''] = request.url.split('?');
  const options = [...request.query].filter(([name]) => !['$skip', parameter].includes(name.toLowerCase()));
  const query = new URLSearchParams([...options, [parameter, value]]).toString();
  // A plus sign is a space to browsers only; Graph writes %20.
  return `${base}?${query.replaceAll('+', '%20')}`;
}
