import type { CalendarView } from '../google-state.ts';
import { digest } from '../opaque.ts';
import { listPage } from '../api/api-context.ts';
import type { ApiContext, ListPage } from '../api/api-context.ts';
import type { CalendarStore, StoredEvent } from './calendar-store.ts';
import { calendarHeader } from './calendar-resources.ts';
import { shownResource } from './event-access.ts';
import { liesInside, passesFilter } from './event-filter.ts';
import { generatedInstances, storedCandidate } from './instances.ts';
import type { Candidate } from './instances.ts';
import { readListEventsQuery, unboundParameters } from './list-events-query.ts';
import type { ListEventsQuery } from './list-events-query.ts';
import { compareKeys, openPageToken, openSyncToken, querySignature } from '../api/paging.ts';
import type { SortKey } from '../api/paging.ts';
import { renderEvent } from './render-event.ts';

// How far around now a deleted series is reported instance by instance.
const cancelledInstancesMs = 183 * 86_400_000;

/** `events.list`. */
export function listEvents(context: ApiContext, entry: CalendarView): object {
  const { state, account } = context;
  const { calendar } = entry;
  const oldestMs = state.clock.now() - state.syncTokenLifetimeMs;
  const asked = readListEventsQuery(context.query, { oldestMs });
  // Who may see free/busy only gets blocks of time, never series.
  const query = entry.accessRole === 'freeBusyReader' ? { ...asked, singleEvents: true } : asked;
  const scope = `events ${account.personId} ${calendar.id}`;
  const signature = querySignature(scope, context.query, ['pageToken']);
  const syncSignature = querySignature(scope, context.query, unboundParameters);
  const since =
    query.syncToken === undefined
      ? undefined
      : openSyncToken(state.opaque, query.syncToken, {
          scope,
          signature: syncSignature,
          floor: calendar.syncFloor,
          oldestMs,
        }).position;
  const walk =
    query.pageToken === undefined
      ? { pages: 0, startedAt: calendar.position }
      : openPageToken(state.opaque, query.pageToken, signature);

  const isDelta = since !== undefined;
  const part: PagePart = {
    size: query.pageSize,
    isOver: (item) => walk.after !== undefined && compareKeys(sortKey(item, query, isDelta), walk.after) <= 0,
  };
  const candidates = isDelta
    ? collectChanges(entry, query, context, part, since)
    : collect(entry, query, context, part);
  const items = candidates.map((item) => ({ key: sortKey(item, query, isDelta), item }));
  const page = listPage(context, items, {
    walk,
    size: query.pageSize,
    signature,
    sync: query.canSync ? { scope, signature: syncSignature } : undefined,
  });
  return eventsResource(entry, page, query, signature);
}

/** The envelope around a page of events. */
export function eventsResource(
  entry: CalendarView,
  page: ListPage<Candidate>,
  query: Pick<ListEventsQuery, 'timeZone' | 'maxAttendees' | 'showDeleted'>,
  signature: string,
): object {
  const { calendar } = entry;
  const render = {
    calendar,
    access: entry.accessRole,
    responseZone: query.timeZone ?? calendar.timeZone,
    maxAttendees: query.maxAttendees,
    showsDetailsOfCancelled: query.showDeleted,
  };
  return {
    kind: 'calendar#events',
    etag: `"p${digest(JSON.stringify([calendar.id, calendar.position, signature, page.place]))}"`,
    ...calendarHeader(entry),
    timeZone: render.responseZone,
    ...page.tokens,
    items: page.items.map((item) => renderEvent(item, render)),
  };
}

/** The part of a list that one page may need. */
interface PagePart {
  readonly size: number;
  /** Whether an earlier page had this item. */
  readonly isOver: (item: Candidate) => boolean;
}

function collect(
  { calendar, accessRole }: CalendarView,
  query: ListEventsQuery,
  context: ApiContext,
  part: PagePart,
): Candidate[] {
  return [...calendar.events.values()].flatMap((stored) => {
    if (!isListed(calendar, stored, query) || !passesFilter(shownResource(stored.resource, accessRole), query.filter))
      return [];
    if (query.updatedMinMs !== undefined && stored.updatedMs < query.updatedMinMs) return [];
    if (stored.resource.recurrence === undefined) {
      return liesInside(stored, query.window) ? [storedCandidate(stored)] : [];
    }
    if (query.singleEvents) return expandMaster(calendar, stored, query, context, part);
    return hasInstanceInside(calendar, stored, query) ? [storedCandidate(stored)] : [];
  });
}

function collectChanges(
  { calendar, accessRole }: CalendarView,
  query: ListEventsQuery,
  context: ApiContext,
  part: PagePart,
  since: number,
): Candidate[] {
  return [...calendar.events.values()].flatMap((stored) => {
    if (stored.position <= since || !passesFilter(shownResource(stored.resource, accessRole), query.filter)) return [];
    return query.singleEvents && stored.resource.recurrence !== undefined
      ? expandMaster(calendar, stored, query, context, part)
      : [storedCandidate(stored)];
  });
}

/** Whether a list shows a deleted event; see "showDeleted" of events.list for the cases. */
function isListed(calendar: CalendarStore, stored: StoredEvent, query: ListEventsQuery): boolean {
  if (stored.resource.status !== 'cancelled' || query.showDeleted || query.updatedMinMs !== undefined) return true;
  const masterId = stored.resource.recurringEventId;
  if (masterId === undefined || stored.isDropped || query.singleEvents) return false;
  return calendar.events.get(masterId)?.resource.status !== 'cancelled';
}

/**
 * The instances of a series that the page may need: as many as fit on it and one more, which tells that it isn't the last.
 * Instances of one series ascend in every order of the list.
 */
function expandMaster(
  calendar: CalendarStore,
  master: StoredEvent,
  query: ListEventsQuery,
  context: ApiContext,
  part: PagePart,
): Candidate[] {
  const { minMs, maxMs } = query.window;
  const now = context.state.clock.now();
  const window =
    master.resource.status === 'cancelled'
      ? { minMs: Math.max(minMs, now - cancelledInstancesMs), maxMs: Math.min(maxMs, now + cancelledInstancesMs) }
      : query.window;
  const needed: Candidate[] = [];
  for (const instance of generatedInstances(calendar, master, window.maxMs, window.minMs)) {
    if (!liesInside(instance, window) || part.isOver(instance)) continue;
    needed.push(instance);
    if (needed.length > part.size) break;
  }
  return needed;
}

function hasInstanceInside(calendar: CalendarStore, master: StoredEvent, { window }: ListEventsQuery): boolean {
  if (window.minMs === -Infinity && window.maxMs === Infinity) return true;
  const live = calendar.exceptionsOf(master.id).filter((exception) => exception.resource.status !== 'cancelled');
  if (live.some((exception) => liesInside(exception, window))) return true;
  // Without an upper bound the first instance after the lower one decides, however far the series goes.
  const throughMs = window.maxMs === Infinity ? Math.max(window.minMs, master.startMs) + yearsMs : window.maxMs;
  for (const instance of generatedInstances(calendar, master, throughMs, window.minMs)) {
    if (liesInside(instance, window)) return true;
  }
  return false;
}

// Longer than any pause between two instances of a yearly rule on 29 February.
const yearsMs = 9 * 366 * 86_400_000;

function sortKey(item: Candidate, query: ListEventsQuery, isDelta: boolean): SortKey {
  const { stored } = item;
  const slotMs = item.slot?.startMs ?? 0;
  if (isDelta) return [stored.position, slotMs, 0];
  if (query.orderBy === 'startTime') return [item.startMs, stored.order, slotMs];
  if (query.orderBy === 'updated') return [stored.updatedMs, stored.order, slotMs];
  return [stored.order, slotMs, 0];
}
