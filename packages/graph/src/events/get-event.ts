import type { CalendarEvent, GetEventOptions } from '@kalends/core';
import { getEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { reading } from '../calendars/read-calendar.ts';
import type { GraphSession } from '../graph-session.ts';
import { isMaster, mapInstance, mapMaster } from '../mapping/event-mapping.ts';
import { eventWireSchema } from '../wire/event-wire.ts';
import type { EventWire } from '../wire/event-wire.ts';
import { eventParts, eventQuery } from './event-parts.ts';
import type { EventParts } from './event-parts.ts';
import { eventPath } from './event-path.ts';
import { eventSurroundings } from './event-surroundings.ts';
import { findOccurrence } from './find-occurrence.ts';
import type { ReadLabel } from './find-occurrence.ts';
import { readSeries } from './read-series.ts';

const operation = 'events.get';

/** Reads one event; a master in two requests, because what was deleted from a series is not part of an ordinary answer. */
export async function getEvent(
  session: GraphSession,
  options: GetEventOptions,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const { include, calendarId: asked, ...target } = parseOptions(getEventOptionsSchema, options, operation);
  const label = { operation, signal };
  const calendarId = asked ?? (await session.primaryCalendarId(operation, signal));
  const parts = eventParts(include);
  if ('eventId' in target) return readEvent(session, { calendarId, eventId: target.eventId, parts }, label);
  const eventId = await findOccurrence(session, { calendarId, ...target }, label);
  const event = await readEvent(session, { calendarId, eventId, parts }, label);
  // Of an exception the service does not always say what the caller has just said.
  return event.kind === 'exception' ? { ...event, recurrenceId: target.recurrenceId } : event;
}

/** Reads and maps one event by its id. */
export async function readEvent(
  session: GraphSession,
  event: { readonly calendarId: string; readonly eventId: string; readonly parts: EventParts },
  label: ReadLabel,
): Promise<CalendarEvent> {
  const { calendarId, eventId, parts } = event;
  const wire = await session.reader.read({
    ...label,
    permission: reading,
    path: eventPath(session, calendarId, eventId),
    query: eventQuery(parts),
    schema: eventWireSchema,
    what: 'the event',
  });
  return eventOfWire(session, wire, event, label);
}

/** Maps an event with what it does not say about itself, which may take further reads. */
export async function eventOfWire(
  session: GraphSession,
  wire: EventWire,
  { calendarId, eventId, parts }: { readonly calendarId: string; readonly eventId: string; readonly parts: EventParts },
  label: ReadLabel,
): Promise<CalendarEvent> {
  const around = await eventSurroundings(session, [wire], { calendarId, parts, ...label });
  if (!isMaster(wire)) return mapInstance(wire, around);
  const series = await readSeries(session, eventPath(session, calendarId, eventId), label);
  return mapMaster(wire, series.cancelledOccurrences ?? [], around);
}
