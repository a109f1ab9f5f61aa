import type { CalendarView } from '../google-state.ts';
import { notFound } from '../api/api-error.ts';
import { listPage } from '../api/api-context.ts';
import type { ApiContext } from '../api/api-context.ts';
import type { CalendarStore } from './calendar-store.ts';
import type { GoogleEventResource } from './event-resource.ts';
import { generatedInstance, generatedInstances, storedCandidate } from './instances.ts';
import type { Candidate } from './instances.ts';
import { eventsResource } from './list-events.ts';
import { readWindow } from './list-events-query.ts';
import { openPageToken, querySignature } from '../api/paging.ts';
import type { SortKey } from '../api/paging.ts';
import { booleanParameter, countParameter, pageSizeParameter, timeZoneParameter } from '../api/query-parameters.ts';
import { renderEvent } from './render-event.ts';
import { placeInTime } from './zoned-time.ts';

/** `events.get`. Deleted events are answered too, with status `cancelled`. */
export function getEvent(
  { query }: ApiContext,
  { calendar, accessRole }: CalendarView,
  eventId: string,
): GoogleEventResource {
  const timeZone = timeZoneParameter(query);
  const maxAttendees = countParameter(query, 'maxAttendees');
  booleanParameter(query, 'alwaysIncludeEmail');
  const candidate = findEvent(calendar, eventId);
  if (candidate === undefined) throw notFound();
  return renderEvent(candidate, {
    calendar,
    access: accessRole,
    responseZone: timeZone ?? calendar.timeZone,
    maxAttendees,
    showsDetailsOfCancelled: true,
  });
}

/** `events.instances`. */
export function listInstances(context: ApiContext, entry: CalendarView, eventId: string): object {
  const { query, state } = context;
  const { calendar } = entry;
  const showDeleted = booleanParameter(query, 'showDeleted') ?? false;
  booleanParameter(query, 'alwaysIncludeEmail');
  const window = readWindow(query);
  const options = {
    timeZone: timeZoneParameter(query),
    maxAttendees: countParameter(query, 'maxAttendees'),
    showDeleted,
  };
  const size = pageSizeParameter(query, { fallback: 250, max: 2500 });
  const signature = querySignature(`instances ${context.account.personId} ${calendar.id} ${eventId}`, query, [
    'pageToken',
  ]);
  const pageToken = query.get('pageToken');
  const walk =
    pageToken === null ? { pages: 0, startedAt: calendar.position } : openPageToken(state.opaque, pageToken, signature);

  const master = calendar.events.get(eventId);
  if (master === undefined) throw notFound();
  const originalStart = query.get('originalStart');
  const instances = [
    ...calendar.exceptionsOf(eventId).map(storedCandidate),
    ...generatedInstances(calendar, master, window.maxMs, window.minMs),
  ].filter(
    (instance) =>
      // Unlike in events.list the lower bound is inclusive here.
      instance.endMs >= window.minMs &&
      instance.startMs < window.maxMs &&
      (showDeleted || instance.stored.resource.status !== 'cancelled') &&
      (originalStart === null || startsOriginallyAt(calendar, instance, originalStart)),
  );
  const items = instances.map((item) => ({
    key: [item.startMs, originalMs(calendar, item), 0] satisfies SortKey,
    item,
  }));
  return eventsResource(entry, listPage(context, items, { walk, size, signature }), options, signature);
}

function findEvent(calendar: CalendarStore, eventId: string): Candidate | undefined {
  const stored = calendar.events.get(eventId);
  if (stored !== undefined) return storedCandidate(stored);
  const found = calendar.findSlot(eventId);
  return found === undefined ? undefined : generatedInstance(calendar, found.master, found.slot);
}

function originalMs(calendar: CalendarStore, { stored: { resource }, slot, startMs }: Candidate): number {
  if (slot !== undefined) return slot.startMs;
  return resource.originalStartTime === undefined
    ? startMs
    : placeInTime(resource.originalStartTime, calendar.timeZone);
}

function startsOriginallyAt(calendar: CalendarStore, instance: Candidate, wanted: string): boolean {
  const date = instance.slot?.date ?? instance.stored.resource.originalStartTime?.date;
  if (date !== undefined) return date === wanted;
  try {
    return originalMs(calendar, instance) === placeInTime({ dateTime: wanted }, calendar.timeZone);
  } catch {
    return false;
  }
}
