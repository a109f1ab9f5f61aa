import type { EventInstance, ListEventsOptions, Page, TimeWindow } from '@kalends/core';
import { listEventsOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { overlapsWindow, parseInstant } from '@kalends/core/time';
import type { Session } from '../ews-session.ts';
import { hiddenInstanceOf, instanceOf } from '../mapping/event-mapping.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { detailOf } from '../operations/item-properties.ts';
import type { EventDetail } from '../operations/item-properties.ts';
import { findHiddenItems } from './hidden-items.ts';
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
export async function eventsPage(
  session: Session,
  unchecked: ListEventsOptions,
  masters: KnownMasters,
  signal: AbortSignal,
): Promise<Page<EventInstance>> {
  const options = parseOptions(listEventsOptionsSchema, unchecked, 'events.list');
  const { window } = options;
  const timeZone = options.timeZone ?? 'UTC';
  const detail = detailOf(options);
  const { fromMs, endMs } = widened(window);
  const query = await fingerprintOf([session.account.id, options.calendarId ?? null, fromMs, endMs, timeZone, detail]);
  if (fromMs >= endMs) return { items: [] };
  const positionMs =
    options.pageToken === undefined ? fromMs : readPageToken(options.pageToken, query, { fromMs, endMs });

  if (options.calendarId !== undefined) await session.requireOwnCalendar(options.calendarId, signal);
  const calendarId = options.calendarId ?? (await session.primaryCalendarId(signal));
  const view = {
    folder: { id: calendarId },
    fromMs: positionMs,
    endMs,
    isFirst: positionMs === fromMs,
    detail: 'position' as const,
    pageSize: Math.min(options.pageSize ?? defaultPageSize, maxPageSize),
    signal,
  };
  const slice = await nextSlice(session.client, view);
  const ids = slice.items.map(({ id }) => id);
  const items = await itemsOf(session, ids, detail, signal);
  const present = items.filter((item) => item !== undefined);
  await findMasters(session.client, present, masters, signal);
  const context = { calendarId, selfAddress: session.account.address, detail };
  const read = new Map<string, EventInstance>();
  for (const [index, id] of ids.entries()) {
    const item = items[index];
    const key = item === undefined ? undefined : seriesKey(item);
    const master = key === undefined ? undefined : masters.get(key);
    const isReadable = item !== undefined && (key === undefined || masters.has(key));
    if (isReadable) read.set(id, instanceOf(item, master, context));
  }
  // Deleted since it was listed, alone or with its series; or hidden.
  const unread = ids.filter((id) => !read.has(id));
  const hidden = await findHiddenItems(session.client, view, slice, unread);
  const events = ids.flatMap((id) => {
    const hiddenItem = hidden.get(id);
    return read.get(id) ?? (hiddenItem === undefined ? [] : hiddenInstanceOf(hiddenItem, context));
  });
  const inWindow = events.filter((event) => overlapsWindow(event.time, window, timeZone));
  return slice.nextMs === undefined
    ? { items: inWindow }
    : { items: inWindow, nextPageToken: writePageToken(query, slice.nextMs) };
}

/** Reads the items of a slice, in its order; `undefined` for what is not there, is hidden or is no appointment. */
async function itemsOf(
  session: Session,
  ids: readonly string[],
  detail: EventDetail,
  signal: AbortSignal | undefined,
): Promise<readonly (WireItem | undefined)[]> {
  const results = await loadItems(
    session.client,
    ids.map((id) => ({ id })),
    detail,
    signal,
  );
  return results.map((result) => {
    if (result.kind === 'failed' && !hidingCodes.has(result.error.code)) throw result.error;
    return result.kind === 'found' ? result.item : undefined;
  });
}

/** How Exchange answers for one item that it does not show. */
const hidingCodes: ReadonlySet<string> = new Set(['notFound', 'accessDenied']);

/** The interval to ask for, in whole seconds. */
function widened(window: TimeWindow): { readonly fromMs: number; readonly endMs: number } {
  const floor = Math.floor(parseInstant(window.start) / 1_000) * 1_000;
  const ceiling = Math.ceil(parseInstant(window.end) / 1_000) * 1_000;
  return {
    fromMs: Math.max(floor - zoneSpreadMs, earliestMs),
    endMs: Math.min(ceiling + zoneSpreadMs, latestMs),
  };
}
