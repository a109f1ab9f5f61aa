import type { CalendarEvent, GetEventOptions } from '@kalends/core';
import { getEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { reading } from '../calendars/read-calendar.ts';
import { pathSegment } from '../client/path-segment.ts';
import type { GraphSession } from '../graph-session.ts';
import { isMaster, mapInstance, mapMaster } from '../mapping/event-mapping.ts';
import { eventWireSchema, seriesWireSchema } from '../wire/event-wire.ts';
import { eventFields } from './event-fields.ts';
import { eventSurroundings } from './event-surroundings.ts';

const operation = 'events.get';

/** Reads one event; a master in two requests, because what was deleted from a series is not part of an ordinary answer. */
export async function getEvent(
  session: GraphSession,
  options: GetEventOptions,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const { include = [], calendarId: asked, ...target } = parseOptions(getEventOptionsSchema, options, operation);
  const eventId = 'eventId' in target ? target.eventId : target.masterId;
  const { reader, mailboxPath } = session;
  const includeBody = include.includes('body');
  const calendarId = asked ?? (await session.primaryCalendarId(operation, signal));
  // Under its calendar: in a shared one the event is not to be found elsewhere.
  const path = `${mailboxPath}/calendars/${pathSegment(calendarId)}/events/${pathSegment(eventId)}`;
  const event = await reader.read({
    operation,
    permission: reading,
    path,
    query: { $select: eventFields(includeBody) },
    schema: eventWireSchema,
    what: 'the event',
    signal,
  });
  const around = await eventSurroundings(session, [event], { calendarId, includeBody, operation, signal });
  if (!isMaster(event)) return mapInstance(event, around);
  const series = await reader.read({
    operation,
    permission: reading,
    path,
    query: { $select: 'id,cancelledOccurrences', $expand: 'exceptionOccurrences' },
    schema: seriesWireSchema,
    what: 'the series',
    signal,
  });
  return mapMaster(event, series.cancelledOccurrences ?? [], around);
}
