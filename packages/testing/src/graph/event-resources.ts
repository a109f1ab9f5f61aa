import { calendarEntity, findCalendar } from './calendar-resources.ts';
import {
  calendarView,
  exceptionInstances,
  instancesBetween,
  itemInstance,
  occurrenceInstance,
} from './event-instance.ts';
import type { EventInstance } from './event-instance.ts';
import { eventJson, occurrenceKey } from './event-json.ts';
import type { EventRendering } from './event-json.ts';
import { eventFilterFields, orderedEvents, selectEventProperties, trimmed } from './event-properties.ts';
import { parseFilter } from './filter.ts';
import { badRequest, GraphRefusal, itemNotFound, notImplemented } from './graph-error.ts';
import type { MailboxRequest } from './graph-context.ts';
import type { CalendarScope } from './graph-route.ts';
import type { JsonObject } from './mailbox.ts';
import { contextUrl } from './odata-context.ts';
import { pageOf } from './page.ts';
import { readQueryOptions } from './query-options.ts';
import { readTimeWindow } from './time-window.ts';

/** `GET events`: single events and masters of one calendar. */
export function listEvents(work: MailboxRequest, scope: CalendarScope): JsonObject {
  return eventList(work, findCalendar(work.mailbox, scope).items.map(itemInstance), 'events');
}

/** `GET events/$count`. */
export function countEvents(work: MailboxRequest, scope: CalendarScope): number {
  const { filter } = readQueryOptions(work.request.query);
  return filtered(findCalendar(work.mailbox, scope).items.map(itemInstance), filter).length;
}

/** `GET calendarView`: everything in a window, series expanded. */
export function viewCalendar(work: MailboxRequest, scope: CalendarScope): JsonObject {
  const { fromMs, untilMs } = readTimeWindow(work.request.query);
  const events = calendarView(findCalendar(work.mailbox, scope).items, fromMs, untilMs);
  // Time stamps of a view come only with whole events.
  return eventList(work, events, 'calendarView', ['createdDateTime', 'lastModifiedDateTime']);
}

/** `GET events/{id}/instances`. */
export function listInstances(work: MailboxRequest, scope: CalendarScope, eventId: string): JsonObject {
  const master = findEvent(work, scope, eventId);
  const { fromMs, untilMs } = readTimeWindow(work.request.query);
  if (master.type !== 'seriesMaster') {
    throw new GraphRefusal(400, 'ErrorInvalidRequest', 'The requested item is not the master of a series.');
  }
  const events = [...instancesBetween(master.item, fromMs, untilMs)];
  events.sort((a, b) => a.times.startMs - b.times.startMs);
  return eventList(work, events, 'instances');
}

/** `GET events/{id}`: any kind of event. */
export function getEvent(work: MailboxRequest, scope: CalendarScope, eventId: string): JsonObject {
  const instance = findEvent(work, scope, eventId);
  const options = readQueryOptions(work.request.query);
  const select = options.select === undefined ? undefined : selectEventProperties(options.select);
  const rendering = renderingOf(work);
  return {
    '@odata.context': contextUrl(work, 'events', select, true),
    ...trimmed(eventJson(instance, rendering), select),
    ...(select?.includes('cancelledOccurrences') === true ? cancelledOccurrences(instance, rendering) : {}),
    ...Object.assign({}, ...options.expand.map((name) => expanded(instance, name, rendering))),
  };
}

/** `GET events/{id}/calendar`. */
export function getCalendarOfEvent(work: MailboxRequest, scope: CalendarScope, eventId: string): JsonObject {
  return calendarEntity(work, findEvent(work, scope, eventId).item.calendar);
}

function eventList(
  work: MailboxRequest,
  events: readonly EventInstance[],
  collection: string,
  notSelectable: readonly string[] = [],
): JsonObject {
  const options = readQueryOptions(work.request.query);
  for (const name of options.expand) refuseExpand(name);
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
    value: page.rows.map((instance) => trimmed(eventJson(instance, rendering), select)),
    ...(page.nextLink === undefined ? {} : { '@odata.nextLink': page.nextLink }),
  };
}

function filtered(events: readonly EventInstance[], filter: string | undefined): readonly EventInstance[] {
  return filter === undefined ? events : events.filter(parseFilter(filter, eventFilterFields));
}

/** Finds an event by the id form the request speaks, inside the calendar it names. */
function findEvent(work: MailboxRequest, scope: CalendarScope, eventId: string): EventInstance {
  const { mailbox } = work;
  const read = mailbox.ids.read(eventId, work.preferences.idForm);
  if (read.kind === 'malformed') throw new GraphRefusal(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
  const item = read.kind === 'foreign' ? undefined : mailbox.items.get(read.reference.itemNumber);
  if (item === undefined || read.kind === 'foreign') throw itemNotFound();
  if (scope.kind !== 'any' && findCalendar(mailbox, scope) !== item.calendar) throw itemNotFound();
  const { date } = read.reference;
  const instance = date === undefined ? itemInstance(item) : occurrenceInstance(item, date);
  if (instance === undefined) throw itemNotFound();
  return instance;
}

function renderingOf({ context, permissions, preferences, graphBaseUrl }: MailboxRequest): EventRendering {
  const readers = ['calendars.read', 'calendars.readwrite', 'calendars.read.shared', 'calendars.readwrite.shared'];
  return {
    zone: preferences.zone,
    bodyType: preferences.bodyType,
    idForm: preferences.idForm,
    isBasic: !readers.some((name) => permissions.has(name)),
    omitOriginalStart: context.omitOriginalStart,
    graphBaseUrl,
  };
}

function cancelledOccurrences({ item, type }: EventInstance, { idForm }: EventRendering): JsonObject {
  const dates = type === 'seriesMaster' ? [...(item.series?.deleted ?? [])].sort() : [];
  return { cancelledOccurrences: dates.map((date) => occurrenceKey(item, date, idForm)) };
}

function expanded(instance: EventInstance, name: string, rendering: EventRendering): JsonObject {
  if (name.toLowerCase() !== 'exceptionoccurrences') {
    refuseExpand(name);
    return {};
  }
  if (instance.type !== 'seriesMaster') throw badRequest('exceptionOccurrences exist on the master of a series only.');
  const exceptions = exceptionInstances(instance.item);
  return { exceptionOccurrences: exceptions.map((exception) => eventJson(exception, rendering)) };
}

/** Extended properties and extensions are expanded to nothing, because nothing has any. */
function refuseExpand(term: string): void {
  const name = term.replace(/\(.*/, '').toLowerCase();
  if (['extensions', 'singlevalueextendedproperties', 'multivalueextendedproperties'].includes(name)) return;
  if (name === 'attachments' || name === 'calendar' || name === 'instances') throw notImplemented();
  if (name === 'exceptionoccurrences') throw badRequest('exceptionOccurrences can be expanded on a single event only.');
  throw badRequest(
    `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.event'.`,
  );
}
