import { CalendarError } from '@kalends/core';
import type { CalendarEvent, GetManyEventsOptions, Outcome } from '@kalends/core';
import { getManyEventsOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { pathSegment } from '../client/path-segment.ts';
import { together } from '../client/together.ts';
import { failedOutcome } from '../errors/failed-outcome.ts';
import type { GraphSession } from '../graph-session.ts';
import { isMaster, mapInstance, mapMaster } from '../mapping/event-mapping.ts';
import type { EventSurroundings } from '../mapping/event-mapping.ts';
import { eventWireSchema, seriesWireSchema } from '../wire/event-wire.ts';
import type { EventWire, SeriesMembersWire } from '../wire/event-wire.ts';
import { unreadable } from '../wire/parse-wire.ts';
import { eventParts, eventQuery } from './event-parts.ts';
import { calendarPath } from './event-path.ts';
import { eventSurroundings } from './event-surroundings.ts';
import { readMany } from './read-many.ts';
import type { ReadOutcome } from './read-many.ts';
import { seriesQuery } from './read-series.ts';

const operation = 'events.getMany';

/** Reads events by their ids, twenty to a request; masters in a second round, for what was deleted from their series. */
export async function getManyEvents(
  session: GraphSession,
  options: GetManyEventsOptions,
  signal: AbortSignal,
): Promise<readonly Outcome<CalendarEvent>[]> {
  const { eventIds, include, calendarId: asked } = parseOptions(getManyEventsOptionsSchema, options, operation);
  const calendarId = asked ?? (await session.primaryCalendarId(operation, signal));
  const parts = eventParts(include);
  // Another calendar than was meant is a mistake of the whole call, another event one of its own.
  const prefix = `${calendarPath(session, calendarId)}/events/`;
  const pathOf = (eventId: string): string => `${prefix}${pathSegment(eventId)}`;
  const events = await readMany(session, {
    operation,
    ids: new Set(eventIds),
    pathOf,
    query: eventQuery(parts),
    schema: eventWireSchema,
    what: 'the event',
    signal,
  });
  const wires = [...events.values()].flatMap((event) => (event.kind === 'read' ? [event.wire] : []));
  const masters = [...events].filter(([, event]) => event.kind === 'read' && isMaster(event.wire));
  const [around, series] = await together(signal, (either) =>
    Promise.all([
      eventSurroundings(session, wires, { calendarId, parts, operation, signal: either }),
      readMany(session, {
        operation,
        ids: new Set(masters.map(([eventId]) => eventId)),
        pathOf,
        query: seriesQuery,
        schema: seriesWireSchema,
        what: 'the series',
        signal: either,
      }),
    ]),
  );
  return eventIds.map((eventId) => outcomeOf(events.get(eventId), series.get(eventId), around));
}

function outcomeOf(
  event: ReadOutcome<EventWire> | undefined,
  series: ReadOutcome<SeriesMembersWire> | undefined,
  around: EventSurroundings,
): Outcome<CalendarEvent> {
  try {
    const wire = valueOf(event);
    if (!isMaster(wire)) return { kind: 'done', value: mapInstance(wire, around) };
    return { kind: 'done', value: mapMaster(wire, valueOf(series).cancelledOccurrences ?? [], around) };
  } catch (error) {
    if (!CalendarError.is(error)) throw error;
    return failedOutcome(error, operation);
  }
}

function valueOf<T>(outcome: ReadOutcome<T> | undefined): T {
  if (outcome?.kind === 'read') return outcome.wire;
  throw outcome?.error ?? unreadable('the answers of a batch');
}
