import type { ApiContext } from '../../api/api-context.ts';
import type { CalendarView } from '../../google-state.ts';
import type { GoogleEventChange, GoogleEventResource } from '../event-resource.ts';
import { isOrganizers, snapshot, spread } from '../invitations/copies.ts';
import { notifyGuests } from '../invitations/notify.ts';
import { askRooms, withUnansweredRooms } from '../invitations/room-answers.ts';
import { applyBody, isRescheduled } from './apply-body.ts';
import { awaitConference } from './created-conference.ts';
import type { EventBody } from './event-body.ts';
import type { WriteQuery } from './write-query.ts';
import { applyOptions, differsInReminders, store } from './written-event.ts';

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
