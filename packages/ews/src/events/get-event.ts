import type { CalendarEvent, GetEventOptions } from '@kalends/core';
import { getEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { Session } from '../ews-session.ts';
import { eventOf } from '../mapping/event-mapping.ts';
import { detailOf } from '../operations/item-properties.ts';
import type { EventDetail } from '../operations/item-properties.ts';
import { locate } from './locate.ts';

/** Reads one event of any kind. */
export async function getEvent(
  session: Session,
  unchecked: GetEventOptions,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const options = parseOptions(getEventOptionsSchema, unchecked, 'events.get');
  return readEvent(session, options, detailOf(options), signal);
}

/** What {@link readEvent} reads. */
export type EventAddress = Pick<GetEventOptions, 'calendarId'> &
  ({ readonly eventId: string } | { readonly masterId: string; readonly recurrenceId: string });

/** {@link getEvent} after the checks. */
export async function readEvent(
  session: Session,
  address: EventAddress,
  detail: EventDetail,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const { item, series, calendarId } = await locate(session, address, detail, signal);
  const context = { calendarId: address.calendarId ?? calendarId, selfAddress: session.account.address, detail };
  return eventOf(item, series, context);
}
