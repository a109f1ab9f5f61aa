import type { GoogleState, RoomResource } from '../../google-state.ts';
import type { CalendarStore } from '../calendar-store.ts';
import { resourceAt } from '../change-event.ts';
import type { GoogleEventResource } from '../event-resource.ts';
import { generatedInstances, storedCandidate } from '../instances.ts';
import type { Candidate } from '../instances.ts';
import { findAttendee } from '../write/attendees.ts';
import { respond } from './respond.ts';

// How far ahead a room looks before it accepts a series.
const lookAheadMs = 366 * 86_400_000;

/** Guests without the answers of rooms: what they said was about another time. */
export function withUnansweredRooms(
  state: GoogleState,
  attendees: GoogleEventResource['attendees'],
): GoogleEventResource['attendees'] {
  return attendees?.map((guest) =>
    findRoom(state, guest.email) === undefined ? guest : { ...guest, responseStatus: 'needsAction' },
  );
}

/** Lets the rooms among the guests that have not answered decide by themselves, some time after this request. */
export function askRooms(state: GoogleState, id: string, { attendees }: GoogleEventResource): void {
  for (const { email, responseStatus } of attendees ?? []) {
    const room = findRoom(state, email);
    if (room === undefined || responseStatus !== 'needsAction' || room.answers === 'never') continue;
    state.agenda.add(state.roomAnswerDelayMs, () => decide(state, room, id));
  }
}

function decide(state: GoogleState, { calendar, answers }: RoomResource, id: string): void {
  const resource = resourceAt(calendar, id);
  const own = findAttendee(resource?.attendees, calendar.id);
  if (resource === undefined || resource.status === 'cancelled' || own?.responseStatus !== 'needsAction') return;
  const isTaken = answers === 'decline' || hasConflict(state, calendar, id, resource);
  respond(state, calendar, id, { responseStatus: isTaken ? 'declined' : 'accepted' });
}

/** Whether something else already stands at one of the times of the event. */
function hasConflict(state: GoogleState, calendar: CalendarStore, id: string, resource: GoogleEventResource): boolean {
  const seriesId = resource.recurringEventId ?? id;
  const throughMs = state.clock.now() + lookAheadMs;
  const wanted = timesOf(calendar, id, throughMs).filter(({ endMs }) => endMs > state.clock.now());
  // The event itself is not among them: it is unanswered still.
  const taken = [...calendar.events.values()].filter(
    (stored) => stored.resource.recurringEventId !== seriesId && isTaking(calendar, stored.resource),
  );
  return taken.some((stored) =>
    timesOf(calendar, stored.id, throughMs).some((other) =>
      wanted.some((one) => one.startMs < other.endMs && other.startMs < one.endMs),
    ),
  );
}

function timesOf(calendar: CalendarStore, id: string, throughMs: number): readonly Candidate[] {
  const stored = calendar.events.get(id);
  if (stored === undefined) return [];
  return stored.resource.recurrence === undefined
    ? [storedCandidate(stored)]
    : [...generatedInstances(calendar, stored, throughMs)];
}

function isTaking(calendar: CalendarStore, { status, transparency, attendees }: GoogleEventResource): boolean {
  if (status === 'cancelled' || transparency === 'transparent') return false;
  const own = findAttendee(attendees, calendar.id)?.responseStatus;
  return own === undefined || own === 'accepted' || own === 'tentative';
}

function findRoom(state: GoogleState, address: string): RoomResource | undefined {
  return [...state.rooms.values()].find((room) => room.address.toLowerCase() === address.toLowerCase());
}
