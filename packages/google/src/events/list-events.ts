import type { EventInstance, ListEventsOptions, Page } from '@kalends/core';
import { listEventsOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { overlapsWindow } from '@kalends/core/time';
import { mapInstance } from '../mapping/event.ts';
import { openPageToken, sealPageToken } from '../page-token.ts';
import { readingCalendars } from '../session.ts';
import type { Session } from '../session.ts';
import { eventFields } from '../wire/event-fields.ts';
import { wireEventsPageSchema } from '../wire/events-page.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { checkPathId } from './check-path-id.ts';
import { queryWindow } from './query-window.ts';
import { targetCalendar, viewerOf } from './target-calendar.ts';

/** Events per request when the caller has no wish: Google's own default. */
const defaultPageSize = 250;

/** The most Google gives at once. */
const maxPageSize = 2500;

/** Reads one page of what happens in a window. A page can be short or empty and still have a next one. */
export async function listEvents(
  session: Session,
  options: ListEventsOptions,
  pageToken: string | undefined,
): Promise<Page<EventInstance>> {
  const operation = 'events.list';
  const {
    signal,
    calendarId,
    window,
    timeZone = 'UTC',
    include = [],
    omit = [],
    ...rest
  } = parseOptions(listEventsOptionsSchema, options, operation);
  checkPathId('calendarId', calendarId, operation);
  const call = { operation, signal, permission: readingCalendars };
  const calendar = await targetCalendar(session, calendarId, call);
  const pageSize = Math.min(rest.pageSize ?? defaultPageSize, maxPageSize);
  const query = [operation, session.account.id, calendar.id, window, timeZone, include, omit, pageSize];
  const vendorToken = pageToken === undefined ? undefined : await openPageToken(query, pageToken, operation);
  const data = await session.read(call, (client, requestOptions) =>
    client.events.list(
      {
        calendarId: calendar.id,
        singleEvents: true,
        showDeleted: false,
        // Not promised to callers, but whoever shows only the first page shows what comes first.
        orderBy: 'startTime',
        ...queryWindow(window),
        maxResults: pageSize,
        fields: `nextPageToken,timeZone,accessRole,items(${eventFields({ include, omit })})`,
        ...(vendorToken === undefined ? {} : { pageToken: vendorToken }),
      },
      requestOptions,
    ),
  );
  const page = parseWire(wireEventsPageSchema, data);
  const accessRole = page.accessRole ?? calendar.accessRole;
  const context = {
    calendarId: calendar.id,
    calendarTimeZone: page.timeZone ?? calendar.timeZone,
    accessRole,
    viewer: viewerOf(session, calendar, accessRole),
    include,
    omit,
  };
  const items = (page.items ?? [])
    // A tombstone has no time: it is no event in the calendar any more.
    .filter((event) => event.status !== 'cancelled' || Boolean(event.start))
    .map((event) => mapInstance(event, context))
    .filter((event) => overlapsWindow(event.time, window, timeZone));
  return page.nextPageToken ? { items, nextPageToken: await sealPageToken(query, page.nextPageToken) } : { items };
}
