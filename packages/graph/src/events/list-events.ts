import type { EventInstance, ListEventsOptions, Page, TimeWindow } from '@kalends/core';
import { listEventsOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { formatInstant, overlapsWindow, parseInstant } from '@kalends/core/time';
import { reading } from '../calendars/read-calendar.ts';
import { linkOfPageToken, pageToken, trustedLink } from '../client/page-link.ts';
import type { GraphSession } from '../graph-session.ts';
import { isMaster, mapInstance } from '../mapping/event-mapping.ts';
import { eventPageWireSchema } from '../wire/event-wire.ts';
import { eventParts, viewQuery } from './event-parts.ts';
import { calendarPath } from './event-path.ts';
import { eventSurroundings } from './event-surroundings.ts';

const operation = 'events.list';

/** Events per request. Graph's own default of 10 makes a year of a full calendar a hundred requests. */
export const defaultPageSize = 100;

/** Graph refuses more. */
export const maxPageSize = 1_000;

/**
 * Where a whole day begins depends on the zone it is seen in, and zones lie at most 26 hours apart (UTC+14 to UTC-12). The
 * service is asked for that much more on both sides, and the answer is cut to the window exactly.
 */
const marginMs = 26 * 60 * 60_000;

const earliestMs = Date.parse('0001-01-01T00:00:00Z');
const latestMs = Date.parse('9999-12-31T00:00:00Z');

/** Reads one page of what happens in a window. */
export async function listEvents(
  session: GraphSession,
  options: ListEventsOptions,
  token: string | undefined,
  signal: AbortSignal,
): Promise<Page<EventInstance>> {
  const {
    window,
    timeZone = 'UTC',
    include,
    omit,
    pageSize,
    calendarId: asked,
  } = parseOptions(listEventsOptionsSchema, options, operation);
  const { reader, account, context } = session;
  const parts = eventParts(include, omit);
  const query = [operation, account.id, asked ?? null, window.start, window.end, timeZone, parts, pageSize ?? null];
  const link = token === undefined ? undefined : trustedLink(await linkOfPageToken(token, query), context.graphBaseUrl);
  const calendarId = asked ?? (await session.primaryCalendarId(operation, signal));
  const page = await reader.read({
    operation,
    permission: reading,
    path: `${calendarPath(session, calendarId)}/calendarView`,
    query: {
      ...widened(window),
      ...viewQuery(parts),
      $top: String(Math.min(pageSize ?? defaultPageSize, maxPageSize)),
    },
    link,
    schema: eventPageWireSchema,
    what: 'the calendar view',
    signal,
  });
  const wires = page.value.filter((event) => !isMaster(event));
  const around = await eventSurroundings(session, wires, { calendarId, parts, operation, signal });
  const next = page['@odata.nextLink'];
  return {
    items: wires
      .map((event) => mapInstance(event, around))
      .filter((event) => overlapsWindow(event.time, window, timeZone)),
    ...(next ? { nextPageToken: await pageToken(trustedLink(next, context.graphBaseUrl), query) } : {}),
  };
}

function widened(window: TimeWindow): { readonly startDateTime: string; readonly endDateTime: string } {
  return {
    startDateTime: formatInstant(Math.max(parseInstant(window.start) - marginMs, earliestMs)),
    endDateTime: formatInstant(Math.min(parseInstant(window.end) + marginMs, latestMs)),
  };
}
