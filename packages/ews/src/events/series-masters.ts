import type { ExchangeClient } from '../http/exchange-client.ts';
import type { SeriesMaster } from '../mapping/event-mapping.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { loadItems } from './load-items.ts';

/** Masters that are known already, by {@link seriesKey}. `undefined`: the series is gone. */
export type KnownMasters = Map<string, SeriesMaster | undefined>;

/**
 * What the occurrences of a series have in common: the UID. An occurrence does not name its master, so one of each series
 * has to be asked for it.
 *
 * @returns `undefined` for an item that belongs to no series.
 */
export function seriesKey(item: WireItem): string | undefined {
  if (item.CalendarItemType !== 'Occurrence' && item.CalendarItemType !== 'Exception') return undefined;
  return item.UID ?? item.ItemId?.Id;
}

/** Finds the masters of all series that the items belong to, one reference a series, and adds them to `known`. */
export async function findMasters(
  client: ExchangeClient,
  items: readonly WireItem[],
  known: KnownMasters,
  signal: AbortSignal | undefined,
): Promise<void> {
  const occurrenceBySeries = new Map<string, string>();
  for (const item of items) {
    const key = seriesKey(item);
    const id = item.ItemId?.Id;
    if (key !== undefined && id !== undefined && !known.has(key)) occurrenceBySeries.set(key, id);
  }
  const references = [...occurrenceBySeries.values()].map((id) => ({ masterOfOccurrence: id }));
  const results = await loadItems(client, references, 'master', signal);
  for (const [index, key] of [...occurrenceBySeries.keys()].entries()) {
    const result = results[index];
    // The series was deleted since its occurrences were read.
    if (result?.kind === 'failed' && result.error.code !== 'notFound') throw result.error;
    const id = result?.kind === 'found' ? result.item.ItemId?.Id : undefined;
    known.set(key, result?.kind === 'found' && id !== undefined ? { id, item: result.item } : undefined);
  }
}
