import type { RecordedRequest } from '../server/recorded-exchange.ts';
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

function linkTo(request: RecordedRequest, skip: number): string {
  const [base = ''] = request.url.split('?');
  const options = [...request.query].filter(([name]) => name.toLowerCase() !== '$skip');
  const query = new URLSearchParams([...options, ['$skip', String(skip)]]).toString();
  // A plus sign is a space to browsers only; Graph writes %20.
  return `${base}?${query.replaceAll('+', '%20')}`;
}
