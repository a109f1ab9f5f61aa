import { CalendarError } from '@kalends/core';
import type { KnownCalendar, Session, SessionCall } from '../session.ts';
import { wireCalendarListEntrySchema } from '../wire/calendar-list.ts';
import { parseWire } from '../wire/parse-wire.ts';

/** The API's alias for the account's own calendar. */
export const primaryAlias = 'primary';

/**
 * Looks up id, zone and role of a calendar, once per connection. `primary` and the calendar's real id name the same calendar;
 * events carry the real one, so that nobody stores them twice.
 *
 * @returns What was asked for, unresolved, when the grant does not open the calendar list or the calendar is not on it.
 */
export async function lookUpCalendar(session: Session, calendarId: string, call: SessionCall): Promise<KnownCalendar> {
  const known = session.knownCalendars.get(calendarId);
  if (known !== undefined) return known;
  if (!session.canListCalendars) return { id: calendarId };
  const found = await readEntry(session, calendarId, call);
  session.knownCalendars.set(calendarId, found);
  return found;
}

async function readEntry(session: Session, calendarId: string, call: SessionCall): Promise<KnownCalendar> {
  try {
    const data = await session.read(call, (client, requestOptions) =>
      client.calendarList.get({ calendarId, fields: 'id,timeZone,accessRole' }, requestOptions),
    );
    const { id, timeZone, accessRole } = parseWire(wireCalendarListEntrySchema, data);
    return { id, ...(timeZone ? { timeZone } : {}), ...(accessRole ? { accessRole } : {}) };
  } catch (error) {
    const isUnlisted = CalendarError.is(error) && (error.code === 'notFound' || error.code === 'consentRequired');
    if (!isUnlisted) throw error;
    return { id: calendarId };
  }
}
