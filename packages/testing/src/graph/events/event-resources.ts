import { calendarEntity, findCalendar } from '../calendar-resources.ts';
import { parseFilter } from '../filter.ts';
import type { MailboxRequest } from '../graph-context.ts';
import { GraphRefusal } from '../graph-error.ts';
import type { JsonObject } from '../mailbox.ts';
import { itemsOf } from '../mailbox-store.ts';
import { contextUrl } from '../odata-context.ts';
import { pageOf } from '../page.ts';
import { readQueryOptions } from '../query-options.ts';
import { readTimeWindow } from '../time-window.ts';
import { calendarView, instancesBetween, itemInstance } from './event-instance.ts';
import type { EventInstance } from './event-instance.ts';
import { eventJson, occurrenceKey } from './event-json.ts';
import type { EventRendering } from './event-json.ts';
import { eventFilterFields, orderedEvents, selectEventProperties, trimmed } from './event-properties.ts';
import { eventExpansions } from './expand-event.ts';
import { findEvent, renderingOf } from './find-event.ts';

/** `GET events`: single events and masters of one calendar. */
export function listEvents(work: MailboxRequest): JsonObject {
  return eventList(work, mastersOf(work), 'events');
}

/** `GET events/$count`. */
export function countEvents(work: MailboxRequest): number {
  const { filter } = readQueryOptions(work.request.query);
  return filtered(mastersOf(work), filter).length;
}

/** `GET calendarView`: everything in a window, series expanded. */
export function viewCalendar(work: MailboxRequest): JsonObject {
  const { fromMs, untilMs } = readTimeWindow(work.request.query);
  const items = itemsOf(findCalendar(work.mailbox, work.calendar), work.mailbox);
  // Time stamps of a view come only with whole events.
  return eventList(work, calendarView(items, fromMs, untilMs), 'calendarView', [
    'createdDateTime',
    'lastModifiedDateTime',
  ]);
}

/** `GET events/{id}/instances`. */
export function listInstances(work: MailboxRequest): JsonObject {
  const master = findEvent(work);
  const { fromMs, untilMs } = readTimeWindow(work.request.query);
  if (master.type !== 'seriesMaster') {
    throw new GraphRefusal(400, 'ErrorInvalidRequest', 'The requested item is not the master of a series.');
  }
  const events = [...instancesBetween(master.item, fromMs, untilMs)];
  events.sort((a, b) => a.times.startMs - b.times.startMs);
  return eventList(work, events, 'instances');
}

/** `GET events/{id}`: any kind of event. */
export function getEvent(work: MailboxRequest): JsonObject {
  return eventEntity(work, findEvent(work));
}

/** One event with its context, cut down and expanded as the request asks. */
export function eventEntity(work: MailboxRequest, instance: EventInstance): JsonObject {
  const options = readQueryOptions(work.request.query);
  const select = options.select === undefined ? undefined : selectEventProperties(options.select);
  const rendering = renderingOf(work);
  const expansions = eventExpansions(options.expand, true);
  return {
    '@odata.context': contextUrl(work, 'events', select, true),
    ...trimmed(eventJson(instance, rendering), select),
    ...(select?.includes('cancelledOccurrences') === true ? cancelledOccurrences(instance, rendering) : {}),
    ...Object.assign({}, ...expansions.map((expand) => expand(instance, rendering))),
  };
}

/** `GET events/{id}/calendar`. */
export function getCalendarOfEvent(work: MailboxRequest): JsonObject {
  return calendarEntity(work, findEvent(work).item.calendar);
}

function mastersOf({ mailbox, calendar }: MailboxRequest): readonly EventInstance[] {
  return itemsOf(findCalendar(mailbox, calendar), mailbox).map(itemInstance);
}

function eventList(
  work: MailboxRequest,
  events: readonly EventInstance[],
  collection: string,
  notSelectable: readonly string[] = [],
): JsonObject {
  const options = readQueryOptions(work.request.query);
  const expansions = eventExpansions(options.expand, false);
  const select =
    options.select === undefined
      ? undefined
      : selectEventProperties(options.select).filter((name) => !notSelectable.includes(name));
  const ordered = orderedEvents(filtered(events, options.filter), options.orderBy);
  const page = pageOf(ordered, options, work.preferences.maxPageSize, work.request);
  const rendering = renderingOf(work);
  return {
    '@odata.context': contextUrl(work, collection, select),
    ...page.annotations,
    value: page.rows.map((instance) => ({
      ...trimmed(eventJson(instance, rendering), select),
      ...Object.assign({}, ...expansions.map((expand) => expand(instance, rendering))),
    })),
    ...(page.nextLink === undefined ? {} : { '@odata.nextLink': page.nextLink }),
  };
}

function filtered(events: readonly EventInstance[], filter: string | undefined): readonly EventInstance[] {
  return filter === undefined ? events : events.filter(parseFilter(filter, eventFilterFields));
}

function cancelledOccurrences({ item, type }: EventInstance, { idForm }: EventRendering): JsonObject {
  const dates = type === 'seriesMaster' ? [...(item.series?.deleted ?? [])].sort() : [];
  return { cancelledOccurrences: dates.map((date) => occurrenceKey(item, date, idForm)) };
}
