import type { ApiContext } from '../../api/api-context.ts';
import { invalid, required } from '../../api/api-error.ts';
import { calendarError, duplicate } from '../../api/calendar-refusals.ts';
import type { CalendarView } from '../../google-state.ts';
import type { CalendarStore, StoredEvent } from '../calendar-store.ts';
import { cancelled, htmlLink } from '../change-event.ts';
import type { EventPerson, GoogleEventResource } from '../event-resource.ts';
import { isOrganizers, personSeenFrom, spread } from '../invitations/copies.ts';
import { notifyGuests } from '../invitations/notify.ts';
import { sameAddress, seenFrom } from './attendees.ts';
import { readSendUpdates } from './write-query.ts';
import { findTarget, renderWritten } from './written-event.ts';

/**
 * `events.move`: another calendar becomes the organizer. The id stays; the old calendar keeps a tombstone, or the copy of a
 * guest if its owner is invited.
 */
export function moveEvent(
  context: ApiContext,
  view: CalendarView,
  id: string,
  openDestination: (calendarId: string) => CalendarView,
): GoogleEventResource {
  const sendUpdates = readSendUpdates(context.query);
  const destinationId = context.query.get('destination');
  if (destinationId === null || destinationId === '') throw required('Required parameter: destination');
  const destination = openDestination(destinationId);
  const { calendar: source } = view;
  const { calendar: target } = destination;
  const resource = findTarget(context, view, id);
  checkMovable(resource, source, target, id);

  const moved = [...events(source, id)].map((event) => ({ event, resource: organizedBy(target, event.resource) }));
  for (const { event } of moved) source.put(event.id, cancelled(event.resource), { isBare: true });
  for (const { event, resource: next } of moved) target.put(event.id, next);
  spread(context.state, target, id, new Map());
  const after = target.events.get(id)?.resource;
  if (after !== undefined) notifyGuests(context.state, target, sendUpdates, resource, after);
  return renderWritten(destination, id, {
    sendUpdates,
    writesConference: false,
    writesAttachments: false,
    usesLabels: false,
    maxAttendees: undefined,
  });
}

function checkMovable(resource: GoogleEventResource, source: CalendarStore, target: CalendarStore, id: string): void {
  if (resource.recurringEventId !== undefined) {
    throw calendarError('cannotChangeOrganizerOfInstance', 'Cannot change the organizer of an instance.');
  }
  if ((resource.eventType ?? 'default') !== 'default') {
    throw calendarError('eventTypeRestriction', 'Events of this type can not be moved.');
  }
  if (!isOrganizers(resource) || resource.status === 'cancelled') {
    throw calendarError('cannotChangeOrganizer', 'The organizer of this event can not be changed.');
  }
  if (source === target) throw invalid('The event is in this calendar already.');
  const existing = target.events.get(id);
  if (existing !== undefined && existing.resource.iCalUID !== resource.iCalUID) throw duplicate();
}

function events(calendar: CalendarStore, id: string): readonly StoredEvent[] {
  const stored = calendar.events.get(id);
  return [...(stored === undefined ? [] : [stored]), ...calendar.exceptionsOf(id)];
}

function organizedBy(target: CalendarStore, resource: GoogleEventResource): GoogleEventResource {
  const organizer: EventPerson = { email: target.id, displayName: target.summary, self: true };
  const creator = personSeenFrom(target, resource.creator);
  const { attendees } = resource;
  return {
    ...resource,
    htmlLink: htmlLink(resource.id ?? '', target.id),
    organizer,
    ...(creator === undefined ? {} : { creator }),
    ...(attendees === undefined
      ? {}
      : {
          attendees: seenFrom(target.id, attendees).map((attendee) => {
            const { organizer: _, ...guest } = attendee;
            return sameAddress(guest.email, target.id) ? { ...guest, organizer: true as const } : guest;
          }),
        }),
  };
}
