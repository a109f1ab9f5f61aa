import { CalendarError } from '@kalends/core';
import type { CalendarEvent, GetEventOptions } from '@kalends/core';
import { getEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { Session } from '../ews-session.ts';
import { eventOf } from '../mapping/event-mapping.ts';
import { detailOf } from '../operations/item-properties.ts';
import { loadItems } from './load-items.ts';
import { findMasters, seriesKey } from './series-masters.ts';
import type { KnownMasters } from './series-masters.ts';

/** Reads one event of any kind. */
export async function getEvent(
  session: Session,
  unchecked: GetEventOptions,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const options = parseOptions(getEventOptionsSchema, unchecked, 'events.get');
  const eventId = 'eventId' in options ? options.eventId : options.masterId;
  const detail = detailOf(options);
  const [result] = await loadItems(session.client, [{ id: eventId }], detail, signal);
  if (result?.kind === 'failed') throw result.error;
  if (result?.kind !== 'found') throw notFound('The id names something that is no appointment');
  const { item } = result;
  await session.requireOwnCalendar(item.ParentFolderId?.Id, signal);

  const masters: KnownMasters = new Map();
  await findMasters(session.client, [item], masters, signal);
  const key = seriesKey(item);
  const master = key === undefined ? undefined : masters.get(key);
  if (key !== undefined && master === undefined) throw notFound('The series of this occurrence is gone');
  const calendarId = options.calendarId ?? item.ParentFolderId?.Id ?? (await session.primaryCalendarId(signal));
  return eventOf(item, master, { calendarId, selfAddress: session.account.address, detail });
}

function notFound(message: string): CalendarError {
  return new CalendarError({ code: 'notFound', message, provider: 'ews' });
}
