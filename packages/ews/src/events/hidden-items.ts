import type { ExchangeCaller } from '../http/exchange-client.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { nextSlice } from './view-slice.ts';
import type { ViewSlice, ViewSliceOptions } from './view-slice.ts';

/**
 * Tells items that are gone from items that are hidden. Exchange says of both that they are not there, and leaving a hidden one
 * out would make the time it takes look free, or like a deletion. Only the calendar can tell: what it still lists is not gone, and
 * the view says how long it lasts.
 *
 * @param query - The query that gave the slice.
 * @param ids - Items of the slice that could not be read; usually none, and then nothing is asked.
 * @returns what the view says of those that it still lists, by their ids.
 * @see {@link https://learn.microsoft.com/exchange/client-developer/exchange-web-services/handling-delegation-related-errors-in-ews-in-exchange | Delegation-related errors}
 */
export async function findHiddenItems(
  client: ExchangeCaller,
  query: ViewSliceOptions,
  slice: ViewSlice,
  ids: readonly string[],
): Promise<ReadonlyMap<string, WireItem>> {
  if (ids.length === 0) return new Map();
  const { items } = await nextSlice(client, { ...query, endMs: slice.nextMs ?? query.endMs, detail: 'busyTime' });
  return new Map(items.flatMap((item) => (ids.includes(item.id) ? [[item.id, item.item] as const] : [])));
}
