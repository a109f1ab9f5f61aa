import type { ApiContext } from '../../api/api-context.ts';
import { deleted } from '../../api/calendar-refusals.ts';
import type { CalendarView, GoogleState } from '../../google-state.ts';
import type { CalendarStore } from '../calendar-store.ts';
import { removeEvent, resourceAt } from '../change-event.ts';
import type { GoogleEventResource } from '../event-resource.ts';
import { isOrganizers, snapshot, spread } from '../invitations/copies.ts';
import { notifyGuests, notifyOrganizer } from '../invitations/notify.ts';
import { respond } from '../invitations/respond.ts';
import type { SendUpdates } from './write-query.ts';
import { readSendUpdates } from './write-query.ts';
import { findTarget } from './written-event.ts';

/** `events.delete`. The second time is a 410, or a 412 when it is guarded with the etag of the living event. */
export function deleteEvent(context: ApiContext, view: CalendarView, id: string): undefined {
  const sendUpdates = readSendUpdates(context.query);
  const resource = findTarget(context, view, id);
  if (isGone(view.calendar, resource)) throw deleted();
  removeEventFrom(context.state, view.calendar, id, sendUpdates);
  return undefined;
}

/**
 * Deletes an event from one calendar: the organizer calls it off for everybody, a guest declines and has it no more. Of a
 * series the whole, by an instance id one occurrence, which stays as a cancelled exception.
 */
export function removeEventFrom(
  state: GoogleState,
  calendar: CalendarStore,
  id: string,
  sendUpdates: SendUpdates,
): void {
  const resource = resourceAt(calendar, id);
  if (resource === undefined) return;
  if (isOrganizers(resource)) {
    const before = snapshot(calendar, id);
    const stored = removeEvent(calendar, id);
    spread(state, calendar, id, before);
    if (stored !== undefined) notifyGuests(state, calendar, sendUpdates, resource, stored.resource);
    return;
  }
  const isGuest = resource.privateCopy !== true && resource.attendees?.some((attendee) => attendee.self) === true;
  if (isGuest) respond(state, calendar, id, { responseStatus: 'declined' });
  removeEvent(calendar, id);
  if (isGuest) notifyOrganizer(state, calendar, sendUpdates, resource, { response: 'declined', hasComment: false });
}

/** Deleted itself, or an instance of a series that was. */
function isGone(calendar: CalendarStore, { status, recurringEventId }: GoogleEventResource): boolean {
  return (
    status === 'cancelled' ||
    (recurringEventId !== undefined && calendar.events.get(recurringEventId)?.resource.status === 'cancelled')
  );
}
