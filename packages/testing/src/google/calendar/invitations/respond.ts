import type { GoogleState } from '../../google-state.ts';
import type { CalendarStore } from '../calendar-store.ts';
import { resourceAt } from '../change-event.ts';
import type { EventAttendee } from '../event-resource.ts';
import { answered, findAttendee, sameAddress, seenFrom } from '../write/attendees.ts';
import type { SentAttendee } from '../write/event-body.ts';
import { homeOf, inbox } from './copies.ts';

/** Beyond this many guests nobody but the organizer hears who comes (Calendar API v3, `attendees[].responseStatus`). */
const maxInformedGuests = 200;

/**
 * Enters what the owner of a calendar answers to an invitation in it: there, at the organizer and at the other guests. An
 * answer to a series counts for the occurrences that were answered like the series before.
 */
export function respond(state: GoogleState, calendar: CalendarStore, id: string, answer: SentAttendee): void {
  const own = resourceAt(calendar, id);
  if (own === undefined) return;
  const home = homeOf(state, id, own);
  const source = home ?? calendar;
  const before = findAttendee(resourceAt(source, id)?.attendees, calendar.id);
  if (before === undefined) return;
  const following = source.exceptionsOf(id).flatMap(({ id: exceptionId, resource }) => {
    const mine = findAttendee(resource.attendees, calendar.id);
    return resource.status !== 'cancelled' && mine?.responseStatus === before.responseStatus ? [exceptionId] : [];
  });
  for (const each of [id, ...following]) {
    const resource = resourceAt(source, each);
    const attendees = (resource?.attendees ?? []).map((guest) =>
      sameAddress(guest.email, calendar.id) ? answered(guest, answer) : guest,
    );
    for (const copy of informed(state, { calendar, home }, attendees)) enter(copy, each, attendees);
  }
}

function informed(
  state: GoogleState,
  { calendar, home }: { calendar: CalendarStore; home: CalendarStore | undefined },
  attendees: readonly EventAttendee[],
): ReadonlySet<CalendarStore> {
  const own = home === undefined ? [calendar] : [home, calendar];
  if (home === undefined || attendees.length > maxInformedGuests) return new Set(own);
  return new Set([...own, ...attendees.flatMap(({ email }) => inbox(state, email) ?? [])]);
}

function enter(calendar: CalendarStore, id: string, attendees: readonly EventAttendee[]): void {
  const resource = resourceAt(calendar, id);
  if (resource === undefined || resource.status === 'cancelled' || resource.privateCopy === true) return;
  calendar.put(id, { ...resource, recurrence: resource.recurrence, attendees: seenFrom(calendar.id, attendees) });
}
