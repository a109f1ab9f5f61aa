import { CalendarError } from '@kalends/core';
import type { EventMaster, RecurrenceId } from '@kalends/core';
import { recurrenceIdOf } from '../mapping/event-time.ts';
import type { GoogleListEventsParams } from '../client/google-calendar-client.ts';
import type { Session, SessionCall } from '../session.ts';
import { wireExceptionsPageSchema } from '../wire/events-page.ts';
import { parseWire } from '../wire/parse-wire.ts';

const pageSize = 2500;

/** Pages after which a series has more exceptions than anybody can have made. */
const maxPages = 40;

/**
 * Finds the occurrences of a series that were deleted one by one. Google keeps them as cancelled exceptions and not in EXDATE.
 * Asking for the iCalendar UID gives the master and its exceptions alone; listing instances would never end for an endless
 * series.
 */
export async function listDeletedOccurrences(
  session: Session,
  series: {
    readonly calendarId: string;
    readonly master: EventMaster;
    readonly call: SessionCall;
    /** The first page, where it was read already. */
    readonly firstPage?: unknown;
  },
): Promise<RecurrenceId[]> {
  const { calendarId, master, call, firstPage } = series;
  const { iCalUid } = master;
  if (iCalUid === undefined) return [];
  const deleted: RecurrenceId[] = [];
  let pageToken: string | undefined;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const query = { ...exceptionsQuery(calendarId, iCalUid), ...(pageToken === undefined ? {} : { pageToken }) };
    const data =
      pageToken === undefined && firstPage !== undefined
        ? firstPage
        : await session.read(call, (client, requestOptions) => client.events.list(query, requestOptions));
    const page = parseWire(wireExceptionsPageSchema, data);
    for (const item of page.items ?? []) {
      const id = recurrenceIdOf(item.originalStartTime);
      if (item.status === 'cancelled' && item.recurringEventId === master.id && id !== undefined) deleted.push(id);
    }
    if (!page.nextPageToken) return deleted;
    pageToken = page.nextPageToken;
  }
  throw new CalendarError({
    code: 'invalidResponse',
    message: 'The service keeps naming further pages without coming to an end',
    provider: 'google',
    operation: call.operation,
  });
}

/** Asks for a series and whatever differs from its rule. */
export function exceptionsQuery(calendarId: string, iCalUid: string): Omit<GoogleListEventsParams, 'pageToken'> {
  return {
    calendarId,
    iCalUID: iCalUid,
    singleEvents: false,
    showDeleted: true,
    maxResults: pageSize,
    fields: 'nextPageToken,items(status,recurringEventId,originalStartTime)',
  };
}
