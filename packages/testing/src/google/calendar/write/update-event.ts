import type { ApiContext } from '../../api/api-context.ts';
import { ApiError } from '../../api/api-error.ts';
import type { CalendarView } from '../../google-state.ts';
import type { GoogleEventChange, GoogleEventResource } from '../event-resource.ts';
import { homeOf, isOrganizers, snapshot, spread } from '../invitations/copies.ts';
import { notifyGuests } from '../invitations/notify.ts';
import { askRooms, withUnansweredRooms } from '../invitations/room-answers.ts';
import { applyBody, isRescheduled } from './apply-body.ts';
import { awaitConference } from './created-conference.ts';
import { removeEventFrom } from './delete-event.ts';
import { readEventBody } from './event-body.ts';
import type { EventBody } from './event-body.ts';
import { updateAsGuest } from './update-as-guest.ts';
import { updateForOrganizer } from './update-for-organizer.ts';
import { readWriteQuery } from './write-query.ts';
import type { WriteQuery } from './write-query.ts';
import { applyOptions, differsInReminders, findTarget, renderWritten, store } from './written-event.ts';

/**
 * `events.update` (`replace`) and `events.patch` (`merge`). Status `cancelled` deletes, `confirmed` brings a deleted event
 * back. On an instance of a series it makes an exception.
 */
export function updateEvent(
  context: ApiContext,
  view: CalendarView,
  id: string,
  mode: 'replace' | 'merge',
): GoogleEventResource {
  const query = readWriteQuery(context.query);
  const body = readEventBody(context.body);
  const base = findTarget(context, view, id);
  if (body.status === 'cancelled') {
    if (base.status !== 'cancelled') removeEventFrom(context.state, view.calendar, id, query.sendUpdates);
    return renderWritten(view, id, query);
  }
  const isCalledOff = base.status === 'cancelled' && view.calendar.events.get(id)?.isBare === true;
  if (isCalledOff) throw new ApiError(403, 'Forbidden', { domain: 'global', reason: 'forbidden' });
  const home = homeOf(context.state, id, base);
  if (isOrganizers(base) || base.privateCopy === true) {
    updateAsOrganizer(context, view, id, base, body, { query, mode });
  } else if (base.guestsCanModify === true && home !== undefined) {
    updateForOrganizer(context, view, home, id, body, { query, mode });
  } else {
    updateAsGuest(context, view, id, base, body, { query, mode });
  }
  return renderWritten(view, id, query);
}

/** Who wrote and how. */
export interface Update {
  readonly query: WriteQuery;
  readonly mode: 'replace' | 'merge';
}

/** Writes the organizer's copy, or one that is nobody else's, and tells everybody. */
export function updateAsOrganizer(
  context: ApiContext,
  view: CalendarView,
  id: string,
  base: GoogleEventResource,
  body: EventBody,
  { query, mode }: Update,
): void {
  const { state } = context;
  const { calendar } = view;
  const next = applyBody(base, body, applyOptions(context, view, query, { mode, isNew: false }));
  const change: GoogleEventChange = isRescheduled(base, next)
    ? { ...next, attendees: withUnansweredRooms(state, next.attendees) }
    : next;
  const before = snapshot(calendar, id);
  const { resource } = store(calendar, id, change, { keepsUpdated: differsInReminders(base, change) });
  if (!isOrganizers(resource)) return;
  spread(state, calendar, id, before);
  notifyGuests(state, calendar, query.sendUpdates, base, resource);
  askRooms(state, id, resource);
  awaitConference(state, calendar, id);
}
