import { CalendarError } from '@kalends/core';
import { formatInstant } from '@kalends/core/time';
import type { ExchangeCaller } from '../http/exchange-client.ts';
import { instantOf } from '../mapping/wire-values.ts';
import type { FolderReference } from '../operations/folder-ids.ts';
import { findItemsInView } from '../operations/find-item.ts';
import type { ViewDetail } from '../operations/find-item.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';

/** A CalendarView may span two years; this many days is never more. */
const maxViewMs = 730 * 86_400_000;
/** What the server returns at once, unless its administrator chose less. */
const serverFindLimit = 1_000;
/** No narrower view is tried. */
const minViewMs = 60_000;

/** One page of a calendar: everything that starts in an interval. */
export interface ViewSlice {
  /** Each once, in the order of their starts. */
  readonly items: readonly { readonly id: string; readonly item: WireItem }[];
  /** Where the next page starts, milliseconds since the Unix epoch; absent on the last page. */
  readonly nextMs?: number;
}

/** What {@link nextSlice} needs. */
export interface ViewSliceOptions {
  readonly folder: FolderReference;
  readonly fromMs: number;
  readonly endMs: number;
  /** The first slice also has what began before it; later ones must not repeat it. */
  readonly isFirst: boolean;
  /** Items wanted; the first answer has no more. */
  readonly pageSize: number;
  readonly detail: ViewDetail;
  readonly signal: AbortSignal | undefined;
}

/**
 * Reads the ids of the items that start between a position and some later one, chosen so that the server had them all.
 *
 * A CalendarView has no offset. When it was cut off, a narrower one is asked for, up to the start of the last item seen: in
 * an ordered answer that one is complete. Nothing is built on the order, which is not documented: only a view that the
 * server calls complete counts, and an item belongs to the slice in which it starts, so none comes twice.
 *
 * @see {@link https://learn.microsoft.com/exchange/client-developer/web-service-reference/calendarview | CalendarView}
 */
export async function nextSlice(client: ExchangeCaller, options: ViewSliceOptions): Promise<ViewSlice> {
  const { folder, fromMs, endMs, detail, signal } = options;
  let sliceEndMs = Math.min(endMs, fromMs + maxViewMs);
  let maxEntries = options.pageSize;
  for (let isFirstView = true; ; isFirstView = false) {
    const start = formatInstant(fromMs);
    const end = formatInstant(sliceEndMs);
    const view = await client.call(findItemsInView({ folder, start, end, maxEntries, detail }), signal);
    const items = view.items.map(({ id, start: at, item }) => ({ id, item, startMs: instantOf(at, 'Start') }));
    if (view.isComplete) {
      const own = items.filter(({ startMs }) => startMs < sliceEndMs && (options.isFirst || startMs >= fromMs));
      const sorted = own.sort((a, b) => a.startMs - b.startMs);
      const unique = [...new Map(sorted.map(({ id, item }) => [id, { id, item }])).values()];
      return sliceEndMs < endMs ? { items: unique, nextMs: sliceEndMs } : { items: unique };
    }
    if (sliceEndMs - fromMs <= minViewMs && maxEntries >= serverFindLimit) throw tooMany();
    const lastStartMs = Math.max(...items.map(({ startMs }) => startMs));
    sliceEndMs = narrowerEnd({ fromMs, endMs: sliceEndMs, lastStartMs, isFirstView });
    // Long events that began before the slice can fill the answer however narrow it is: make room for them.
    maxEntries = Math.min(serverFindLimit, maxEntries * 2);
  }
}

/** At least half of the view goes, except the first time: a server without order could keep us busy for ever otherwise. */
function narrowerEnd(view: {
  readonly fromMs: number;
  readonly endMs: number;
  readonly lastStartMs: number;
  readonly isFirstView: boolean;
}): number {
  const { fromMs, endMs, lastStartMs } = view;
  const halfMs = Math.max(minViewMs, Math.floor((endMs - fromMs) / 2_000) * 1_000);
  const atMostMs = Math.min(fromMs + halfMs, endMs);
  const isUsable = lastStartMs > fromMs && lastStartMs < (view.isFirstView ? endMs : atMostMs);
  return isUsable ? lastStartMs : atMostMs;
}

function tooMany(): CalendarError {
  return new CalendarError({
    code: 'responseTooLarge',
    message: `More than ${serverFindLimit} events of this calendar run at one time; Exchange cannot list them`,
    provider: 'ews',
  });
}
