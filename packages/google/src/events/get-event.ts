import type { CalendarEvent, GetEventOptions } from '@kalends/core';
import { getEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { readingCalendars } from '../session.ts';
import type { Session } from '../session.ts';
import { eventFields } from '../wire/event-fields.ts';
import { checkPathId } from './check-path-id.ts';
import { gone, readOccurrence, readResource } from './find-resource.ts';
import { presentEvent } from './present-event.ts';
import { targetCalendar } from './target-calendar.ts';

/** Reads one event; a master together with the occurrences that were deleted one by one. */
export async function getEvent(session: Session, options: GetEventOptions): Promise<CalendarEvent> {
  const operation = 'events.get';
  const { signal, calendarId, include = [], ...target } = parseOptions(getEventOptionsSchema, options, operation);
  checkPathId('calendarId', calendarId, operation);
  if ('eventId' in target) checkPathId('eventId', target.eventId, operation);
  else checkPathId('masterId', target.masterId, operation);
  const call = { operation, signal, permission: readingCalendars };
  const calendar = await targetCalendar(session, calendarId, call);
  const fields = eventFields({ include });
  const wire =
    'eventId' in target
      ? await readResource(session, { calendarId: calendar.id, eventId: target.eventId }, call, fields)
      : await readOccurrence(session, { calendarId: calendar.id, ...target }, call, fields);
  if (wire.status === 'cancelled') throw gone(operation);
  return presentEvent(session, { calendar, wire, include }, call);
}
