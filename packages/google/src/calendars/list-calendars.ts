import type { Calendar, ListCalendarsOptions, Page } from '@kalends/core';
import { listCalendarsOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { mapCalendar } from '../mapping/calendar.ts';
import { openPageToken, sealPageToken } from '../page-token.ts';
import { readingCalendars } from '../session.ts';
import type { Session } from '../session.ts';
import { calendarListEntryFields, wireCalendarListSchema } from '../wire/calendar-list.ts';
import { parseWire } from '../wire/parse-wire.ts';

/** The most Google gives at once. */
const pageSize = 250;

/** Reads one page of the account's calendars, those hidden in the web interface included. */
export async function listCalendars(
  session: Session,
  options: ListCalendarsOptions,
  pageToken: string | undefined,
): Promise<Page<Calendar>> {
  const operation = 'calendars.list';
  const { signal } = parseOptions(listCalendarsOptionsSchema, options, operation);
  const query = [operation, session.account.id];
  const vendorToken = pageToken === undefined ? undefined : await openPageToken(query, pageToken, operation);
  const data = await session.read({ operation, signal, permission: readingCalendars }, (client, requestOptions) =>
    client.calendarList.list(
      {
        maxResults: pageSize,
        showHidden: true,
        fields: `nextPageToken,items(${calendarListEntryFields})`,
        ...(vendorToken === undefined ? {} : { pageToken: vendorToken }),
      },
      requestOptions,
    ),
  );
  const page = parseWire(wireCalendarListSchema, data);
  const items = (page.items ?? []).filter((entry) => entry.deleted !== true).map((entry) => mapCalendar(entry));
  return page.nextPageToken ? { items, nextPageToken: await sealPageToken(query, page.nextPageToken) } : { items };
}
