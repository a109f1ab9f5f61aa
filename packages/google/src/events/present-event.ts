import type { CalendarEvent, EventInclusion, EventOmission } from '@kalends/core';
import { lookUpCalendar } from '../calendars/look-up-calendar.ts';
import { mapEvent } from '../mapping/event.ts';
import { lacksTimeZone } from '../mapping/event-time.ts';
import type { Session, SessionCall } from '../session.ts';
import type { WireEvent } from '../wire/event.ts';
import { listDeletedOccurrences } from './list-deleted-occurrences.ts';
import { viewerOf } from './target-calendar.ts';
import type { TargetCalendar } from './target-calendar.ts';

/** An event as it was read, and where. */
export interface ReadEvent {
  readonly calendar: TargetCalendar;
  readonly wire: WireEvent;
  /** Default: nothing. */
  readonly include?: readonly EventInclusion[] | undefined;
  /** Default: nothing. */
  readonly omit?: readonly EventOmission[] | undefined;
  /** First page of a series' exceptions, where it was read already. */
  readonly exceptions?: unknown;
}

/** Turns an event into what callers get: a master together with the occurrences that were deleted one by one. */
export async function presentEvent(
  session: Session,
  { calendar, wire, include = [], omit, exceptions }: ReadEvent,
  call: SessionCall,
): Promise<CalendarEvent> {
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
    omit,
  });
  if (event.kind !== 'master') return event;
  const { recurrence } = event;
  const deleted = await listDeletedOccurrences(session, {
    calendarId: calendar.id,
    master: event,
    call,
    firstPage: exceptions,
  });
  return { ...event, recurrence: { ...recurrence, excluded: [...new Set([...recurrence.excluded, ...deleted])] } };
}
