import type { ApiContext } from '../../api/api-context.ts';
import { invalid, required } from '../../api/api-error.ts';
import { calendarError } from '../../api/calendar-refusals.ts';
import type { CalendarView } from '../../google-state.ts';
import type { CalendarStore } from '../calendar-store.ts';
import type { GoogleEventResource } from '../event-resource.ts';
import { applyBody } from './apply-body.ts';
import { sameAddress, seenFrom } from './attendees.ts';
import { awaitConference } from './created-conference.ts';
import { readEventBody } from './event-body.ts';
import type { EventBody } from './event-body.ts';
import { newEvent } from './insert-event.ts';
import { readWriteQuery } from './write-query.ts';
import { applyOptions, renderWritten, store } from './written-event.ts';

/**
 * `events.import`: a private copy of an event that lives elsewhere, under its own `iCalUID`. Nobody is invited or told. An
 * import of the same `iCalUID` replaces the copy before.
 */
export function importEvent(context: ApiContext, view: CalendarView): GoogleEventResource {
  const { calendar } = view;
  const query = readWriteQuery(context.query);
  const body = readEventBody(context.body);
  if (typeof body.id === 'string') throw invalid('Invalid resource id value.');
  if (typeof body.iCalUID !== 'string' || body.iCalUID === '') throw required('Missing iCalUID.');
  const iCalUID = body.iCalUID;
  const organizer = organizerOf(body, calendar);
  checkParticipation(body, organizer, calendar);
  const known = [...calendar.events.values()].find(
    ({ resource }) => resource.iCalUID === iCalUID && resource.recurringEventId === undefined,
  );
  const id = known?.id ?? importedId(iCalUID);
  const base = {
    ...newEvent(context.state, context.account, calendar, id),
    iCalUID,
    organizer: sameAddress(organizer.email, calendar.id) ? { ...organizer, self: true as const } : organizer,
    sequence: known?.resource.sequence ?? 0,
    privateCopy: true,
  };
  // Other types turn into plain events; `sendUpdates` does not exist here.
  const { eventType: _, ...plain } = body;
  const options = { ...applyOptions(context, view, query, { mode: 'replace', isNew: true }), mayInvite: true };
  const next = applyBody(base, plain, { ...options, organizer: organizer.email, findInside: () => undefined });
  const attendees = next.attendees === undefined ? undefined : seenFrom(calendar.id, next.attendees);
  store(calendar, id, { ...next, attendees });
  awaitConference(context.state, calendar, id);
  return renderWritten(view, id, query);
}

/** The service derives the id: an underscore and the `iCalUID` in base32hex (RFC 4648, section 7). */
export function importedId(iCalUID: string): string {
  let bits = '';
  for (const byte of Buffer.from(iCalUID, 'utf8')) bits += byte.toString(2).padStart(8, '0');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return `_${groups.map((group) => Number.parseInt(group.padEnd(5, '0'), 2).toString(32)).join('')}`;
}

function organizerOf({ organizer }: EventBody, calendar: CalendarStore): { email: string; displayName?: string } {
  const { email, displayName } = organizer ?? {};
  if (!email) return { email: calendar.id };
  return { email, ...(displayName ? { displayName } : {}) };
}

function checkParticipation({ attendees }: EventBody, organizer: { email: string }, { id }: CalendarStore): void {
  const isAttendee = (attendees ?? []).some(({ email }) => sameAddress(email ?? '', id));
  if (isAttendee || sameAddress(organizer.email, id)) return;
  throw calendarError(
    'participantIsNeitherOrganizerNorAttendee',
    'The owner of the calendar must either be the organizer or an attendee of an event that is imported.',
  );
}
