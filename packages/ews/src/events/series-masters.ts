import type { ExchangeCaller } from '../http/exchange-client.ts';
import type { SeriesMaster } from '../mapping/event-mapping.ts';
import { presentText } from '../mapping/wire-values.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { loadItems } from './load-items.ts';

/**
 * Masters that are known already, by {@link seriesKey}; `undefined` for a series whose master is in no reach, because somebody was invited to
 * one occurrence alone.
 */
export type KnownMasters = Map<string, SeriesMaster | undefined>;

/** Said of an occurrence that stands alone in its calendar. */
const noMaster = 'ErrorCalendarCannotUseIdForRecurringMasterId';

/**
 * What the occurrences of a series have in common: the UID. An occurrence does not name its master, so one of each series
 * has to be asked for it.
 *
 * @returns `undefined` for an item that belongs to no series.
 */
export function seriesKey(item: WireItem): string | undefined {
  if (item.CalendarItemType !== 'Occurrence' && item.CalendarItemType !== 'Exception') return undefined;
  return presentText(item.UID) ?? item.ItemId?.Id;
}

/**
 * Finds the masters of all series that the items belong to, one reference a series, and adds them to `known`. A series that
 * is not there afterwards is gone: none of its occurrences leads to a master any more.
 */
export async function findMasters(
  client: ExchangeCaller,
  items: readonly WireItem[],
  known: KnownMasters,
  signal: AbortSignal | undefined,
): Promise<void> {
  const occurrences = items.flatMap((item) => {
    const key = seriesKey(item);
    const id = item.ItemId?.Id;
    return key === undefined || id === undefined || known.has(key) ? [] : [{ key, id }];
  });
  const first = [...new Map(occurrences.map((occurrence) => [occurrence.key, occurrence])).values()];
  await ask(client, first, known, signal);
  // That one occurrence was deleted meanwhile says nothing of the others.
  const others = occurrences.filter((occurrence) => !known.has(occurrence.key) && !first.includes(occurrence));
  await ask(client, others, known, signal);
}

async function ask(
  client: ExchangeCaller,
  occurrences: readonly { readonly key: string; readonly id: string }[],
  known: KnownMasters,
  signal: AbortSignal | undefined,
): Promise<void> {
  const references = occurrences.map(({ id }) => ({ masterOfOccurrence: id }));
  const results = await loadItems(client, references, 'master', signal);
  for (const [index, { key }] of occurrences.entries()) {
    const result = results[index];
    if (result?.kind === 'failed' && result.error.vendorCode === noMaster) {
      known.set(key, undefined);
      continue;
    }
    if (result?.kind === 'failed' && result.error.code !== 'notFound') throw result.error;
    const id = result?.kind === 'found' ? result.item.ItemId?.Id : undefined;
    if (result?.kind === 'found' && id !== undefined) known.set(key, { id, item: result.item });
  }
}
