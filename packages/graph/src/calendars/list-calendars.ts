import type { Calendar, ListCalendarsOptions, Page } from '@kalends/core';
import { listCalendarsOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { linkOfPageToken, pageToken, trustedLink } from '../client/page-link.ts';
import type { GraphSession } from '../graph-session.ts';
import { mapCalendar } from '../mapping/calendar-mapping.ts';
import { calendarPageWireSchema } from '../wire/calendar-wire.ts';
import { calendarFields, reading } from './read-calendar.ts';

const operation = 'calendars.list';

/** Graph's own default is 10; nobody has hundreds of calendars, so that one request is enough. */
const pageSize = 100;

/** Reads one page of the account's calendars. */
export async function listCalendars(
  session: GraphSession,
  options: ListCalendarsOptions,
  token: string | undefined,
  signal: AbortSignal,
): Promise<Page<Calendar>> {
  parseOptions(listCalendarsOptionsSchema, options, operation);
  const { reader, account, context, mailboxPath } = session;
  const query = [operation, account.id];
  const link = token === undefined ? undefined : trustedLink(await linkOfPageToken(token, query), context.graphBaseUrl);
  const page = await reader.read({
    operation,
    permission: reading,
    path: `${mailboxPath}/calendars`,
    query: { $top: String(pageSize), $select: calendarFields },
    link,
    schema: calendarPageWireSchema,
    what: 'the list of calendars',
    signal,
  });
  const next = page['@odata.nextLink'];
  return {
    items: page.value.map((calendar) => mapCalendar(calendar, account.address)),
    ...(next ? { nextPageToken: await pageToken(trustedLink(next, context.graphBaseUrl), query) } : {}),
  };
}
