import { CalendarError } from '../errors/calendar-error.ts';

/** One page of a list. @public */
export interface Page<T> {
  readonly items: readonly T[];
  /** Give it back as `pageToken` to go on; absent on the last page. */
  readonly nextPageToken?: string;
}

/**
 * A list that is fetched when it is used: `await` it for one page, or iterate it to the end.
 *
 * @example
 * ```ts
 * import type { CalendarConnection } from '@kalends/core';
 *
 * declare const connection: CalendarConnection;
 *
 * const firstPage = await connection.calendars.list();
 * for await (const calendar of connection.calendars.list()) console.log(calendar.name);
 * ```
 * @public
 */
export interface PagedList<T> extends PromiseLike<Page<T>>, AsyncIterable<T> {
  /** Everything in one array. */
  toArray(): Promise<T[]>;
}

/** Settings of {@link pagedList}. @public */
export interface PagedListOptions<T> {
  /** Fetches the page a token names, or the first one. */
  readonly fetchPage: (pageToken: string | undefined) => Promise<Page<T>>;
  /** The page to begin with. Default: the first. */
  readonly startAt?: string | undefined;
  /** Items with a key that an earlier page of the same walk had are passed over: services repeat items at page borders. */
  readonly keyOf?: (item: T) => string;
  /** Pages after which the walk ends with an error rather than for ever. Default 10,000. */
  readonly maxPages?: number;
  /** Provider id that errors carry. */
  readonly provider: string;
}

const defaultMaxPages = 10_000;

/**
 * Creates a {@link PagedList}.
 *
 * @throws CalendarError `invalidResponse`, while iterating, when the service names a page a second time or never ends.
 * @public
 */
export function pagedList<T>(options: PagedListOptions<T>): PagedList<T> {
  async function* walk(): AsyncGenerator<T> {
    let pageToken = options.startAt;
    const seenTokens = new Set(pageToken === undefined ? [] : [pageToken]);
    const seenKeys = new Set<string>();
    for (let pages = 0; ; pages += 1) {
      if (pages >= (options.maxPages ?? defaultMaxPages)) throw endless(options.provider);
      const page = await options.fetchPage(pageToken);
      for (const item of page.items) {
        if (options.keyOf !== undefined) {
          const key = options.keyOf(item);
          if (seenKeys.has(key)) continue;
          seenKeys.add(key);
        }
        yield item;
      }
      pageToken = page.nextPageToken;
      if (pageToken === undefined) return;
      if (seenTokens.has(pageToken)) throw endless(options.provider);
      seenTokens.add(pageToken);
    }
  }

  return {
    // A list is awaited on purpose: that is what makes `await connection.calendars.list()` give a page.
    // oxlint-disable-next-line unicorn/no-thenable
    then: (onFulfilled, onRejected) => options.fetchPage(options.startAt).then(onFulfilled, onRejected),
    [Symbol.asyncIterator]: walk,
    async toArray() {
      const items: T[] = [];
      for await (const item of walk()) items.push(item);
      return items;
    },
  };
}

function endless(provider: string): CalendarError {
  return new CalendarError({
    code: 'invalidResponse',
    message: 'The service keeps naming further pages without coming to an end',
    provider,
  });
}
