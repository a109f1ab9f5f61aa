import type { CalendarEvent, EventReference } from '@kalends/core';
import { eventParts } from '../events/event-parts.ts';
import { memberRecurrenceId } from '../events/find-occurrence.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import { eventOfWire } from '../events/get-event.ts';
import type { GraphSession } from '../graph-session.ts';
import type { EventWire } from '../wire/event-wire.ts';
import type { WriteSubject } from './write-subject.ts';

/** The event that a write gives back. */
export async function writtenEvent(
  session: GraphSession,
  { calendarId, eventId, event: before, kind }: WriteSubject,
  event: EventWire,
  target: EventReference,
  label: ReadLabel,
): Promise<CalendarEvent> {
  const written = await eventOfWire(session, event, { calendarId, eventId, parts: eventParts() }, label);
  if (written.kind !== 'exception' || written.recurrenceId !== undefined || kind !== 'occurrence') return written;
  // Of an exception the service does not always say what is known from before.
  const recurrenceId = 'recurrenceId' in target ? target.recurrenceId : memberRecurrenceId(before);
  return recurrenceId === undefined ? written : { ...written, recurrenceId };
}

/** The master of a series that a write began. */
export function masterOf(
  session: GraphSession,
  calendarId: string,
  event: EventWire,
  label: ReadLabel,
): Promise<CalendarEvent> {
  return eventOfWire(session, event, { calendarId, eventId: event.id, parts: eventParts() }, label);
}
