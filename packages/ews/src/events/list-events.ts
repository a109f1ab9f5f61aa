import type { EventInstance, ListEventsOptions, Page, TimeWindow } from '@kalends/core';
import { overlapsWindow, parseInstant } from '@kalends/core/time';
import type { Session } from '../ews-session.ts';
import { instanceOf } from '../mapping/event-mapping.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { loadItems } from './load-items.ts';
import { fingerprintOf, readPageToken, writePageToken } from './page-token.ts';
import { findMasters, seriesKey } from './series-masters.ts';
import type { KnownMasters } from './series-masters.ts';
import { nextSlice } from './view-slice.ts';

/** Events per page when the caller does not say. */
export const defaultPageSize = 200;
const maxPageSize = 1_000;

/**
 * The farthest two zones are apart: a day begins at UTC+14 twenty-six hours before it begins at UTC-12. Exchange places an
 * all-day event in its own zone, the caller perhaps in another.
 */
const zoneSpreadMs = 26 * 3_600_000;

// Exchange refuses dates at the ends of what it can store; nobody has meetings there.
const earliestMs = Date.UTC(1700, 0, 1);
const latestMs = Date.UTC(4400, 0, 1);

/** Reads one page of the events in a window. `masters` lives as long as the list that is walked. */
export async function listEventsPage(
  session: Session,
  options: ListEventsOptions,
  masters: KnownMasters,
): Promise<Page<EventInstance>> {
  const { window, signal } = options;
  const timeZone = options.timeZone ?? 'UTC';
  const includesBody = options.include?.includes('body') === true;
  const { fromMs, endMs } = widened(window);
  const query = await fingerprintOf([
    session.account.id,
    options.calendarId ?? null,
    fromMs,
    endMs,
    timeZone,
    includesBody,
  ]);
  if (fromMs >= endMs) return { items: [] };
  const positionMs =
    options.pageToken === undefined ? fromMs : readPageToken(options.pageToken, query, { fromMs, endMs });

  const calendarId = options.calendarId ?? (await session.primaryCalendarId(signal));
  const slice = await nextSlice(session.client, {
    folder: { id: calendarId },
    fromMs: positionMs,
    endMs,
    isFirst: positionMs === fromMs,
    pageSize: Math.min(options.pageSize ?? defaultPageSize, maxPageSize),
    signal,
  });
  const items = await presentItems(session, slice.ids, includesBody, signal);
  await findMasters(session.client, items, masters, signal);
  const context = { calendarId, selfAddress: session.account.address, includesBody };
  const events = items.flatMap((item) => {
    const key = seriesKey(item);
    const master = key === undefined ? undefined : masters.get(key);
    // The series was deleted between the two calls, and its occurrences with it.
    if (key !== undefined && master === undefined) return [];
    const event = instanceOf(item, master, context);
    return overlapsWindow(event.time, window, timeZone) ? [event] : [];
  });
  return slice.nextMs === undefined
    ? { items: events }
    : { items: events, nextPageToken: writePageToken(query, slice.nextMs) };
}

/** Reads the items of a slice. One that was deleted or moved away since is left out. */
async function presentItems(
  session: Session,
  ids: readonly string[],
  includesBody: boolean,
  signal: AbortSignal | undefined,
): Promise<readonly WireItem[]> {
  const detail = includesBody ? 'withBody' : 'summary';
  const results = await loadItems(
    session.client,
    ids.map((id) => ({ id })),
    detail,
    signal,
  );
  return results.flatMap((result) => {
    if (result.kind === 'found') return [result.item];
    if (result.kind === 'failed' && result.error.code !== 'notFound') throw result.error;
    return [];
  });
}

/** The interval to ask for, in whole seconds. */
function widened(window: TimeWindow): { readonly fromMs: number; readonly endMs: number } {
  const floor = Math.floor(parseInstant(window.start) / 1_000) * 1_000;
  const ceiling = Math.ceil(parseInstant(window.end) / 1_000) * 1_000;
  return {
    fromMs: Math.max(floor - zoneSpreadMs, earliestMs),
    endMs: Math.min(ceiling + zoneSpreadMs, latestMs),
  };
}
