import { CalendarError } from '@kalends/core';
import type { CalendarEvent, GetEventOptions } from '@kalends/core';
import { getEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { lookUpCalendar } from '../calendars/look-up-calendar.ts';
import { mapEvent } from '../mapping/event.ts';
import { lacksTimeZone } from '../mapping/event-time.ts';
import { readingCalendars } from '../session.ts';
import type { Session } from '../session.ts';
import { wireEventSchema } from '../wire/event.ts';
import { eventFields } from '../wire/event-fields.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { checkPathId } from './check-path-id.ts';
import { listDeletedOccurrences } from './list-deleted-occurrences.ts';
import { targetCalendar, viewerOf } from './target-calendar.ts';

/** Reads one event; a master together with the occurrences that were deleted one by one. */
export async function getEvent(session: Session, options: GetEventOptions): Promise<CalendarEvent> {
  const operation = 'events.get';
  const { signal, calendarId, include = [], ...target } = parseOptions(getEventOptionsSchema, options, operation);
  const eventId = 'eventId' in target ? target.eventId : target.masterId;
  checkPathId('calendarId', calendarId, operation);
  checkPathId('eventId', eventId, operation);
  const call = { operation, signal, permission: readingCalendars };
  const calendar = await targetCalendar(session, calendarId, call);
  const data = await session.read(call, (client, requestOptions) =>
    client.events.get({ calendarId: calendar.id, eventId, fields: eventFields }, requestOptions),
  );
  const wire = parseWire(wireEventSchema, data);
  // Google answers for what was deleted too, sometimes with nothing but the id.
  if (wire.status === 'cancelled') throw gone(operation);
  // The answer says neither zone nor role of the calendar; they are looked up where the event's meaning hangs on them.
  const needsLookUp =
    calendar.kind === 'secondary'
      ? calendar.accessRole === undefined
      : calendar.timeZone === undefined && lacksTimeZone(wire);
  const { timeZone, accessRole } = needsLookUp ? await lookUpCalendar(session, calendar.id, call) : calendar;
  const event = mapEvent(wire, {
    calendarId: calendar.id,
    calendarTimeZone: timeZone,
    accessRole,
    viewer: viewerOf(session, calendar, accessRole),
    include,
  });
  if (event.kind !== 'master') return event;
  const { recurrence } = event;
  const deleted = await listDeletedOccurrences(session, { calendarId: calendar.id, master: event, call });
  return { ...event, recurrence: { ...recurrence, excluded: [...new Set([...recurrence.excluded, ...deleted])] } };
}

function gone(operation: string): CalendarError {
  return new CalendarError({
    code: 'notFound',
    message: 'The event was deleted',
    provider: 'google',
    operation,
  });
}
