import { CalendarError } from '@kalends/core';
import type { RecurrenceId } from '@kalends/core';
import { recurrenceIdOf } from '../mapping/event-time.ts';
import type { Session, SessionCall } from '../session.ts';
import { wireEventSchema } from '../wire/event.ts';
import type { WireEvent } from '../wire/event.ts';
import { allEventFields } from '../wire/event-fields.ts';
import { wireEventsPageSchema } from '../wire/events-page.ts';
import { parseWire } from '../wire/parse-wire.ts';

/** Where an event is. */
export interface EventPlace {
  readonly calendarId: string;
  readonly eventId: string;
}

/** One occurrence of a series, and where it is. */
export interface OccurrencePlace {
  readonly calendarId: string;
  readonly masterId: string;
  readonly recurrenceId: RecurrenceId;
}

/** Pages after which the search for one occurrence is given up. */
const maxPages = 40;

/**
 * Reads an event. What was deleted is answered too, for a while, with status `cancelled` and sometimes nothing but its id.
 *
 * @param fields - Default: all that is ever read.
 * @throws CalendarError `notFound` when there is no such event, or none that the account can see.
 */
export async function readResource(
  session: Session,
  { calendarId, eventId }: EventPlace,
  call: SessionCall,
  fields: string = allEventFields,
): Promise<WireEvent> {
  const data = await session.read(call, (client, options) =>
    client.events.get({ calendarId, eventId, fields }, options),
  );
  return parseWire(wireEventSchema, data);
}

/** The same, `undefined` in place of `notFound`. */
export async function findResource(
  session: Session,
  place: EventPlace,
  call: SessionCall,
): Promise<WireEvent | undefined> {
  try {
    return await readResource(session, place, call);
  } catch (error) {
    if (CalendarError.is(error) && error.code === 'notFound') return undefined;
    throw error;
  }
}

/**
 * Reads an occurrence by the start its rule gave, wherever it was moved to. Ids of occurrences are not built from that of the series:
 * where Google's own programs split a series the two differ.
 *
 * @param fields - Default: all that is ever read.
 * @returns with status `cancelled` what was deleted.
 * @throws CalendarError `notFound` when there is no such series, or no such occurrence in it.
 */
export async function readOccurrence(
  session: Session,
  { calendarId, masterId, recurrenceId }: OccurrencePlace,
  call: SessionCall,
  fields: string = allEventFields,
): Promise<WireEvent> {
  let pageToken: string | undefined;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const data = await session.read(call, (client, options) =>
      client.events.instances(
        {
          calendarId,
          eventId: masterId,
          originalStart: recurrenceId,
          showDeleted: true,
          maxResults: 10,
          fields: `nextPageToken,items(${fields})`,
          ...(pageToken === undefined ? {} : { pageToken }),
        },
        options,
      ),
    );
    const page = parseWire(wireEventsPageSchema, data);
    const found = page.items?.find(({ originalStartTime }) => recurrenceIdOf(originalStartTime) === recurrenceId);
    if (found !== undefined) return found;
    if (!page.nextPageToken) break;
    pageToken = page.nextPageToken;
  }
  throw gone(call.operation);
}

/** The error of an event that is not there any more, or never was. */
export function gone(operation: string): CalendarError {
  return new CalendarError({
    code: 'notFound',
    message: 'The event was deleted, or the calendar never had it',
    provider: 'google',
    operation,
  });
}
