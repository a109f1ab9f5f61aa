import { badRequest } from '../graph-error.ts';
import type { EventInstance } from './event-instance.ts';
import type { FilterField, FilterFields } from '../filter.ts';
import { propertyKey } from './extended-properties.ts';
import { occurrenceObjectId } from '../item-ids.ts';
import type { JsonObject } from '../mailbox.ts';
import type { OrderTerm } from '../query-options.ts';

// Graph docs, "event resource type", plus `uid` and `occurrenceId`, which the service sends undeclared.
const eventProperties: ReadonlyMap<string, string> = byLowerCase(
  `id changeKey createdDateTime lastModifiedDateTime categories transactionId originalStartTimeZone originalEndTimeZone
  iCalUId uid reminderMinutesBeforeStart isReminderOn hasAttachments subject bodyPreview importance sensitivity
  originalStart isAllDay isCancelled isOrganizer responseRequested seriesMasterId showAs type webLink onlineMeetingUrl
  isOnlineMeeting onlineMeetingProvider allowNewTimeProposals occurrenceId isDraft hideAttendees responseStatus body
  start end location locations recurrence attendees organizer onlineMeeting cancelledOccurrences exceptionOccurrences
  attachments calendar extensions instances singleValueExtendedProperties multiValueExtendedProperties`,
);
/** Lower-case names of everything an event has. */
export const eventPropertyNames: ReadonlySet<string> = new Set(eventProperties.keys());

/** Properties of calendars by lower-case name. */
const calendarProperties: ReadonlyMap<string, string> = byLowerCase(
  `id name color hexColor isDefaultCalendar changeKey canShare canViewPrivateItems isTallyingResponses isRemovable
  canEdit allowedOnlineMeetingProviders defaultOnlineMeetingProvider owner groupClassId`,
);

/** The same of a calendar. */
export const calendarPropertyNames: ReadonlySet<string> = new Set(calendarProperties.keys());

/**
 * Checks `$select` for events and brings it to the service's spelling.
 *
 * @throws GraphRefusal for a property that does not exist.
 */
export function selectEventProperties(select: readonly string[]): readonly string[] {
  return spelled(select, eventProperties, 'microsoft.graph.event');
}

/** The same for calendars. */
export function selectCalendarProperties(select: readonly string[]): readonly string[] {
  return spelled(select, calendarProperties, 'microsoft.graph.calendar');
}

/** Cuts a resource down to what was selected; the id and the ETag always come. */
export function trimmed(resource: JsonObject, selected: readonly string[] | undefined): JsonObject {
  if (selected === undefined) return resource;
  const kept = new Set(['@odata.context', '@odata.etag', 'id', ...selected]);
  return Object.fromEntries(Object.entries(resource).filter(([name]) => kept.has(name)));
}

const all = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];

/** The documented filters on events; times are wall times in UTC, whatever zone the answer is in. */
export const eventFilterFields: FilterFields<EventInstance> = new Map<string, FilterField<EventInstance>>([
  ['start/datetime', { kind: 'wallTime', operators: all, read: ({ times }) => utcWallTime(times.startMs) }],
  ['end/datetime', { kind: 'wallTime', operators: all, read: ({ times }) => utcWallTime(times.endMs) }],
  ['subject', { kind: 'text', operators: ['eq', 'startswith'], read: ({ content }) => content.subject }],
  [
    'icaluid',
    {
      kind: 'text',
      operators: ['eq'],
      read: ({ item, occurrence }) =>
        occurrence === undefined ? item.uid : occurrenceObjectId(item.uid, occurrence.date),
    },
  ],
  ['type', { kind: 'text', operators: ['eq', 'ne'], read: ({ type }) => type }],
  ['lastmodifieddatetime', { kind: 'instant', operators: all, read: ({ lastModifiedAt }) => lastModifiedAt }],
  ['categories', { kind: 'collection', operators: ['any'], read: ({ content }) => content.categories }],
  [
    'singlevalueextendedproperties',
    {
      kind: 'records',
      operators: ['any'],
      isCaseSensitive: (member) => member === 'id',
      normalize: (member, value) => (member === 'id' ? (propertyKey(value) ?? value) : value),
      records: ({ content }) =>
        [...content.properties].flatMap(([id, value]) => (typeof value === 'string' ? [{ id, value }] : [])),
      read: () => [],
    },
  ],
]);

const orderKeys: ReadonlyMap<string, (instance: EventInstance) => string> = new Map([
  ['start/datetime', ({ times }) => utcWallTime(times.startMs)],
  ['end/datetime', ({ times }) => utcWallTime(times.endMs)],
  ['subject', ({ content }) => content.subject.toLowerCase()],
  ['createddatetime', ({ item }) => item.createdAt],
  ['lastmodifieddatetime', ({ lastModifiedAt }) => lastModifiedAt],
]);

/**
 * Sorts events by `$orderby`; without terms they stay as they are.
 *
 * @throws GraphRefusal for a property the service does not sort by.
 */
export function orderedEvents(
  events: readonly EventInstance[],
  orderBy: readonly OrderTerm[],
): readonly EventInstance[] {
  const terms = orderBy.map(({ path, isDescending }) => {
    const key = orderKeys.get(path);
    if (key === undefined) throw badRequest(`The property '${path}' cannot be used in the $orderby query option.`);
    return { key, sign: isDescending ? -1 : 1 };
  });
  if (terms.length === 0) return events;
  const keyed = events.map((event) => ({ event, keys: terms.map(({ key }) => key(event)) }));
  keyed.sort((a, b) => {
    for (const [index, { sign }] of terms.entries()) {
      const [left = '', right = ''] = [a.keys[index], b.keys[index]];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  });
  return keyed.map(({ event }) => event);
}

function utcWallTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}

/** Property names by their lower-case spelling. */
export function byLowerCase(names: string): ReadonlyMap<string, string> {
  return new Map(names.split(/\s+/).map((name) => [name.toLowerCase(), name]));
}

/** Checks a `$select` against the properties of a type. */
export function spelled(
  select: readonly string[],
  names: ReadonlyMap<string, string>,
  type: string,
): readonly string[] {
  return select.map((asked) => {
    const name = names.get(asked.toLowerCase());
    if (name === undefined) {
      throw badRequest(
        `Parsing OData Select and Expand failed: Could not find a property named '${asked}' on type '${type}'.`,
      );
    }
    return name;
  });
}
