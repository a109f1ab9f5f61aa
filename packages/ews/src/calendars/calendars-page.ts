import { CalendarError } from '@kalends/core';
import type { Calendar, ListCalendarsOptions, Page } from '@kalends/core';
import { listCalendarsOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { Session } from '../ews-session.ts';
import { listCalendars } from './list-calendars.ts';

/** The only page of `calendars.list`. */
export async function calendarsPage(
  session: Session,
  options: ListCalendarsOptions,
  signal: AbortSignal,
): Promise<Page<Calendar>> {
  const { pageToken } = parseOptions(listCalendarsOptionsSchema, options, 'calendars.list');
  if (pageToken !== undefined) {
    throw new CalendarError({
      code: 'invalidArgument',
      message: 'calendars.list: pageToken is none of this provider, which has all calendars on one page',
    });
  }
  return { items: await listCalendars(session, signal) };
}
